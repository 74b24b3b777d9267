#include "ingest/merge.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "ingest/aliases.hpp"
#include "ingest/aside.hpp"
#include "ingest/roll.hpp"
#include "ingest/testbeds.hpp"
#include "model/slug.hpp"
#include "system/large_pages.hpp"
#include "system/parallel.hpp"

namespace benchfolio::ingest {
namespace {

// Measures of one name, but in another unit or better the other way round: the name is followed by what tells them
// apart, since pages and data files go by it.
void tell_apart(std::vector<model::Measure>& measures) {
    const auto has_name = [&](const std::string& name) {
        return std::ranges::count(measures, name, &model::Measure::name);
    };
    std::vector<std::string> names;
    for (const model::Measure& measure : measures) {
        const bool shares = has_name(measure.name) > 1;
        names.push_back(shares ? measure.name + " [" + measure.unit + "]" : measure.name);
        if (std::ranges::count(names, names.back()) > 1) names.back() += " (higher is better)";
    }
    for (std::size_t i = 0; i < measures.size(); ++i) measures[i].name = std::move(names[i]);
}

constexpr std::uint32_t unused = Roll::unused;

// A series while its rows are being counted.
struct Counted {
    std::uint32_t benchmark, measure, testbed;  // of the history
    std::uint32_t newest_run = 0;               // of the history
    std::uint32_t following = unused;           // the series that stood after it in the latest run
    std::size_t rows = 0;

    auto key() const { return std::tie(benchmark, measure, testbed); }
};

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

// The runs of one side, trends or aside, in their places.
class Merge::Arrangement {
  public:
    Arrangement(std::span<Block> blocks, Roll& roll, bool is_aside, const Options& options)
        : blocks_(blocks), options_(options) {
        place_runs(roll, is_aside);
        name_benchmarks();
        place_measures();
        count_series();
        place_series();
        find_newest_rows();
        collect_definitions();
        collect_samples();
    }

    void add_lacking(std::set<Place>& places) const {
        find_undefined(places);
        find_unsampled(places);
    }

    // `is_last`: nobody needs the blocks' rows any more.
    model::History finish(bool is_last) {
        describe_benchmarks();
        place_newest_samples();
        place_columns(is_last);
        return std::move(history_);
    }

  private:
    std::span<Block> blocks_;
    const Options& options_;
    model::History history_;
    // By block, then by its own number: the number in the history. A duplicate has that of the run it equals; a run of
    // a dead source or of the other side, and a name that no row of a living one uses, is `unused`.
    std::vector<std::vector<std::uint32_t>> runs_, benchmarks_, measures_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found_;  // by run of the history: a block, and its run

    using Found = std::pair<std::uint32_t, std::uint32_t>;  // block, its run

    // ---- runs

    // Takes its runs out of the roll, which then only knows of what kind each was.
    void place_runs(Roll& roll, bool is_aside) {
        std::vector<std::uint32_t> placed(roll.entries.size(), unused);
        std::vector<std::vector<model::Dimension>> dimensions;
        for (std::size_t entry = 0; entry < placed.size(); ++entry) {
            Roll::Entry& one = roll.entries[entry];
            if (one.is_aside() != is_aside) continue;
            placed[entry] = static_cast<std::uint32_t>(history_.runs.size());
            place_omissions(blocks_[one.block].runs[one.run].omitted);
            found_.emplace_back(one.block, one.run);
            dimensions.push_back(std::move(one.is.dimensions));
            history_.runs.push_back(std::move(one.is.run));
        }
        for (const std::vector<std::uint32_t>& numbers : roll.numbers) {
            std::vector<std::uint32_t>& of_block = runs_.emplace_back();
            for (const std::uint32_t entry : numbers) of_block.push_back(entry == unused ? unused : placed[entry]);
        }
        assign_testbeds(history_, dimensions, options_);
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
        tell_apart(history_.measures);
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

    // By block and row: the series, first by the number that it was met under; `unused` where the row is in none.
    std::vector<std::vector<std::uint32_t>> series_of_row_;
    std::vector<std::uint32_t> places_;  // by row of the history: its place in the columns of the block of its run

    std::vector<std::vector<std::uint32_t>> firsts_;  // by block and its run: the first row; then where the last ends

    template <typename Visit>  // with the block and the row
    void for_each_row_of(std::uint32_t run, const Visit& visit) const {
        const auto [b, own] = found_[run];
        for (std::uint32_t row = firsts_[b][own]; row < firsts_[b][own + 1]; ++row) visit(b, row);
    }

    // Runs of one testbed mostly have the same series in the same order. So the series of a row is guessed from the row
    // before it, and looked up only where another one stands there.
    class SeriesFinder {
      public:
        explicit SeriesFinder(std::size_t testbeds) : first_(testbeds, unused) {}

        // `before`: the series of the row before, `unused` at the beginning of a run.
        std::uint32_t operator()(std::uint32_t benchmark, std::uint32_t measure, std::uint32_t testbed,
                                 std::uint32_t before) {
            const std::uint32_t guess = follower(before, testbed);
            if (guess != unused && series[guess].benchmark == benchmark && series[guess].measure == measure)
                return guess;
            const std::uint32_t found = looked_up(benchmark, measure, testbed);
            return follower(before, testbed) = found;
        }

        std::vector<Counted> series;  // as they are met

      private:
        std::vector<std::uint32_t> first_;  // by testbed: of its latest run
        std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t> numbers_;

        std::uint32_t& follower(std::uint32_t before, std::uint32_t testbed) {
            return before == unused ? first_[testbed] : series[before].following;
        }
        std::uint32_t looked_up(std::uint32_t benchmark, std::uint32_t measure, std::uint32_t testbed) {
            const auto next = static_cast<std::uint32_t>(series.size());
            const auto [at, first] = numbers_.emplace(std::tuple{benchmark, measure, testbed}, next);
            if (first) series.push_back({benchmark, measure, testbed});
            return at->second;
        }
    };
    std::vector<Counted> counted_;           // by series of the history
    std::vector<std::uint32_t> renumbered_;  // as they were met -> of the history

    void count_series() {
        for (const Block& block : blocks_) {
            series_of_row_.emplace_back(block.points.size(), unused);
            firsts_.push_back(first_rows(block));
        }
        SeriesFinder find{history_.testbeds.size()};
        for (std::uint32_t run = 0; run < found_.size(); ++run) {
            const std::uint32_t testbed = history_.runs[run].testbed;
            std::uint32_t now = unused;
            for_each_row_of(run, [&](std::uint32_t b, std::uint32_t row) {
                const Points& points = blocks_[b].points;
                now = find(benchmarks_[b][points.benchmark[row]], measures_[b][points.measure[row]], testbed, now);
                series_of_row_[b][row] = now;
                ++find.series[now].rows;
                find.series[now].newest_run = run;
            });
        }
        order_series(find.series);
    }

    void order_series(const std::vector<Counted>& met) {
        std::vector<std::uint32_t> order(met.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::sort(order, {}, [&](std::uint32_t number) { return met[number].key(); });
        renumbered_.resize(met.size());
        for (const std::uint32_t number : order) {
            renumbered_[number] = static_cast<std::uint32_t>(counted_.size());
            counted_.push_back(met[number]);
        }
    }

    // Rows of a series by run: two of one run (a benchmark that stands twice in one file) stay in the file's order.
    void place_series() {
        std::size_t end = 0;
        for (const Counted& series : counted_) {
            history_.series.push_back({series.benchmark, series.measure, series.testbed, end, end + series.rows});
            end += series.rows;
        }
        history_.columns.run.resize(end);
        places_.resize(end);
        place_rows_of_runs();
    }

    void place_rows_of_runs() {
        std::vector<std::size_t> next;  // row, by series
        for (const model::Series& series : history_.series) next.push_back(series.first);
        for (std::uint32_t run = 0; run < found_.size(); ++run)
            for_each_row_of(run, [&](std::uint32_t b, std::uint32_t row) {
                std::uint32_t& series = series_of_row_[b][row];
                series = renumbered_[series];
                const std::size_t placed = next[series]++;
                places_[placed] = blocks_[b].points.places[row];
                history_.columns.run[placed] = run;
            });
    }

    // A column of the history, and where it is in a block.
    template <typename T>
    struct Column {
        std::vector<T> model::Columns::*of_history;
        ColumnView<T> ColumnViews::*of_block;
    };

    // Takes one column from all blocks; theirs is given back at once where nobody needs it any more, so that the
    // history and the blocks' rows do not both stand in memory.
    template <typename T>
    void place(const Column<T>& column, bool is_last) {
        std::vector<ColumnView<T>> from;  // by block
        for (const Block& block : blocks_) from.push_back(block.points.views().*column.of_block);
        const std::vector<std::uint32_t>& run_of_row = history_.columns.run;
        std::vector<T>& target = history_.columns.*column.of_history;
        target.resize(run_of_row.size());
        for (std::size_t row = 0; row < target.size(); ++row)
            target[row] = from[found_[run_of_row[row]].first][places_[row]];
        if (!is_last) return;
        for (Block& block : blocks_) std::vector<T>{}.swap(block.points.columns.*column.of_history);
    }

    // Those of all columns side by side, before any is filled: large pages may then reach from one into the next.
    void make_room() {
        const std::size_t rows = history_.columns.run.size();
        const auto make = [&](auto& column) {
            column.reserve(rows);
            system::prefer_large_pages(column.data(), rows * sizeof(column[0]));
        };
        std::apply([&](auto&... column) { (make(column), ...); }, cells(history_.columns));
    }

    void place_columns(bool is_last) {
        using model::Columns;
        using Views = ColumnViews;
        constexpr std::array<Column<double>, 9> numbers{{{&Columns::mean, &Views::mean},
                                                         {&Columns::stddev, &Views::stddev},
                                                         {&Columns::min, &Views::min},
                                                         {&Columns::q1, &Views::q1},
                                                         {&Columns::median, &Views::median},
                                                         {&Columns::q3, &Views::q3},
                                                         {&Columns::max, &Views::max},
                                                         {&Columns::whisker_low, &Views::whisker_low},
                                                         {&Columns::whisker_high, &Views::whisker_high}}};
        make_room();
        system::parallel_for(options_.jobs, numbers.size() + 1, [&](unsigned, std::size_t i) {
            if (i < numbers.size()) return place(numbers[i], is_last);
            place(Column<std::uint32_t>{&Columns::n, &Views::n}, is_last);
            place(Column<std::uint8_t>{&Columns::from_samples, &Views::from_samples}, is_last);
        });
        if (!is_last) return;
        for (Block& block : blocks_) block.points.packed.reset();
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

    using Row = std::pair<std::uint32_t, std::uint32_t>;  // a block, its row
    std::vector<std::vector<Row>> newest_rows_;           // by series: of its newest run

    // Most runs are the newest of no series, and are passed over.
    void find_newest_rows() {
        newest_rows_.resize(counted_.size());
        std::vector<bool> is_newest(found_.size());
        for (const Counted& series : counted_) is_newest[series.newest_run] = true;
        for (std::uint32_t run = 0; run < found_.size(); ++run) {
            if (!is_newest[run]) continue;
            for_each_row_of(run, [&](std::uint32_t b, std::uint32_t row) {
                const std::uint32_t number = series_of_row_[b][row];
                if (counted_[number].newest_run == run) newest_rows_[number].emplace_back(b, row);
            });
        }
    }

    std::string_view recorded_name(Row row) const {
        const Block& block = blocks_[row.first];
        return block.benchmarks[block.points.benchmark[row.second]];
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
        const auto at = std::ranges::lower_bound(counted_, key, {}, [](const Counted& series) {
            return std::tuple{series.benchmark, series.measure, series.testbed};
        });
        if (at == counted_.end() || std::tuple{at->benchmark, at->measure, at->testbed} != key || at->newest_run != run)
            return std::nullopt;
        return static_cast<std::uint32_t>(at - counted_.begin());
    }

    Place place_of(Row row) const {
        const Block& block = blocks_[row.first];
        return {row.first, block.runs[block.points.columns.run[row.second]].source};
    }

    void find_undefined(std::set<Place>& places) const {
        // By benchmark: the row whose definition counts, and what it says.
        std::vector<std::optional<std::pair<Said, Row>>> last(history_.benchmarks.size());
        for (std::size_t s = 0; s < counted_.size(); ++s)
            for (const Row& row : newest_rows_[s]) {
                const Said said{counted_[s].newest_run, recorded_name(row)};
                auto& so_far = last[counted_[s].benchmark];
                if (!so_far || so_far->first < said) so_far = {said, row};
            }
        for (std::size_t b = 0; b < last.size(); ++b)
            if (last[b] && (!descriptions_[b].definition || descriptions_[b].said != last[b]->first))
                places.insert(place_of(last[b]->second));
    }

    void find_unsampled(std::set<Place>& places) const {
        for (std::uint32_t s = 0; s < counted_.size(); ++s) {
            std::optional<Row> sampled;
            for (const Row& row : newest_rows_[s])
                if (blocks_[row.first].points.views().from_samples[blocks_[row.first].points.places[row.second]] != 0 &&
                    (!sampled || recorded_name(*sampled) < recorded_name(row)))
                    sampled = row;
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
    }
};

namespace {

// ---- files that are no runs

std::vector<model::Rejection> rejections_in(std::span<const Block> blocks) {
    std::vector<model::Rejection> all;
    for (const Block& block : blocks)
        for (const RecordedRejection& each : block.rejections)
            if (block.sources[each.source].alive) all.push_back(each.rejection);
    std::ranges::sort(all, {}, [](const model::Rejection& rejection) {
        return std::tie(rejection.file, rejection.reason, rejection.where, rejection.bytes);
    });
    return all;
}

std::vector<model::Failure> failures_in(std::span<const Block> blocks) {
    std::vector<model::Failure> all;
    for (const Block& block : blocks)
        for (const RecordedFailure& each : block.failures)
            if (block.sources[each.source].alive) all.push_back(each.failure);
    std::ranges::sort(all, {}, [](const model::Failure& failure) { return std::tie(failure.time, failure.file); });
    return all;
}

}  // namespace

Merge::Merge(std::span<Block> blocks, const Options& options)
    : blocks_(blocks),
      roll_(std::make_unique<Roll>(blocks, options)),
      trends_(std::make_unique<Arrangement>(blocks, *roll_, false, options)) {
    if (roll_->has_aside()) aside_ = std::make_unique<Arrangement>(blocks, *roll_, true, options);
}
Merge::~Merge() = default;
Merge::Merge(Merge&&) noexcept = default;

std::vector<Place> Merge::lacking() const {
    std::set<Place> places;
    trends_->add_lacking(places);
    if (aside_) aside_->add_lacking(places);
    return {places.begin(), places.end()};
}

model::History Merge::finish() {
    std::optional<model::History> aside;
    if (aside_) aside = aside_->finish(false);
    model::History trends = trends_->finish(true);
    for (Block& block : blocks_) block.samples = {};
    trends.rejections = rejections_in(blocks_);
    trends.failures = failures_in(blocks_);
    trends.duplicates = std::move(roll_->duplicates);
    if (aside) set_aside(trends, std::move(*aside));
    return trends;
}

const KindsFound& Merge::kinds() const {
    return roll_->kinds;
}

}  // namespace benchfolio::ingest
