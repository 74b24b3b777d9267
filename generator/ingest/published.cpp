#include "ingest/published.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <unordered_map>

#include "archive/site_store.hpp"
#include "ingest/aside.hpp"
#include "ingest/published_documents.hpp"
#include "ingest/reporter.hpp"
#include "ingest/testbeds.hpp"
#include "model/error.hpp"
#include "system/parallel.hpp"

namespace benchfolio::ingest {
namespace {

using model::Error;
using model::ExitCode;

const std::string index_document = "data/index.json", runs_document = "data/runs.json",
                  aside_document = "data/aside.json";

Error disagreeing(const std::string& what, const std::string& document) {
    return {ExitCode::storage, "archive", "the site's data are damaged: " + what, document,
            "build and publish that site again"};
}

// The documents of a site, as they were when they were listed.
class Documents {
  public:
    Documents(const archive::ObjectStore& store, const OnProgress& on_progress)
        : store_(store), objects_(store.list()), reporter_(on_progress, objects_.size()) {}

    void fetch(const std::string& key, std::string& text) {
        const auto found = std::ranges::lower_bound(objects_, key, {}, &archive::Object::key);
        if (found == objects_.end() || found->key != key)
            throw disagreeing("the index has no checksum of this file", key);
        archive::Object object = *found;
        if (!store_.get(object, text)) throw archive::SiteChanged{key};
        reporter_.file_read(text.size());
    }

  private:
    const archive::ObjectStore& store_;
    std::vector<archive::Object> objects_;  // by key
    Reporter reporter_;
};

using SeriesOfBenchmark = std::vector<PublishedSeries>;

void require_dimensions(const std::vector<PublishedTestbed>& testbeds, const Options& options) {
    if (testbeds.empty()) return;
    const auto& present = testbeds.front().dimensions;
    for (const std::string& name : options.dimensions) {
        if (std::ranges::count(present, name, &model::Dimension::name) != 0) continue;
        throw Error{ExitCode::usage, "archive",
                    fmt::format("the testbeds of this site cannot be told apart by `{}`: it was built without", name),
                    "archive.dimensions", "take it out of the configuration, or build from the result files"};
    }
}

// The runs of a side with the testbeds that they ran on.
void place_runs(model::History& side, const std::vector<PublishedRun>& runs,
                const std::vector<PublishedTestbed>& testbeds, std::string_view whose, const Options& options) {
    require_dimensions(testbeds, options);
    std::map<std::string_view, const PublishedTestbed*> known;
    for (const PublishedTestbed& testbed : testbeds) known[testbed.slug] = &testbed;
    std::vector<std::vector<model::Dimension>> dimensions;
    for (const PublishedRun& each : runs) {
        const auto found = known.find(each.testbed);
        if (found == known.end())
            throw disagreeing(fmt::format("{} has no testbed of run {}", whose, each.run.id), runs_document);
        dimensions.push_back(found->second->dimensions);
        side.runs.push_back(each.run);
    }
    assign_testbeds(side, dimensions, options);
}

using NumberOfRun = std::unordered_map<std::string_view, std::uint32_t>;

NumberOfRun numbers_of(const std::vector<PublishedRun>& runs) {
    NumberOfRun numbers;
    for (std::uint32_t run = 0; run < runs.size(); ++run)
        if (!numbers.emplace(runs[run].run.id, run).second)
            throw disagreeing("run " + runs[run].run.id + " is there twice", runs_document);
    return numbers;
}

// Builds the trends in the order in which their parts refer to each other.
class Assembly {
  public:
    Assembly(PublishedIndex index, PublishedRuns runs) : index_(std::move(index)), runs_(std::move(runs)) {
        history_.measures = index_.measures;
        history_.rejections = std::move(runs_.rejections);
        history_.duplicates = std::move(runs_.duplicates);
        history_.failures = std::move(runs_.failures);
    }

    void place_runs(const Options& options) {
        ingest::place_runs(history_, runs_.runs, index_.testbeds, "the index", options);
    }

    Published published() const { return {index_.measures, runs_.runs, numbers_of(runs_.runs)}; }

    const std::vector<PublishedBenchmark>& benchmarks() const { return index_.benchmarks; }

    void place_results(std::vector<SeriesOfBenchmark> results) {
        for (std::uint32_t b = 0; b < results.size(); ++b) {
            history_.benchmarks.push_back(std::move(index_.benchmarks[b].benchmark));
            place_series(b, std::move(results[b]));
        }
    }

    model::History finish() { return std::move(history_); }

  private:
    PublishedIndex index_;
    PublishedRuns runs_;
    model::History history_;

    std::uint32_t testbed_of(const PublishedSeries& series) const { return history_.runs[series.newest_run()].testbed; }

    void place_series(std::uint32_t benchmark, SeriesOfBenchmark all) {
        const auto key = [&](const PublishedSeries& series) { return std::pair{series.measure, testbed_of(series)}; };
        std::ranges::sort(all, {}, key);
        if (std::ranges::adjacent_find(all, {}, key) != all.end())
            throw disagreeing("a testbed has two series of one measure", index_.benchmarks[benchmark].data);
        for (PublishedSeries& series : all) {
            const std::size_t first = history_.columns.size(), last = first + series.columns.size();
            const auto number = static_cast<std::uint32_t>(history_.series.size());
            history_.series.push_back({benchmark, series.measure, testbed_of(series), first, last});
            if (!series.newest_samples.empty())
                history_.newest_samples.push_back({number, std::move(series.newest_samples)});
            append(series.columns);
        }
    }

    void append(const model::Columns& columns) {
        const auto append_column = [&](auto model::Columns::*column) {
            auto& whole = history_.columns.*column;
            whole.insert(whole.end(), (columns.*column).begin(), (columns.*column).end());
        };
        using model::Columns;
        append_column(&Columns::run);
        append_column(&Columns::n);
        append_column(&Columns::from_samples);
        for (auto column : {&Columns::mean, &Columns::stddev, &Columns::min, &Columns::q1, &Columns::median,
                            &Columns::q3, &Columns::max, &Columns::whisker_low, &Columns::whisker_high})
            append_column(column);
    }
};

// Each of the run's side.
void place_omissions(model::History& side, const NumberOfRun& numbers, const std::vector<PublishedOmission>& all) {
    for (const PublishedOmission& each : all)
        if (const auto run = numbers.find(each.run); run != numbers.end())
            side.omissions.push_back({run->second, each.benchmark, each.reason});
    std::ranges::stable_sort(side.omissions, {}, &model::Omission::run);
}

void require_runs_of(const std::vector<PublishedOmission>& omissions, const NumberOfRun& numbers) {
    for (const PublishedOmission& each : omissions)
        if (!numbers.contains(each.run))
            throw disagreeing("there is no run " + each.run + " of an omission", runs_document);
}

std::vector<SeriesOfBenchmark> fetch_results(Documents& documents, const std::vector<PublishedBenchmark>& benchmarks,
                                             const Published& published, unsigned threads) {
    std::vector<SeriesOfBenchmark> results(benchmarks.size());
    system::parallel_for(threads, benchmarks.size(), [&](unsigned, std::size_t b) {
        std::string text;
        documents.fetch(benchmarks[b].data, text);
        results[b] = read_published_series(text, benchmarks[b].data, published);
        if (results[b].empty()) throw disagreeing("a benchmark without results", benchmarks[b].data);
    });
    return results;
}

// The rows of all runs in the order of a history's columns.
model::History arranged(model::History side, std::vector<std::vector<PublishedResult>> of_runs) {
    struct Row {
        std::uint32_t benchmark, measure, testbed, run;
        PublishedResult* result;
        auto series() const { return std::tie(benchmark, measure, testbed); }
    };
    std::vector<Row> rows;
    for (std::uint32_t run = 0; run < of_runs.size(); ++run)
        for (PublishedResult& result : of_runs[run])
            rows.push_back({result.benchmark, result.measure, side.runs[run].testbed, run, &result});
    std::ranges::stable_sort(rows, {}, [](const Row& row) { return std::tuple_cat(row.series(), std::tie(row.run)); });
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i == 0 || rows[i].series() != rows[i - 1].series())
            side.series.push_back({rows[i].benchmark, rows[i].measure, rows[i].testbed, i, i});
        side.series.back().last = i + 1;
        side.columns.append(rows[i].run, rows[i].result->summary);
        if (rows[i].result->newest_samples.empty()) continue;
        const auto number = static_cast<std::uint32_t>(side.series.size() - 1);
        side.newest_samples.push_back({number, std::move(rows[i].result->newest_samples)});
    }
    return side;
}

// Runs that are in no trend.
model::History read_aside(Documents& documents, const std::vector<PublishedRun>& runs,
                          const std::vector<PublishedOmission>& omissions, const Options& options, unsigned threads) {
    std::string text;
    documents.fetch(aside_document, text);
    PublishedAside aside = read_published_aside(text, aside_document);
    model::History side;
    place_runs(side, runs, aside.testbeds, aside_document, options);
    place_omissions(side, numbers_of(runs), omissions);
    std::map<std::string_view, const std::string*> paths;
    for (const PublishedAside::Data& data : aside.runs) paths[data.run] = &data.path;
    std::vector<std::vector<PublishedResult>> results(runs.size());
    system::parallel_for(threads, runs.size(), [&](unsigned, std::size_t run) {
        const std::string& id = runs[run].run.id;
        const auto path = paths.find(id);
        if (path == paths.end()) throw disagreeing("there are no results of run " + id, aside_document);
        std::string document;
        documents.fetch(*path->second, document);
        results[run] = read_published_results(document, *path->second, aside, id);
    });
    side.measures = std::move(aside.measures);
    side.benchmarks = std::move(aside.benchmarks);
    return arranged(std::move(side), std::move(results));
}

// Takes the runs that are in no trend out.
std::vector<PublishedRun> taken_aside(PublishedRuns& all) {
    const auto is_nightly = [](const PublishedRun& each) { return each.run.purpose.kind == model::Kind::nightly; };
    const auto others = std::ranges::stable_partition(all.runs, is_nightly);
    std::vector<PublishedRun> aside{std::move_iterator{others.begin()}, std::move_iterator{others.end()}};
    all.runs.erase(others.begin(), others.end());
    return aside;
}

model::History read_once(const archive::ObjectStore& store, const Options& options, const OnProgress& on_progress) {
    Documents documents{store, on_progress};
    std::string index, text;
    documents.fetch(index_document, index);
    documents.fetch(runs_document, text);
    PublishedRuns runs = read_published_runs(text, runs_document);
    require_runs_of(runs.omissions, numbers_of(runs.runs));
    const std::vector<PublishedRun> others = taken_aside(runs);
    const std::vector<PublishedOmission> omissions = std::move(runs.omissions);
    Assembly assembly{read_published_index(index, index_document), std::move(runs)};
    assembly.place_runs(options);
    const Published published = assembly.published();
    const unsigned threads = std::max({options.jobs, store.transfers(), 1U});
    assembly.place_results(fetch_results(documents, assembly.benchmarks(), published, threads));
    model::History trends = assembly.finish();
    place_omissions(trends, published.number_of, omissions);
    if (!others.empty()) set_aside(trends, read_aside(documents, others, omissions, options, threads));
    return trends;
}

}  // namespace

model::History published_history(const archive::ObjectStore& store, const Options& options,
                                 const OnProgress& on_progress) {
    try {
        return read_once(store, options, on_progress);
    } catch (const archive::SiteChanged&) {
        return read_once(store, options, on_progress);
    }
}

}  // namespace benchfolio::ingest
