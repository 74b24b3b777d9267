#include "exporter/exporter.hpp"

#include <algorithm>
#include <vector>

#include "analysis/apply_triage.hpp"
#include "analysis/estimate.hpp"
#include "analysis/tagged_set.hpp"
#include "exporter/continuity_tables.hpp"
#include "exporter/effect_tables.hpp"
#include "exporter/numbering.hpp"
#include "exporter/release_tables.hpp"
#include "exporter/tables.hpp"

namespace benchfolio::exporter {
namespace {

std::string_view type_of(const model::ParameterValue& value) {
    constexpr std::string_view names[] = {"null", "boolean", "integer", "real", "text", "json"};
    return names[value.index()];
}

Value source_of(analysis::EstimateSource source) {
    switch (source) {
        case analysis::EstimateSource::median:
            return of("median");
        case analysis::EstimateSource::mean:
            return of("mean");
        case analysis::EstimateSource::min:
            return of("min");
        case analysis::EstimateSource::none:
            break;
    }
    return {};
}

// What the rows of a part are taken to be.
struct Judged {
    std::vector<double> estimate;
    std::vector<analysis::EstimateSource> source;
    std::vector<std::uint8_t> outlier;
};

class Export {
  public:
    Export(const Content& content, Writer& writer, const std::function<void()>& tick)
        : content_{content}, tables_{writer, tick}, numbers_{numbering_of(content.history)} {}

    void write() {
        write_about();
        write_testbeds();
        write_runs();
        write_benchmarks();
        write_measures();
        write_results();
        write_changes();
        write_aggregates();
        write_continuity(content_, numbers_, tables_);
        write_effects(content_, numbers_, tables_);
        write_releases(content_.report.releases, numbers_, tables_);
        write_unused();
        tables_.finish();
    }

  private:
    template <typename Rows>
    void table(std::string_view name, Rows rows) {
        tables_.table(name, rows);
    }
    void row(std::initializer_list<Value> values) { tables_.row(values); }

    static std::int64_t run_of(const Part& part, std::uint32_t run) { return std::int64_t{part.first_run} + run; }
    const Part& trends() const { return numbers_.parts.front(); }
    const model::History& history() const { return content_.history; }

    void write_about() {
        table("about", [&] {
            row({of("schema_version"), of(std::to_string(schema_version))});
            row({of("generator"), of(content_.generator)});
            const std::string newest =
                history().runs.empty() ? std::string{} : model::iso8601(history().runs.back().time);
            row({of("newest_run"), filled(newest)});
        });
    }

    void write_testbeds() {
        table("testbeds", [&] {
            for (std::int64_t i = 0; const model::Testbed* one : numbers_.testbeds)
                row({of(i++), of(one->slug), of(one->label), maybe(one->brand), flag(one->hidden)});
        });
        table("testbed_dimensions", [&] {
            for (std::int64_t i = 0; const model::Testbed* one : numbers_.testbeds) {
                for (const model::Dimension& dimension : one->dimensions)
                    row({of(i), of(dimension.name), of(dimension.value)});
                ++i;
            }
        });
    }

    void write_runs() {
        table("runs", [&] {
            for (const Part& part : numbers_.parts)
                for (std::uint32_t i = 0; i < part.history->runs.size(); ++i) write_run(part, i);
        });
        table("run_environment", [&] {
            for_runs([&](std::int64_t number, const model::Run& run) { named_values(number, run.environment); });
        });
        table("run_machine", [&] {
            for_runs([&](std::int64_t number, const model::Run& run) { named_values(number, run.machine.details); });
        });
    }

    template <typename Visit>
    void for_runs(Visit visit) {
        for (const Part& part : numbers_.parts)
            for (std::uint32_t i = 0; i < part.history->runs.size(); ++i) visit(run_of(part, i), part.history->runs[i]);
    }

    void named_values(std::int64_t run, const std::vector<std::pair<std::string, std::string>>& values) {
        for (const auto& [name, value] : values) row({of(run), of(name), of(value)});
    }

    void write_run(const Part& part, std::uint32_t index) {
        const model::Run& run = part.history->runs[index];
        const model::Machine& machine = run.machine;
        const model::Commit none, &commit = run.commit ? *run.commit : none;
        const std::string time = model::iso8601(run.time);
        const std::string committed = commit.time ? model::iso8601(*commit.time) : std::string{};
        row({of(run_of(part, index)),
             of(run.id),
             of(name_of(run.purpose.kind)),
             filled(run.purpose.ref),
             filled(run.purpose.owner),
             flag(part.in_trend),
             of(time),
             of(run.file),
             of(static_cast<std::int64_t>(run.bytes)),
             of(run.format),
             of(std::int64_t{part.testbeds[run.testbed]}),
             maybe(run.suite),
             filled(commit.id),
             maybe(commit.branch),
             filled(committed),
             run.commit ? flag(commit.dirty) : Value{},
             maybe(commit.merge_base),
             maybe(commit.fork),
             maybe(machine.cpu_brand),
             maybe(machine.host),
             maybe(machine.architecture),
             maybe(machine.system),
             maybe(machine.release),
             whole(machine.cores),
             whole(machine.memory_bytes)});
    }

    void write_benchmarks() {
        table("benchmarks", [&] {
            for (std::int64_t i = 0; const model::Benchmark* one : numbers_.benchmarks)
                row({of(i++), of(one->name), of(one->slug), maybe(one->group)});
        });
        table("benchmark_parameters", [&] {
            for (std::int64_t i = 0; const model::Benchmark* one : numbers_.benchmarks) {
                for (std::int64_t place = 0; const auto& [name, value] : one->parameters)
                    row({of(i), of(place++), of(name), of(type_of(value)), of(model::text_of(value))});
                ++i;
            }
        });
        texts_of_benchmarks("benchmark_tags", &model::Benchmark::tags);
        texts_of_benchmarks("benchmark_earlier_names", &model::Benchmark::earlier_names);
    }

    void texts_of_benchmarks(std::string_view name, std::vector<std::string> model::Benchmark::*texts) {
        table(name, [&] {
            for (std::int64_t i = 0; const model::Benchmark* one : numbers_.benchmarks) {
                for (const std::string& text : one->*texts) row({of(i), of(text)});
                ++i;
            }
        });
    }

    void write_measures() {
        table("measures", [&] {
            for (std::int64_t i = 0; const model::Measure* one : numbers_.measures)
                row({of(i++), of(one->name), of(one->unit), of(name_of(one->direction))});
        });
    }

    Judged judged(const Part& part) const {
        if (part.in_trend) return {content_.report.estimate, content_.report.estimate_source, content_.report.outlier};
        auto [values, sources] = analysis::estimates(part.history->columns, content_.options.estimate);
        return {std::move(values), std::move(sources),
                analysis::outliers(*part.history, content_.options.triage.outliers)};
    }

    void write_results() {
        table("results", [&] {
            for (const Part& part : numbers_.parts) {
                const Judged judgement = judged(part);
                for (const model::Series& series : part.history->series)
                    for (std::size_t i = series.first; i < series.last; ++i) write_result(part, series, i, judgement);
            }
        });
    }

    void write_result(const Part& part, const model::Series& series, std::size_t i, const Judged& judgement) {
        const model::Columns& all = part.history->columns;
        row({of(run_of(part, all.run[i])), of(std::int64_t{part.benchmarks[series.benchmark]}),
             of(std::int64_t{part.measures[series.measure]}), of(std::int64_t{all.n[i]}),
             flag(all.from_samples[i] != 0), real(all.mean[i]), real(all.stddev[i]), real(all.min[i]), real(all.q1[i]),
             real(all.median[i]), real(all.q3[i]), real(all.max[i]), real(all.whisker_low[i]),
             real(all.whisker_high[i]), real(judgement.estimate[i]), source_of(judgement.source[i]),
             flag(!judgement.outlier.empty() && judgement.outlier[i] != 0)});
    }

    void write_changes() {
        const std::vector<analysis::Change>& all = content_.report.changes;
        table("changes", [&] {
            for (std::size_t i = 0; i < all.size(); ++i) write_change(static_cast<std::int64_t>(i), all[i]);
        });
        table("change_suspects", [&] {
            for (std::size_t i = 0; i < all.size(); ++i)
                for (const analysis::Suspect& suspect : all[i].suspects)
                    row({of(static_cast<std::int64_t>(i)), of(suspect.name), of(suspect.before), of(suspect.after)});
        });
    }

    void write_change(std::int64_t number, const analysis::Change& change) {
        const model::Series& series = history().series[change.series];
        const Part& part = trends();
        const auto run = [&](std::uint32_t index) { return of(run_of(part, index)); };
        row({of(number),
             of(change.id),
             of(std::int64_t{part.benchmarks[series.benchmark]}),
             of(std::int64_t{part.measures[series.measure]}),
             of(std::int64_t{part.testbeds[series.testbed]}),
             of(analysis::name_of(change.state)),
             of(change.direction == analysis::Verdict::slower ? "worse" : "better"),
             real(change.before),
             real(change.after),
             real(change.ratio),
             low_of(change.interval),
             high_of(change.interval),
             run(change.last_run_before),
             run(change.first_run_after),
             of(std::int64_t{change.runs_before}),
             of(std::int64_t{change.runs_after}),
             whole(change.confirmed_by),
             whole(change.retracted_by),
             of(std::int64_t{change.agreement.agreeing}),
             of(std::int64_t{change.agreement.able}),
             of(std::int64_t{change.agreement.silent}),
             whole(change.commit_count),
             of(content_.report.change_groups.at(change.group).id)});
    }

    void write_aggregates() {
        table("aggregates", [&] {
            for (std::int64_t i = 0; const analysis::Aggregate& one : content_.report.aggregates)
                row({of(i++), of(one.set), of(std::int64_t{trends().measures[one.measure]}),
                     of(std::int64_t{trends().testbeds[one.testbed]}),
                     flag(analysis::is_weighted(content_.options, one.set)), maybe(one.undefined)});
        });
        table("aggregate_bases", [&] {
            for_bases([&](std::int64_t number, std::int64_t aggregate, const auto&, const auto& basis) {
                row({of(number), of(aggregate), maybe(basis.suite), of(basis.baseline), maybe(basis.undefined)});
            });
        });
        table("aggregate_members", [&] {
            for_bases([&](std::int64_t number, std::int64_t, const auto& aggregate, const auto& basis) {
                write_members(number, aggregate, basis.members, false);
                write_members(number, aggregate, basis.excluded, true);
            });
        });
        table("aggregate_points", [&] { write_points(); });
    }

    template <typename Visit>
    void for_bases(Visit visit) {
        std::int64_t number = 0, index = 0;
        for (const analysis::Aggregate& aggregate : content_.report.aggregates) {
            for (const analysis::AggregateBasis& basis : aggregate.bases) visit(number++, index, aggregate, basis);
            ++index;
        }
    }

    void write_members(std::int64_t basis, const analysis::Aggregate& aggregate,
                       const std::vector<std::uint32_t>& benchmarks, bool excluded) {
        const auto set = std::ranges::find(content_.options.sets, aggregate.set, &analysis::TaggedSet::name);
        for (const std::uint32_t benchmark : benchmarks) {
            const double weight =
                set == content_.options.sets.end() ? 1 : analysis::weight_of(history().benchmarks[benchmark], *set);
            row({of(basis), of(std::int64_t{trends().benchmarks[benchmark]}), real(weight), flag(excluded)});
        }
    }

    void write_points() {
        std::int64_t first_basis = 0;
        for (const analysis::Aggregate& aggregate : content_.report.aggregates) {
            for (const analysis::AggregatePoint& point : aggregate.points) {
                row({of(first_basis + point.basis), of(run_of(trends(), point.run)), real(point.ratio),
                     real(point.level), low_of(point.interval), high_of(point.interval), of(std::int64_t{point.n}),
                     flag(point.complete)});
            }
            first_basis += static_cast<std::int64_t>(aggregate.bases.size());
        }
    }

    void write_unused() {
        table("failures", [&] {
            for (const model::Failure& one : history().failures) {
                const std::string time = model::iso8601(one.time);
                row({of(time), of(one.file), of(one.outcome), maybe(one.workflow), maybe(one.url), maybe(one.commit),
                     of(static_cast<std::int64_t>(one.bytes))});
            }
        });
        table("rejections", [&] {
            for (const model::Rejection& one : history().rejections)
                row({of(one.file), of(name_of(one.kind)), of(one.reason), of(one.where),
                     of(static_cast<std::int64_t>(one.bytes))});
        });
        table("duplicates", [&] {
            for (const model::Duplicate& one : history().duplicates) row({of(one.file), of(one.of)});
        });
        table("omissions", [&] {
            for (const Part& part : numbers_.parts)
                for (const model::Omission& one : part.history->omissions)
                    row({of(run_of(part, one.run)), of(one.benchmark), of(one.reason)});
        });
    }

    const Content& content_;
    Tables tables_;
    Numbering numbers_;
};

}  // namespace

void write(const Content& content, Writer& writer, const std::function<void()>& tick) {
    Export{content, writer, tick}.write();
}

}  // namespace benchfolio::exporter
