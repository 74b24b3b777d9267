#include "ingest/merge.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "ingest/aliases.hpp"
#include "ingest/testbeds.hpp"
#include "model/slug.hpp"

namespace benchfolio::ingest {
namespace {

constexpr std::uint32_t unused = std::numeric_limits<std::uint32_t>::max();

// A row before it has its place in the columns.
struct Entry {
    std::uint32_t benchmark, measure, testbed, run;  // of the history
    std::uint32_t worker, row;                       // where the numbers are

    auto series() const { return std::tie(benchmark, measure, testbed); }
    // Two rows of one run and series (a benchmark that stands twice in one file) are of one worker, in the file's
    // order.
    auto operator<=>(const Entry&) const = default;
};

class Merge {
  public:
    Merge(std::vector<std::unique_ptr<Worker>> workers, const Options& options)
        : workers_(std::move(workers)), options_(options) {}

    model::History run() {
        place_runs();
        name_benchmarks();
        place_measures();
        place_rows();
        describe_benchmarks();
        place_newest_samples();
        place_rejections();
        place_failures();
        return std::move(history_);
    }

  private:
    std::vector<std::unique_ptr<Worker>> workers_;
    const Options& options_;
    model::History history_;
    // By worker, then by its own number: the number in the history. A duplicate has that of the run it equals; a name
    // that no row uses is `unused`.
    std::vector<std::vector<std::uint32_t>> runs_, benchmarks_, measures_;
    std::vector<std::vector<bool>> is_duplicate_;                                 // by worker, then by its run
    std::map<std::pair<model::Digest, std::uint32_t>, std::uint32_t> originals_;  // file and ordinal -> the run
    std::vector<std::vector<model::Dimension>> dimensions_;                       // by run of the history

    // ---- runs

    using Found = std::pair<std::uint32_t, std::uint32_t>;  // worker, its run

    FoundRun& at(Found found) { return workers_[found.first]->runs[found.second]; }

    std::vector<Found> all_runs() const {
        std::vector<Found> all;
        for (std::uint32_t w = 0; w < workers_.size(); ++w)
            for (std::uint32_t r = 0; r < workers_[w]->runs.size(); ++r) all.emplace_back(w, r);
        return all;
    }

    void place_runs() {
        for (const auto& worker : workers_) {
            runs_.emplace_back(worker->runs.size());
            is_duplicate_.emplace_back(worker->runs.size());
        }
        std::vector<Found> all = all_runs();
        std::ranges::sort(all, {}, [&](Found found) { return at(found).age(); });
        for (const Found& found : all) place_run(found);
        std::ranges::sort(history_.duplicates, {}, &model::Duplicate::file);
        assign_testbeds(history_, dimensions_, options_);
    }

    void place_run(Found found) {
        const FoundRun& run = at(found);
        const auto next = static_cast<std::uint32_t>(history_.runs.size());
        const auto [original, first] = originals_.emplace(std::pair{run.digest, run.ordinal}, next);
        runs_[found.first][found.second] = original->second;
        if (!first) return add_duplicate(found, history_.runs[original->second].file);
        place_omissions(run.omitted);
        dimensions_.push_back(run.dimensions);
        history_.runs.push_back(run.run);
    }

    // Equal bytes have equal times and ids, so of equal files the first by name comes first and is the run.
    void add_duplicate(Found found, const std::string& original) {
        is_duplicate_[found.first][found.second] = true;
        if (at(found).ordinal == 0) history_.duplicates.push_back({at(found).run.file, original});
    }

    // Of the run that comes next.
    void place_omissions(const std::vector<formats::Omitted>& omitted) {
        const auto run = static_cast<std::uint32_t>(history_.runs.size());
        const auto first = static_cast<std::ptrdiff_t>(history_.omissions.size());
        for (const formats::Omitted& part : omitted)
            history_.omissions.push_back({run, renamed(options_.benchmark_aliases, part.benchmark), part.reason});
        std::ranges::stable_sort(history_.omissions.begin() + first, history_.omissions.end(), {},
                                 &model::Omission::benchmark);
    }

    // ---- names

    // Names that only a rejected file has are not in the history.
    static std::vector<bool> used(const std::vector<std::uint32_t>& numbers, std::size_t count) {
        std::vector<bool> is_used(count);
        for (const std::uint32_t number : numbers) is_used[number] = true;
        return is_used;
    }

    // What the workers call one benchmark of the history.
    struct Sources {
        std::vector<Found> numbers;
        std::set<std::string> earlier_names;
    };

    void name_benchmarks() {
        std::map<std::string, Sources> sources;
        for (std::uint32_t w = 0; w < workers_.size(); ++w) collect_names(w, sources);
        for (const auto& [name, source] : sources) add_benchmark(name, source);
    }

    void collect_names(std::uint32_t worker, std::map<std::string, Sources>& sources) {
        const auto& names = workers_[worker]->catalog().benchmarks();
        const auto is_used = used(workers_[worker]->points.benchmark, names.size());
        benchmarks_.emplace_back(names.size(), unused);
        for (std::uint32_t b = 0; b < names.size(); ++b) {
            if (!is_used[b]) continue;
            const std::string name = renamed(options_.benchmark_aliases, names[b]);
            sources[name].numbers.emplace_back(worker, b);
            if (name != names[b]) sources[name].earlier_names.insert(names[b]);
        }
    }

    void add_benchmark(const std::string& name, const Sources& sources) {
        for (const auto& [worker, number] : sources.numbers)
            benchmarks_[worker][number] = static_cast<std::uint32_t>(history_.benchmarks.size());
        model::Benchmark& benchmark = history_.benchmarks.emplace_back();
        benchmark.name = name;
        benchmark.slug = model::slug(name);
        benchmark.earlier_names.assign(sources.earlier_names.begin(), sources.earlier_names.end());
    }

    void place_measures() {
        for (const auto& worker : workers_) collect_measures(*worker);
        std::ranges::sort(history_.measures, {}, [](const model::Measure& measure) {
            return std::tuple{measure.name != "time", measure.name, measure.unit, measure.direction};
        });
        for (const auto& worker : workers_) measures_.push_back(numbers_of(worker->catalog().measures()));
    }

    void collect_measures(Worker& worker) {
        const auto& measures = worker.catalog().measures();
        const auto is_used = used(worker.points.measure, measures.size());
        for (std::size_t m = 0; m < measures.size(); ++m)
            if (is_used[m] && !std::ranges::count(history_.measures, measures[m]))
                history_.measures.push_back(measures[m]);
    }

    std::vector<std::uint32_t> numbers_of(const std::vector<model::Measure>& measures) const {
        std::vector<std::uint32_t> numbers;
        for (const model::Measure& measure : measures) {
            const auto found = std::ranges::find(history_.measures, measure);
            numbers.push_back(static_cast<std::uint32_t>(found - history_.measures.begin()));
        }
        return numbers;
    }

    // ---- rows

    std::vector<Entry> sorted_entries() const {
        std::vector<Entry> entries;
        for (std::uint32_t w = 0; w < workers_.size(); ++w) {
            const Points& points = workers_[w]->points;
            for (std::uint32_t row = 0; row < points.columns.size(); ++row) {
                if (is_duplicate_[w][points.columns.run[row]]) continue;
                const std::uint32_t run = runs_[w][points.columns.run[row]];
                entries.push_back({benchmarks_[w][points.benchmark[row]], measures_[w][points.measure[row]],
                                   history_.runs[run].testbed, run, w, row});
            }
        }
        std::ranges::sort(entries);
        return entries;
    }

    // Moves one column of all workers to its place; theirs is given back at once, so that the history and the workers'
    // rows do not both stand in memory.
    template <typename T>
    void gather(const std::vector<Entry>& entries, std::vector<T> model::Columns::*column) {
        std::vector<T>& target = history_.columns.*column;
        target.reserve(entries.size());
        for (const Entry& entry : entries)
            target.push_back((workers_[entry.worker]->points.columns.*column)[entry.row]);
        for (const auto& worker : workers_) std::vector<T>{}.swap(worker->points.columns.*column);
    }

    void place_rows() {
        const std::vector<Entry> entries = sorted_entries();
        for (const Entry& entry : entries) history_.columns.run.push_back(entry.run);
        for (auto column : {&model::Columns::mean, &model::Columns::stddev, &model::Columns::min, &model::Columns::q1,
                            &model::Columns::median, &model::Columns::q3, &model::Columns::max,
                            &model::Columns::whisker_low, &model::Columns::whisker_high})
            gather(entries, column);
        gather(entries, &model::Columns::n);
        gather(entries, &model::Columns::from_samples);
        place_series(entries);
    }

    void place_series(const std::vector<Entry>& entries) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const Entry& entry = entries[i];
            if (i == 0 || entries[i - 1].series() != entry.series())
                history_.series.push_back({entry.benchmark, entry.measure, entry.testbed, i, i});
            ++history_.series.back().last;
        }
    }

    // ---- what the newest run says

    // What a run says of a benchmark. The greatest counts: of the newest run, and where an alias joins two benchmarks
    // of that run, the later name.
    struct Description {
        std::uint32_t run = 0;
        std::string_view name;  // as recorded
        const formats::Definition* definition = nullptr;

        bool yields_to(const Description& other) const {
            return !definition || std::tie(run, name) < std::tie(other.run, other.name);
        }
    };

    void describe_benchmarks() {
        std::vector<Description> newest(history_.benchmarks.size());
        for (std::uint32_t w = 0; w < workers_.size(); ++w) collect_descriptions(w, newest);
        for (std::size_t b = 0; b < newest.size(); ++b)
            if (newest[b].definition) describe(history_.benchmarks[b], *newest[b].definition);
    }

    void collect_descriptions(std::uint32_t worker, std::vector<Description>& newest) {
        const auto& names = workers_[worker]->catalog().benchmarks();
        const auto& definitions = workers_[worker]->definitions;
        for (std::uint32_t b = 0; b < definitions.size(); ++b) {
            if (!definitions[b].definition) continue;
            const Description found{runs_[worker][definitions[b].run], names[b], definitions[b].definition.get()};
            Description& so_far = newest[benchmarks_[worker][b]];
            if (so_far.yields_to(found)) so_far = found;
        }
    }

    void describe(model::Benchmark& benchmark, const formats::Definition& definition) const {
        if (definition.group) benchmark.group = renamed(options_.group_aliases, *definition.group);
        benchmark.parameters = definition.parameters;
        benchmark.tags = definition.tags;
    }

    // The samples of one series, with the name that they were recorded under: where an alias joins two benchmarks of
    // one run, those of the later name are kept.
    using Samples = std::pair<std::string_view, std::vector<double>*>;

    void place_newest_samples() {
        std::map<std::uint32_t, Samples> of_series;
        for (std::uint32_t w = 0; w < workers_.size(); ++w) collect_samples(w, of_series);
        for (auto& [series, samples] : of_series)
            history_.newest_samples.push_back({series, std::move(*samples.second)});
    }

    void collect_samples(std::uint32_t worker, std::map<std::uint32_t, Samples>& of_series) {
        for (auto& [key, newest] : workers_[worker]->newest) {
            const auto [benchmark, measure, testbed] = key;
            const auto series = series_of(worker, benchmark, measure, newest.run);
            if (!series) continue;
            const Samples found{workers_[worker]->catalog().benchmarks()[benchmark], &newest.values};
            const auto [at, first] = of_series.emplace(*series, found);
            if (!first && at->second.first < found.first) at->second = found;
        }
    }

    // The series whose newest run this is; nothing where there is a newer one.
    std::optional<std::uint32_t> series_of(std::uint32_t worker, std::uint32_t benchmark, std::uint32_t measure,
                                           std::uint32_t found) const {
        const std::uint32_t run = runs_[worker][found];
        const std::tuple key{benchmarks_[worker][benchmark], measures_[worker][measure], history_.runs[run].testbed};
        const auto at = std::ranges::lower_bound(history_.series, key, {}, [](const model::Series& series) {
            return std::tuple{series.benchmark, series.measure, series.testbed};
        });
        if (at == history_.series.end() || history_.columns.run[at->last - 1] != run) return std::nullopt;
        return static_cast<std::uint32_t>(at - history_.series.begin());
    }

    void place_rejections() {
        for (const auto& worker : workers_)
            history_.rejections.insert(history_.rejections.end(), worker->rejections.begin(), worker->rejections.end());
        std::ranges::sort(history_.rejections, {}, &model::Rejection::file);
    }

    void place_failures() {
        for (const auto& worker : workers_)
            history_.failures.insert(history_.failures.end(), worker->failures.begin(), worker->failures.end());
        std::ranges::sort(history_.failures, {},
                          [](const model::Failure& failure) { return std::tie(failure.time, failure.file); });
    }
};

}  // namespace

model::History merge(std::vector<std::unique_ptr<Worker>> workers, const Options& options) {
    return Merge{std::move(workers), options}.run();
}

}  // namespace benchfolio::ingest
