#include "exporter/release_tables.hpp"

#include <map>
#include <tuple>

namespace benchfolio::exporter {
namespace {

using analysis::ReleasePair;
using analysis::ReleaseTable;

// Releases are told by names, since their runs are of both parts of the history: what is numbered how.
struct Names {
    std::map<std::string_view, std::int64_t> benchmarks, runs;
    std::map<std::tuple<std::string_view, std::string_view, model::Direction>, std::int64_t> measures;
    std::map<std::int64_t, std::int64_t> testbed_of_run;

    explicit Names(const Numbering& numbers) {
        for (std::int64_t i = 0; const model::Benchmark* one : numbers.benchmarks) benchmarks.emplace(one->name, i++);
        for (std::int64_t i = 0; const model::Measure* one : numbers.measures)
            measures.emplace(std::tuple{std::string_view{one->name}, std::string_view{one->unit}, one->direction}, i++);
        for (const Part& part : numbers.parts)
            for (std::int64_t i = part.first_run; const model::Run& run : part.history->runs) {
                runs.emplace(run.id, i);
                testbed_of_run.emplace(i++, part.testbeds[run.testbed]);
            }
    }
};

class ReleaseTables {
  public:
    ReleaseTables(const analysis::Releases& releases, const Numbering& numbers, Tables& to)
        : of_{releases}, names_{numbers}, to_{to} {}

    void write() {
        to_.table("releases", [&] {
            for (std::int64_t i = 0; const analysis::Release& one : of_.releases)
                to_.row({of(i++), of(one.name), filled(one.commit)});
        });
        write_tables();
        write_rows();
        write_pairs();
        write_means();
    }

  private:
    Value measure(std::uint32_t index) const {
        const model::Measure& one = of_.measures[index];
        return of(names_.measures.at({one.name, one.unit, one.direction}));
    }
    static Value release(const ReleaseTable& table, std::uint32_t result) {
        return of(std::int64_t{table.results[result].release});
    }
    std::int64_t testbed_of(const ReleaseTable& table) const {
        return names_.testbed_of_run.at(names_.runs.at(table.results.front().runs.front()));
    }

    template <typename Visit>
    void for_tables(Visit visit) {
        for (std::int64_t i = 0; const ReleaseTable& table : of_.tables) visit(i++, table);
    }

    void write_tables() {
        to_.table("release_tables", [&] {
            for_tables([&](std::int64_t number, const ReleaseTable& table) {
                to_.row({of(number), of(testbed_of(table)), maybe(table.suite)});
            });
        });
        to_.table("release_runs", [&] {
            for_tables([&](std::int64_t number, const ReleaseTable& table) {
                for (const analysis::ReleaseResults& result : table.results)
                    for (const std::string& id : result.runs)
                        to_.row({of(number), of(std::int64_t{result.release}), of(names_.runs.at(id))});
            });
        });
    }

    void write_rows() {
        to_.table("release_rows", [&] {
            std::int64_t row = 0;
            for_tables([&](std::int64_t number, const ReleaseTable& table) {
                for (const analysis::ReleaseRow& one : table.rows)
                    to_.row({of(row++), of(number), of(names_.benchmarks.at(one.benchmark)), measure(one.measure),
                             real(one.noise), real(one.degrees)});
            });
        });
        to_.table("release_values", [&] {
            std::int64_t row = 0;
            for_tables([&](std::int64_t, const ReleaseTable& table) {
                for (std::size_t i = 0; i < table.rows.size(); ++i) write_values(row++, table, i);
            });
        });
    }

    void write_values(std::int64_t row, const ReleaseTable& table, std::size_t index) {
        for (const analysis::ReleaseResults& result : table.results)
            for (std::int64_t position = 0; const double value : result.values[index])
                to_.row({of(row), of(std::int64_t{result.release}), of(position++), real(value)});
    }

    void write_pairs() {
        to_.table("release_pairs", [&] {
            std::int64_t number = 0;
            for_tables([&](std::int64_t table_number, const ReleaseTable& table) {
                for (const ReleasePair& pair : table.pairs)
                    to_.row({of(number++), of(table_number), release(table, pair.before), release(table, pair.after),
                             of(std::int64_t{pair.missing}), of(std::int64_t{pair.added}),
                             of(std::int64_t{pair.no_value})});
            });
        });
    }

    // `visit(pair, number, mean)`, both numbered over all tables.
    template <typename Visit>
    void for_means(Visit visit) {
        std::int64_t pair_number = 0, number = 0;
        for (const ReleaseTable& table : of_.tables)
            for (const ReleasePair& pair : table.pairs) {
                for (const analysis::ComparedAggregate& mean : pair.means) visit(pair_number, number++, mean);
                ++pair_number;
            }
    }

    void write_means() {
        to_.table("release_means", [&] {
            for_means([&](std::int64_t pair, std::int64_t number, const analysis::ComparedAggregate& mean) {
                write_mean(pair, number, mean);
            });
        });
        to_.table("release_at_least", [&] {
            for_means([&](std::int64_t, std::int64_t number, const analysis::ComparedAggregate& mean) {
                if (!mean.test) return;
                for (const analysis::AtLeast& one : mean.test->at_least)
                    to_.row({of(number), real(one.confidence), real(one.factor)});
            });
        });
    }

    void write_mean(std::int64_t pair, std::int64_t number, const analysis::ComparedAggregate& mean) {
        const auto& test = mean.test;
        const auto& range = mean.range;
        to_.row({of(number), of(pair), of(mean.set), measure(mean.measure), flag(mean.weighted), ratio_of(mean),
                 low_of(mean.interval), high_of(mean.interval), of(std::int64_t{mean.n}), maybe(mean.undefined),
                 test ? of(test->better ? "better" : "worse") : Value{}, test ? real(test->confidence) : Value{},
                 test ? of(std::int64_t{test->ties}) : Value{}, test ? of(std::int64_t{test->untested}) : Value{},
                 range ? real(range->low) : Value{}, range ? real(range->high) : Value{},
                 range ? real(range->min) : Value{}, range ? real(range->max) : Value{}});
    }

    const analysis::Releases& of_;
    const Names names_;
    Tables& to_;
};

}  // namespace

void write_releases(const analysis::Releases& releases, const Numbering& numbers, Tables& to) {
    ReleaseTables{releases, numbers, to}.write();
}

}  // namespace benchfolio::exporter
