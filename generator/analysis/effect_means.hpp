// The geometric means of an effect over a set of benchmarks (analysis/effects.hpp): commit by commit, and of the newest
// commits together. Weighted by benchmark where the set declares weights.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/comparison.hpp"
#include "analysis/effect_commits.hpp"
#include "analysis/effect_rows.hpp"
#include "analysis/effects.hpp"
#include "analysis/options.hpp"

namespace benchfolio::analysis {

// The mean of the benchmarks' differences (ln on / off) at each commit.
class CommitMeans {
  public:
    explicit CommitMeans(std::size_t commits) : sum_(commits), weight_(commits), n_(commits) {}

    void add(std::size_t commit, double difference, double weight);
    std::size_t commits() const { return n_.size(); }
    std::uint32_t n(std::size_t commit) const { return n_[commit]; }                  // benchmarks
    double mean(std::size_t commit) const { return sum_[commit] / weight_[commit]; }  // where there are some

  private:
    std::vector<double> sum_, weight_;
    std::vector<std::uint32_t> n_;
};

// By time. A level is over the five points about it, of one suite; at the ends of it over those nearest to them.
std::vector<EffectPoint> trend_points(const std::vector<CommitRuns>& commits, const CommitMeans& means);

// The mean of the ratios of a set's rows, its interval from how far the commits lie apart.
class LatestMean {
  public:
    LatestMean(const TaggedSet& set, std::uint32_t measure, std::size_t commits);

    void add(const ComparedBenchmark& row, const Differences& of_row, double weight);
    bool empty() const { return ratios_.empty(); }
    ComparedAggregate result() const;  // of something

  private:
    ComparedAggregate unfinished_;
    std::vector<double> ratios_, weights_;
    CommitMeans distances_;
};

}  // namespace benchfolio::analysis
