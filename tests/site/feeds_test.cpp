#include "site/feeds.hpp"

#include <map>
#include <mutex>

#include "site/routes.hpp"
#include "support/catch.hpp"
#include "support/change_builder.hpp"
#include "support/history_builder.hpp"

namespace benchfolio::site {
namespace {

using Feeds = std::map<std::string, std::string>;

// Ten nights of two benchmarks on one CPU.
struct Archive {
    explicit Archive(const std::string& name = "bench_a") {
        support::HistoryBuilder builder;
        const support::Runs runs = builder.nights(builder.testbed("EPYC 7763"), 10);
        for (const std::string& each : {name, std::string{"bench_b"}})
            builder.measured(each, runs, std::vector<double>(10, 1e-3));
        history = builder.build();
        report.series.resize(history.series.size());
        options.title = "Example";
        options.base_url = "https://example.org/bench";
        options.repository_url = "https://example.org/project";
    }
    analysis::Change& change(std::uint32_t series, double ratio, std::uint32_t after,
                             std::optional<std::uint32_t> group = {}) {
        return support::add_change(history, report, series, ratio, after - 1, after, group);
    }
    Feeds feeds() const {
        const Content content{history, report, analysis_options, options};
        Feeds feeds;
        std::mutex mutex;
        render_feeds(content, ChangePages{content}, [&](const std::string& path, std::string bytes) {
            const std::lock_guard lock{mutex};
            feeds[path] = std::move(bytes);
        });
        return feeds;
    }
    std::string all() const { return feeds().at(std::string{routes::changes_feed}); }

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

std::string between(const std::string& text, const std::string& from, const std::string& to) {
    const auto begin = text.find(from) + from.size();
    return text.substr(begin, text.find(to, begin) - begin);
}

std::string entry_id(const std::string& feed) {
    return between(feed.substr(feed.find("<entry>")), "<id>", "</id>");
}

}  // namespace

TEST_CASE("there are no feeds without the address of the site") {
    Archive archive;
    archive.options.base_url = "";
    CHECK(archive.feeds().empty());
    CHECK_FALSE(has_feeds(archive.options));
}

TEST_CASE("feeds: one of all changes, one of regressions, one a benchmark") {
    Archive archive;
    archive.change(0, 1.2, 4);
    archive.change(1, 0.8, 6);
    const Feeds feeds = archive.feeds();
    CHECK(feeds.size() == 4);
    CHECK(count(feeds.at("changes/feed.xml"), "<entry>") == 2);
    CHECK(count(feeds.at("changes/regressions.xml"), "<entry>") == 1);
    for (const model::Benchmark& benchmark : archive.history.benchmarks)
        CHECK(count(feeds.at(routes::benchmark_feed(benchmark)), "<entry>") == 1);
}

TEST_CASE("feeds: changes of one event are one entry, named by the largest") {
    Archive archive;
    archive.change(0, 1.2, 4);
    archive.change(1, 1.5, 4, 0);
    const std::string feed = archive.all();
    CHECK(count(feed, "<entry>") == 1);
    CHECK(feed.find("<title>bench_b: ▲ +50.0 % slower, and 1 more</title>") != feed.npos);
}

TEST_CASE("feeds: a change that is being watched is not told") {
    Archive archive;
    archive.change(0, 1.2, 9).state = analysis::ChangeState::watching;
    CHECK(count(archive.all(), "<entry>") == 0);
}

TEST_CASE("feeds: what was retracted is told in the entry that told of it, at the time of the run that did it") {
    Archive archive;
    analysis::Change& change = archive.change(0, 1.2, 4);
    change.confirmed_by = 6;
    const std::string before = archive.all();
    CHECK(before.find("<updated>2024-01-07T00:00:00Z</updated>") != before.npos);
    change.state = analysis::ChangeState::retracted;
    change.retracted_by = 8;
    const std::string after = archive.all();
    CHECK(entry_id(after) == entry_id(before));
    CHECK(entry_id(after).starts_with("urn:uuid:"));
    CHECK(after.find("<title>bench_a: Retracted: ▲ +20.0 % slower</title>") != after.npos);
    CHECK(after.find("<updated>2024-01-09T00:00:00Z</updated>") != after.npos);
    CHECK(after.find("<published>2024-01-07T00:00:00Z</published>") != after.npos);
}

TEST_CASE("feeds: an entry keeps its id when sizes move, and when one CPU of several is taken back") {
    Archive archive;
    archive.change(0, 1.2, 4).confirmed_by = 6;
    archive.change(1, 1.5, 4, 0).confirmed_by = 6;
    const std::string before = archive.all();
    const std::string own = archive.feeds().at(routes::benchmark_feed(archive.history.benchmarks[0]));
    archive.report.changes[0].ratio = 1.9;
    archive.report.changes[0].state = analysis::ChangeState::retracted;
    CHECK(entry_id(archive.all()) == entry_id(before));
    CHECK(entry_id(archive.feeds().at(routes::benchmark_feed(archive.history.benchmarks[0]))) == entry_id(own));
}

TEST_CASE("feeds: the clock is not in them, nor the way to the site in the ids") {
    Archive archive;
    archive.change(0, 1.2, 4);
    const std::string feed = archive.all();
    archive.options.now = archive.history.runs.back().time + std::chrono::days{100};
    CHECK(archive.all() == feed);
    archive.options.base_url = "https://elsewhere.example/";
    CHECK(entry_id(archive.all()) == entry_id(feed));
}

TEST_CASE("feeds: links are absolute, names cannot become markup, nor break the XML") {
    const std::string evil = "<script>\"'&]]>\x01\xEF\xBF\xBF {{X}}";
    Archive archive{evil};
    archive.options.title = evil;
    archive.change(archive.history.benchmarks[0].name == evil ? 0 : 1, 1.2, 4);
    const std::string feed = archive.all();
    CHECK(feed.find("<script>") == feed.npos);
    CHECK(feed.find("&amp;lt;script") != feed.npos);  // HTML within XML
    CHECK(feed.find('\x01') == feed.npos);
    CHECK(feed.find("\xEF\xBF\xBF") == feed.npos);
    CHECK(feed.find("href=\"https://example.org/bench/b/") != feed.npos);
}

TEST_CASE("feeds: bounded, however much changes") {
    Archive archive{std::string(10000, 'x')};
    for (int i = 0; i < 80; ++i) archive.change(static_cast<std::uint32_t>(i % 2), 1.2, 4);
    const std::string feed = archive.all();
    CHECK(count(feed, "<entry>") == most_entries);
    CHECK(feed.size() < 200'000);
}

TEST_CASE("feeds: one without entries is as old as the archive") {
    CHECK(between(Archive{}.all(), "<updated>", "</updated>") == "2024-01-01T00:00:00Z");
    Archive empty;
    empty.history = {};
    empty.report = {};
    CHECK(between(empty.all(), "<updated>", "</updated>") == "1970-01-01T00:00:00Z");
}

}  // namespace benchfolio::site
