// How a comparison is told and drawn; the comparisons themselves are made by hand.
#include <cmath>
#include <set>
#include <span>

#include "site/comparison_html.hpp"
#include "site/comparison_words.hpp"
#include "site/downloads/comparison_document.hpp"
#include "site/figures.hpp"
#include "support/catch.hpp"
#include "support/comparison_builder.hpp"
#include "support/golden.hpp"
#include "support/page_scan.hpp"
#include "support/table_rows.hpp"

using namespace benchfolio;
using analysis::Verdict;
using support::ComparedArchive;
using support::ComparisonBuilder;

namespace {

const model::Measure seconds{"time", "s", model::Direction::lower_is_better};
const model::Measure bytes{"max_rss", "B", model::Direction::lower_is_better};
const model::Measure rate{"rate", "", model::Direction::higher_is_better};

std::string padded(int i) {
    return std::string(i < 10 ? 2 : i < 100 ? 1 : 0, '0') + std::to_string(i);
}

// Three slower, two faster, two of which nothing can be told, and some without evidence of change.
ComparisonBuilder all_verdicts(int steady) {
    ComparisonBuilder builder{10, 4};
    builder.row("matmul[256]", Verdict::slower, 1.341, .011, .024);
    builder.row("matmul[1024]", Verdict::slower, 1.118, .012, .017);
    builder.row("solve[16]", Verdict::slower, 1.018, .004, .019);  // changed, but not clear of one run's noise
    builder.row("add[1024]", Verdict::faster, .862, .012, .029);
    builder.row("solve[64]", Verdict::faster, .957, .013, .019);
    builder.row("add[16]", Verdict::cannot_tell, 1.09, .13, .129);
    builder.row("add[2]", Verdict::cannot_tell, .95, .6, .12);
    for (int i = 0; i < steady; ++i)
        builder.row("steady[" + padded(i) + "]", Verdict::no_evidence, 1 + .01 * std::cos(i), .009, .02);
    analysis::ComparedAggregate mean;
    mean.set = "all";
    mean.ratio = 1.006;
    mean.interval = stats::Interval{.997, 1.015};
    mean.n = static_cast<std::uint32_t>(7 + steady);
    builder.rest().means.push_back(mean);
    builder.rest().overall.verdict = Verdict::no_evidence;
    builder.rest().excluded = {{"add · jax", analysis::NotCompared::added, "no result of v5.3 has it"}};
    return builder;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

std::string page_of(const ComparedArchive& archive) {
    return site::comparison_html(archive.content(), {archive.comparison});
}

}  // namespace

// ---- Words ----

TEST_CASE("a ratio is told as how many times, never below one") {
    CHECK(site::times_text(1.341, seconds) == "1.34x slower");
    CHECK(site::times_text(.5, seconds) == "2.00x faster");
    CHECK(site::times_text(2, seconds) == "2.00x slower");
    CHECK(site::times_text(1.25, bytes) == "1.25x more");
    CHECK(site::times_text(.8, rate) == "1.25x worse");
    CHECK(site::times_text(1.25, rate) == "1.25x better");
    CHECK(site::times_text(1.001, seconds) == "1.00x");
    CHECK(site::times_text(1, seconds) == "1.00x");
}

TEST_CASE("the sentence says what moved, as a whole and in part") {
    const ComparedArchive archive{all_verdicts(5)};
    analysis::Comparison comparison = archive.comparison;
    const auto sentence = [&] { return site::sentence_of(archive.history, comparison); };
    CHECK(sentence() == "No evidence of an overall change, but 3 benchmarks are slower and 2 faster.");
    comparison.overall.verdict = Verdict::slower;
    CHECK(sentence() == "Slower overall: 3 benchmarks slower and 2 faster.");
    comparison.overall.verdict = Verdict::cannot_tell;
    comparison.rows.erase(comparison.rows.begin() + 1, comparison.rows.end());
    CHECK(sentence() == "Cannot tell overall, but 1 benchmark is slower.");
    comparison.rows[0].verdict = Verdict::no_evidence;
    comparison.overall.verdict = Verdict::no_evidence;
    CHECK(sentence() == "No evidence of change.");
    comparison.overall.verdict = Verdict::cannot_tell;
    CHECK(sentence() == "Cannot tell overall.");
    comparison.rows.clear();
    CHECK(sentence() == "Nothing of the two sides can be compared.");
}

TEST_CASE("rows of several units are worse and better, not slower and faster") {
    ComparisonBuilder builder{3, 3};
    builder.row("a", Verdict::slower, 1.3, .01, .02);
    builder.row("a", Verdict::slower, 1.4, .01, .02, "max_rss");
    const ComparedArchive archive{builder};
    CHECK(site::verdict_words(archive.history, archive.comparison).slower == "worse");
}

TEST_CASE("a mean is told with its interval and n, or why there is none") {
    analysis::ComparedAggregate mean;
    mean.ratio = .8;
    mean.n = 42;
    CHECK(site::mean_text(mean, seconds) == "1.25x faster (n = 42)");
    mean.interval = stats::Interval{.79, .81};
    CHECK(site::mean_text(mean, seconds) == "1.25x faster (−21.0 % to −19.0 %, n = 42)");
    mean.undefined = "bench_zero";
    CHECK(site::mean_text(mean, seconds) == "undefined: a value of bench_zero is not positive");
}

TEST_CASE("the dates of a side say once what they share") {
    support::HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763");
    archive.run(cpu, 0);    // 1 January 2024
    archive.run(cpu, 19);   // 20 January
    archive.run(cpu, 40);   // 10 February
    archive.run(cpu, 366);  // 1 January 2025
    const model::History history = archive.build();
    CHECK(site::runs_text(history, {"", {0}}) == "1 run, 1 Jan 2024");
    CHECK(site::runs_text(history, {"", {0, 1}}) == "2 runs, 1 to 20 Jan 2024");
    CHECK(site::runs_text(history, {"", {0, 2}}) == "2 runs, 1 Jan to 10 Feb 2024");
    CHECK(site::runs_text(history, {"", {0, 3}}) == "2 runs, 1 Jan 2024 to 1 Jan 2025");
}

TEST_CASE("who cannot be told says what would help") {
    analysis::ComparedBenchmark row;
    row.verdict = Verdict::cannot_tell;
    row.visible = .05;
    CHECK(site::telling_text(row) == "less than 5.0 % would not show");
    row.more_runs = 1;
    CHECK(site::telling_text(row) == "about 1 more run would do");
    row.verdict = Verdict::no_evidence;
    CHECK(site::telling_text(row).empty());
}

// ---- The figure ----

TEST_CASE("the forest plot of all verdicts looks as reviewed") {
    const ComparedArchive archive{all_verdicts(5)};
    const site::Figure figure = site::forest(archive.content(), archive.comparison, 0, "v5-3..latest");
    support::check_golden("forest.svg", figure.svg + "\n");
    support::check_golden("forest-narrow.svg", figure.narrow + "\n");
}

TEST_CASE("the table of a forest plot has a row for each drawn, with its values") {
    const ComparedArchive archive{all_verdicts(5)};
    const site::Figure figure = site::forest(archive.content(), archive.comparison, 0, "x");
    const auto rows = support::rows_of_table(site::ValueTable{figure.values}.markup());
    REQUIRE(rows.size() == 12 + 1);
    CHECK(rows[0] == support::Cells{"matmul[256]", "+34.1 %", "+33.0 %", "+35.2 %", "±2.4 %", "filled"});
    CHECK(rows[2].back() == "hollow");
    CHECK(rows[5].back() == "dashed");
    CHECK(rows[12].front() == "geometric mean, n = 12");
    CHECK(figure.finding ==
          "3 slower, 2 faster, 2 cannot tell and 5 without evidence of change. Geometric mean: 1.01x slower.");
}

TEST_CASE("of thousands of rows the largest are drawn, and the others counted") {
    ComparisonBuilder builder{3, 3};
    for (int i = 0; i < 400; ++i) builder.row("a[" + padded(i) + "]", Verdict::slower, 1.3, .01, .02);
    for (int i = 0; i < 400; ++i) builder.row("b[" + padded(i) + "]", Verdict::no_evidence, 1, .01, .02);
    const ComparedArchive archive{builder};
    const site::Figure figure = site::forest(archive.content(), archive.comparison, 0, "x");
    CHECK(has(figure.svg, "▲ 400 slower"));
    CHECK(has(figure.svg, "and 112 more, not drawn"));
    CHECK(has(figure.svg, "and 388 more, not drawn"));
    CHECK(figure.values.rows() == 300);
}

TEST_CASE("a measure of which more is better has its better side on the right") {
    ComparisonBuilder builder{3, 3};
    builder.row("a", Verdict::faster, 1.3, .01, .02);
    ComparedArchive archive{builder};
    archive.history.measures[0] = rate;
    const site::Figure figure = site::forest(archive.content(), archive.comparison, 0, "x");
    CHECK(has(figure.svg, "class=\"gs b e\">← worse<"));
    CHECK(has(figure.svg, "class=\"gf b\">better →<"));
    CHECK(has(figure.svg, ">1.30x better<"));
}

// ---- The data ----

TEST_CASE("the data of a comparison has every row, its ratios with seven digits, null for what is not known") {
    ComparedArchive archive{all_verdicts(500)};
    archive.comparison.rows[0].ratio = 1.23456789;
    archive.comparison.rows[0].interval.reset();
    const std::string text = site::downloads::comparison_document(archive.content(), std::span{&archive.comparison, 1});
    CHECK(count(text, "\"verdict\":\"no_evidence\"") == 500 + 1);  // the whole is one more
    CHECK(has(text, "{\"schema_version\":1,\"comparisons\":[\n{\"testbed\":"));
    CHECK(has(text,
              "\"verdict\":\"slower\",\"before\":0.001,\"after\":0.001341,\"ratio\":1.234568,"
              "\"ratio_low\":null,\"ratio_high\":null,\"not_rejected_low\":null,\"not_rejected_high\":null,"
              "\"runs_before\":10,\"runs_after\":4,"));
    CHECK(has(text, "\"more_runs\":9"));
    CHECK(has(text,
              "\"set\":\"all\",\"measure\":\"time\",\"weighted\":false,\"ratio\":1.006,\"ratio_low\":0.997,\"ratio_"
              "high\":1.015,"
              "\"n\":507,\"undefined\":null"));
    CHECK(has(text, "{\"what\":\"add · jax\",\"why\":\"new\",\"detail\":\"no result of v5.3 has it\"}"));
    CHECK_FALSE(has(text, "base_why"));
}

TEST_CASE("the data of a comparison that was asked for says the same, and what was asked") {
    const ComparedArchive archive{all_verdicts(5)};
    const std::span one{&archive.comparison, 1};
    const std::string alone = site::downloads::comparison_document(archive.content(), one);
    std::string asked = site::downloads::comparison_document(
        archive.content(), one,
        {"tag v1", "latest", {"as asked"}, {{"EPYC", analysis::NotCompared::other_testbed, "no run"}}});
    const auto without = [&](const std::string& part) {
        REQUIRE(has(asked, part));
        asked.erase(asked.find(part), part.size());
    };
    without("\"base\":\"tag v1\",\"head\":\"latest\",");
    without("\"base_why\":\"as asked\",");
    without(",\"refused\":[\n{\"what\":\"EPYC\",\"why\":\"other_testbed\",\"detail\":\"no run\"}]");
    CHECK(asked == alone);
}

// ---- The page that stands alone ----

TEST_CASE("a page of its own fetches nothing, runs nothing and links nowhere") {
    const ComparedArchive archive{all_verdicts(5)};
    const std::string page = page_of(archive);
    CHECK_FALSE(has(page, "<script"));
    CHECK_FALSE(has(page, "rel=\"stylesheet\""));
    CHECK(has(page, ".slow { color: var(--slow) }"));
    const support::PageScan scan = support::PageScanner{page}.scan();
    CHECK(scan.unnested.empty());
    CHECK(std::ranges::count(scan.headings, 1) == 1);
    for (const std::string& link : scan.links) CHECK((link.starts_with("#") || link.starts_with("data:")));
    CHECK(has(page, "<b class=\"slow\">▲ 3</b> slower"));
    CHECK(has(page, "about 9 more runs would do"));
    CHECK(has(page, "no result of v5.3 has it"));
}

TEST_CASE("comparisons of several CPUs stand beneath each other with ids of their own") {
    const ComparedArchive archive{all_verdicts(2)};
    const std::string page = site::comparison_html(archive.content(), {archive.comparison, archive.comparison});
    const support::PageScan scan = support::PageScanner{page}.scan();
    CHECK(std::set<std::string>(scan.ids.begin(), scan.ids.end()).size() == scan.ids.size());
    CHECK(count(page, "<h2 class=\"measure\">EPYC 7763</h2>") == 2);
}

TEST_CASE("hostile names stay text") {
    ComparisonBuilder builder{3, 3};
    builder.row("<script>alert(1)</script>", Verdict::slower, 1.3, .01, .02);
    ComparedArchive archive{builder};
    archive.comparison.before.label = "\"><img src=x onerror=alert(1)>";
    archive.comparison.excluded = {{"<b>", analysis::NotCompared::missing, "</table>"}};
    const std::string page = page_of(archive);
    CHECK_FALSE(has(page, "<script"));
    CHECK_FALSE(has(page, "<img"));
    CHECK(support::PageScanner{page}.scan().unnested.empty());
}

TEST_CASE("nothing to compare is said, not drawn") {
    const ComparedArchive archive{ComparisonBuilder{2, 2}};
    const std::string page = page_of(archive);
    CHECK(has(page, "Nothing of the two sides can be compared."));
    CHECK_FALSE(has(page, "<figure"));
    CHECK(has(site::comparison_html(archive.content(), {}), "Nothing could be compared."));
}

TEST_CASE("a comparison across CPUs says so") {
    ComparedArchive archive{all_verdicts(1)};
    archive.history.testbeds.push_back(archive.history.testbeds[0]);
    archive.history.testbeds[1].label = "Xeon 8272CL";
    archive.comparison.testbed_after = 1;
    CHECK(has(page_of(archive), "Before was measured on EPYC 7763, after on Xeon 8272CL"));
}
