// plots PLOTS POINTS: how long it takes to draw so many trend plots, each of so many points on five CPUs with two
// levels each, from values to the text of the SVG, on one core.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "chart/trend.hpp"
#include "support/noise.hpp"
#include "svg/svg.hpp"

namespace {

using namespace benchfolio;

constexpr std::size_t cpus = 5;
constexpr double deviation = 0.02, step = 1.1;

std::vector<chart::TrendPoint> points_of(support::Noise& noise, std::size_t cpu, std::size_t count) {
    std::vector<double> values = noise.times(count, deviation);
    std::vector<chart::TrendPoint> points(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double value = values[i] * (2 * i < count ? 1 : step) * (1 + 0.1 * static_cast<double>(cpu));
        points[i].x = static_cast<double>(i * cpus + cpu);
        points[i].y = points[i].low = points[i].high = value;
    }
    return points;
}

chart::TrendSeries series(support::Noise& noise, std::size_t cpu, std::size_t count) {
    chart::TrendSeries result;
    result.label = "CPU " + std::to_string(cpu);
    result.identity = static_cast<chart::Identity>(1 + cpu);
    result.points = points_of(noise, cpu, count);
    const auto& points = result.points;
    const std::size_t middle = count / 2;
    for (const auto& [first, last] : {std::pair{std::size_t{0}, middle - 1}, std::pair{middle, count - 1}}) {
        chart::Level level;
        level.from = points[first].x;
        level.to = points[last].x;
        level.y = level.low = level.high = points[first].y;
        result.levels.push_back(level);
    }
    return result;
}

chart::Trend trend(support::Noise& noise, std::size_t points) {
    chart::Trend result;
    result.id = "plot";
    result.title = "bench_matmul[dense-128]";
    result.description = "Noise of a few percent, and a step.";
    result.scale_note = "median of a run";
    result.unit = "s";
    result.time = {0, static_cast<double>(points)};
    for (std::size_t cpu = 0; cpu < cpus; ++cpu) result.series.push_back(series(noise, cpu, points / cpus));
    return result;
}

// Of processor time, which other programs on the machine disturb less than the clock's.
double seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return std::fputs("usage: plots PLOTS POINTS\n", stderr), 2;
    const std::size_t plots = std::strtoul(argv[1], nullptr, 10), points = std::strtoul(argv[2], nullptr, 10);
    if (points < 2 * cpus) return std::fputs("plots: too few points for two levels on each CPU\n", stderr), 2;
    support::Noise noise(1);
    const std::vector<chart::Trend> different{trend(noise, points), trend(noise, points), trend(noise, points)};
    std::size_t bytes = 0;
    const double began = seconds();
    for (std::size_t i = 0; i < plots; ++i) bytes += svg::draw(chart::lay_out(different[i % different.size()])).size();
    std::printf("plots plots=%zu points=%zu bytes=%zu seconds=%.6f\n", plots, points, bytes, seconds() - began);
}
