#include <map>
#include <mutex>

#include "analysis/analysis.hpp"
#include "site/change_pages.hpp"
#include "site/headline.hpp"
#include "site/routes.hpp"
#include "site/site.hpp"
#include "support/catch.hpp"
#include "support/change_builder.hpp"
#include "support/history_builder.hpp"

namespace benchfolio::site {
namespace {

using Files = std::map<std::string, std::string>;

// 1,200 nights of as many benchmarks as asked for, on one CPU; series and benchmarks have the same indices.
struct Archive {
    explicit Archive(std::size_t benchmarks = 1) {
        support::HistoryBuilder builder;
        const support::Runs runs = builder.nights(builder.testbed("EPYC 7763"), 1200);
        for (std::size_t i = 0; i < benchmarks; ++i)
            builder.measured("bench_" + std::to_string(i), {runs.front(), runs.back()}, {1e-3, 1e-3});
        history = builder.build();
        report = analysis::analyse(history, analysis_options);
        options.repository_url = "https://example.org/project";
    }
    analysis::Change& change(std::uint32_t series, std::uint32_t after, std::optional<std::uint32_t> group = {}) {
        return support::add_change(history, report, series, 1.2, after - 1, after, group);
    }
    Content content() const { return {history, report, analysis_options, options}; }
    Files files() const {
        Files files;
        std::mutex mutex;
        render(content(),
               [&](const std::string& path, std::string bytes) {
                   const std::lock_guard lock{mutex};
                   files[path] = std::move(bytes);
               },
               {});
        return files;
    }

    model::History history;
    analysis::Report report;
    analysis::Options analysis_options;
    Options options;
};

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
    return found;
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("changes: few of them stand on one page, by month, the newest first") {
    Archive archive;
    archive.change(0, 1190);
    archive.change(0, 40);
    const Files files = archive.files();
    const std::string& page = files.at("changes/index.html");
    CHECK(count(page, "<article") == 2);
    CHECK(page.find("April 2027") < page.find("February 2024"));
    CHECK(has(page, "id=\"event-0000000000\""));
    CHECK(has(page, "id=\"0000000001\""));
    CHECK(has(page, "1 change in the last 90 days, 1 to decide"));
    CHECK_FALSE(files.contains("changes/2024.html"));
}

TEST_CASE("changes: where there are many, all are on the pages of their years, which stay when others come") {
    Archive archive;
    for (std::uint32_t run = 10; run < 1190; run += 5) archive.change(0, run);
    const Files before = archive.files();
    CHECK(has(before.at("changes/index.html"), "changes/2024.html") != has(before.at("changes/index.html"), ">2024<"));
    std::size_t events = 0;
    for (const auto& [path, text] : before)
        if (path.starts_with("changes/2")) events += count(text, "<article");
    CHECK(events == 236);
    archive.change(0, 1195);
    CHECK(archive.files().at("changes/2024.html") == before.at("changes/2024.html"));
}

TEST_CASE("changes: an event's place is on the list's page, or on that of its year") {
    Archive archive;
    for (std::uint32_t run = 10; run < 1190; run += 5) archive.change(0, run);
    const ChangePages pages{archive.content()};
    CHECK(pages.place_of(pages.events().front()).starts_with("changes/index.html#event-"));
    CHECK(pages.place_of(pages.events().back()).starts_with("changes/2024.html#event-"));
}

TEST_CASE("changes: an event of hundreds of benchmarks shows ten, counts the rest, and home shows three") {
    Archive archive{300};
    for (std::uint32_t i = 0; i < 300; ++i)
        archive.change(i, 1190, i == 0 ? std::nullopt : std::optional<std::uint32_t>{0}).id = std::to_string(5000 + i);
    archive.report.change_groups[0].id = "5000";
    const Files files = archive.files();
    const std::string& page = files.at("changes/index.html");
    CHECK(count(page, "<tr data-state=\"decide\"") == 10);
    CHECK(has(page, "and 290 more with the same commits"));
    CHECK(has(files.at("index.html"), "and 297 more with the same commits"));
    CHECK(has(files.at("index.html"), "href=\"changes/index.html#event-5000\""));
    CHECK(has(files.at("index.html"), "<h1>300 new regressions since"));
}

TEST_CASE("changes: what was reviewed says why, where, and until when; it is no longer to decide, but counted") {
    Archive archive;
    archive.analysis_options.triage.source = "/etc/triage.toml";
    archive.analysis_options.triage.reviews.resize(1);
    archive.change(0, 1190).review = analysis::Review{analysis::ReviewKind::ignored,
                                                      "<b>the runner</b>",
                                                      "https://example.org/project/issues/12",
                                                      archive.history.runs.back().time + std::chrono::days{30},
                                                      "/etc/triage.toml:7",
                                                      false};
    const Files files = archive.files();
    const std::string& page = files.at("changes/index.html");
    CHECK(has(page, "<span class=\"state \">ignored</span>"));
    CHECK(has(page, "&lt;b&gt;the runner&lt;/b&gt;"));
    CHECK(has(page, "<a href=\"https://example.org/project/issues/12\">#12</a>"));
    CHECK(has(page, "href=\"https://example.org/project/blob/HEAD/triage.toml#L7\">triage.toml:7</a>"));
    CHECK(has(files.at("index.html"), "Nothing to decide."));
    CHECK(has(files.at("index.html"), "Not listed here: 1 ignored."));
}

TEST_CASE("changes: an issue that is no address is text") {
    Archive archive;
    archive.change(0, 1190).review =
        analysis::Review{analysis::ReviewKind::explained, "x", "javascript:alert(1)", {}, "triage.toml:7", false};
    const std::string page = archive.files().at("changes/index.html");
    CHECK(has(page, ", javascript:alert(1)"));
    CHECK_FALSE(has(page, "\"javascript:"));
}

TEST_CASE("changes: what was retracted stays on the list") {
    Archive archive;
    archive.change(0, 1190).state = analysis::ChangeState::retracted;
    const Files files = archive.files();
    CHECK(has(files.at("changes/index.html"), "<span class=\"state \">retracted</span>"));
    CHECK(has(files.at("changes/index.html"), "1 retracted</span>"));
    CHECK(has(files.at("index.html"), "Not listed here: 1 retracted."));
}

TEST_CASE("changes: none, in words") {
    const Files files = Archive{}.files();
    CHECK(has(files.at("changes/index.html"), "No change in the last 90 days"));
    CHECK(has(files.at("changes/index.html"), "No change has been seen."));
    CHECK(has(files.at("index.html"), "Nothing to decide."));
}

TEST_CASE("headline: new within the week by its day, older ones as they are left to decide") {
    Archive archive;
    archive.change(0, 1197);
    const auto said = [&] {
        return headline(archive.history, analysis::standing_of_all(archive.history, archive.report),
                        analysis::decisions(archive.history, archive.report));
    };
    CHECK(said() == "1 new regression since Monday");
    archive.report.changes[0].confirmed_by = 1150;
    CHECK(said() == "1 regression to decide");
}

}  // namespace benchfolio::site
