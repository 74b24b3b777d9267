// What is in no trend, as the whole site is rendered.
#include <map>
#include <mutex>

#include "analysis/analysis.hpp"
#include "site/aside_counts.hpp"
#include "site/site.hpp"
#include "site/tag_dates.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using model::Kind;

namespace {

using Files = std::map<std::string, std::string>;

std::vector<double> level(double base, std::size_t count) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(base * (1 + .002 * static_cast<double>(i * 7 % 5)));
    return values;
}

// 40 nights, and beside them a run of each of these purposes.
model::History history_with(const std::vector<model::Purpose>& purposes) {
    support::HistoryBuilder trends, others;
    const auto nights = trends.nights(trends.testbed("EPYC 7763"), 40);
    trends.measured("bench.py::steady", nights, level(1e-3, 40));
    const auto cpu = others.testbed("EPYC 7763");
    for (std::size_t i = 0; i < purposes.size(); ++i) {
        const auto run = others.run(cpu, 50 + static_cast<int>(i));
        others.measured("bench.py::steady", run, support::only_median(1e-3));
        others.measured("bench.py::only_here", run, support::only_median(1e-3));
    }
    model::History history = trends.build(), aside = others.build();
    for (std::size_t i = 0; i < purposes.size(); ++i) {
        aside.runs[i].id += "-aside";
        aside.runs[i].purpose = purposes[i];
    }
    if (!purposes.empty()) history.aside = std::make_shared<const model::History>(std::move(aside));
    return history;
}

Files rendered(const model::History& history, const site::Options& options) {
    const analysis::Options analysis_options;
    const analysis::Report report = analysis::analyse(history, analysis_options);
    Files files;
    std::mutex mutex;
    site::render({history, report, analysis_options, options},
                 [&](const std::string& path, std::string bytes) {
                     const std::lock_guard lock{mutex};
                     files.emplace(path, std::move(bytes));
                 },
                 {});
    return files;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("each line that is in no trend has a page, and all are listed") {
    const Files files = rendered(
        history_with({{Kind::manual, "main", "python"}, {Kind::branch, "jit", ""}, {Kind::pull_request, "7", ""}}), {});
    REQUIRE(files.contains("manual/python/main/index.html"));
    REQUIRE(files.contains("branch/jit/index.html"));
    REQUIRE(files.contains("pull/7/index.html"));
    const std::string& list = files.at("other/index.html");
    for (const char* link : {"../manual/python/main/index.html", "../branch/jit/index.html", "../pull/7/index.html"})
        CHECK(contains(list, std::string{"href=\""} + link + "\""));
    CHECK(contains(list, "1 branch, 1 pull request and 1 manual result"));
    CHECK(contains(files.at("index.html"), "href=\"other/index.html\""));
    const std::string& page = files.at("branch/jit/index.html");
    CHECK(contains(page, "No regression."));
    CHECK(contains(page, "the newest run before it"));
    CHECK(contains(page, "bench.py::only_here"));
    // What the trends do not have has no page to link to.
    CHECK_FALSE(contains(page, "b/bench-py-only-here"));
    CHECK(contains(page, "../../b/bench-py-steady"));
}

TEST_CASE("archived branches are out of sight, and not lost") {
    site::Options options;
    options.archived_branches = {"old-*", "somebody/*"};
    CHECK(site::is_archived(options, {Kind::branch, "old-1", ""}));
    CHECK(site::is_archived(options, {Kind::branch, "x", "somebody"}));
    CHECK_FALSE(site::is_archived(options, {Kind::tag, "old-1", ""}));
    const Files files = rendered(history_with({{Kind::branch, "old-1", ""}}), options);
    CHECK(files.contains("branch/old-1/index.html"));
    CHECK(contains(files.at("other/index.html"), "<details>"));
    const std::string& runs = files.at("run/index.html");
    CHECK_FALSE(contains(runs, ">Other<"));  // no entry of the navigation
    CHECK(contains(files.at("index.html"), "1 archived branch"));
}

TEST_CASE("a site without such results has no trace of them") {
    const Files files = rendered(history_with({}), {});
    CHECK_FALSE(files.contains("other/index.html"));
    CHECK_FALSE(contains(files.at("index.html"), "Beside the trends"));
    CHECK_FALSE(contains(files.at("index.html"), ">Other<"));
}

TEST_CASE("a tag is at the first run of its commit, else at its commit's own time, else nowhere") {
    model::History history =
        history_with({{Kind::tag, "v2", ""}, {Kind::tag, "v3", ""}, {Kind::branch, "jit", ""}, {Kind::tag, "v1", ""}});
    auto aside = std::make_shared<model::History>(*history.aside);
    const auto day = [](int days) { return model::Time{std::chrono::sys_days{std::chrono::days{days}}}; };
    aside->runs[0].commit = model::Commit{"feed", {}, day(19000), false};
    aside->runs[1].commit = model::Commit{"beef", {}, {}, false};         // no time
    aside->runs[3].commit = model::Commit{"1000004", {}, day(1), false};  // of night 4
    history.aside = aside;
    analysis::Options options;
    options.tags = {{"v0", "1000002aa"}, {"elsewhere", "abcdef"}};  // the run's id is shortened
    const analysis::Report report = analysis::analyse(history, options);
    const site::Options site_options;
    const auto tags = site::tag_dates({history, report, options, site_options});
    REQUIRE(tags.size() == 3);
    CHECK(tags[0].label == "v2");
    CHECK(tags[0].x == 19000);
    CHECK(tags[1].label == "v0");
    CHECK(tags[2].label == "v1");
    CHECK(tags[2].x - tags[1].x == 2);
    CHECK(site::tags_within(tags, {tags[1].x, tags[2].x}).size() == 2);
    CHECK(contains(site::tags_in_words(tags), " Tags: v1 on "));
    CHECK(site::tags_in_words({}).empty());
}
