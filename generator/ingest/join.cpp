#include "ingest/join.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "archive/object_store.hpp"
#include "formats/gzip.hpp"
#include "ingest/aside.hpp"
#include "ingest/ingest.hpp"
#include "ingest/testbeds.hpp"
#include "ingest/worker.hpp"
#include "model/digest.hpp"
#include "model/error.hpp"

namespace benchfolio::ingest {
namespace {

using model::Error;
using model::ExitCode;
using model::History;

constexpr std::size_t archive_side = 0, added_side = 1;

// Builds the history in the order in which its parts refer to each other.
class Join {
  public:
    Join(History archive, History added, const Options& options)
        : sides_{std::move(archive), std::move(added)}, options_(options) {
        place_runs();
        name_benchmarks();
        place_measures();
        place_series();
    }

    JoinedHistories finish() {
        describe_benchmarks();
        place_newest_samples();
        place_omissions();
        place_columns();
        move_together(&History::rejections, &model::Rejection::file);
        move_together(&History::duplicates, &model::Duplicate::file);
        std::ranges::move(sides_[added_side].failures, std::back_inserter(sides_[archive_side].failures));
        result_.failures = std::move(sides_[archive_side].failures);
        std::ranges::stable_sort(result_.failures, {},
                                 [](const model::Failure& failure) { return std::tie(failure.time, failure.file); });
        return {std::move(result_), std::move(runs_[added_side])};
    }

  private:
    // A row, a series or a benchmark of one of the two.
    struct Place {
        std::size_t side = 0, number = 0;
    };

    std::array<History, 2> sides_;
    const Options& options_;
    History result_;
    // By side, then by its own number: the number in the result.
    std::array<std::vector<std::uint32_t>, 2> runs_, benchmarks_, measures_;
    std::vector<bool> is_known_;  // by run of `added`: the archive has it
    std::vector<Place> rows_;     // by row of the result

    // ---- runs

    void place_runs() {
        find_known();
        std::vector<Place> order;
        for (std::size_t side : {archive_side, added_side}) {
            runs_[side].resize(sides_[side].runs.size());
            for (std::size_t run = 0; run < sides_[side].runs.size(); ++run)
                if (side == archive_side || !is_known_[run]) order.push_back({side, run});
        }
        std::ranges::stable_sort(order, {}, [&](Place place) {
            const model::Run& run = sides_[place.side].runs[place.number];
            return std::tie(run.time, run.id, run.file);
        });
        place_runs(order);
        for (std::size_t run = 0; run < is_known_.size(); ++run)
            if (is_known_[run]) runs_[added_side][run] = runs_[archive_side][runs_[added_side][run]];
    }

    // Of several runs of one file, which may have one id, the first equals the first. `runs_` has the archive's own
    // numbers until the result's are known.
    void find_known() {
        std::map<std::string_view, std::vector<std::uint32_t>> known;
        for (std::uint32_t run = 0; run < sides_[archive_side].runs.size(); ++run)
            known[sides_[archive_side].runs[run].id].push_back(run);
        std::map<std::string_view, std::size_t> met;
        for (const model::Run& run : sides_[added_side].runs) {
            const auto found = known.find(run.id);
            const std::size_t nth = met[run.id]++;
            is_known_.push_back(found != known.end() && nth < found->second.size());
            runs_[added_side].push_back(is_known_.back() ? found->second[nth] : 0);
            if (is_known_.back() && nth == 0) add_duplicate(run, sides_[archive_side].runs[found->second[0]]);
        }
    }

    // What equals the run equals the archive's.
    void add_duplicate(const model::Run& run, const model::Run& original) {
        if (run.file == original.file) return;
        auto& duplicates = sides_[added_side].duplicates;
        for (model::Duplicate& duplicate : duplicates)
            if (duplicate.of == run.file) duplicate.of = original.file;
        duplicates.push_back({run.file, original.file});
    }

    void place_runs(const std::vector<Place>& order) {
        std::vector<std::vector<model::Dimension>> dimensions;
        for (const auto& [side, run] : order) {
            runs_[side][run] = static_cast<std::uint32_t>(result_.runs.size());
            model::Run& moved = result_.runs.emplace_back(std::move(sides_[side].runs[run]));
            dimensions.push_back(sides_[side].testbeds[moved.testbed].dimensions);
        }
        assign_testbeds(result_, dimensions, options_);
    }

    bool is_kept(Place row) const {
        return row.side == archive_side || !is_known_[sides_[added_side].columns.run[row.number]];
    }

    std::uint32_t run_of(Place row) const { return runs_[row.side][sides_[row.side].columns.run[row.number]]; }

    // ---- names

    // The series with rows that are kept: what a known run alone has is no part of the result.
    std::vector<Place> kept_series() const {
        std::vector<Place> kept;
        for (std::size_t side : {archive_side, added_side})
            for (std::size_t s = 0; s < sides_[side].series.size(); ++s)
                if (has_kept(side, sides_[side].series[s])) kept.push_back({side, s});
        return kept;
    }

    bool has_kept(std::size_t side, const model::Series& series) const {
        for (std::size_t row = series.first; row < series.last; ++row)
            if (is_kept({side, row})) return true;
        return false;
    }

    const model::Series& at(Place series) const { return sides_[series.side].series[series.number]; }

    void name_benchmarks() {
        std::map<std::string, std::vector<Place>> places;
        for (const Place series : kept_series()) {
            const std::uint32_t benchmark = at(series).benchmark;
            places[sides_[series.side].benchmarks[benchmark].name].push_back({series.side, benchmark});
        }
        for (std::size_t side : {archive_side, added_side}) benchmarks_[side].resize(sides_[side].benchmarks.size());
        for (const auto& [name, all] : places) {
            for (const Place place : all)
                benchmarks_[place.side][place.number] = static_cast<std::uint32_t>(result_.benchmarks.size());
            result_.benchmarks.push_back(sides_[all.front().side].benchmarks[all.front().number]);
        }
    }

    void place_measures() {
        for (const Place series : kept_series()) {
            const model::Measure& measure = sides_[series.side].measures[at(series).measure];
            if (std::ranges::count(result_.measures, measure) == 0) result_.measures.push_back(measure);
        }
        std::ranges::sort(result_.measures, {}, [](const model::Measure& measure) {
            return std::tuple{measure.name != "time", measure.name, measure.unit, measure.direction};
        });
        for (std::size_t side : {archive_side, added_side})
            for (const model::Measure& measure : sides_[side].measures)
                measures_[side].push_back(static_cast<std::uint32_t>(std::ranges::find(result_.measures, measure) -
                                                                     result_.measures.begin()));
    }

    // ---- rows

    model::Series renumbered(Place place) const {
        const model::Series& series = at(place);
        return {benchmarks_[place.side][series.benchmark], measures_[place.side][series.measure],
                result_.runs[run_of({place.side, series.last - 1})].testbed, 0, 0};
    }

    void place_series() {
        std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::vector<Place>> parts;
        for (const Place place : kept_series()) {
            const model::Series series = renumbered(place);
            parts[{series.benchmark, series.measure, series.testbed}].push_back(place);
        }
        for (const auto& [key, places] : parts) {
            model::Series series = renumbered(places.front());
            series.first = rows_.size();
            for (const Place place : places) add_rows(place);
            std::ranges::stable_sort(rows_.begin() + static_cast<std::ptrdiff_t>(series.first), rows_.end(), {},
                                     [&](Place row) { return run_of(row); });
            series.last = rows_.size();
            result_.series.push_back(series);
        }
    }

    void add_rows(Place series) {
        for (std::size_t row = at(series).first; row < at(series).last; ++row)
            if (is_kept({series.side, row})) rows_.push_back({series.side, row});
    }

    // One column after the other, each given back at once, so that no more than one is there twice.
    template <typename T>
    void gather(std::vector<T> model::Columns::*column) {
        std::vector<T>& target = result_.columns.*column;
        target.reserve(rows_.size());
        for (const Place row : rows_) target.push_back((sides_[row.side].columns.*column)[row.number]);
        for (History& side : sides_) std::vector<T>{}.swap(side.columns.*column);
    }

    void place_columns() {
        using model::Columns;
        result_.columns.run.reserve(rows_.size());
        for (const Place row : rows_) result_.columns.run.push_back(run_of(row));
        gather(&Columns::n);
        gather(&Columns::from_samples);
        for (auto column : {&Columns::mean, &Columns::stddev, &Columns::min, &Columns::q1, &Columns::median,
                            &Columns::q3, &Columns::max, &Columns::whisker_low, &Columns::whisker_high})
            gather(column);
    }

    // ---- what the newest run says

    void describe_benchmarks() {
        std::vector<std::pair<std::uint32_t, Place>> newest(result_.benchmarks.size());  // run, benchmark of a side
        for (const model::Series& series : result_.series) {
            const Place row = rows_[series.last - 1];
            auto& so_far = newest[series.benchmark];
            if (so_far.first <= run_of(row)) so_far = {run_of(row), benchmark_of(row)};
        }
        for (std::size_t b = 0; b < newest.size(); ++b) describe(result_.benchmarks[b], newest[b].second);
    }

    Place benchmark_of(Place row) const {
        const auto& all = sides_[row.side].series;
        const auto series = std::ranges::upper_bound(all, row.number, {}, &model::Series::last);
        return {row.side, series->benchmark};
    }

    void describe(model::Benchmark& benchmark, Place newest) const {
        std::set<std::string> earlier;
        for (const History& side : sides_) {
            const auto found = std::ranges::lower_bound(side.benchmarks, benchmark.name, {}, &model::Benchmark::name);
            if (found != side.benchmarks.end() && found->name == benchmark.name)
                earlier.insert(found->earlier_names.begin(), found->earlier_names.end());
        }
        benchmark = sides_[newest.side].benchmarks[newest.number];
        benchmark.earlier_names.assign(earlier.begin(), earlier.end());
    }

    void place_newest_samples() {
        for (std::uint32_t s = 0; s < result_.series.size(); ++s) {
            const Place row = rows_[result_.series[s].last - 1];
            History& side = sides_[row.side];
            const auto own = std::ranges::upper_bound(side.series, row.number, {}, &model::Series::last);
            const auto number = static_cast<std::uint32_t>(own - side.series.begin());
            const auto kept = std::ranges::lower_bound(side.newest_samples, number, {}, &model::NewestSamples::series);
            if (kept != side.newest_samples.end() && kept->series == number)
                result_.newest_samples.push_back({s, std::move(kept->values)});
        }
    }

    // ---- what is not used

    void place_omissions() {
        for (std::size_t side : {archive_side, added_side})
            for (model::Omission& omission : sides_[side].omissions) {
                if (side == added_side && is_known_[omission.run]) continue;
                omission.run = runs_[side][omission.run];
                result_.omissions.push_back(std::move(omission));
            }
        std::ranges::stable_sort(result_.omissions, {}, &model::Omission::run);
    }

    template <typename T>
    void move_together(std::vector<T> History::*list, std::string T::*file) {
        for (History& side : sides_) std::ranges::move(side.*list, std::back_inserter(result_.*list));
        std::ranges::stable_sort(result_.*list, {}, file);
    }
};

// The given files as a store. Two of them may have one key: what tells them apart is the version.
class GivenFiles final : public archive::ObjectStore {
  public:
    explicit GivenFiles(std::span<const GivenFile> files) : files_(files) {}

    std::vector<archive::Object> list() const override {
        std::vector<archive::Object> objects;
        for (std::size_t i = 0; i < files_.size(); ++i)
            objects.push_back({files_[i].key, files_[i].bytes.size(), std::to_string(i)});
        std::ranges::stable_sort(objects, {}, &archive::Object::key);
        return objects;
    }
    bool get(archive::Object& object, std::string& buffer) const override {
        buffer = files_[std::stoul(object.version)].bytes;
        return true;
    }
    archive::Put put(const std::string&, std::string_view) const override {
        throw Error{ExitCode::storage, "storage", "given files are only read"};
    }
    std::string name() const override { return "given files"; }
    std::string identity() const override { return "given files"; }

  private:
    std::span<const GivenFile> files_;
};

// Several runs of one file have one digest, which is the end of their ids.
std::string digest_in_id(const GivenFile& file) {
    std::string inflated;
    const bool compressed = formats::is_gzip(file.bytes);
    if (compressed && formats::gunzip(file.bytes, inflated, formats::largest_file)) return {};
    return model::hex(model::sha256(compressed ? inflated : file.bytes), 8);
}

std::vector<std::uint32_t> runs_of(const GivenFile& file, const JoinedHistories& joined,
                                   const std::vector<std::string>& added_ids) {
    const std::string digest = "-" + digest_in_id(file);
    std::set<std::uint32_t> runs;
    for (std::size_t run = 0; run < added_ids.size(); ++run)
        if (added_ids[run].ends_with(digest)) runs.insert(joined.added_runs[run]);
    return {runs.begin(), runs.end()};
}

// What a person calls the file that was read as `key`, of those with that key the one of this size.
const std::string& called(std::span<const GivenFile> files, const std::string& key, std::uint64_t bytes) {
    const auto found = std::ranges::find_if(
        files, [&](const GivenFile& file) { return printable(file.key) == key && file.bytes.size() == bytes; });
    return found == files.end() ? key : found->file;
}

void require_results(const History& added, std::span<const GivenFile> files) {
    if (!added.rejections.empty()) {
        const model::Rejection& first = added.rejections.front();
        const std::string& file = called(files, first.file, first.bytes);
        throw Error{ExitCode::broken_files, std::string{name_of(first.kind)}, first.reason,
                    first.where.empty() ? file : fmt::format("{}: {}", file, first.where)};
    }
    if (!added.failures.empty())
        throw Error{ExitCode::broken_files, "foreign",
                    "this is the record of a failed night: there are no results in it",
                    called(files, added.failures.front().file, added.failures.front().bytes)};
}

// A site has the testbeds that it was built with, whatever the configuration says now.
Options as_built(const Options& options, const History& archive) {
    Options same = options;
    same.cache.clear();
    if (archive.testbeds.empty()) return same;
    same.dimensions.clear();
    for (const model::Dimension& dimension : archive.testbeds.front().dimensions)
        same.dimensions.push_back(dimension.name);
    return same;
}

}  // namespace

JoinedHistories joined(History archive, History added, const Options& options) {
    const auto first = std::move(archive.aside), second = std::move(added.aside);
    JoinedHistories both = Join{std::move(archive), std::move(added), options}.finish();
    if (first && second) {
        set_aside(both.history, Join{*first, *second, options}.finish().history);
    } else if (first || second) {
        set_aside(both.history, first ? *first : *second);
    }
    return both;
}

History together(History history, const Options& options) {
    const auto aside = std::move(history.aside);
    return aside ? Join{std::move(history), *aside, options}.finish().history : history;
}

Joined with_files(History archive, std::span<const GivenFile> files, const Options& options) {
    const Options same = as_built(options, archive);
    History added = together(ingest(GivenFiles{files}, same, {}).history, same);
    require_results(added, files);
    std::vector<std::string> ids;
    for (const model::Run& run : added.runs) ids.push_back(run.id);
    JoinedHistories both = joined(std::move(archive), std::move(added), options);
    Joined result;
    for (const GivenFile& file : files) result.runs_of_files.push_back(runs_of(file, both, ids));
    result.history = std::move(both.history);
    return result;
}

}  // namespace benchfolio::ingest
