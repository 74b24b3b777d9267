#include "ingest/merge.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "ingest/aliases.hpp"
#include "ingest/interpreter.hpp"
#include "ingest/testbeds.hpp"
#include "model/slug.hpp"

namespace benchfolio::ingest {
namespace {

constexpr std::uint32_t unused = std::numeric_limits<std::uint32_t>::max();

// A row on its way to its place in the columns.
struct Entry {
    std::uint32_t benchmark, measure, testbed, run;  // of the history
    std::uint32_t block, row;                        // where the numbers are

    auto series() const { return std::tie(benchmark, measure, testbed); }
};

// Sorts by one number below `end`; entries with the same stay in their order. A pass over them takes a tenth of the
// time that comparing them would.
void order_by(std::vector<Entry>& entries, std::uint32_t Entry::*number, std::size_t end) {
    if (end < 2) return;
    std::vector<std::size_t> places(end + 1);
    for (const Entry& entry : entries) ++places[entry.*number + 1];
    std::partial_sum(places.begin(), places.end(), places.begin());
    std::vector<Entry> ordered(entries.size());
    for (const Entry& entry : entries) ordered[places[entry.*number]++] = entry;
    entries = std::move(ordered);
}

// Where the rows of each run of a block begin, and after the last one where they end.
std::vector<std::uint32_t> first_rows(const Block& block) {
    std::vector<std::uint32_t> firsts(block.runs.size() + 1);
    for (const std::uint32_t run : block.points.columns.run) ++firsts[run + 1];
    std::partial_sum(firsts.begin(), firsts.end(), firsts.begin());
    return firsts;
}

// What a run says of a benchmark: the greatest counts, which is of the newest run, and where an alias joins two
// benchmarks of that run, the later name as recorded.
struct Said {
    std::uint32_t run = 0;
    std::string_view name;

    auto operator<=>(const Said&) const = default;
};

}  // namespace

class Merge::Arrangement {
  public:
    Arrangement(std::span<Block> blocks, const Options& options)
        : blocks_(blocks), options_(options), interpreter_(options) {
        place_runs();
        name_benchmarks();
        place_measures();
        sort_entries();
        place_series();
        collect_definitions();
        collect_samples();
    }

    std::vector<Place> lacking() const {
        std::set<Place> places;
        find_undefined(places);
        find_unsampled(places);
        return {places.begin(), places.end()};
    }

    model::History finish() {
        describe_benchmarks();
        place_newest_samples();
        place_rows();
        place_rejections();
        place_failures();
        return std::move(history_);
    }

  private:
    std::span<Block> blocks_;
    const Options& options_;
    Interpreter interpreter_;
    model::History history_;
    std::vector<Entry> entries_;
    // By block, then by its own number: the number in the history. A duplicate has that of the run it equals; a run of
    // a dead source, and a name that no row of a living one uses, is `unused`.
    std::vector<std::vector<std::uint32_t>> runs_, benchmarks_, measures_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found_;  // by run of the history: a block, and its run
    std::map<std::pair<model::Digest, std::uint32_t>, std::uint32_t> originals_;  // file and ordinal -> the run
    std::vector<std::vector<model::Dimension>> dimensions_;                       // by run of the history

    // ---- runs

    using Found = std::pair<std::uint32_t, std::uint32_t>;  // block, its run

    const RecordedRun& at(Found found) const { return blocks_[found.first].runs[found.second]; }

    std::vector<Found> living_runs() const {
        std::vector<Found> all;
        for (std::uint32_t b = 0; b < blocks_.size(); ++b)
            for (std::uint32_t r = 0; r < blocks_[b].runs.size(); ++r)
                if (blocks_[b].is_alive(blocks_[b].runs[r])) all.emplace_back(b, r);
        return all;
    }

    void place_runs() {
        for (const Block& block : blocks_) {
            runs_.emplace_back(block.runs.size(), unused);
        }
        std::vector<Found> all = living_runs();
        std::ranges::sort(all, {}, [&](Found found) { return at(found).age(); });
        for (const Found& found : all) place_run(found);
        std::ranges::sort(history_.duplicates, {}, &model::Duplicate::file);
        assign_testbeds(history_, dimensions_, options_);
    }

    // Equal bytes have equal times and ids, so of equal files the first by name comes first and is the run.
    void place_run(Found found) {
        const RecordedRun& recorded = at(found);
        const auto next = static_cast<std::uint32_t>(history_.runs.size());
        const auto [original, first] = originals_.emplace(std::pair{recorded.digest, recorded.ordinal}, next);
        runs_[found.first][found.second] = original->second;
        if (!first) return add_duplicate(recorded, history_.runs[original->second].file);
        place_omissions(recorded.omitted);
        found_.push_back(found);
        auto interpreted = interpreter_(recorded);
        dimensions_.push_back(std::move(interpreted.dimensions));
        history_.runs.push_back(std::move(interpreted.run));
    }

    void add_duplicate(const RecordedRun& copy, const std::string& original) {
        if (copy.ordinal == 0) history_.duplicates.push_back({copy.run.file, original});
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

    // Names that only rejected files or dead sources have are not in the history.
    std::vector<bool> used(std::uint32_t block, const std::vector<std::uint32_t>& numbers, std::size_t count) const {
        const std::vector<std::uint32_t>& run_of_row = blocks_[block].points.columns.run;
        std::vector<bool> is_used(count);
        for (std::size_t row = 0; row < numbers.size(); ++row)
            if (runs_[block][run_of_row[row]] != unused) is_used[numbers[row]] = true;
        return is_used;
    }

    // What the blocks call one benchmark of the history.
    struct Sources {
        std::vector<Found> numbers;
        std::set<std::string> earlier_names;
    };

    void name_benchmarks() {
        std::map<std::string, Sources> sources;
        for (std::uint32_t b = 0; b < blocks_.size(); ++b) collect_names(b, sources);
        for (const auto& [name, source] : sources) add_benchmark(name, source);
    }

    void collect_names(std::uint32_t block, std::map<std::string, Sources>& sources) {
        const auto& names = blocks_[block].benchmarks;
        const auto is_used = used(block, blocks_[block].points.benchmark, names.size());
        benchmarks_.emplace_back(names.size(), unused);
        for (std::uint32_t b = 0; b < names.size(); ++b) {
            if (!is_used[b]) continue;
            const std::string name = renamed(options_.benchmark_aliases, names[b]);
            sources[name].numbers.emplace_back(block, b);
            if (name != names[b]) sources[name].earlier_names.insert(names[b]);
        }
    }

    void add_benchmark(const std::string& name, const Sources& sources) {
        for (const auto& [block, number] : sources.numbers)
            benchmarks_[block][number] = static_cast<std::uint32_t>(history_.benchmarks.size());
        model::Benchmark& benchmark = history_.benchmarks.emplace_back();
        benchmark.name = name;
        benchmark.slug = model::slug(name);
        benchmark.earlier_names.assign(sources.earlier_names.begin(), sources.earlier_names.end());
    }

    void place_measures() {
        for (std::uint32_t b = 0; b < blocks_.size(); ++b) collect_measures(b);
        std::ranges::sort(history_.measures, {}, [](const model::Measure& measure) {
            return std::tuple{measure.name != "time", measure.name, measure.unit, measure.direction};
        });
        for (const Block& block : blocks_) measures_.push_back(numbers_of(block.measures));
    }

    void collect_measures(std::uint32_t block) {
        const auto& measures = blocks_[block].measures;
        const auto is_used = used(block, blocks_[block].points.measure, measures.size());
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

    // By series, run and row: two rows of one run and series (a benchmark that stands twice in one file) stay in the
    // file's order.
    void sort_entries() {
        std::vector<std::vector<std::uint32_t>> firsts;
        for (const Block& block : blocks_) firsts.push_back(first_rows(block));
        for (std::uint32_t run = 0; run < found_.size(); ++run) {
            const auto [b, own] = found_[run];
            const Points& points = blocks_[b].points;
            for (std::uint32_t row = firsts[b][own]; row < firsts[b][own + 1]; ++row)
                entries_.push_back({benchmarks_[b][points.benchmark[row]], measures_[b][points.measure[row]],
                                    history_.runs[run].testbed, run, b, row});
        }
        order_by(entries_, &Entry::testbed, history_.testbeds.size());
        order_by(entries_, &Entry::measure, history_.measures.size());
        order_by(entries_, &Entry::benchmark, history_.benchmarks.size());
    }

    void place_series() {
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const Entry& entry = entries_[i];
            if (i == 0 || entries_[i - 1].series() != entry.series())
                history_.series.push_back({entry.benchmark, entry.measure, entry.testbed, i, i});
            ++history_.series.back().last;
        }
    }

    // Moves one column of all blocks to its place; theirs is given back at once, so that the history and the blocks'
    // rows do not both stand in memory.
    template <typename T>
    void gather(std::vector<T> model::Columns::*column) {
        std::vector<T>& target = history_.columns.*column;
        target.reserve(entries_.size());
        for (const Entry& entry : entries_) target.push_back((blocks_[entry.block].points.columns.*column)[entry.row]);
        for (Block& block : blocks_) std::vector<T>{}.swap(block.points.columns.*column);
    }

    void place_rows() {
        history_.columns.run.reserve(entries_.size());
        for (const Entry& entry : entries_) history_.columns.run.push_back(entry.run);
        for (auto column : {&model::Columns::mean, &model::Columns::stddev, &model::Columns::min, &model::Columns::q1,
                            &model::Columns::median, &model::Columns::q3, &model::Columns::max,
                            &model::Columns::whisker_low, &model::Columns::whisker_high})
            gather(column);
        gather(&model::Columns::n);
        gather(&model::Columns::from_samples);
    }

    // ---- what the newest run says

    struct Description {
        Said said;
        const formats::Definition* definition = nullptr;  // null: nothing found yet
    };
    std::vector<Description> descriptions_;  // by benchmark of the history

    // The samples of one series, with the name that they were recorded under.
    struct Samples {
        std::string_view name;
        std::span<const double> values;
    };
    std::map<std::uint32_t, Samples> samples_;  // by series of the history

    std::string_view recorded_name(const Entry& entry) const {
        const Block& block = blocks_[entry.block];
        return block.benchmarks[block.points.benchmark[entry.row]];
    }

    void collect_definitions() {
        descriptions_.resize(history_.benchmarks.size());
        for (std::uint32_t b = 0; b < blocks_.size(); ++b) {
            for (const RecordedDefinition& each : blocks_[b].definitions) {
                if (runs_[b][each.run] == unused || benchmarks_[b][each.benchmark] == unused) continue;
                const Said said{runs_[b][each.run], blocks_[b].benchmarks[each.benchmark]};
                Description& so_far = descriptions_[benchmarks_[b][each.benchmark]];
                if (!so_far.definition || so_far.said < said) so_far = {said, each.definition.get()};
            }
        }
    }

    // Where an alias joins two benchmarks of one run, the samples of the later name are kept.
    void collect_samples() {
        for (std::uint32_t b = 0; b < blocks_.size(); ++b) {
            const KeptSamples& kept = blocks_[b].samples;
            for (std::size_t i = 0; i < kept.size(); ++i) {
                const auto series = series_ending_with(b, kept.rows[i]);
                if (!series) continue;
                const Samples found{blocks_[b].benchmarks[blocks_[b].points.benchmark[kept.rows[i]]], kept[i]};
                const auto [at, first] = samples_.emplace(*series, found);
                if (!first && at->second.name < found.name) at->second = found;
            }
        }
    }

    // The series whose newest run this row is of; nothing where there is a newer one.
    std::optional<std::uint32_t> series_ending_with(std::uint32_t block, std::uint32_t row) const {
        const Points& points = blocks_[block].points;
        const std::uint32_t run = runs_[block][points.columns.run[row]];
        if (run == unused) return std::nullopt;
        const std::tuple key{benchmarks_[block][points.benchmark[row]], measures_[block][points.measure[row]],
                             history_.runs[run].testbed};
        const auto at = std::ranges::lower_bound(history_.series, key, {}, [](const model::Series& series) {
            return std::tuple{series.benchmark, series.measure, series.testbed};
        });
        if (at == history_.series.end() || entries_[at->last - 1].run != run) return std::nullopt;
        return static_cast<std::uint32_t>(at - history_.series.begin());
    }

    // The rows of the newest run of a series.
    std::span<const Entry> newest_rows(const model::Series& series) const {
        std::size_t first = series.last - 1;
        while (first > series.first && entries_[first - 1].run == entries_[series.last - 1].run) --first;
        return std::span{entries_}.subspan(first, series.last - first);
    }

    Place place_of(const Entry& entry) const {
        const Block& block = blocks_[entry.block];
        return {entry.block, block.runs[block.points.columns.run[entry.row]].source};
    }

    void find_undefined(std::set<Place>& places) const {
        std::vector<const Entry*> last(history_.benchmarks.size());  // the row whose definition counts
        const auto said = [&](const Entry& entry) { return Said{entry.run, recorded_name(entry)}; };
        for (const model::Series& series : history_.series)
            for (const Entry& entry : newest_rows(series))
                if (const Entry*& so_far = last[series.benchmark]; !so_far || said(*so_far) < said(entry))
                    so_far = &entry;
        for (std::size_t b = 0; b < last.size(); ++b)
            if (last[b] && (!descriptions_[b].definition || descriptions_[b].said != said(*last[b])))
                places.insert(place_of(*last[b]));
    }

    void find_unsampled(std::set<Place>& places) const {
        for (std::uint32_t s = 0; s < history_.series.size(); ++s) {
            const Entry* sampled = nullptr;
            for (const Entry& entry : newest_rows(history_.series[s]))
                if (blocks_[entry.block].points.columns.from_samples[entry.row] != 0 &&
                    (!sampled || recorded_name(*sampled) < recorded_name(entry)))
                    sampled = &entry;
            if (!sampled) continue;
            const auto kept = samples_.find(s);
            if (kept == samples_.end() || kept->second.name != recorded_name(*sampled))
                places.insert(place_of(*sampled));
        }
    }

    void describe_benchmarks() {
        for (std::size_t b = 0; b < descriptions_.size(); ++b)
            if (descriptions_[b].definition) describe(history_.benchmarks[b], *descriptions_[b].definition);
    }

    void describe(model::Benchmark& benchmark, const formats::Definition& definition) const {
        if (definition.group) benchmark.group = renamed(options_.group_aliases, *definition.group);
        benchmark.parameters = definition.parameters;
        benchmark.tags = definition.tags;
    }

    void place_newest_samples() {
        for (const auto& [series, samples] : samples_)
            history_.newest_samples.push_back({series, {samples.values.begin(), samples.values.end()}});
        for (Block& block : blocks_) block.samples = {};
    }

    // ---- files that are no runs

    void place_rejections() {
        for (const Block& block : blocks_)
            for (const RecordedRejection& each : block.rejections)
                if (block.sources[each.source].alive) history_.rejections.push_back(each.rejection);
        std::ranges::sort(history_.rejections, {}, [](const model::Rejection& rejection) {
            return std::tie(rejection.file, rejection.reason, rejection.where, rejection.bytes);
        });
    }

    void place_failures() {
        for (const Block& block : blocks_)
            for (const RecordedFailure& each : block.failures)
                if (block.sources[each.source].alive) history_.failures.push_back(each.failure);
        std::ranges::sort(history_.failures, {},
                          [](const model::Failure& failure) { return std::tie(failure.time, failure.file); });
    }
};

Merge::Merge(std::span<Block> blocks, const Options& options)
    : arrangement_(std::make_unique<Arrangement>(blocks, options)) {}
Merge::~Merge() = default;
Merge::Merge(Merge&&) noexcept = default;

std::vector<Place> Merge::lacking() const {
    return arrangement_->lacking();
}

model::History Merge::finish() {
    return arrangement_->finish();
}

}  // namespace benchfolio::ingest
