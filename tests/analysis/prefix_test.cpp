// History is not rewritten: what an archive says of its past, every later state of it says too.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::ChangeState;

namespace {

constexpr std::size_t nights = 160, benchmarks = 10;

// What happens to a benchmark: a step on all CPUs, one on a single CPU, two modes, a drift, or nothing.
double level(std::size_t benchmark, std::size_t cpu, std::size_t night, support::Noise& noise) {
    double result = 1;
    if (benchmark % 5 == 0 && night >= 40) result *= 1.15;
    if (benchmark % 5 == 0 && night >= 110) result *= 0.9;
    if (benchmark % 5 == 1 && cpu == 0 && night >= 70) result *= 1.3;
    if (benchmark % 5 == 2 && noise.uniform() < 0.4) result *= 1.6;
    if (benchmark % 5 == 3) result *= 1 + 0.3 * static_cast<double>(night) / nights;
    return result;
}

struct Night {
    std::size_t cpu = 0;
    double host = 1;
};

// Three CPUs of unequal noise, the last of them rare; busy hosts, outliers, missing results.
model::History hard_archive(std::uint64_t seed) {
    support::Noise noise{seed};
    support::HistoryBuilder archive;
    const std::vector<double> deviation{0.01, 0.05, 0.012};
    std::vector<std::uint32_t> cpus;
    for (const auto* name : {"steady", "noisy", "rare"}) cpus.push_back(archive.testbed(name));
    for (std::size_t n = 0; n < nights; ++n) {
        const double u = noise.uniform();
        const Night night{u < 0.55 ? 0U : u < 0.93 ? 1U : 2U, noise.uniform() < 0.02 ? 1.5 : 1};
        const auto run = archive.run(cpus[night.cpu], static_cast<int>(n));
        for (std::size_t b = 0; b < benchmarks; ++b) {
            double value = level(b, night.cpu, n, noise) * night.host * std::exp(deviation[night.cpu] * noise.normal());
            if (noise.uniform() < 0.005) value *= 3;
            if (noise.uniform() > 0.02) archive.measured("b" + std::to_string(b), run, support::only_median(value));
        }
    }
    return archive.build();
}

// The archive as it was after so many runs, or without one of them.
template <typename Keep>
model::History part(const model::History& whole, std::size_t runs, Keep keep) {
    model::History history = whole;
    history.runs.resize(runs);
    history.columns = {};
    history.series.clear();
    for (const model::Series& series : whole.series) {
        model::Series kept = series;
        kept.first = history.columns.size();
        for (std::size_t row = series.first; row < series.last; ++row)
            if (whole.columns.run[row] < runs && keep(whole.columns.run[row]))
                history.columns.append(whole.columns.run[row], support::only_median(whole.columns.median[row]));
        kept.last = history.columns.size();
        if (kept.size() > 0) history.series.push_back(kept);
    }
    return history;
}

model::History prefix(const model::History& whole, std::size_t runs) {
    return part(whole, runs, [](std::uint32_t) { return true; });
}

struct Said {
    std::uint32_t last_run_before = 0, first_run_after = 0, confirmed_by = 0;
    bool retracted = false;
};

// What is confirmed, or was, by id.
std::map<std::string, Said> said_of(const model::History& history) {
    std::map<std::string, Said> result;
    for (const analysis::Change& change : analysis::analyse(history, {}).changes)
        if (change.state != ChangeState::watching)
            result[change.id] = {change.last_run_before, change.first_run_after, change.confirmed_by.value(),
                                 change.state == ChangeState::retracted};
    return result;
}

}  // namespace

TEST_CASE("every state of an archive keeps what the ones before it said") {
    for (const std::uint64_t seed : {1U, 2U}) {
        const model::History whole = hard_archive(seed);
        std::map<std::string, Said> before;
        for (std::size_t runs = 1; runs <= whole.runs.size(); ++runs) {
            const auto now = said_of(prefix(whole, runs));
            for (const auto& [id, old] : before) {
                INFO("seed " << seed << ", " << runs << " runs, change " << id);
                const auto found = now.find(id);
                REQUIRE(found != now.end());
                CHECK(found->second.last_run_before == old.last_run_before);
                CHECK(found->second.first_run_after == old.first_run_after);
                CHECK(found->second.confirmed_by == old.confirmed_by);
                CHECK((found->second.retracted || !old.retracted));
            }
            before = now;
        }
        CHECK(std::ranges::count(before, false, [](const auto& entry) { return entry.second.retracted; }) >= 6);
    }
}

TEST_CASE("a missing night moves no change that was confirmed before it") {
    const model::History whole = hard_archive(4);
    const auto all = said_of(whole);
    const std::uint32_t missing = 75;  // between the planted steps
    const auto without = said_of(part(whole, whole.runs.size(), [&](std::uint32_t run) { return run != missing; }));
    std::size_t planted = 0;
    for (const auto& [id, change] : all) {
        if (change.confirmed_by >= missing) continue;
        ++planted;
        CHECK(without.contains(id));
    }
    CHECK(planted >= 2);
}
