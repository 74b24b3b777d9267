#include "site/figures.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "analysis/analysis.hpp"
#include "chart/picture.hpp"
#include "chart/time_window.hpp"
#include "site/lookup.hpp"
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/history_builder.hpp"
#include "support/table_rows.hpp"

namespace benchfolio::site {
namespace {

using support::HistoryBuilder;

constexpr double first_day = 19723;  // 1 January 2024, where HistoryBuilder begins

// An archive, analysed.
struct Archive {
    explicit Archive(const HistoryBuilder& builder) : history{builder.build()} {
        report = analysis::analyse(history, analysis_options);
    }
    Content content() const { return {history, report, analysis_options, options}; }

    model::History history;
    analysis::Options analysis_options;
    Options options;
    analysis::Report report;
};

Figure recent_trend(const Archive& archive) {
    return recent_trend(archive.content(), Lookup{archive.content()}, 0, 0);
}

Figure history_trend(const Archive& archive, bool hidden = false) {
    return history_trend(archive.content(), Lookup{archive.content()}, 0, 0, hidden);
}

std::vector<support::Cells> rows_of(const Figure& figure) {
    return support::rows_of_table(ValueTable{figure.values}.markup());
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

// Noise that repeats, within one percent.
double wobble(std::size_t i) {
    return 1 + .01 * (static_cast<double>((i * 37) % 21) / 10 - 1);
}

std::vector<double> nightly(double level, std::size_t n) {
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(level * wobble(i));
    return values;
}

model::Summary with_quartiles(double median) {
    model::Summary summary = support::only_median(median);
    summary.n = 20;
    summary.q1 = median * .99;
    summary.q3 = median * 1.02;
    summary.min = median * .97;
    summary.max = median * 1.05;
    return summary;
}

// Two CPUs of which one goes on after a pause of 30 nights, and a third one without a colour.
HistoryBuilder three_cpus() {
    HistoryBuilder archive;
    const auto epyc = archive.testbed("EPYC 7763"), xeon = archive.testbed("Xeon 8370C"),
               arm = archive.testbed("Neoverse-N2");
    for (std::size_t night = 0; night < 40; ++night) {
        const int day = static_cast<int>(night) + (night < 20 ? 0 : 30);
        archive.measured("bench_a", archive.run(epyc, day), with_quartiles(.0012 * wobble(night)));
        if (night % 2 == 0)
            archive.measured("bench_a", archive.run(xeon, day), with_quartiles(.0018 * wobble(night + 5)));
        if (night % 5 == 0)
            archive.measured("bench_a", archive.run(arm, day), with_quartiles(.0015 * wobble(night + 9)));
    }
    return archive;
}

Archive coloured(const HistoryBuilder& builder) {
    Archive archive{builder};
    for (std::size_t i = 0; i < archive.history.testbeds.size(); ++i)
        if (i != 2 && i < 7) archive.history.testbeds[i].colour = static_cast<int>(i) + 1;
    return archive;
}

TEST_CASE("the figures of three CPUs with a pause look as reviewed") {
    const Archive archive = coloured(three_cpus());
    support::check_golden("recent.svg", recent_trend(archive).svg + "\n");
    support::check_golden("history.svg", history_trend(archive).svg + "\n");
    support::check_golden("within.svg", spread_within(archive.content(), 0, 0).svg + "\n");
    support::check_golden("between.svg", spread_between(archive.content(), 0, 0).svg + "\n");
    support::check_golden("sparkline.svg", sparkline(archive.content(), 0).svg + "\n");
    support::check_golden("geomean.svg", geomean_trend(archive.content(), 0).svg + "\n");
    support::check_golden("geomean-small.svg", geomean_small(archive.content(), 0).svg + "\n");
}

TEST_CASE("a history of two years shows its newest weeks again, wider, with an axis of their own") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    builder.measured("bench_a", builder.nights(cpu, 600), nightly(.002, 600));
    const Archive archive = coloured(builder);
    const Figure figure = history_trend(archive);
    CHECK(figure.svg.find("newest weeks, wider") != std::string::npos);
    CHECK(count(figure.svg, ">2.00 ms<") == 2 + 1);  // on both axes, and the newest value
    support::check_golden("history-stretched.svg", figure.svg + "\n");
}

TEST_CASE("growth of three variants looks as reviewed") {
    HistoryBuilder builder;
    const auto nights = builder.nights(builder.testbed("EPYC 7763"), 3);
    for (const auto& [variant, power] : {std::pair{"dense", 2.7}, {"sparse", 1.3}, {"lazy", .1}})
        for (const int size : {16, 64, 256, 1024}) {
            const std::string name = std::string{"bench_m["} + std::to_string(size) + "-" + variant + "]";
            builder.parameters(name, {{"size", std::int64_t{size}}, {"type", std::string{variant}}});
            builder.measured(name, nights, std::vector<double>(3, 1e-7 * std::pow(size, power)));
        }
    const Archive archive = coloured(builder);
    REQUIRE(archive.report.scalings.size() == 1);
    support::check_golden("scaling.svg", scaling(archive.content(), 0, 0).svg + "\n");
}

TEST_CASE("no line crosses a pause") {
    const Archive archive = coloured(three_cpus());
    const Figure figure = history_trend(archive);
    CHECK(figure.svg.find("no runs") != std::string::npos);
    // Each CPU has a path of levels, each of them with at least one line on either side.
    CHECK(count(figure.svg, "class=\"st f\"") == 3);
}

TEST_CASE("the table holds what is drawn") {
    const Archive archive = coloured(three_cpus());
    const Figure recent = recent_trend(archive);
    const auto rows = rows_of(recent);
    const auto heading = support::heading_of_table(ValueTable{recent.values}.markup());
    CHECK(recent.values.rows() == 40 + 20 + 8);
    CHECK(rows.size() == recent.values.rows());
    CHECK(std::ranges::all_of(rows, [&](const auto& row) { return row.size() == heading.size(); }));
    CHECK(count(recent.svg, "h0") == 40);  // the dots of the first CPU
}

TEST_CASE("a long history is thinned out, says so, and its table follows") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    auto values = nightly(.002, 3000);
    values[1500] = .0021;
    builder.measured("bench_a", builder.nights(cpu, 3000), values);
    const Archive archive = coloured(builder);
    const Figure figure = history_trend(archive);
    CHECK(figure.values.rows() <= 900);
    CHECK(figure.finding.find("Of 3,000 runs") != std::string::npos);
    const double newest = first_day + 2999;
    const auto twice = static_cast<std::size_t>(newest - chart::recent_window(newest, 30).from + 1);
    CHECK(count(figure.svg, "h0") == figure.values.rows() + twice);
    CHECK(std::ranges::any_of(rows_of(figure), [](const auto& row) { return row[2] == "2.10 ms"; }));
}

TEST_CASE("ten thousand runs of one CPU keep the page small") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    for (int i = 0; i < 10000; ++i)
        builder.measured("bench_a", builder.run(cpu, i / 10),
                         support::only_median(.002 * wobble(static_cast<std::size_t>(i))));
    const Archive archive = coloured(builder);
    const Figure figure = history_trend(archive);
    CHECK(figure.values.rows() <= 900);
    CHECK(figure.svg.size() < 40000);
}

// ---- One night more ----

// Where the round dots of the first CPU stand, in tenths of a pixel, in the first path of them.
std::vector<std::pair<long, long>> dots_of(const std::string& svg) {
    const auto path = svg.find("class=\"k0 c1\" d=\"");
    REQUIRE(path != svg.npos);
    std::vector<std::pair<long, long>> dots;
    double x = 0, y = 0;
    for (const char* at = svg.c_str() + svg.find("d=\"", path) + 3; *at == 'M' || *at == 'm'; at += 2) {
        char* end = nullptr;
        x += std::strtod(at + 1, &end);
        y += std::strtod(end, &end);
        dots.emplace_back(std::lround(10 * x), std::lround(10 * y));
        at = end;  // "h0"
    }
    return dots;
}

Archive of_nights(std::size_t n) {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    builder.measured("bench_a", builder.nights(cpu, n), nightly(.002, n));
    return coloured(builder);
}

// Whether `later` begins with `earlier`.
bool goes_on(const std::vector<std::pair<long, long>>& earlier, const std::vector<std::pair<long, long>>& later) {
    return earlier.size() <= later.size() && std::equal(earlier.begin(), earlier.end(), later.begin());
}

TEST_CASE("a night more leaves the dots of a history where they are, until its axis gets longer") {
    int moves = 0;
    for (std::size_t n = 300; n < 380; ++n) {
        const auto before = dots_of(history_trend(of_nights(n)).svg);
        const auto after = dots_of(history_trend(of_nights(n + 1)).svg);
        REQUIRE(after.size() == n + 1);
        moves += !goes_on(before, after);
    }
    CHECK(moves <= 3);  // a step of 28 days
}

TEST_CASE("a night more leaves the dots of the last three months where they are, a fortnight moves all alike") {
    int moves = 0;
    for (std::size_t n = 300; n < 342; ++n) {
        auto before = dots_of(recent_trend(of_nights(n)).svg);
        const auto after = dots_of(recent_trend(of_nights(n + 1)).svg);
        if (goes_on(before, after)) continue;
        ++moves;
        before.erase(before.begin(), before.begin() + 14);
        const long moved = before.front().first - after.front().first;
        CHECK(moved % 10 == 0);
        for (auto& [x, y] : before) x -= moved;
        CHECK(goes_on(before, after));
    }
    CHECK(moves == 3);
}

TEST_CASE("nothing drawn is no figure") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("Xeon E5-2673 v3");
    builder.measured("bench_a", builder.nights(cpu, 3), {1.0, 1.1, 1.0});
    Archive archive = coloured(builder);
    archive.history.testbeds[0].hidden = true;
    CHECK(recent_trend(archive).svg.empty());
    CHECK(history_trend(archive).svg.empty());
    CHECK(spread_within(archive.content(), 0, 0).svg.empty());
    CHECK_FALSE(history_trend(archive, true).svg.empty());
}

void check_all(const Archive& archive) {
    for (const Figure& figure : {recent_trend(archive), history_trend(archive), spread_within(archive.content(), 0, 0),
                                 spread_between(archive.content(), 0, 0), group_spread(archive.content(), 0, 0),
                                 sparkline(archive.content(), 0)}) {
        CHECK(figure.svg.find("nan") == std::string::npos);
        CHECK(figure.svg.find("inf") == std::string::npos);
        CHECK(figure.svg.find("1000000") == std::string::npos);
        for (const char* exponent : {"e-0", "e+0", "×10"}) CHECK(figure.svg.find(exponent) == std::string::npos);
    }
}

Archive of_values(const std::vector<double>& values, const std::string& measure = "time") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    builder.measured("bench_a", builder.nights(cpu, values.size()), values, measure);
    return coloured(builder);
}

TEST_CASE("few, equal, zero and negative values are drawn all the same") {
    check_all(of_values({.002}));
    check_all(of_values({.002, .002}));
    check_all(of_values(std::vector<double>(40, .002)));
    check_all(of_values(std::vector<double>(40, 0.0)));
    check_all(of_values({-1, 0, 1, 2, -2, .5}));
    check_all(of_values({1e-12, 1e3, 1e9}));
    check_all(of_values({model::absent, .002, model::absent}));
    check_all(of_values({3, 1, 2, 1234567}, "count"));
}

TEST_CASE("two runs on one day and a pause of years have an axis") {
    HistoryBuilder builder;
    const auto cpu = builder.testbed("EPYC 7763");
    for (const int day : {0, 0, 2000}) builder.measured("bench_a", builder.run(cpu, day), with_quartiles(.002));
    check_all(coloured(builder));
}

TEST_CASE("twelve CPUs get labels a line apart, and as many rails") {
    HistoryBuilder builder;
    for (int i = 0; i < 12; ++i) {
        const auto cpu = builder.testbed("CPU " + std::to_string(i));
        builder.measured("bench_a", builder.run(cpu, i), with_quartiles(.002 + 1e-5 * i));
    }
    const Archive archive = coloured(builder);
    const Figure figure = history_trend(archive);
    for (int i = 0; i < 12; ++i) CHECK(figure.svg.find(">CPU " + std::to_string(i) + "<") != std::string::npos);
    support::check_golden("twelve.svg", figure.svg + "\n");
}

TEST_CASE("a standalone picture carries its style, the inline one does not") {
    const Archive archive = coloured(three_cpus());
    const Figure figure = recent_trend(archive);
    CHECK(figure.standalone.find("<style>") != std::string::npos);
    CHECK(figure.standalone.find("--bg:") != std::string::npos);
    CHECK(figure.standalone.find("/*") == std::string::npos);
    CHECK(figure.svg.find("<style>") == std::string::npos);
}

}  // namespace
}  // namespace benchfolio::site
