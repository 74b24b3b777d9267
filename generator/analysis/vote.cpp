#include "analysis/vote.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/detection.hpp"

namespace benchfolio::analysis {
namespace {

using namespace detector;

constexpr double per_run = 16;   // what a single run may count for
constexpr double robust = 20;    // alone: also by medians
constexpr double similar = 0.5;  // as a share: how far changes of one cause may differ between testbeds

// Twice the logarithm of how much likelier it is that all values before lie on one side of a line and all after on the
// other if the level changed than if each fell on its side by chance: two modes may look like a change at first.
double order(double before, double after) {
    const double n = before + after;
    return 2 * (n * std::log(n) - before * std::log(before) - after * std::log(after));
}

Vote vote_at(const Track& track, std::size_t at) {
    Vote vote{0, at};
    if (!track.can_judge(at) || track.refused(at)) return vote;
    vote.before = at - track.begin();
    vote.after = track.size() - at;
    const auto shift = track.shift_where_few(track.begin(), at);
    vote.difference = shift.difference;
    vote.error = shift.error;
    vote.gain = track.too_small(vote.difference) ? 0 : shift.gain;
    return vote;
}

}  // namespace

RunRange narrowed(RunRange range, RunRange by) {
    const RunRange common{std::max(range.last_before, by.last_before), std::min(range.first_after, by.first_after)};
    return common.last_before < common.first_after ? common : range;
}

double Vote::counted() const {
    return std::min(gain, per_run * static_cast<double>(std::min(before, after)));
}

bool Vote::agrees(double with) const {
    return difference * with > 0 && std::abs(difference - with) <= std::max(similar * std::abs(with), 3 * error);
}

Vote vote_on(const Track& track, RunRange range) {
    std::size_t at = track.place(range.first_after);
    Vote best = vote_at(track, at);
    while (at > track.oldest() && track.run(at - 1) > range.last_before)
        if (const Vote vote = vote_at(track, --at); vote.gain > best.gain) best = vote;
    return best;
}

double agreed_difference(std::span<const Vote> votes) {
    double sum = 0, weights = 0;
    for (const Vote& vote : votes) {
        const double weight = std::min(vote.counted(), 100.0) / (vote.error * vote.error);
        sum += weight * vote.difference;
        weights += weight;
    }
    return sum / weights;
}

bool stand_together(std::span<const Vote> votes) {
    double joint = handicap;
    for (const Vote& vote : votes) joint += vote.counted() - handicap;
    const auto stands = [](const Vote& vote) { return vote.before >= 3 && vote.after >= 2; };
    return votes.size() >= 2 && joint >= together && std::ranges::any_of(votes, stands);
}

bool stands_alone(const Vote& vote, const Track& track) {
    const double sign = vote.difference > 0 ? 1 : -1;
    if (vote.after < runs_to_confirm || sign * track.gain(vote.at) < alone || vote.counted() < alone) return false;
    const auto shift = track.wary_shift(track.begin(), vote.at);
    return sign * shift.difference > 0 && shift.gain >= robust;
}

bool may_be_chance(std::span<const Vote> votes) {
    constexpr double least_order = 10;
    double before = 0, after = 0;
    for (const Vote& vote : votes) {
        before += static_cast<double>(vote.before);
        after += static_cast<double>(vote.after);
    }
    return order(before, after) < least_order;
}

}  // namespace benchfolio::analysis
