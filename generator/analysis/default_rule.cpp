#include "analysis/default_rule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/context.hpp"
#include "stats/distributions.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

double median_of(std::vector<double> values) {
    return stats::median_in_place(values).value_or(0);
}

// Without any error, whatever is no 0 is sure.
void test(Finding& finding) {
    if (!(finding.degrees > 0) || finding.change == 0) return;
    const bool worse = finding.change > 0;
    const double tail =
        finding.error > 0 ? stats::student_t_tail(std::abs(finding.change) / finding.error, finding.degrees) : 0;
    finding.p_worse = worse ? tail : 1 - tail;
    finding.p_better = worse ? 1 - tail : tail;
}

std::size_t count_beyond(std::span<const double> values, double limit, double direction) {
    return static_cast<std::size_t>(
        std::ranges::count_if(values, [&](double value) { return value * direction > limit; }));
}

double half_interval(const Finding& finding) {
    return finding.degrees > 0 ? stats::student_t_quantile(0.975, finding.degrees) * finding.error : 0;
}

}  // namespace

double variance_of_median(std::size_t k) {
    return std::numbers::pi / (2 * (static_cast<double>(k) - 1) + std::numbers::pi);
}

double Finding::low() const {
    return change - half_interval(*this);
}
double Finding::high() const {
    return change + half_interval(*this);
}

DefaultRule::DefaultRule(std::span<const PastSeries> past, std::uint32_t runs, std::span<const NewValues> values)
    : background_(background(past, runs)) {
    const std::size_t new_runs = values.empty() ? 0 : values.front().of_run.size();
    std::vector<std::vector<double>> of_runs(new_runs);
    for (std::size_t b = 0; b < values.size(); ++b) {
        std::vector<double>& rest = rest_.emplace_back(values[b].of_run);
        for (std::size_t run = 0; run < new_runs; ++run) {
            rest[run] -= background_.series[b].centre;
            if (!std::isnan(rest[run]) && background_.series[b].n > 0) of_runs[run].push_back(rest[run]);
        }
    }
    for (std::vector<double>& of_run : of_runs)
        shifts_.push_back(knows_shift() && of_run.size() >= shift_series ? median_of(std::move(of_run)) : 0);
}

Finding DefaultRule::shift() const {
    const Variation& usual = background_.shift;
    Finding found;
    found.level = usual.centre;
    found.change = median_of(shifts_) - usual.centre;
    found.n = usual.n;
    found.degrees = usual.degrees;
    found.error = usual.deviation * std::sqrt(variance_of_median(shifts_.size()) + 1 / static_cast<double>(usual.n));
    test(found);
    if (std::abs(found.change) <= usual.outlying) return found;
    std::vector<double> changes;
    for (const double shift : shifts_) changes.push_back(shift - usual.centre);
    found.jump_rate = jump_rate(background_.shift_jumps, background_.runs, found.change);
    found.jump_p = stats::binomial_tail(count_beyond(changes, usual.outlying, found.change > 0 ? 1 : -1),
                                        shifts_.size(), found.jump_rate);
    return found;
}

// Of the new runs that have the benchmark.
std::vector<double> DefaultRule::changes_of(std::size_t benchmark, bool off) const {
    std::vector<double> changes;
    for (std::size_t run = 0; run < shifts_.size(); ++run)
        if (const double rest = rest_[benchmark][run]; !std::isnan(rest))
            changes.push_back(off ? rest - shifts_[run] : rest);
    return changes;
}

Finding DefaultRule::finding(std::size_t benchmark, bool off) const {
    const Variation& usual = background_.series[benchmark];
    std::vector<double> changes = changes_of(benchmark, off);
    Finding found;
    found.n = usual.n;
    found.level = usual.centre + (off ? median_of(shifts_) : 0);
    if (changes.empty() || usual.n == 0) return found;
    const double scale = variance_of_median(changes.size()) + 1 / static_cast<double>(usual.n);
    found.change = median_of(std::move(changes));
    found.degrees = usual.degrees;
    found.error = usual.deviation * std::sqrt(scale);
    if (!off && knows_shift()) found.error = std::hypot(found.error, shift().error);
    test(found);
    return found;
}

// How many results of this invocation jump about as far decides, not one alone.
void DefaultRule::find_jumps(std::vector<Finding>& findings) const {
    std::vector<double> sizes;
    std::vector<std::size_t> jumping;
    for (std::size_t b = 0; b < findings.size(); ++b) {
        if (findings[b].n == 0 || std::abs(findings[b].change) <= background_.series[b].outlying) continue;
        jumping.push_back(b);
        sizes.push_back(findings[b].change);
    }
    std::ranges::sort(sizes);
    for (const std::size_t b : jumping) {
        Finding& one = findings[b];
        const std::size_t beyond = std::max<std::size_t>(
            1, count_beyond(changes_of(b, true), background_.series[b].outlying, one.change > 0 ? 1 : -1));
        one.jump_rate = jump_rate(background_.jumps, background_.results, one.change);
        const auto alike = static_cast<std::size_t>(
            std::lround(jump_rate(sizes, sizes.size(), one.change) * static_cast<double>(sizes.size())));
        one.jump_p =
            stats::binomial_tail(alike, findings.size(), stats::binomial_tail(beyond, shifts_.size(), one.jump_rate));
    }
}

std::vector<Finding> DefaultRule::findings(bool off) const {
    std::vector<Finding> all;
    for (std::size_t b = 0; b < rest_.size(); ++b) all.push_back(finding(b, off));
    if (off) find_jumps(all);
    return all;
}

}  // namespace benchfolio::analysis
