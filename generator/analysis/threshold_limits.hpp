// What one [[threshold]] says of one new value.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "analysis/thresholds.hpp"
#include "stats/thresholds.hpp"

namespace benchfolio::analysis {

// Of a result, what thresholds are chosen by.
struct Matched {
    std::string measure, benchmark;
    std::string testbed_label, testbed_slug, testbed_brand;
};

// The last of those written for the branch, and where none is, of those written for the base branch: a branch inherits
// what it has none of its own for. Nothing: the default rule.
std::optional<std::uint32_t> threshold_for(std::span<const Threshold> all, const Matched& matched,
                                           const std::string& branch, const std::string& base_branch);

struct ThresholdLimits {
    double centre = 0;
    stats::Limits limits;
    std::optional<double> p;  // of the value, for the tests that have one
};

// From the values before, in time order, `min_sample_size` of them at least. Nothing where the test has no limits for
// them: a value that is not positive under log_normal, an earlier 0 under delta_iqr, a single value without spread.
std::optional<ThresholdLimits> limits_of(const Threshold& threshold, std::span<const double> before, double value);

}  // namespace benchfolio::analysis
