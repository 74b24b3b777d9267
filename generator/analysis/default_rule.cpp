#include "analysis/default_rule.hpp"

#include <algorithm>
#include <cmath>
#include <map>
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
    if (finding.degrees > 0) finding.half_interval = stats::student_t_quantile(0.975, finding.degrees) * finding.error;
    if (!(finding.degrees > 0) || finding.change == 0) return;
    const bool worse = finding.change > 0;
    const double tail =
        finding.error > 0 ? stats::student_t_tail(std::abs(finding.change) / finding.error, finding.degrees) : 0;
    finding.p_worse = worse ? tail : 1 - tail;
    finding.p_better = worse ? 1 - tail : tail;
}

// What is significant among some hundred benchmarks is four deviations off, and what is a jump six: on noisy CPUs the
// small jumps are in between.
constexpr double suspicious = 4.0 / 6;

// Two modes that a single testbed has may be none: noise looks so now and then.
constexpr std::ptrdiff_t testbeds_to_agree = 2;

// Results of so many runs of other testbeds say what one's own history does not yet.
constexpr std::size_t borrowed_runs = 3;

std::size_t count_beyond(std::span<const double> values, double limit, double direction) {
    return static_cast<std::size_t>(
        std::ranges::count_if(values, [&](double value) { return value * direction > limit; }));
}

}  // namespace

double variance_of_median(std::size_t k) {
    return std::numbers::pi / (2 * (static_cast<double>(k) - 1) + std::numbers::pi);
}

double Finding::low() const {
    return change - half_interval;
}
double Finding::high() const {
    return change + half_interval;
}

DefaultRule::DefaultRule(std::span<const PastSeries> past, std::uint32_t runs, std::span<const NewValues> values,
                         const SeenJumps& elsewhere)
    : background_(background(past, runs)),
      jumps_(background_.jumps, background_.results, elsewhere.results, elsewhere.all_results,
             borrowed_runs * values.size()),
      shift_jumps_(background_.shift_jumps, background_.runs, elsewhere.runs, elsewhere.all_runs, elsewhere.all_runs) {
    const std::size_t new_runs = values.empty() ? 0 : values.front().of_run.size();
    std::vector<std::vector<double>> of_runs(new_runs);
    for (std::size_t b = 0; b < values.size(); ++b) {
        flips_.push_back(values[b].flips);
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
    if (std::abs(found.change) <= usual.outlying || !shift_jumps_.knows(found.change)) return found;
    std::vector<double> changes;
    for (const double shift : shifts_) changes.push_back(shift - usual.centre);
    const std::size_t again = count_beyond(changes, usual.outlying, found.change > 0 ? 1 : -1);
    found.jumps = shift_jumps_.seen(found.change);
    found.jump_p = shift_jumps_.of(found.change, 1, 1, std::max<std::size_t>(1, again), shifts_.size());
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

// The new runs in which it does.
std::size_t DefaultRule::jumping_runs(std::size_t benchmark, double direction) const {
    const double outlying = suspicious * background_.series[benchmark].outlying;
    return std::max<std::size_t>(1, count_beyond(changes_of(benchmark, true), outlying, direction));
}

bool DefaultRule::is_usual(std::size_t benchmark, double change) const {
    const double near = suspicious / 2 * background_.series[benchmark].outlying;
    const auto alike = [&](double size) { return std::abs(std::abs(size) - std::abs(change)) <= near; };
    const bool flips = std::ranges::count_if(flips_[benchmark], alike) >= testbeds_to_agree;
    const bool once = jumping_runs(benchmark, change > 0 ? 1 : -1) == 1;  // twice running is more than usual
    const bool jumped = std::ranges::any_of(background_.jumps, [&](const Jump& jump) {
        return jump.series == benchmark && (jump.size > 0) == (change > 0) && alike(jump.size);
    });
    return flips || (once && jumped);
}

// How many results of this invocation jump decides, not one alone.
void DefaultRule::find_jumps(std::vector<Finding>& findings) const {
    std::map<std::pair<bool, std::size_t>, std::vector<std::size_t>> alike;  // by direction and how often
    for (std::size_t b = 0; b < findings.size(); ++b) {
        Finding& one = findings[b];
        if (one.n == 0 || std::abs(one.change) <= suspicious * background_.series[b].outlying) continue;
        one.usual = is_usual(b, one.change);
        if (one.usual || !jumps_.knows(one.change)) continue;
        alike[{one.change > 0, jumping_runs(b, one.change > 0 ? 1 : -1)}].push_back(b);
    }
    for (const auto& [key, benchmarks] : alike)
        for (const std::size_t b : benchmarks) {
            Finding& one = findings[b];
            one.jumps = jumps_.seen(one.change);
            one.jump_p = jumps_.of(one.change, benchmarks.size(), findings.size(), key.second, shifts_.size());
        }
}

std::vector<Finding> DefaultRule::findings(bool off) const {
    std::vector<Finding> all;
    for (std::size_t b = 0; b < rest_.size(); ++b) all.push_back(finding(b, off));
    if (off) find_jumps(all);
    return all;
}

}  // namespace benchfolio::analysis
