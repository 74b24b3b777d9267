#include "exporter/continuity_tables.hpp"

#include "analysis/tagged_set.hpp"

namespace benchfolio::exporter {
namespace {

using analysis::Continuity;
using analysis::ContinuousMean;
using analysis::ContinuousSeries;

class ContinuityTables {
  public:
    ContinuityTables(const Content& content, const Numbering& numbers, Tables& to)
        : of_{content.report.continuity}, options_{content.options}, trends_{numbers.parts.front()}, to_{to} {}

    void write() {
        write_transitions();
        write_configurations();
        write_factors();
        write_over_benchmarks();
        write_series();
        write_points();
        write_means();
    }

  private:
    Value benchmark(std::uint32_t index) const { return of(std::int64_t{trends_.benchmarks[index]}); }
    Value measure(std::uint32_t index) const { return of(std::int64_t{trends_.measures[index]}); }
    Value run(std::uint32_t index) const { return of(std::int64_t{trends_.first_run} + index); }
    Value baseline(const analysis::Track& track) const { return track.baseline ? benchmark(*track.baseline) : Value{}; }
    static Value count(std::size_t number) { return of(static_cast<std::int64_t>(number)); }

    void write_transitions() {
        to_.table("transitions", [&] {
            for (std::size_t i = 0; i < options_.transitions.size(); ++i) {
                const analysis::Transition& one = options_.transitions[i];
                const std::string date = one.date ? model::iso8601(*one.date) : std::string{};
                // Nothing is known of an upgrade where there is no run at all.
                const std::string undefined = i < of_.undefined.size() ? of_.undefined[i] : std::string{};
                to_.row({count(i), of(one.reason), filled(date), filled(undefined)});
            }
        });
        to_.table("transition_patterns", [&] {
            for (std::size_t i = 0; i < options_.transitions.size(); ++i) {
                write_patterns(i, "from", options_.transitions[i].from);
                write_patterns(i, "to", options_.transitions[i].to);
            }
        });
    }

    void write_patterns(std::size_t transition, std::string_view side, const analysis::Configuration& patterns) {
        if (!patterns.testbed.empty()) to_.row({count(transition), of(side), of("testbed"), of(patterns.testbed)});
        for (const auto& [name, pattern] : patterns.recorded)
            to_.row({count(transition), of(side), of(name), of(pattern)});
    }

    void write_configurations() {
        to_.table("configurations", [&] {
            for (std::int64_t i = 0; const analysis::MeasuredConfiguration& one : of_.configurations)
                to_.row({of(i++), of(one.label), of(std::int64_t{trends_.testbeds[one.testbed]}), maybe(one.suite),
                         count(one.runs.size()), run(one.runs.front()), run(one.runs.back())});
        });
        to_.table("transition_links", [&] {
            for (std::int64_t i = 0; const analysis::Link& one : of_.links) {
                const std::string seam = model::iso8601(one.seam);
                to_.row({of(i++), count(one.transition), count(one.from), count(one.to), of(seam)});
            }
        });
    }

    void write_factors() {
        to_.table("factors", [&] {
            for (std::int64_t i = 0; const analysis::LinkFactor& one : of_.factors) write_factor(i++, one);
        });
        to_.table("factor_commits", [&] {
            for (std::size_t i = 0; i < of_.factors.size(); ++i)
                if (of_.factors[i].factor)
                    for (const analysis::SharedCommit& one : of_.factors[i].factor->commits)
                        to_.row({count(i), of(one.commit), real(one.before), real(one.after), count(one.runs_before),
                                 count(one.runs_after), count(one.beside)});
        });
    }

    void write_factor(std::int64_t number, const analysis::LinkFactor& one) {
        const auto& factor = one.factor;
        const auto interval = factor ? factor->interval() : std::nullopt;
        const auto& wanted = one.wanted;
        to_.row({of(number), count(one.link), benchmark(one.track.benchmark), measure(one.track.measure),
                 baseline(one.track), factor ? real(factor->value) : Value{}, low_of(interval), high_of(interval),
                 factor ? flag(factor->given) : Value{}, filled(one.refusal), wanted ? filled(wanted->commit) : Value{},
                 wanted ? flag(wanted->on_old) : Value{}, wanted ? flag(wanted->on_new) : Value{}});
    }

    void write_over_benchmarks() {
        to_.table("factor_spreads", [&] {
            for (const analysis::FactorSpread& one : of_.spreads)
                to_.row({count(one.link), measure(one.measure), flag(one.relative), count(one.factors),
                         count(one.refused), real(one.geometric_mean), real(one.low), real(one.median), real(one.high),
                         real(one.deviation)});
        });
        to_.table("without_baseline", [&] {
            for (const analysis::WithoutBaseline& one : of_.without_baseline)
                to_.row({benchmark(one.benchmark), measure(one.measure), of(one.baseline), count(one.results),
                         of(one.reason)});
        });
    }

    void write_series() {
        to_.table("continuous_series", [&] {
            for (std::int64_t i = 0; const ContinuousSeries& one : of_.series)
                to_.row({of(i++), benchmark(one.track.benchmark), measure(one.track.measure), baseline(one.track),
                         count(one.configuration), filled(one.ends)});
        });
        to_.table("continuous_parts", [&] {
            std::int64_t number = 0;
            for (std::size_t i = 0; i < of_.series.size(); ++i)
                for (const analysis::Part& part : of_.series[i].parts) {
                    const auto interval = part.factor.interval();
                    to_.row({of(number++), count(i), count(part.configuration), flag(part.rescaled),
                             real(part.factor.value), low_of(interval), high_of(interval), flag(part.factor.given)});
                }
        });
    }

    void write_points() {
        to_.table("continuous_points", [&] {
            std::size_t first_part = 0;
            for (const ContinuousSeries& series : of_.series) {
                for (const analysis::ContinuousPoint& point : series.points)
                    to_.row({count(first_part + point.part), run(point.run), real(point.raw), real(point.value)});
                first_part += series.parts.size();
            }
        });
        to_.table("continuous_unjoined", [&] {
            for (std::size_t i = 0; i < of_.series.size(); ++i)
                for (const analysis::Unjoined& one : of_.series[i].unjoined)
                    to_.row({count(i), count(one.configuration), count(one.results), of(one.reason)});
        });
    }

    void write_means() {
        to_.table("continuous_means", [&] {
            for (std::int64_t i = 0; const ContinuousMean& one : of_.means)
                to_.row({of(i++), of(one.set), measure(one.measure), flag(one.relative),
                         flag(analysis::is_weighted(options_, one.set)), count(one.configuration)});
        });
        to_.table("continuous_mean_members", [&] {
            for (std::size_t i = 0; i < of_.means.size(); ++i)
                for (const ContinuousMean::Member& member : of_.means[i].members)
                    to_.row({count(i), count(member.series), real(member.base)});
        });
        to_.table("continuous_mean_points", [&] {
            for (std::size_t i = 0; i < of_.means.size(); ++i)
                for (const ContinuousMean::Point& point : of_.means[i].points)
                    to_.row({count(i), run(point.run), count(point.configuration), flag(point.rescaled), count(point.n),
                             real(point.ratio)});
        });
    }

    const Continuity& of_;
    const analysis::Options& options_;
    const Part& trends_;
    Tables& to_;
};

}  // namespace

void write_continuity(const Content& content, const Numbering& numbers, Tables& to) {
    ContinuityTables{content, numbers, to}.write();
}

}  // namespace benchfolio::exporter
