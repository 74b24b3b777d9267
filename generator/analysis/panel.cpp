#include "analysis/panel.hpp"

#include <algorithm>
#include <cmath>

namespace benchfolio::analysis {
namespace {

using namespace detector;

constexpr double companion_of_many = 3;        // confirms on a further testbed what two have
constexpr std::size_t longest_following = 30;  // runs after which a further testbed no longer follows

bool is_past(const Track& track, RunRange range) {
    return track.size() > longest_following && track.run(track.size() - longest_following - 1) >= range.first_after;
}

}  // namespace

Panel::Panel(const Context& context, const SuiteParts& suites, std::span<const SuitePart> parts, const RunNoises& runs,
             std::uint32_t begin)
    : context_{context},
      suites_{suites},
      parts_{parts},
      runs_{runs},
      measure_{context.history.series[parts[0].series].measure},
      taken_{begin},
      noise_{parts.size()},
      members_(parts.size()),
      voices_(parts.size()),
      arrivals_{context.history.columns.run, runs.values()} {
    for (const SuitePart& part : parts) arrivals_.add(suites.rows(part), begin);
}

void Panel::advance(std::uint32_t end) {
    for (auto next = arrivals_.next(); next.run < end; next = arrivals_.next()) {
        if (next.run / runs_remembered != now_ / runs_remembered) forget();
        take(next);
        arrivals_.pass(next);
    }
    taken_ = end;
    forget();
}

void Panel::forget() {
    for (Member& member : members_) member.track.forget();
}

std::vector<Panel::Finding> Panel::found() const {
    std::vector<Finding> found;
    for (std::uint32_t i = 0; i < members_.size(); ++i) report(i, found);
    return found;
}

void Panel::take(const Arrivals::Arrival& result) {
    now_ = result.run;
    Member& member = members_[result.series];
    const RunNoise& run = runs_.at(result.run, measure_);
    const auto row = static_cast<std::uint32_t>(result.row - series(result.series).first);
    Held here{row, result.run, runs_.values()[result.row], {}};
    if (run.admission != Admission::at_once) {
        here.noise = noise_.of(result.series, run);
        member.held.push_back(here);
        return;
    }
    for (const Held& held : member.held) {
        if (runs_.at(held.run, measure_).admission != Admission::late) continue;
        noise_.admit(result.series, held.value, runs_.at(held.run, measure_));
        count(result.series, held);
    }
    member.held.clear();
    noise_.admit(result.series, here.value, run);
    here.noise = noise_.of(result.series, run);
    count(result.series, here);
    look(member);
}

void Panel::count(std::size_t member, const Held& result) {
    Track& track = members_[member].track;
    if (track.size() > 0 && is_interrupted(member, track.row(track.size() - 1), result.row)) track.start_anew();
    track.push(result.row, result.run, result.value, result.noise);
}

bool Panel::is_interrupted(std::size_t member, std::uint32_t from, std::uint32_t to) const {
    const std::span<const RowRange> rows = suites_.rows(parts_[member]);
    if (rows.size() == 1) return false;
    const auto after = std::ranges::upper_bound(rows, series(member).first + from, {}, &RowRange::first);
    return series(member).first + to >= std::prev(after)->last;
}

void Panel::look(Member& member) {
    Track& track = member.track;
    track.retest(now_);
    follow(member);
    const bool is_alone =
        std::ranges::none_of(members_, [&](const Member& any) { return &any != &member && any.track.size() > 0; });
    if (!track.may_have(is_alone ? alone : least_joint)) return;
    const Track::Best own = track.best();
    if (std::abs(own.gain) < least_joint) return;
    if (std::ranges::any_of(members_, [](const Member& any) { return any.track.restless(); })) return;
    const double sign = own.gain > 0 ? 1 : -1;
    decide(best_run(track, own, sign), sign);
}

// The run at which a change explains most over all series, among those about the best of one of them.
std::uint32_t Panel::best_run(const Track& asking, const Track::Best& own, double sign) {
    std::size_t low = own.at, high = own.at;
    const double near = std::max(std::abs(own.gain) - 10, std::abs(own.gain) / 2);
    while (low > asking.oldest_tried() && sign * asking.gain(low - 1) > near) --low;
    while (high + 1 < asking.size() && sign * asking.gain(high + 1) > near) ++high;
    listen(asking.run(low - 1) + 1, sign, asking);
    const std::uint32_t last = asking.run(high);
    std::uint32_t best = asking.run(own.at);
    double most = 0;
    for (Chorus all = chorus(); all.next_run <= last; all = chorus()) {
        if (all.evidence > most || (all.evidence == most && all.next_run == asking.run(own.at)))
            most = all.evidence, best = all.next_run;
        pass(all.next_run, sign, asking);
    }
    return best;
}

void Panel::listen(std::uint32_t run, double sign, const Track& asking) {
    for (std::size_t i = 0; i < members_.size(); ++i) voices_[i] = voice(i, members_[i].track.place(run), sign, asking);
}

Panel::Voice Panel::voice(std::size_t member, std::size_t at, double sign, const Track& asking) const {
    const Track& track = members_[member].track;
    const double gain = sign * track.gain(at);
    return {at, at < track.size() ? track.run(at) : Arrivals::none,
            &track == &asking ? gain : std::max(0.0, gain - handicap)};
}

Panel::Chorus Panel::chorus() const {
    Chorus all;
    for (const Voice& voice : voices_) {
        all.evidence += voice.evidence;
        all.next_run = std::min(all.next_run, voice.run);
    }
    return all;
}

void Panel::pass(std::uint32_t run, double sign, const Track& asking) {
    for (std::size_t i = 0; i < members_.size(); ++i)
        if (voices_[i].run == run) voices_[i] = voice(i, voices_[i].at + 1, sign, asking);
}

void Panel::decide(std::uint32_t run, double sign) {
    std::vector<Vote> votes = votes_for(range_of(run), sign);
    if (votes.empty()) return;
    const double difference = agreed_difference(votes);
    std::erase_if(votes, [&](const Vote& vote) { return !vote.agrees(difference); });
    if (votes.empty() || may_be_chance(votes)) return;
    const bool joined = stand_together(votes);
    Event event{{}, difference, 0};
    for (const Vote& vote : votes) {
        Track& track = members_[vote.member].track;
        if (!joined && !stands_alone(vote, track)) continue;
        const std::size_t at = track.own_place(vote.at, sign);
        const RunRange own{track.run(at - 1), track.run(at)};
        event.range = event.testbeds == 0 ? own : narrowed(event.range, own);
        track.confirm(at, now_, joined ? kept_jointly : kept);
        ++event.testbeds;
    }
    if (event.testbeds > 0) events_.push_back(event);
}

// The range of a change before this run as far as the testbeds with a run on both sides tell.
RunRange Panel::range_of(std::uint32_t run) const {
    RunRange range{0, now_};
    bool any = false;
    for (const Member& member : members_) {
        const Track& track = member.track;
        const std::size_t at = track.place(run);
        if (!track.can_judge(at) || std::abs(track.gain(at)) < least_joint) continue;
        range.last_before = any ? std::max(range.last_before, track.run(at - 1)) : track.run(at - 1);
        range.first_after = any ? std::min(range.first_after, track.run(at)) : track.run(at);
        any = true;
    }
    return any ? range : RunRange{run - 1, run};
}

// Of the series that show a change in this direction at all.
std::vector<Vote> Panel::votes_for(RunRange range, double sign) const {
    std::vector<Vote> votes;
    for (std::size_t i = 0; i < members_.size(); ++i) {
        Vote vote = vote_on(members_[i].track, range);
        vote.member = i;
        if (vote.after > 0 && vote.difference * sign > 0 && vote.gain >= least_joint) votes.push_back(vote);
    }
    return votes;
}

// What two testbeds show need not be significant on a third: it is enough that the third stands clearly nearer to the
// same change than to none.
bool Panel::follows(const Vote& vote, const Event& event) {
    if (event.testbeds < 2) return vote.gain >= companion && vote.agrees(event.difference);
    const double off = (vote.difference - event.difference) / vote.error;
    return vote.gain >= companion_of_many && vote.gain - off * off >= companion_of_many &&
           vote.difference * event.difference > 0;
}

// Whether a change that other testbeds have shows here too.
void Panel::follow(Member& member) {
    Track& track = member.track;
    while (member.settled < events_.size() && is_past(track, events_[member.settled].range)) ++member.settled;
    for (std::size_t i = member.settled; i < events_.size(); ++i) {
        Event& event = events_[i];
        if (is_past(track, event.range)) continue;
        const Vote vote = vote_on(track, event.range);
        if (vote.after == 0 || vote.after > longest_following) continue;
        if (!follows(vote, event)) continue;
        track.confirm(track.own_place(vote.at, event.difference > 0 ? 1 : -1), now_, kept_jointly);
        ++event.testbeds;
    }
}

void Panel::report(std::uint32_t member, std::vector<Finding>& result) const {
    const Track& track = members_[member].track;
    if (track.size() == 0) return;
    const std::uint32_t newest_run = track.run(track.size() - 1);
    const auto add = [&](const Cut& cut) {
        const auto runs_after = static_cast<std::uint32_t>(track.size() - cut.at);
        result.push_back({{member, cut.row_before, cut.row_after, runs_after, cut.state, cut.confirmed_by,
                           cut.retracted_by, cut.sigma},
                          newest_run});
    };
    std::ranges::for_each(track.cuts(), add);
    if (const Track::Best best = watched(member); best.at > 0)
        result.push_back({{member,
                           track.row(best.at - 1),
                           track.row(best.at),
                           static_cast<std::uint32_t>(track.size() - best.at),
                           ChangeState::watching,
                           {},
                           {},
                           track.sigma()},
                          newest_run});
}

// What may become a change: the clearest place among the newest runs, by their values as they came, or any that has
// more runs and nearly the evidence. Nothing where another version of the suite goes on.
Track::Best Panel::watched(std::size_t member) const {
    const Track& track = members_[member].track;
    if (is_over(member) || track.size() < track.begin() + 2 || track.restless()) return {};
    Track::Best best;
    for (std::size_t after = 1; after < runs_to_confirm && track.size() >= track.begin() + after + 3; ++after) {
        const std::size_t at = track.size() - after;
        const auto shift = track.wary_shift(track.begin(), at);
        if (shift.gain < alone || track.too_small(shift.difference) || track.refused(at)) continue;
        if (const double explained = track.explained(at); explained > best.gain) best = {at, explained};
    }
    if (best.at > 0) return best;
    best = track.best();
    const bool stands =
        std::abs(best.gain) >= worth_watching && !track.refused(best.at) && track.size() - best.at >= runs_to_confirm;
    return stands ? best : Track::Best{};
}

}  // namespace benchfolio::analysis
