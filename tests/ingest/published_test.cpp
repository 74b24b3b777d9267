#include "ingest/published.hpp"

#include <random>

#include "archive/site_store.hpp"
#include "model/digest.hpp"
#include "model/slug.hpp"
#include "support/catch.hpp"

using namespace benchfolio;

namespace {

// Two runs on an EPYC, one of them with a second benchmark; each text is what a site publishes, by hand.
struct Documents {
    std::string testbeds =
        R"([{"slug":"epyc","label":"EPYC 7763, gcc","dimensions":{"cpu":"AMD EPYC 7763 64-Core Processor","suite":"gcc"},"new":1}])";
    std::string measures = R"([{"name":"time","unit":"s","direction":"lower_is_better"}])";
    std::string benchmarks =
        R"([{"slug":"elsewhere","name":"a","group":"g","tags":["t"],"earlier_names":["old"],"data":"data/b/a.json",)"
        R"("params":{"size":3,"f":2.0,"s":"x","none":null,"yes":true,"list":[1.10,{"k":"\u00e9"}]}},)"
        R"({"name":"b","group":null,"tags":[],"earlier_names":[],"data":"data/b/b.json","params":{}}])";
    std::string first = run("20220101T000000Z-0123abcd", "2022-01-01T00:00:00Z", "250000");
    std::string second = run("20220102T000000Z-0123abce", "2022-01-02T00:00:00Z", "0");
    std::string failures =
        R"(,"failures":[{"time":"2022-01-03T00:00:00Z","file":"f.json","outcome":"failure","workflow":null,"url":"https://x","commit":null,"bytes":7}])";
    std::string omission_of = "20220102T000000Z-0123abce";
    std::string series_head = R"("testbed":"epyc","measure":"time","unit":"s","direction":"lower_is_better")";
    std::string run_ids = R"("20220101T000000Z-0123abcd","20220102T000000Z-0123abce")";
    std::string medians = "0.5,0.75";
    std::string newest = R"(,"from_samples":[0,1],"newest_whiskers":[0.25,null],"newest_samples":[0.25,0.5,0.75])";

    static std::string run(const std::string& id, const std::string& time, const std::string& microsecond) {
        return R"({"id":")" + id + R"(","time":")" + time + R"(","microsecond":)" + microsecond +
               R"(,"commit":"1ede0b8","commit_branch":null,"commit_time":"2021-12-31T00:00:00Z","commit_dirty":true,)"
               R"("testbed":"epyc","file":"x.json","bytes":10,"format":"pyperf 1.0","kind":null,"suite":"1.2",)"
               R"("environment":{"python":"3.10"},"machine":{"cpu":"AMD EPYC 7763 64-Core Processor","host":null,)"
               R"("architecture":"x86_64","system":"Linux","release":null,"cores":4,"memory_bytes":null,)"
               R"("details":{"l2":"512"}},"raw_url":null})";
    }
    std::string index() const {
        return R"({"schema_version":1,"title":"t","measures":)" + measures + R"(,"testbeds":)" + testbeds +
               R"(,"benchmarks":)" + benchmarks + R"(,"files":[]})";
    }
    std::string runs() const {
        return R"({"schema_version":1,"runs":[)" + first + "," + second +
               R"(],"rejected":[{"file":"r.json","kind":"foreign","reason":"why","where":null,"bytes":3}],)"
               R"("duplicates":[{"file":"d.json","of":"x.json"}],"omissions":[{"run":")" +
               omission_of + R"(","benchmark":"c","reason":"failed"}])" + failures + "}";
    }
    std::string series(const std::string& ids, const std::string& values, const std::string& more) const {
        std::string text = R"({"schema_version":1,"series":[{)" + series_head + R"(,"run":[)" + ids +
                           R"(],"estimate":[)" + values + R"(],"n":[)" + (more.empty() ? "null" : "5,null") + "]";
        for (const char* column : {"mean", "stddev", "min", "q1", "median", "q3", "max"})
            text += std::string{",\""} + column + "\":[" + values + "]";
        return text + more + "}]}";
    }
    std::map<std::string, std::string> files() const {
        return {{"data/index.json", index()},
                {"data/runs.json", runs()},
                {"data/b/a.json", series(run_ids, medians, newest)},
                {"data/b/b.json", series(R"("20220102T000000Z-0123abce")", "1", "")}};
    }
};

// A store over documents in memory, listed as the index of a real site would list them.
class SiteInMemory final : public archive::ObjectStore {
  public:
    explicit SiteInMemory(std::map<std::string, std::string> files) : files_(std::move(files)) {}
    archive::Holds holds() const override { return archive::Holds::site; }
    std::vector<archive::Object> list() const override {
        ++listed;
        std::vector<archive::Object> objects;
        for (const auto& [key, text] : files_) objects.push_back({key, text.size(), ""});
        return objects;
    }
    bool get(archive::Object& object, std::string& buffer) const override {
        if (listed <= changing) throw archive::SiteChanged{object.key};
        buffer = files_.at(object.key);
        return true;
    }
    archive::Put put(const std::string&, std::string_view) const override { return archive::Put::created; }
    std::string name() const override { return "memory"; }
    std::string identity() const override { return "memory"; }

    mutable int listed = 0;
    int changing = 0;  // how many listings are out of date

  private:
    std::map<std::string, std::string> files_;
};

model::History history_of(const std::map<std::string, std::string>& files, const ingest::Options& options = {}) {
    return ingest::ingest(SiteInMemory{files}, options, {}).history;
}

// "what -> place" of the error that reading these documents gives.
std::string failure(const std::map<std::string, std::string>& files, const ingest::Options& options = {}) {
    try {
        history_of(files, options);
    } catch (const model::Error& error) {
        CHECK_FALSE(error.hint().empty());
        return std::string{error.what()} + " -> " + error.place();
    }
    return "none";
}

std::string failure(const Documents& documents) {
    return failure(documents.files());
}

}  // namespace

TEST_CASE("published: what a site says becomes the history it was made from") {
    const model::History history = history_of(Documents{}.files());
    REQUIRE(history.runs.size() == 2);
    const model::Run& run = history.runs[0];
    CHECK(model::iso8601(run.time) == "2022-01-01T00:00:00Z");
    CHECK(run.time.time_since_epoch().count() % 1'000'000 == 250'000);
    CHECK(run.commit == model::Commit{"1ede0b8", std::nullopt, model::parse_time("2021-12-31T00:00:00Z"), true});
    CHECK(run.machine.cores == 4);
    CHECK(run.machine.details == std::vector<std::pair<std::string, std::string>>{{"l2", "512"}});
    CHECK(run.environment == model::Environment{{"python", "3.10"}});
    CHECK(run.suite == "1.2");
    REQUIRE(history.testbeds.size() == 1);
    CHECK(history.testbeds[0].label == "EPYC 7763, gcc");
    CHECK(history.testbeds[0].runs == 2);
    CHECK(history.rejections[0].kind == model::RejectionKind::foreign);
    CHECK(history.duplicates[0].of == "x.json");
    CHECK(history.omissions[0].run == 1);
    CHECK(history.failures[0].url == "https://x");
    CHECK_FALSE(history.failures[0].commit);
}

TEST_CASE("published: benchmarks keep their parameters' types, and their columns") {
    const model::History history = history_of(Documents{}.files());
    REQUIRE(history.benchmarks.size() == 2);
    const model::Benchmark& a = history.benchmarks[0];
    CHECK(a.slug == model::slug("a"));  // never what the document says: it names files
    CHECK(a.earlier_names == std::vector<std::string>{"old"});
    const std::vector<model::Parameter> wanted{{"size", std::int64_t{3}},
                                               {"f", 2.0},
                                               {"s", std::string{"x"}},
                                               {"none", {}},
                                               {"yes", true},
                                               {"list", model::Nested{R"([1.10,{"k":"\u00e9"}])"}}};
    CHECK(a.parameters == wanted);
    REQUIRE(history.series.size() == 2);
    CHECK(history.columns.median == std::vector<double>{0.5, 0.75, 1});
    CHECK(history.columns.n == std::vector<std::uint32_t>{5, 0, 0});
    CHECK(history.columns.from_samples == std::vector<std::uint8_t>{0, 1, 0});
    CHECK(std::isnan(history.columns.whisker_low[0]));
    CHECK(history.columns.whisker_low[1] == 0.25);
    CHECK(std::isnan(history.columns.whisker_high[1]));
    REQUIRE(history.newest_samples.size() == 1);
    CHECK(history.newest_samples[0].values == std::vector<double>{0.25, 0.5, 0.75});
}

TEST_CASE("published: fields that were added to the first schema may be missing") {
    Documents documents;
    documents.failures.clear();
    documents.newest.clear();
    documents.newest = R"(,"other":[{}])";
    const model::History history = history_of(documents.files());
    CHECK(history.failures.empty());
    CHECK(history.newest_samples.empty());
    CHECK(history.columns.from_samples == std::vector<std::uint8_t>{0, 0, 0});
}

TEST_CASE("published: hidden CPUs and colours are those of this configuration, dimensions those of the site") {
    ingest::Options options;
    options.hidden_cpus = {"EPYC"};
    options.cpu_colours = {{"7763", 5}};
    const model::Testbed testbed = history_of(Documents{}.files(), options).testbeds.at(0);
    CHECK(testbed.hidden);
    CHECK(testbed.colour == 5);
    options.dimensions = {"cpu", "suite"};
    CHECK(failure(Documents{}.files(), options) == "none");
    options.dimensions = {"cpu", "os"};
    CHECK(failure(Documents{}.files(), options) ==
          "the testbeds of this site cannot be told apart by `os`: it was built without -> archive.dimensions");
}

TEST_CASE("published: a site that changes while it is read is read once more, then given up") {
    SiteInMemory site{Documents{}.files()};
    site.changing = 1;
    CHECK(ingest::ingest(site, {}, {}).history.runs.size() == 2);
    CHECK(site.listed == 2);
    SiteInMemory restless{Documents{}.files()};
    restless.changing = 9;
    CHECK_THROWS_AS(ingest::ingest(restless, {}, {}), archive::SiteChanged);
    CHECK(restless.listed == 2);
}

TEST_CASE("published: damage is told with document and place") {
    const auto with = [](auto change) {
        Documents documents;
        change(documents);
        return failure(documents);
    };
    const std::string damaged = "the site's data are damaged: ";
    CHECK(with([](Documents& d) { d.medians = "0.5"; }) ==
          damaged + "1 values for 2 runs -> data/b/a.json: series[0].mean");
    CHECK(with([](Documents& d) { d.medians = "0.5,\"x\""; }) ==
          damaged + "a string stands where a number must be -> data/b/a.json: series[0].mean[1]");
    CHECK(with([](Documents& d) { d.medians = "0.5,1e999"; }) ==
          damaged + "Problem while parsing a number -> data/b/a.json: series[0].estimate");
    CHECK(with([](Documents& d) { d.run_ids = "\"20220101T000000Z-0123abcd\",\"x\""; }) ==
          damaged + "data/runs.json has no such run -> data/b/a.json: series[0].run[1]");
    CHECK(with([](Documents& d) { d.run_ids = "\"20220102T000000Z-0123abce\",\"20220101T000000Z-0123abcd\""; }) ==
          damaged + "the runs are not in the order of time -> data/b/a.json: series[0].run");
    CHECK(with([](Documents& d) { d.newest = R"(,"newest_samples":[2,1])"; }) ==
          damaged + "ascending numbers must stand here -> data/b/a.json: series[0].newest_samples");
    CHECK(with([](Documents& d) { d.newest = R"(,"newest_whiskers":[2])"; }).find("newest_whiskers") !=
          std::string::npos);
    CHECK(with([](Documents& d) { d.measures = "[]"; }) ==
          damaged + "the index has no such measure -> data/b/a.json: series[0].measure");
    CHECK(with([](Documents& d) { d.testbeds = "[]"; }) ==
          damaged + "the index has no testbed of run 20220101T000000Z-0123abcd -> data/runs.json");
    CHECK(with([](Documents& d) { d.second = d.first; }) ==
          damaged + "run 20220101T000000Z-0123abcd is there twice -> data/runs.json");
    CHECK(with([](Documents& d) { d.omission_of = "x"; }) ==
          damaged + "there is no run x of an omission -> data/runs.json");
    CHECK(with([](Documents& d) { std::swap(d.first, d.second); }) ==
          damaged + "the runs are not in the order of time -> data/runs.json: runs");
    CHECK(with([](Documents& d) { d.benchmarks = "[{}]"; }) ==
          damaged + "`name` is missing -> data/index.json: benchmarks[0]");
    CHECK(with([](Documents& d) { d.failures = ",\"failures\":[{}"; }).find("data/runs.json: line 1, column") !=
          std::string::npos);
}

TEST_CASE("published: a run's id, which names its page, cannot lead elsewhere") {
    for (const char* id : {"../../x", "20220101T000000Z-../../x.", "20220101T000000Z-0123abc",
                           "20220102T000000Z-0123abcd", "20220101T000000Z-0123ABCD", ""}) {
        Documents documents;
        documents.first = Documents::run(id, "2022-01-01T00:00:00Z", "0");
        CHECK(failure(documents).find("-> data/runs.json: runs[0].id") != std::string::npos);
    }
    for (const char* microsecond : {"1000000", "-1", "1.5", "99999999999999999999", "[]"}) {
        Documents documents;
        documents.first = Documents::run("20220101T000000Z-0123abcd", "2022-01-01T00:00:00Z", microsecond);
        CHECK(failure(documents).find("-> data/runs.json: runs[0].microsecond") != std::string::npos);
    }
}

TEST_CASE("published: whatever byte is wrong, the answer is a history or an error") {
    const std::map<std::string, std::string> sound = Documents{}.files();
    std::mt19937 random{1};
    for (const auto& [key, text] : sound) {
        for (std::size_t length = 0; length < text.size(); ++length) {
            std::map<std::string, std::string> files = sound;
            files[key].resize(length);
            if (failure(files) == "none") FAIL_CHECK(key << " cut to " << length << " bytes is read");
        }
        for (int i = 0; i < 2000; ++i) {
            std::map<std::string, std::string> files = sound;
            for (int wrong = 0; wrong < 3; ++wrong)
                files[key][random() % text.size()] = "{}[]\",:0x-\\\n"[random() % 12];
            static_cast<void>(failure(files));
        }
    }
}
