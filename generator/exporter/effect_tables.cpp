#include "exporter/effect_tables.hpp"

#include <vector>

#include "analysis/effects.hpp"

namespace benchfolio::exporter {
namespace {

using analysis::EffectPair;

class EffectTables {
  public:
    EffectTables(const Content& content, const Numbering& numbers, Tables& to)
        : effects_{content.options.effects},
          reports_{analysis::effects({content.history, content.options, content.report.estimate}, content.report)},
          trends_{numbers.parts.front()},
          to_{to} {}

    void write() {
        write_declared();
        write_runs();
        to_.table("effect_rows", [&] {
            for_pairs([&](std::int64_t, std::int64_t number, const EffectPair& pair) { write_rows(number, pair); });
        });
        to_.table("effect_means", [&] {
            for_pairs([&](std::int64_t, std::int64_t number, const EffectPair& pair) { write_means(number, pair); });
        });
        to_.table("effect_points", [&] {
            for_pairs([&](std::int64_t, std::int64_t number, const EffectPair& pair) { write_points(number, pair); });
        });
        write_exclusions();
    }

  private:
    Value benchmark(std::uint32_t index) const { return of(std::int64_t{trends_.benchmarks[index]}); }
    Value measure(std::uint32_t index) const { return of(std::int64_t{trends_.measures[index]}); }
    Value testbed(std::uint32_t index) const { return of(std::int64_t{trends_.testbeds[index]}); }
    Value run(std::uint32_t index) const { return of(std::int64_t{trends_.first_run} + index); }

    // `visit(effect, number, pair)`, the pairs of all effects being numbered as one.
    template <typename Visit>
    void for_pairs(Visit visit) {
        std::int64_t effect = 0, number = 0;
        for (const analysis::EffectReport& report : reports_) {
            for (const EffectPair& pair : report.pairs) visit(effect, number++, pair);
            ++effect;
        }
    }

    void write_declared() {
        to_.table("effects", [&] {
            for (std::int64_t i = 0; const analysis::Effect& one : effects_)
                to_.row({of(i++), of(one.name), of(one.dimension), filled(one.off), filled(one.on)});
        });
        to_.table("effect_pairs", [&] {
            for_pairs([&](std::int64_t effect, std::int64_t number, const EffectPair& pair) {
                to_.row({of(number), of(effect), testbed(pair.testbed_off), testbed(pair.testbed_on),
                         of(std::int64_t{pair.commits})});
            });
        });
    }

    void write_runs() {
        to_.table("effect_pair_runs", [&] {
            for_pairs([&](std::int64_t, std::int64_t number, const EffectPair& pair) {
                if (!pair.latest) return;
                for (const std::uint32_t index : pair.latest->before.runs)
                    to_.row({of(number), run(index), flag(false)});
                for (const std::uint32_t index : pair.latest->after.runs) to_.row({of(number), run(index), flag(true)});
            });
        });
    }

    void write_rows(std::int64_t number, const EffectPair& pair) {
        if (!pair.latest) return;
        for (const analysis::ComparedBenchmark& row : pair.latest->rows)
            to_.row({of(number), benchmark(row.benchmark), measure(row.measure), real(row.before), real(row.after),
                     of(std::int64_t{row.runs_after}), real(row.ratio), low_of(row.interval), high_of(row.interval),
                     real(row.noise), real(row.p_noise), real(row.adjusted_p), of(name_of(row.verdict)),
                     real(row.visible), whole(row.more_runs)});
    }

    void write_means(std::int64_t number, const EffectPair& pair) {
        if (!pair.latest) return;
        for (const analysis::ComparedAggregate& mean : pair.latest->means)
            to_.row({of(number), of(mean.set), measure(mean.measure), flag(mean.weighted), ratio_of(mean),
                     low_of(mean.interval), high_of(mean.interval), of(std::int64_t{mean.n}), maybe(mean.undefined)});
    }

    void write_points(std::int64_t number, const EffectPair& pair) {
        for (const analysis::EffectTrend& trend : pair.trends)
            for (const analysis::EffectPoint& point : trend.points)
                to_.row({of(number), of(trend.set), measure(trend.measure), run(point.run_off), run(point.run_on),
                         real(point.ratio), real(point.level), low_of(point.interval), high_of(point.interval),
                         of(std::int64_t{point.n}), flag(point.complete)});
    }

    void write_exclusions() {
        to_.table("effect_exclusions", [&] {
            for_pairs([&](std::int64_t effect, std::int64_t number, const EffectPair& pair) {
                for (const analysis::EffectExclusion& one : pair.excluded)
                    to_.row({of(effect), of(number), of(one.what), of(one.why)});
            });
            for (std::int64_t effect = 0; const analysis::EffectReport& report : reports_) {
                for (const analysis::EffectExclusion& one : report.unpaired)
                    to_.row({of(effect), Value{}, of(one.what), of(one.why)});
                ++effect;
            }
        });
    }

    const std::vector<analysis::Effect>& effects_;
    const std::vector<analysis::EffectReport> reports_;
    const Part& trends_;
    Tables& to_;
};

}  // namespace

void write_effects(const Content& content, const Numbering& numbers, Tables& to) {
    EffectTables{content, numbers, to}.write();
}

}  // namespace benchfolio::exporter
