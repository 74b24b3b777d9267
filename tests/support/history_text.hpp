// Everything a history holds, as text: equal texts are equal histories, to the last bit of each number.
#pragma once

#include <fmt/format.h>

#include <bit>
#include <optional>
#include <string>

#include "model/history.hpp"

namespace benchfolio::support {

class HistoryText {
  public:
    std::string of(const model::History& history, std::string before = {}) {
        text_ = std::move(before);
        for (const model::Run& run : history.runs) add(run);
        for (const model::Testbed& testbed : history.testbeds) add(testbed);
        for (const model::Benchmark& benchmark : history.benchmarks) add(benchmark);
        for (const auto& each : history.measures) line("measure", each.name, each.unit, name_of(each.direction));
        for (const auto& each : history.series)
            line("series", each.benchmark, each.measure, each.testbed, each.first, each.last);
        add(history.columns);
        for (const auto& each : history.newest_samples) {
            line("samples", each.series);
            for (const double value : each.values) line(bits(value));
        }
        add_the_unused(history);
        if (history.aside) {
            line("aside");
            text_ = of(*history.aside, std::move(text_));
        }
        return std::move(text_);
    }

  private:
    std::string text_;

    template <typename... Parts>
    void line(const Parts&... parts) {
        ((text_ += fmt::format("{}|", parts)), ...);
        text_ += '\n';
    }

    static std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

    template <typename T>
    static std::string maybe(const std::optional<T>& value) {
        return value ? fmt::format("={}", *value) : "-";
    }

    static std::string text_of(const model::Commit& commit) {
        return fmt::format("{} {} {} {} {} {}", commit.id, maybe(commit.branch),
                           commit.time ? model::iso8601(*commit.time) : "-", commit.dirty, maybe(commit.merge_base),
                           maybe(commit.fork));
    }

    void add(const model::Run& run) {
        line("run", run.id, run.time.time_since_epoch().count(), run.file, run.bytes, run.format,
             run.commit ? text_of(*run.commit) : "-", maybe(run.suite), run.testbed, name_of(run.purpose.kind),
             run.purpose.ref, run.purpose.owner);
        const model::Machine& machine = run.machine;
        line(maybe(machine.cpu_brand), maybe(machine.host), maybe(machine.architecture), maybe(machine.system),
             maybe(machine.release), maybe(machine.cores), maybe(machine.memory_bytes));
        for (const auto& [name, value] : machine.details) line("detail", name, value);
        for (const auto& [name, value] : run.environment) line("environment", name, value);
    }

    void add(const model::Testbed& testbed) {
        line("testbed", testbed.slug, testbed.label, maybe(testbed.brand), testbed.hidden, maybe(testbed.colour),
             testbed.runs, testbed.first_seen.time_since_epoch().count(), testbed.last_seen.time_since_epoch().count());
        for (const auto& each : testbed.dimensions) line("dimension", each.name, each.value);
    }

    void add(const model::Benchmark& benchmark) {
        line("benchmark", benchmark.name, benchmark.slug, maybe(benchmark.group));
        for (const auto& each : benchmark.parameters)
            line("parameter", each.name, each.value.index(), model::text_of(each.value));
        for (const auto& each : benchmark.tags) line("tag", each);
        for (const auto& each : benchmark.earlier_names) line("earlier", each);
    }

    void add(const model::Columns& columns) {
        for (std::size_t i = 0; i < columns.size(); ++i)
            line("row", columns.run[i], columns.n[i], columns.from_samples[i], bits(columns.mean[i]),
                 bits(columns.stddev[i]), bits(columns.min[i]), bits(columns.q1[i]), bits(columns.median[i]),
                 bits(columns.q3[i]), bits(columns.max[i]), bits(columns.whisker_low[i]),
                 bits(columns.whisker_high[i]));
    }

    void add_the_unused(const model::History& history) {
        for (const auto& each : history.rejections)
            line("rejection", each.file, name_of(each.kind), each.reason, each.where, each.bytes);
        for (const auto& each : history.duplicates) line("duplicate", each.file, each.of);
        for (const auto& each : history.omissions) line("omission", each.run, each.benchmark, each.reason);
        for (const auto& each : history.failures)
            line("failure", each.time.time_since_epoch().count(), each.file, each.outcome, maybe(each.workflow),
                 maybe(each.url), maybe(each.commit), each.bytes);
    }
};

inline std::string text_of(const model::History& history) {
    return HistoryText{}.of(history);
}

}  // namespace benchfolio::support
