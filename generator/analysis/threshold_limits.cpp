#include "analysis/threshold_limits.hpp"

#include <algorithm>

#include "model/glob.hpp"
#include "stats/finite.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

bool any_matches(const std::vector<std::string>& patterns, const std::string& text) {
    return std::ranges::any_of(patterns,
                               [&](const std::string& pattern) { return model::glob_matches(pattern, text); });
}

bool is_in(const std::vector<std::string>& patterns, const std::string& text) {
    return patterns.empty() || any_matches(patterns, text);
}

// Found anywhere in the name, as the CPUs of the configuration are.
bool is_testbed(const std::vector<std::string>& patterns, const Matched& matched) {
    return patterns.empty() || std::ranges::any_of(patterns, [&](const std::string& pattern) {
               const std::string anywhere = "*" + pattern + "*";
               return model::glob_matches(anywhere, matched.testbed_label) ||
                      model::glob_matches(anywhere, matched.testbed_slug) ||
                      model::glob_matches(anywhere, matched.testbed_brand);
           });
}

std::optional<ThresholdLimits> limits_of(const Threshold& threshold, std::optional<stats::Moments> moments,
                                         double value) {
    if (!moments) return std::nullopt;
    const stats::Boundaries boundaries{threshold.lower, threshold.upper};
    if (threshold.test == ThresholdTest::z_score)
        return ThresholdLimits{moments->mean, z_limits(*moments, boundaries), z_p(*moments, value, boundaries)};
    if (threshold.test == ThresholdTest::t_test)
        return ThresholdLimits{moments->mean, t_limits(*moments, boundaries), t_p(*moments, value, boundaries)};
    const double centre = *stats::log_normal_limits(*moments, {{}, 0.5}).upper;
    return ThresholdLimits{centre, log_normal_limits(*moments, boundaries), log_normal_p(*moments, value, boundaries)};
}

std::optional<ThresholdLimits> without_p(double centre, const std::optional<stats::Limits>& limits) {
    if (!limits) return std::nullopt;
    return ThresholdLimits{centre, *limits, std::nullopt};
}

}  // namespace

std::optional<std::uint32_t> threshold_for(std::span<const Threshold> all, const Matched& matched,
                                           const std::string& branch, const std::string& base_branch) {
    const auto last_for = [&](const std::string& name) -> std::optional<std::uint32_t> {
        for (std::size_t i = all.size(); i > 0; --i) {
            const Threshold& one = all[i - 1];
            if (is_in(one.branches, name) && is_in(one.measures, matched.measure) &&
                is_in(one.benchmarks, matched.benchmark) && is_testbed(one.testbeds, matched))
                return static_cast<std::uint32_t>(i - 1);
        }
        return std::nullopt;
    };
    const auto own = last_for(branch);
    return own || base_branch.empty() ? own : last_for(base_branch);
}

std::optional<ThresholdLimits> limits_of(const Threshold& threshold, std::span<const double> before, double value) {
    const stats::Boundaries boundaries{threshold.lower, threshold.upper};
    const std::vector<double> ordered = stats::ascending(before);
    const double centre = stats::median(ordered).value_or(value);
    switch (threshold.test) {
        case ThresholdTest::static_limit:
            return without_p(centre, boundaries);
        case ThresholdTest::percentage:
            return without_p(centre, stats::percentage_limits(before, boundaries));
        case ThresholdTest::iqr:
            return without_p(centre, stats::iqr_limits(ordered, boundaries));
        case ThresholdTest::delta_iqr:
            return without_p(centre, stats::delta_iqr_limits(before, boundaries));
        case ThresholdTest::log_normal:
            return limits_of(threshold, stats::log_moments(before), value);
        case ThresholdTest::z_score:
        case ThresholdTest::t_test:
            break;
    }
    return limits_of(threshold, stats::moments(before), value);
}

}  // namespace benchfolio::analysis
