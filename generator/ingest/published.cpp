#include "ingest/published.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "archive/site_store.hpp"
#include "ingest/published_documents.hpp"
#include "ingest/reporter.hpp"
#include "ingest/testbeds.hpp"
#include "model/error.hpp"
#include "system/parallel.hpp"

namespace benchfolio::ingest {
namespace {

using model::Error;
using model::ExitCode;

const std::string index_document = "data/index.json", runs_document = "data/runs.json";

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

// Builds the history in the order in which its parts refer to each other.
class Assembly {
  public:
    Assembly(PublishedIndex index, PublishedRuns runs) : index_(std::move(index)), runs_(std::move(runs)) {
        history_.measures = index_.measures;
        history_.rejections = std::move(runs_.rejections);
        history_.duplicates = std::move(runs_.duplicates);
        history_.failures = std::move(runs_.failures);
    }

    void place_runs(const Options& options) {
        require_dimensions(options);
        std::map<std::string_view, const PublishedTestbed*> testbeds;
        for (const PublishedTestbed& testbed : index_.testbeds) testbeds[testbed.slug] = &testbed;
        std::vector<std::vector<model::Dimension>> dimensions;
        for (const PublishedRun& each : runs_.runs) {
            const auto found = testbeds.find(each.testbed);
            if (found == testbeds.end())
                throw disagreeing("the index has no testbed of run " + each.run.id, runs_document);
            dimensions.push_back(found->second->dimensions);
            history_.runs.push_back(each.run);
        }
        assign_testbeds(history_, dimensions, options);
    }

    Published published() const {
        Published all{index_.measures, runs_.runs, {}};
        for (std::uint32_t run = 0; run < runs_.runs.size(); ++run)
            if (!all.number_of.emplace(runs_.runs[run].run.id, run).second)
                throw disagreeing("run " + runs_.runs[run].run.id + " is there twice", runs_document);
        return all;
    }

    void place_omissions(const Published& published) {
        for (PublishedOmission& each : runs_.omissions) {
            const auto run = published.number_of.find(each.run);
            if (run == published.number_of.end())
                throw disagreeing("there is no run " + each.run + " of an omission", runs_document);
            history_.omissions.push_back({run->second, std::move(each.benchmark), std::move(each.reason)});
        }
        std::ranges::stable_sort(history_.omissions, {}, &model::Omission::run);
    }

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

    void require_dimensions(const Options& options) const {
        if (index_.testbeds.empty()) return;
        const auto& present = index_.testbeds.front().dimensions;
        for (const std::string& name : options.dimensions) {
            if (std::ranges::count(present, name, &model::Dimension::name) != 0) continue;
            throw Error{
                ExitCode::usage, "archive",
                fmt::format("the testbeds of this site cannot be told apart by `{}`: it was built without", name),
                "archive.dimensions", "take it out of the configuration, or build from the result files"};
        }
    }

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

model::History read_once(const archive::ObjectStore& store, const Options& options, const OnProgress& on_progress) {
    Documents documents{store, on_progress};
    std::string index, runs;
    documents.fetch(index_document, index);
    documents.fetch(runs_document, runs);
    Assembly assembly{read_published_index(index, index_document), read_published_runs(runs, runs_document)};
    assembly.place_runs(options);
    const Published published = assembly.published();
    assembly.place_omissions(published);
    const unsigned threads = std::max({options.jobs, store.transfers(), 1U});
    assembly.place_results(fetch_results(documents, assembly.benchmarks(), published, threads));
    return assembly.finish();
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
