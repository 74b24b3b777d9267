#include "analysis/effect_means.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

#include "stats/difference.hpp"
#include "stats/geometric_mean.hpp"
#include "stats/summary.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::size_t window = 5, fewest_in_window = 3, fewest_commits = 2;

// Of the exponential of their mean, by Student's t.
Interval interval_of(std::span<const double> logarithms, double centre) {
    const auto count = static_cast<double>(logarithms.size());
    const double error = *stats::standard_deviation(logarithms) / std::sqrt(count);
    const Interval interval = stats::Difference{centre, error, count - 1}.interval();
    return {std::exp(interval.low), std::exp(interval.high)};
}

void add_levels(std::span<EffectPoint> points) {
    std::vector<double> logarithms;
    for (const EffectPoint& point : points) logarithms.push_back(std::log(point.ratio));
    const std::size_t n = points.size(), width = std::min(window, n);
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t first = std::min(i - std::min(i, window / 2), n - width);
        const auto about = std::span<const double>{logarithms}.subspan(first, width);
        const double centre = *stats::mean(about);
        points[i].level = std::exp(centre);
        if (width >= fewest_in_window) points[i].interval = interval_of(about, centre);
    }
}

}  // namespace

void CommitMeans::add(std::size_t commit, double difference, double weight) {
    sum_[commit] += weight * difference;
    weight_[commit] += weight;
    ++n_[commit];
}

std::vector<EffectPoint> trend_points(const std::vector<CommitRuns>& commits, const CommitMeans& means) {
    std::map<model::Suite, std::vector<EffectPoint>> by_suite;
    for (std::size_t i = 0; i < commits.size(); ++i)
        if (means.n(i) > 0) {
            EffectPoint& point = by_suite[commits[i].suite].emplace_back();
            point.run_off = commits[i].off.front();
            point.run_on = commits[i].on.front();
            point.ratio = std::exp(means.mean(i));
            point.n = means.n(i);
        }
    std::vector<EffectPoint> all;
    for (auto& [suite, points] : by_suite) {
        const std::uint32_t most = std::ranges::max(points, {}, &EffectPoint::n).n;
        for (EffectPoint& point : points) point.complete = point.n == most;
        add_levels(points);
        all.insert(all.end(), points.begin(), points.end());
    }
    std::ranges::sort(all, {}, [](const EffectPoint& point) { return std::max(point.run_off, point.run_on); });
    return all;
}

LatestMean::LatestMean(const TaggedSet& set, std::uint32_t measure, std::size_t commits) : distances_{commits} {
    unfinished_.set = set.name;
    unfinished_.measure = measure;
    unfinished_.weighted = !set.weights.empty();
}

void LatestMean::add(const ComparedBenchmark& row, const Differences& of_row, double weight) {
    ratios_.push_back(*row.ratio);
    weights_.push_back(weight);
    for (std::size_t i = 0; i < of_row.commits.size(); ++i)
        distances_.add(of_row.commits[i], of_row.values[i] - std::log(*row.ratio), weight);
}

ComparedAggregate LatestMean::result() const {
    ComparedAggregate result = unfinished_;
    result.n = static_cast<std::uint32_t>(ratios_.size());
    result.ratio =
        result.weighted ? *stats::weighted_geometric_mean(ratios_, weights_) : *stats::geometric_mean(ratios_);
    std::vector<double> about;
    for (std::size_t i = 0; i < distances_.commits(); ++i)
        if (distances_.n(i) > 0) about.push_back(distances_.mean(i));
    if (about.size() >= fewest_commits) result.interval = interval_of(about, std::log(result.ratio));
    return result;
}

}  // namespace benchfolio::analysis
