#include "analysis/background.hpp"

#include "analysis/default_rule.hpp"
#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::PastSeries;

namespace {

// Benchmarks on levels of their own whose runs shift together; noise of 1 %.
std::vector<PastSeries> archive(std::size_t benchmarks, const std::vector<double>& shifts, double deviation = 0.01) {
    support::Noise noise{17};
    std::vector<PastSeries> all(benchmarks);
    for (std::uint32_t run = 0; run < shifts.size(); ++run)
        for (std::size_t b = 0; b < benchmarks; ++b) {
            all[b].run.push_back(run);
            all[b].value.push_back(static_cast<double>(b) + shifts[run] + deviation * noise.normal());
            all[b].level.push_back(0);
        }
    return all;
}

std::uint32_t count(const std::vector<double>& runs) {
    return static_cast<std::uint32_t>(runs.size());
}

}  // namespace

TEST_CASE("background: a shift of a run is no noise of its benchmarks") {
    std::vector<double> shifts(30, 0.0);
    shifts[12] = 0.4;
    const auto found = analysis::background(archive(40, shifts), count(shifts));
    REQUIRE(found.series.size() == 40);
    CHECK(found.series[7].centre == Approx(7).margin(0.01));
    CHECK(found.series[7].deviation == Approx(0.01).epsilon(0.3));
    CHECK(found.series[7].n == 30);
    CHECK(found.jumps.empty());
    REQUIRE(found.shift_jumps.size() == 1);
    CHECK(found.shift_jumps[0].size == Approx(0.4).margin(0.01));
    CHECK(found.shift.n == 29);
}

TEST_CASE("background: a single jump is neither level nor noise") {
    std::vector<PastSeries> series = archive(40, std::vector<double>(30, 0.0));
    series[3].value[4] += 1;
    const auto found = analysis::background(series, 30);
    REQUIRE(found.jumps.size() == 1);
    CHECK(found.jumps[0].size == Approx(1).margin(0.05));
    CHECK(found.results == 1200);
    CHECK(found.series[3].n == 29);
    CHECK(found.series[3].deviation < 0.02);
}

TEST_CASE("background: what jumps often is how a benchmark is") {
    std::vector<PastSeries> series = archive(40, std::vector<double>(30, 0.0));
    for (std::size_t run = 0; run < 30; run += 4) series[3].value[run] += 1;
    const auto found = analysis::background(series, 30);
    CHECK(found.jumps.empty());
    CHECK(found.series[3].deviation > 0.2);
}

TEST_CASE("background: noise is learnt on all levels, the centre from the last") {
    PastSeries series = archive(1, std::vector<double>(20, 0.0)).front();
    for (std::size_t run = 14; run < 20; ++run) {
        series.value[run] += 2;
        series.level[run] = 1;
    }
    const auto found = analysis::background(std::vector{series}, 20);
    CHECK(found.series[0].n == 6);
    CHECK(found.series[0].degrees == 18);
    CHECK(found.series[0].centre == Approx(2).margin(0.02));
    CHECK(found.series[0].deviation < 0.02);
    CHECK(found.shift.degrees == 0);  // one benchmark cannot tell a busy host
}

TEST_CASE("background: nothing, one value, and no noise at all") {
    CHECK(analysis::background({}, 0).series.empty());
    const auto one = analysis::background(std::vector{PastSeries{{0}, {5}, {0}}}, 1);
    CHECK(one.series[0].centre == 5);
    CHECK(one.series[0].degrees == 0);
    const auto steady = analysis::background(archive(12, std::vector<double>(8, 0.0), 0), 8);
    CHECK(steady.series[0].deviation == 0);
    CHECK(steady.jumps.empty());
}

TEST_CASE("background: how often something jumps about like this") {
    const std::vector<double> jumps{-1, 0.5, 1, 3};
    CHECK(analysis::jump_rate(jumps, 10, 1) == Approx(0.2));
    CHECK(analysis::jump_rate(jumps, 10, -1) == Approx(0.1));
    CHECK(analysis::jump_rate(jumps, 10, 0.1) == 0);
    CHECK(analysis::jump_rate({}, 0, 1) == 0);
}

TEST_CASE("default rule: the median of several runs varies less than one") {
    CHECK(analysis::variance_of_median(1) == 1);
    CHECK(analysis::variance_of_median(3) == Approx(0.449).epsilon(0.03));
    CHECK(analysis::variance_of_median(5) == Approx(0.287).epsilon(0.03));
}

TEST_CASE("default rule: a jump as the history has them is not sure; two runs of it are") {
    std::vector<PastSeries> past = archive(40, std::vector<double>(30, 0.0));
    for (std::size_t b = 0; b < 4; ++b) past[b].value[5 + b] += 1;
    const auto findings = [&](std::vector<double> of_one, std::size_t benchmark = 10) {
        std::vector<analysis::NewValues> values;
        for (std::size_t b = 0; b < 40; ++b) {
            values.push_back({std::vector<double>(of_one.size(), static_cast<double>(b)), {}});
            if (b == benchmark)
                for (std::size_t run = 0; run < of_one.size(); ++run) values.back().of_run[run] += of_one[run];
        }
        return analysis::DefaultRule{past, 30, values}.findings(true).at(benchmark);
    };
    CHECK(findings({1}).jump_p > 0.05);
    CHECK(findings({0.1}).jump_p == 0);
    CHECK(findings({0.1}).p_worse < 1e-6);
    CHECK(findings({1, 1}).jump_p < 0.01);
    CHECK(findings({-1}).p_better < 1e-6);
    CHECK_FALSE(findings({1}).usual);
    CHECK(findings({1}, 3).usual);
    CHECK_FALSE(findings({0.5}, 3).usual);
    CHECK_FALSE(findings({1, 1}, 3).usual);
}
