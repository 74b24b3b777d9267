#include "site/badges.hpp"

#include "support/catch.hpp"
#include "support/change_builder.hpp"
#include "support/history_builder.hpp"

namespace benchfolio::site {
namespace {

struct Archive {
    Archive() {
        support::HistoryBuilder builder;
        builder.measured("bench_a", builder.nights(builder.testbed("EPYC 7763"), 10), std::vector<double>(10, 1e-3));
        history = builder.build();
        report.series.resize(history.series.size());
    }
    std::vector<Badge> badges() const { return site::badges({history, report, analysis_options, options}); }

    model::History history;
    analysis::Report report;
    analysis::Options analysis_options;
    Options options;
};

double width_of(const std::string& svg) {
    return std::stod(svg.substr(svg.find("width=\"") + 7));
}

}  // namespace

TEST_CASE("badges: nothing to decide, one regression, two; improvements are no regressions") {
    Archive archive;
    CHECK(archive.badges()[0].message == "no regressions");
    CHECK(archive.badges()[0].path == "badges/changes.svg");
    support::add_change(archive.history, archive.report, 0, 0.5, 3, 4);
    CHECK(archive.badges()[0].message == "no regressions");
    support::add_change(archive.history, archive.report, 0, 1.5, 4, 5);
    CHECK(archive.badges()[0].message == "1 regression");
    support::add_change(archive.history, archive.report, 0, 1.5, 6, 7);
    CHECK(archive.badges()[0].message == "2 regressions");
}

TEST_CASE("badges: an archive without runs has no results") {
    Archive archive;
    archive.history = {};
    archive.report = {};
    REQUIRE(archive.badges().size() == 1);
    CHECK(archive.badges()[0].message == "no results");
}

TEST_CASE("badges: the geometric mean of a shown CPU's newest runs, none of a hidden one's") {
    Archive archive;
    analysis::Aggregate aggregate;
    aggregate.points.push_back({9, 0.98, 0.984, {}, 1, true, 0});
    archive.report.aggregates = {aggregate};
    REQUIRE(archive.badges().size() == 2);
    CHECK(archive.badges()[1].label == "EPYC 7763");
    CHECK(archive.badges()[1].message == "0.984× of the baseline");
    archive.history.testbeds[0].hidden = true;
    CHECK(archive.badges().size() == 1);
}

TEST_CASE("badges: each named set has one of its own, other measures have none") {
    Archive archive;
    analysis::Aggregate all, named, other;
    all.points.push_back({9, 0.98, 0.984, {}, 1, true, 0});
    named = other = all;
    all.set = "all";
    named.set = other.set = "linear algebra";
    other.measure = 1;
    archive.report.aggregates = {all, named, other};
    REQUIRE(archive.badges().size() == 3);
    CHECK(archive.badges()[1].label == "EPYC 7763");
    CHECK(archive.badges()[2].label == "EPYC 7763, linear algebra");
    CHECK(archive.badges()[1].path != archive.badges()[2].path);
}

TEST_CASE("badges: the picture says its text, is as wide as that, and cannot be broken by a name") {
    const std::string svg = badge_svg({"badges/x.svg", "benchmarks", "2 regressions", Badge::Tone::bad});
    CHECK(svg.find("<title>benchmarks: 2 regressions</title>") != svg.npos);
    CHECK(svg.find("#a63c00") != svg.npos);
    CHECK(width_of(badge_svg({"", "benchmarks", "20 regressions and more", Badge::Tone::bad})) > width_of(svg));
    const std::string evil = badge_svg({"", "<script>\"&", "x", Badge::Tone::plain});
    CHECK(evil.find("<script>") == evil.npos);
}

}  // namespace benchfolio::site
