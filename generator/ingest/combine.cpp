#include "ingest/combine.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>
#include <unordered_map>

#include "ingest/interpreter.hpp"
#include "ingest/newest.hpp"

namespace benchfolio::ingest {
namespace {

constexpr std::uint32_t left_out = std::numeric_limits<std::uint32_t>::max();
using Numbers = std::vector<std::uint32_t>;  // by a block's own number: that of the whole, or left_out

// The number that the next of `values` will have.
template <typename Values>
std::uint32_t next(const Values& values) {
    return static_cast<std::uint32_t>(values.size());
}

class Combination {
  public:
    explicit Combination(const Options& options) : interpreter_(options) {}

    void add(const Block& block) {
        add_sources(block);
        add_runs(block);
        add_rows(block);
        add_newest(block);
    }

    Block finish() {
        whole_.points.arrange(whole_.benchmarks.size());
        newest_.move_to(whole_);
        return std::move(whole_);
    }

  private:
    Interpreter interpreter_;
    Block whole_;
    Newest newest_;
    std::unordered_map<std::string, std::uint32_t> benchmark_numbers_;
    std::map<Comparable, std::uint32_t> testbeds_;
    Numbers testbeds_of_;                                    // by run of the whole
    std::vector<bool> seem_aside_;                           // likewise
    Numbers sources_, runs_, rows_, benchmarks_, measures_;  // of the block that is being added

    void add_sources(const Block& block) {
        sources_.clear();
        for (const Source& source : block.sources) {
            const bool kept = source.alive && !source.object.version.empty();
            sources_.push_back(kept ? next(whole_.sources) : left_out);
            if (kept) whole_.sources.push_back(source);
        }
        add_with_source(block.rejections, whole_.rejections);
        add_with_source(block.failures, whole_.failures);
    }

    template <typename T>
    void add_with_source(const std::vector<T>& from, std::vector<T>& to) {
        for (const T& each : from) {
            if (sources_[each.source] == left_out) continue;
            to.push_back(each);
            to.back().source = sources_[each.source];
        }
    }

    void add_runs(const Block& block) {
        runs_.clear();
        std::uint32_t number = next(whole_.runs);
        for (const RecordedRun& run : block.runs)
            runs_.push_back(sources_[run.source] == left_out ? left_out : number++);
        add_with_source(block.runs, whole_.runs);
        for (std::uint32_t run = next(testbeds_of_); run < next(whole_.runs); ++run) {
            Comparable of = comparable(interpreter_(whole_.runs[run]));
            seem_aside_.push_back(of.seems_aside);
            testbeds_of_.push_back(testbeds_.emplace(std::move(of), next(testbeds_)).first->second);
        }
    }

    // Names are added as rows use them, so that those of rows that are left out go.
    std::uint32_t benchmark(const Block& block, std::uint32_t number) {
        if (benchmarks_[number] != left_out) return benchmarks_[number];
        const auto [at, first] = benchmark_numbers_.emplace(block.benchmarks[number], next(whole_.benchmarks));
        if (first) whole_.benchmarks.push_back(at->first);
        return benchmarks_[number] = at->second;
    }

    std::uint32_t measure(const Block& block, std::uint32_t number) {
        if (measures_[number] != left_out) return measures_[number];
        const auto found = std::ranges::find(whole_.measures, block.measures[number]);
        measures_[number] = static_cast<std::uint32_t>(found - whole_.measures.begin());
        if (found == whole_.measures.end()) whole_.measures.push_back(block.measures[number]);
        return measures_[number];
    }

    void add_rows(const Block& block) {
        benchmarks_.assign(block.benchmarks.size(), left_out);
        measures_.assign(block.measures.size(), left_out);
        rows_.clear();
        const Points& from = block.points;
        Points& to = whole_.points;
        std::vector<std::uint32_t> kept;  // places
        for (std::size_t row = 0; row < from.size(); ++row) {
            const std::uint32_t run = runs_[from.columns.run[row]];
            rows_.push_back(run == left_out ? left_out : next(to.columns.run));
            if (run == left_out) continue;
            kept.push_back(from.places[row]);
            to.benchmark.push_back(benchmark(block, from.benchmark[row]));
            to.measure.push_back(measure(block, from.measure[row]));
            to.columns.run.push_back(run);
        }
        const auto copy = [&](const auto& source, auto& target) {
            for (const std::uint32_t place : kept) target.push_back(source[place]);
        };
        const ColumnViews views = from.views();
        std::apply(
            [&](const auto&... sources) {
                std::apply([&](auto&... targets) { (copy(sources, targets), ...); }, cells(to.columns));
            },
            cells(views));
    }

    void add_newest(const Block& block) {
        for (const RecordedDefinition& each : block.definitions)
            if (runs_[each.run] != left_out && benchmarks_[each.benchmark] != left_out)
                newest_.define(whole_, benchmarks_[each.benchmark], runs_[each.run], seem_aside_[runs_[each.run]],
                               each.definition);
        for (std::size_t i = 0; i < block.samples.size(); ++i) {
            const std::uint32_t row = rows_[block.samples.rows[i]];
            if (row == left_out) continue;
            newest_.sample(whole_, row, testbeds_of_[whole_.points.columns.run[row]], block.samples[i]);
        }
    }
};

}  // namespace

Block combined(std::span<const Block* const> blocks, const Options& options) {
    Combination combination{options};
    for (const Block* block : blocks) combination.add(*block);
    return combination.finish();
}

}  // namespace benchfolio::ingest
