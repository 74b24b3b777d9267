// Builds a small History by hand, keeping the invariants of model/history.hpp (order, contiguous series), so that a
// test says only what it is about.
//
//     HistoryBuilder archive;
//     const auto cpu = archive.testbed("EPYC 7763");
//     const auto nights = archive.nights(cpu, 3);
//     archive.measured("bench_a", nights, {1.0, 1.1, 0.9});
//     const model::History history = archive.build();
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "model/history.hpp"
#include "model/slug.hpp"

namespace benchfolio::support {

using Runs = std::vector<std::uint32_t>;

inline model::Summary only_median(double median) {
    model::Summary summary;
    summary.median = median;
    return summary;
}

class HistoryBuilder {
  public:
    // A CPU; an empty brand is one that was not recorded. Returns its index.
    std::uint32_t testbed(const std::string& brand) {
        model::Testbed testbed;
        testbed.label = brand.empty() ? "CPU not recorded" : brand;
        testbed.slug = model::slug(testbed.label);
        if (!brand.empty()) testbed.brand = brand;
        history_.testbeds.push_back(testbed);
        return static_cast<std::uint32_t>(history_.testbeds.size() - 1);
    }

    // A run on the given day after 2024-01-01, not before the run added last. Returns its index.
    std::uint32_t run(std::uint32_t testbed, int day, model::Suite suite = {}) {
        model::Run run;
        run.time = std::chrono::sys_days{std::chrono::January / 1 / 2024} + std::chrono::days{day};
        if (!history_.runs.empty() && run.time < history_.runs.back().time)
            throw std::logic_error{"runs are added in time order"};
        run.id = model::compact_stamp(run.time) + "-" + std::to_string(history_.runs.size());
        run.file = run.id + ".json";
        run.commit = model::Commit{std::to_string(1000000 + history_.runs.size()), {}, {}, false};
        run.testbed = testbed;
        run.suite = std::move(suite);
        history_.runs.push_back(run);
        return static_cast<std::uint32_t>(history_.runs.size() - 1);
    }

    // One run a night, the first on the night after the newest run so far.
    Runs nights(std::uint32_t testbed, std::size_t count, const model::Suite& suite = {}) {
        Runs runs;
        for (std::size_t i = 0; i < count; ++i) runs.push_back(run(testbed, next_day_++, suite));
        return runs;
    }
    void skip_nights(int count) { next_day_ += count; }

    // What a benchmark is beside its name; benchmarks need not be declared.
    void benchmark(model::Benchmark benchmark) { declared_[benchmark.name] = std::move(benchmark); }
    void parameters(const std::string& name, std::vector<model::Parameter> parameters) {
        declared_[name].parameters = std::move(parameters);
    }
    void measure(model::Measure measure) { measures_[measure.name] = std::move(measure); }

    void measured(const std::string& benchmark, std::uint32_t run, const model::Summary& summary,
                  const std::string& measure = "time") {
        cells_[{benchmark, measure, history_.runs.at(run).testbed}].emplace_back(run, summary);
    }
    // One median a run; NaN (model::absent) is a row without any estimate.
    void measured(const std::string& benchmark, const Runs& runs, const std::vector<double>& medians,
                  const std::string& measure = "time") {
        for (std::size_t i = 0; i < medians.size(); ++i)
            measured(benchmark, runs.at(i), only_median(medians[i]), measure);
    }
    // The samples of the newest run of a series.
    void samples(const std::string& benchmark, std::uint32_t testbed, std::vector<double> ascending) {
        samples_[{benchmark, "time", testbed}] = std::move(ascending);
    }

    model::History build() const {
        model::History history = history_;
        std::map<std::string, std::uint32_t> benchmarks, measures;
        add_names(history, benchmarks, measures);
        std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, Key> order;
        for (const auto& [key, rows] : cells_)
            order[{benchmarks[std::get<0>(key)], measures[std::get<1>(key)], std::get<2>(key)}] = key;
        for (const auto& [indices, key] : order) add_series(history, indices, key);
        for (const model::Run& run : history.runs) count(history.testbeds[run.testbed], run);
        return history;
    }

  private:
    using Key = std::tuple<std::string, std::string, std::uint32_t>;  // benchmark, measure, testbed

    static void count(model::Testbed& testbed, const model::Run& run) {
        if (testbed.runs++ == 0) testbed.first_seen = run.time;
        testbed.last_seen = run.time;
    }

    void add_names(model::History& history, std::map<std::string, std::uint32_t>& benchmarks,
                   std::map<std::string, std::uint32_t>& measures) const {
        for (const auto& [key, rows] : cells_) benchmarks[std::get<0>(key)], measures[std::get<1>(key)];
        for (auto& [name, index] : benchmarks) {
            index = static_cast<std::uint32_t>(history.benchmarks.size());
            const auto declared = declared_.find(name);
            model::Benchmark& benchmark =
                history.benchmarks.emplace_back(declared == declared_.end() ? model::Benchmark{} : declared->second);
            benchmark.name = name;
            benchmark.slug = model::slug(name);
        }
        add_measures(history, measures);
    }

    // "time" first, then by name.
    void add_measures(model::History& history, std::map<std::string, std::uint32_t>& measures) const {
        std::vector<std::string> names;
        for (const auto& [name, index] : measures) names.push_back(name);
        std::ranges::stable_partition(names, [](const std::string& name) { return name == "time"; });
        for (const std::string& name : names) {
            measures[name] = static_cast<std::uint32_t>(history.measures.size());
            const auto declared = measures_.find(name);
            history.measures.push_back(declared == measures_.end() ? model::Measure{name, name == "time" ? "s" : "B"}
                                                                   : declared->second);
        }
    }

    void add_series(model::History& history, const std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>& indices,
                    const Key& key) const {
        auto rows = cells_.at(key);
        std::ranges::stable_sort(rows, {}, [](const auto& row) { return row.first; });
        model::Series series{std::get<0>(indices), std::get<1>(indices), std::get<2>(indices), history.columns.size(),
                             0};
        for (const auto& [run, summary] : rows) history.columns.append(run, summary);
        series.last = history.columns.size();
        if (const auto kept = samples_.find(key); kept != samples_.end())
            history.newest_samples.push_back({static_cast<std::uint32_t>(history.series.size()), kept->second});
        history.series.push_back(series);
    }

    model::History history_;  // runs and testbeds
    std::map<std::string, model::Benchmark> declared_;
    std::map<std::string, model::Measure> measures_;
    std::map<Key, std::vector<std::pair<std::uint32_t, model::Summary>>> cells_;
    std::map<Key, std::vector<double>> samples_;
    int next_day_ = 0;
};

}  // namespace benchfolio::support
