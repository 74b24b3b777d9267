// How often the gate fails without a change, and how often it misses one: over simulated archives of real size, whose
// noise is that of hosted runners. A host slows all benchmarks of a run alike, each varies by itself and from round to
// round, two results in a thousand are off by 1.6 to 6 times, eight runs in a thousand by 1.25 to 1.9 times as a whole.

#include <cmath>

#include "analysis/gate.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::Light;

namespace {

constexpr std::size_t benchmarks = 300, past_runs = 30;
constexpr double rate = 0.05;

struct Machine {
    double run_noise, round_noise;
    double outliers = 0.002, bad_runs = 0.008;
};
// Of the steady CPUs that labelled archives have: Xeon 8272CL, 8370C, 8171M.
constexpr Machine quiet{0.010, 0.025}, middling{0.012, 0.030}, unquiet{0.014, 0.035};

// Of the noisy ones: Xeon E5-2673 v4. Four times as many outliers, three times as many bad runs.
constexpr Machine noisy{0.055, 0.120, 0.008, 0.024};

class Laboratory {
  public:
    Laboratory(const Machine& machine, std::uint64_t seed) : machine_(machine), noise_(seed) {
        for (std::size_t b = 0; b < benchmarks; ++b)
            spread_.push_back((0.7 + 0.7 * noise_.uniform()) * (noise_.uniform() < 0.1 ? 1.6 : 1));
    }

    // One run: a factor for each benchmark.
    std::vector<double> run() {
        double host = 0.6 * machine_.run_noise * noise_.normal();
        if (noise_.uniform() < machine_.bad_runs) host += std::log(1.25 + 0.65 * noise_.uniform());
        std::vector<double> values;
        for (const double spread : spread_) {
            // A median of 24 rounds.
            const double own =
                spread * std::hypot(0.8 * machine_.run_noise, 0.26 * machine_.round_noise) * noise_.normal();
            values.push_back(std::exp(host + own));
            if (noise_.uniform() < machine_.outliers) values.back() *= 1.6 + 4.4 * noise_.uniform();
        }
        return values;
    }

    std::size_t any_benchmark() { return static_cast<std::size_t>(noise_.uniform() * benchmarks); }

  private:
    Machine machine_;
    support::Noise noise_;
    std::vector<double> spread_;
};

std::string name_of(std::size_t benchmark) {
    return "bench_" + std::to_string(1000 + benchmark);
}

// The last run is the new one.
analysis::GateReport judged(const std::vector<std::vector<double>>& runs) {
    support::HistoryBuilder archive;
    const auto cpu = archive.testbed("Xeon 8272CL");
    const auto nights = archive.nights(cpu, runs.size());
    for (std::size_t r = 0; r < runs.size(); ++r)
        for (std::size_t b = 0; b < benchmarks; ++b)
            archive.measured(name_of(b), nights[r], support::only_median(runs[r][b]));
    const model::History history = archive.build();
    analysis::Options options;
    options.gate.false_alarm_rate = rate;
    analysis::Report report;
    report.estimate = history.columns.median;
    return analysis::gate({history, options, report.estimate}, report,
                          {.head = {nights.back()}, .base = {}, .how = {}, .branch = {}});
}

struct Counts {
    int invocations = 0, failed = 0;
};

// `plant` changes the new run.
template <typename Plant>
Counts counted(const Machine& machine, int histories, Plant plant) {
    Counts counts;
    for (int h = 0; h < histories; ++h) {
        Laboratory laboratory{machine, static_cast<std::uint64_t>(1000 + h)};
        std::vector<std::vector<double>> runs;
        for (std::size_t r = 0; r <= past_runs; ++r) runs.push_back(laboratory.run());
        plant(laboratory, runs.back());
        ++counts.invocations;
        if (judged(runs).light() == Light::red) ++counts.failed;
    }
    return counts;
}

void slow_down(std::vector<double>& run, std::size_t first, std::size_t count) {
    for (std::size_t b = first; b < first + count; ++b) run[b % benchmarks] *= 1.1;
}

}  // namespace

TEST_CASE("gate: unchanged invocations of 300 benchmarks fail no more often than allowed") {
    Counts all;
    for (const Machine& machine : {quiet, unquiet, Machine{0.012, 0.030, 0, 0}}) {
        const Counts counts = counted(machine, 80, [](Laboratory&, std::vector<double>&) {});
        all.invocations += counts.invocations;
        all.failed += counts.failed;
    }
    INFO(all.failed << " of " << all.invocations << " failed");
    CHECK(all.failed <= rate * all.invocations);
}

TEST_CASE("gate: nor do those of a noisy CPU, where several results are off in every run") {
    const Counts counts = counted(noisy, 240, [](Laboratory&, std::vector<double>&) {});
    INFO(counts.failed << " of " << counts.invocations << " failed");
    CHECK(counts.failed <= rate * counts.invocations);
}

TEST_CASE("gate: a benchmark that is 10 % slower fails nine times in ten, whichever it is") {
    Counts all;
    for (const Machine& machine : {quiet, middling, unquiet}) {
        const Counts counts = counted(machine, 50, [](Laboratory& laboratory, std::vector<double>& run) {
            slow_down(run, laboratory.any_benchmark(), 1);
        });
        all.invocations += counts.invocations;
        all.failed += counts.failed;
    }
    INFO(all.failed << " of " << all.invocations << " failed");
    CHECK(all.failed >= 0.9 * all.invocations);
}

TEST_CASE("gate: so does a family, and the whole suite") {
    for (const std::size_t size : {std::size_t{9}, benchmarks}) {
        const Counts counts = counted(unquiet, 30, [&](Laboratory& laboratory, std::vector<double>& run) {
            slow_down(run, laboratory.any_benchmark(), size);
        });
        INFO(size << ": " << counts.failed << " of " << counts.invocations << " failed");
        CHECK(counts.failed >= 0.9 * counts.invocations);
    }
}
