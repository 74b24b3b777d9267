// The pages of the comparisons that a site shows ahead, as the whole site is rendered.
#include <map>
#include <mutex>

#include "analysis/analysis.hpp"
#include "site/comparisons.hpp"
#include "site/routes.hpp"
#include "site/site.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/page_scan.hpp"

using namespace benchfolio;

namespace {

using Files = std::map<std::string, std::string>;

struct Rendered {
    explicit Rendered(const support::HistoryBuilder& archive, analysis::Options analysis_options = {})
        : history{archive.build()},
          analysis{std::move(analysis_options)},
          report{analysis::analyse(history, analysis)} {
        std::mutex mutex;
        site::render(content(),
                     [&](const std::string& path, std::string bytes) {
                         const std::lock_guard lock{mutex};
                         files.emplace(path, std::move(bytes));
                     },
                     {});
    }
    site::Content content() const { return {history, report, analysis, options}; }

    model::History history;
    analysis::Options analysis;
    site::Options options;
    analysis::Report report;
    Files files;
};

std::vector<double> level(double base, std::size_t count) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(base * (1 + .002 * static_cast<double>(i * 7 % 5)));
    return values;
}

// A benchmark that gets a quarter slower after 30 of 45 nights, and one that does not.
support::HistoryBuilder stepped() {
    support::HistoryBuilder archive;
    const auto nights = archive.nights(archive.testbed("EPYC 7763"), 45);
    std::vector<double> values = level(2e-3, 30);
    for (const double value : level(2.5e-3, 15)) values.push_back(value);
    archive.measured("bench.py::step", nights, values);
    archive.measured("bench.py::steady", nights, level(1e-3, 45));
    return archive;
}

std::vector<std::string> pages_in(const Files& files, const std::string& folder) {
    std::vector<std::string> found;
    for (const auto& [path, bytes] : files)
        if (path.starts_with(folder) && path.ends_with(".html") && !path.ends_with("/index.html"))
            found.push_back(path);
    return found;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("every planned comparison has a page, its data, and a place on the list") {
    const Rendered rendered{stepped()};
    const auto shown = site::shown_comparisons(rendered.content());
    REQUIRE(shown.size() >= 2);
    CHECK(pages_in(rendered.files, "compare/").size() == shown.size());
    const std::string& list = rendered.files.at("compare/index.html");
    for (const site::ShownComparison& one : shown) {
        const std::string path = site::routes::comparison(one.slug);
        CHECK(has(list, "href=\"" + site::routes::relative("compare/index.html", path) + "\""));
        REQUIRE(rendered.files.contains(path));
        CHECK(support::PageScanner{rendered.files.at(path)}.scan().unnested.empty());
        CHECK(rendered.files.contains(site::routes::comparison_data(one.slug)));
    }
}

TEST_CASE("the page about a confirmed change tells the change, and is found by it") {
    const Rendered rendered{stepped()};
    REQUIRE(rendered.report.changes.size() == 1);
    const auto shown = site::shown_comparisons(rendered.content());
    const auto* about = site::comparison_about(rendered.content(), shown, rendered.report.changes[0]);
    REQUIRE(about != nullptr);
    const std::string& page = rendered.files.at(site::routes::comparison(about->slug));
    CHECK(has(page, "<b class=\"slow\">▲ 1</b> slower"));
    CHECK(has(page, "▲ 1.25x slower"));
    CHECK(has(page, "≈ no evidence"));
    CHECK(has(page, "plots/forest/"));
}

TEST_CASE("a change that has no comparison is found to have none") {
    const Rendered rendered{stepped()};
    analysis::Change other = rendered.report.changes.at(0);
    other.first_run_after += 1;
    const auto shown = site::shown_comparisons(rendered.content());
    CHECK(site::comparison_about(rendered.content(), shown, other) == nullptr);
}

TEST_CASE("of many tags the newest six are compared with") {
    analysis::Options options;
    for (int i = 0; i < 20; ++i) options.tags.push_back({"v" + std::to_string(i), std::to_string(1000001 + i)});
    const Rendered rendered{stepped(), options};
    std::size_t tagged = 0;
    for (const site::ShownComparison& shown : site::shown_comparisons(rendered.content()))
        tagged += shown.slug.starts_with("v") ? 1 : 0;
    CHECK(tagged == 6);
    CHECK(has(rendered.files.at("compare/index.html"), ">v19 against the latest run on EPYC 7763<"));
    CHECK_FALSE(has(rendered.files.at("compare/index.html"), ">v13 against"));
}

TEST_CASE("an archive with nothing to compare says so") {
    support::HistoryBuilder archive;
    archive.measured("bench_a", archive.nights(archive.testbed("EPYC 7763"), 1), {1e-3});
    const Rendered rendered{archive};
    CHECK(pages_in(rendered.files, "compare/").empty());
    CHECK(has(rendered.files.at("compare/index.html"), "nothing to compare yet"));
}

TEST_CASE("a comparison of two suites is refused in words, not drawn") {
    support::HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    auto runs = archive.nights(cpu, 1, "1");
    for (const auto run : archive.nights(cpu, 1, "2")) runs.push_back(run);
    archive.measured("bench_a", runs, {1e-3, 2e-3});
    const Rendered rendered{archive};
    const auto pages = pages_in(rendered.files, "compare/");
    REQUIRE(pages.size() == 1);
    const std::string& page = rendered.files.at(pages[0]);
    CHECK(has(page, "Nothing of the two sides can be compared."));
    CHECK(has(page, "another suite"));
    CHECK_FALSE(has(page, "<figure"));
}
