#include "analysis/detection.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <tuple>

#include "analysis/run_noise.hpp"
#include "stats/level_scan.hpp"
#include "stats/two_modes.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {
namespace {

using namespace detector;

constexpr double handicap = 2;                 // taken off what each further testbed brings, for having looked at it
constexpr double per_run = 16;                 // what a single run may count for: it may be an outlier
constexpr double robust = 20;                  // alone: also by medians
constexpr double least_order = 10;             // against two modes that have shown one after the other by chance
constexpr double companion_of_many = 3;        // confirms on a further testbed what two have
constexpr double similar = 0.5;                // as a share: how far changes of one cause may differ between testbeds
constexpr double least_error = 1e-6;           // of a difference: even counts are not exact to the last bit
constexpr std::size_t longest_following = 30;  // runs after which a further testbed no longer follows

double mean_of(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

struct Cut {
    std::size_t at = 0, begin = 0;  // positions; begin: of the stretch before it
    ChangeState state = ChangeState::confirmed;
    std::uint32_t confirmed_by = 0;
    std::optional<std::uint32_t> retracted_by;
    double sigma = 0;
    double kept = 0;  // the evidence without which it is retracted
};

// One series while its runs come in.
struct Track {
    std::uint32_t series = 0;
    stats::LevelScan scan;
    std::vector<std::size_t> rows;    // by position
    std::vector<std::uint32_t> runs;  // by position
    std::size_t begin = 0;            // of the present stretch
    double sigma = 0, inflation = 1;
    double gap = 0;          // between the two modes, if there are two
    double level = 0;        // of the lower mode
    std::size_t odd_at = 0;  // when a value was last at neither
    bool restless = false;
    std::size_t settled = 0;  // events of the panel that it can no longer follow, all from the first on
    std::vector<Cut> cuts;
    std::vector<std::size_t> held;  // rows that may have been disturbed

    struct Shift {
        double difference = 0, error = 0, gain = 0;
    };

    std::size_t size() const { return scan.size(); }

    // Twice the logarithm of the likelihood ratio of a change at a position; its sign is that of the difference.
    double gain(std::size_t at) const {
        if (at <= begin || at >= size()) return 0;
        return gain(begin, at, size());
    }
    double gain(std::size_t first, std::size_t at, std::size_t last) const {
        if (gap > 0) return gain_of_modes(first, at, last);
        const auto found = scan.shift(first, at, last);  // the inner loop: no roots
        if (too_small(found.difference)) return 0;
        const double gain = found.difference * std::abs(found.difference) * found.weight;
        return gain / std::max(sigma * sigma * inflation, least_error * least_error);
    }

    // Below about 1 % nobody wants to be told, unless the series has next to no noise, as counts have.
    bool too_small(double difference) const {
        return std::abs(difference) < std::min(least_size, sizeable_in_sigma * sigma);
    }

    // By how much a change there lowers the sum of squares of the values as they came.
    double explained(std::size_t at) const {
        const auto all = scan.values();
        const std::size_t low = std::max(begin, at - std::min(at, stats::LevelScan::window));
        const double before = mean_of(all.subspan(low, at - low)), after = mean_of(all.subspan(at));
        const auto n = static_cast<double>(at - low), m = static_cast<double>(size() - at);
        return (after - before) * (after - before) * n * m / (n + m);
    }

    double signed_gain(const Shift& found) const {
        if (too_small(found.difference)) return 0;
        return found.difference > 0 ? found.gain : -found.gain;
    }
    Shift shift(std::size_t first, std::size_t at, std::size_t last) const {
        if (gap > 0) return shift_of_modes(first, at, last);
        return weighed(scan.shift(first, at, last));
    }
    // The same where few values are to be trusted.
    Shift wary_shift(std::size_t first, std::size_t at, std::size_t last) const {
        if (gap > 0) return shift_of_modes(first, at, last);
        return weighed(scan.robust_shift(first, at, last));
    }
    Shift shift_where_few(std::size_t first, std::size_t at) const {
        constexpr std::size_t few = 3;
        return std::min(at - first, size() - at) < few ? wary_shift(first, at, size()) : shift(first, at, size());
    }
    Shift weighed(stats::LevelScan::Shift found) const {
        const double error = std::max(sigma * std::sqrt(inflation / found.weight), least_error);
        return {found.difference, error, found.difference * found.difference / (error * error)};
    }
    // Values with two modes about a position, and what each side says of their level.
    struct Sides {
        std::span<const double> all;
        double before = 0, after = 0;  // how many
        stats::ModeFit left, right;
        double difference() const { return right.level - left.level; }
    };
    Sides sides(std::size_t first, std::size_t at, std::size_t last) const {
        const std::size_t low = std::max(first, at - std::min(at, stats::LevelScan::window)),
                          high = std::min(last, at + stats::LevelScan::window);
        const auto all = scan.values().subspan(low, high - low);
        const auto left = stats::fit_two_modes(all.first(at - low), gap, sigma, all[0]);
        const auto right = stats::fit_two_modes(all.subspan(at - low), gap, sigma, left.level);
        return {all, static_cast<double>(at - low), static_cast<double>(high - at), left, right};
    }
    Shift shift_of_modes(const Sides& found) const {
        const double together_cost = std::min(stats::fit_two_modes(found.all, gap, sigma, found.left.level).cost,
                                              stats::fit_two_modes(found.all, gap, sigma, found.right.level).cost);
        const double n = found.before, m = found.after;
        return {found.difference(), sigma * std::sqrt(inflation * (n + m) / (n * m)),
                std::max(0.0, together_cost - found.left.cost - found.right.cost) / inflation};
    }
    Shift shift_of_modes(std::size_t first, std::size_t at, std::size_t last) const {
        return shift_of_modes(sides(first, at, last));
    }
    // Without the dearer half of the fits where the difference is too small anyway.
    double gain_of_modes(std::size_t first, std::size_t at, std::size_t last) const {
        const Sides found = sides(first, at, last);
        return too_small(found.difference()) ? 0 : signed_gain(shift_of_modes(found));
    }

    // Whether one of the newest values is at neither mode: fits cost too much to look for changes where nothing is odd.
    bool stirred() {
        constexpr std::size_t remembered = 8;
        if (size() % remembered == 0)
            level = stats::fit_two_modes(scan.values().subspan(begin), gap, sigma, scan.value(begin)).level;
        const double above = scan.value(size() - 1) - level;
        if (std::min(std::abs(above), std::abs(above - gap)) > 2 * sigma) odd_at = size();
        return size() - odd_at < remembered || size() % remembered == 0;
    }
    // The first of the positions at which a change is looked for.
    std::size_t oldest_tried() const {
        return std::max(begin + 1, size() - std::min(size(), stats::LevelScan::window));
    }
    // Whether a change at this position was retracted: it does not come back.
    bool refused(std::size_t at) const {
        return std::ranges::any_of(cuts,
                                   [&](const Cut& cut) { return cut.at == at && cut.state == ChangeState::retracted; });
    }
    // The first position whose run is not before this one.
    std::size_t position(std::uint32_t run) const {
        return static_cast<std::size_t>(std::ranges::lower_bound(runs, run) - runs.begin());
    }
};

constexpr std::array<std::size_t, 10> lags{1, 2, 3, 5, 8, 12, 18, 26, 38, 56};

double coarse_gain(const Track& track) {
    double best = 0;
    for (const std::size_t lag : lags) {
        if (track.size() < track.begin + lag + 1) break;
        best = std::max(best, std::abs(track.gain(track.size() - lag)));
    }
    return best;
}

struct Best {
    std::size_t at = 0;
    double gain = 0;
};

Best best_position(const Track& track) {
    Best best;
    for (std::size_t at = track.oldest_tried(); at < track.size(); ++at)
        if (const double gain = track.gain(at); std::abs(gain) > std::abs(best.gain)) best = {at, gain};
    return best;
}

class Panel {
  public:
    Panel(const Context& context, std::span<const RowNoise> noise, std::uint32_t first, std::uint32_t last)
        : context_{context}, noise_{noise}, tracks_(last - first), voices_(last - first) {
        for (std::uint32_t i = first; i < last; ++i) {
            tracks_[i - first].series = i;
            if (!context.history.testbeds[context.history.series[i].testbed].comparable()) continue;
            for (std::size_t row = context.history.series[i].first; row < context.history.series[i].last; ++row)
                if (!std::isnan(noise[row].value))
                    order_.emplace_back(context.history.columns.run[row], i - first, row);
        }
        std::ranges::sort(order_);
    }

    std::vector<Detection> run() {
        for (const auto& [run, track, row] : order_) take(tracks_[track], row, run);
        std::vector<Detection> result;
        for (const Track& track : tracks_) report(track, result);
        return result;
    }

  private:
    struct Range {
        std::uint32_t last_before = 0, first_after = 0;  // runs
    };
    struct Event {
        Range range;
        double difference = 0;
        std::size_t testbeds = 0;  // that showed it
    };

    void take(Track& track, std::size_t row, std::uint32_t run) {
        now_ = run;
        if (noise_[row].admission != Admission::at_once) {
            track.held.push_back(row);
            return;
        }
        for (const std::size_t held : track.held)
            if (noise_[held].admission == Admission::late) push(track, held);
        track.held.clear();
        push(track, row);
        look(track);
    }

    void push(Track& track, std::size_t row) {
        if (!track.rows.empty() && context_.run_of(track.rows.back()).suite != context_.run_of(row).suite)
            track.begin = track.size();
        track.sigma = noise_[row].sigma;
        track.inflation = noise_[row].inflation;
        if (noise_[row].gap > 0) track.gap = noise_[row].gap;
        track.restless = noise_[row].restless;
        track.scan.push(noise_[row].value, track.sigma);
        track.rows.push_back(row);
        track.runs.push_back(context_.history.columns.run[row]);
    }

    void look(Track& track) {
        retest(track);
        follow(track);
        if (track.gap > 0 && !track.stirred()) return;
        // The lags that are tried first are at most a quarter off: that costs less than a third of the evidence.
        if (coarse_gain(track) < 0.7 * (tracks_.size() > 1 ? least_joint : alone)) return;
        const Best own = best_position(track);
        if (std::abs(own.gain) < least_joint) return;
        if (std::ranges::any_of(tracks_, &Track::restless)) return;
        const double sign = own.gain > 0 ? 1 : -1;
        decide(best_run(track, own, sign), sign);
    }

    // The run at which a change explains most over all series, among those about the best of one of them.
    std::uint32_t best_run(const Track& track, const Best& own, double sign) {
        std::size_t low = own.at, high = own.at;
        const double near = std::abs(own.gain) - 10;
        while (low > track.oldest_tried() && sign * track.gain(low - 1) > near) --low;
        while (high + 1 < track.size() && sign * track.gain(high + 1) > near) ++high;
        listen(track.runs[low - 1] + 1, sign, track);
        std::uint32_t best = track.runs[own.at];
        double most = 0;
        for (std::uint32_t run = next_run(); run <= track.runs[high]; run = next_run()) {
            double sum = 0;
            for (const Voice& voice : voices_) sum += voice.evidence;
            if (sum > most || (sum == most && run == track.runs[own.at])) most = sum, best = run;
            pass(run, sign, track);
        }
        return best;
    }

    // What each series says for a change before a run, while the runs are gone through in order: so the evidence of a
    // series is asked for once a place, not once a run of any series.
    struct Voice {
        std::size_t at = 0;  // the first position that is not before the run
        double evidence = 0;
    };
    void listen(std::uint32_t run, double sign, const Track& asking) {
        for (std::size_t i = 0; i < tracks_.size(); ++i) voices_[i] = voice(i, tracks_[i].position(run), sign, asking);
    }
    Voice voice(std::size_t track, std::size_t at, double sign, const Track& asking) const {
        const double gain = sign * tracks_[track].gain(at);
        return {at, &tracks_[track] == &asking ? gain : std::max(0.0, gain - handicap)};
    }
    std::uint32_t next_run() const {
        auto next = std::numeric_limits<std::uint32_t>::max();
        for (std::size_t i = 0; i < tracks_.size(); ++i)
            if (voices_[i].at < tracks_[i].size()) next = std::min(next, tracks_[i].runs[voices_[i].at]);
        return next;
    }
    void pass(std::uint32_t run, double sign, const Track& asking) {
        for (std::size_t i = 0; i < tracks_.size(); ++i)
            if (const std::size_t at = voices_[i].at; at < tracks_[i].size() && tracks_[i].runs[at] == run)
                voices_[i] = voice(i, at + 1, sign, asking);
    }

    // How one series stands to a change before a run.
    struct Vote {
        Track* track = nullptr;
        std::size_t at = 0, before = 0, after = 0;
        double difference = 0, error = 0, gain = 0;
        double counted() const {
            const auto n = static_cast<double>(std::min(before, after));
            return std::min(gain, per_run * n);
        }
    };

    // At the place that fits best among those that mean the same to the others.
    static Vote vote_of(Track& track, Range range) {
        Vote best{&track, track.position(range.first_after)};
        for (std::size_t at = track.position(range.last_before + 1); at <= track.position(range.first_after); ++at)
            if (const Vote vote = vote_at(track, at); vote.gain >= best.gain) best = vote;
        return best;
    }

    static Vote vote_at(Track& track, std::size_t at) {
        Vote vote{&track, at};
        if (vote.at <= track.begin || vote.at >= track.size()) return vote;
        if (track.refused(at)) return vote;
        vote.before = vote.at - track.begin;
        vote.after = track.size() - vote.at;
        const auto shift = std::min(vote.before, vote.after) < 3 ? track.wary_shift(track.begin, vote.at, track.size())
                                                                 : track.shift(track.begin, vote.at, track.size());
        vote.difference = shift.difference;
        vote.error = shift.error;
        vote.gain = track.too_small(vote.difference) ? 0 : shift.gain;
        return vote;
    }

    static bool agrees(const Vote& vote, double difference) {
        return vote.difference * difference > 0 &&
               std::abs(vote.difference - difference) <= std::max(similar * std::abs(difference), 3 * vote.error);
    }

    void decide(std::uint32_t run, double sign) {
        std::vector<Vote> votes = votes_for(range_of(run), sign);
        if (votes.empty()) return;
        const double difference = agreed_difference(votes);
        std::erase_if(votes, [&](const Vote& vote) { return !agrees(vote, difference); });
        if (votes.empty() || may_be_chance(votes)) return;
        const bool joined = stand_together(votes);
        Event event{{}, difference, 0};
        for (const Vote& vote : votes) {
            if (!joined && !stands_alone(vote, sign)) continue;
            const std::size_t at = own_position(*vote.track, vote.at, sign);
            const Range own{vote.track->runs[at - 1], vote.track->runs[at]};
            event.range = event.testbeds == 0 ? own : narrowed(event.range, own);
            confirm(*vote.track, at, joined ? kept_jointly : kept);
            ++event.testbeds;
        }
        if (event.testbeds > 0) events_.push_back(event);
    }

    // Of the series that show a change in this direction at all.
    std::vector<Vote> votes_for(Range range, double sign) {
        std::vector<Vote> votes;
        for (Track& track : tracks_) {
            const Vote vote = vote_of(track, range);
            if (vote.after > 0 && vote.difference * sign > 0 && vote.gain >= least_joint) votes.push_back(vote);
        }
        return votes;
    }

    // Mean of the differences, the surer the heavier.
    static double agreed_difference(std::span<const Vote> votes) {
        double sum = 0, weights = 0;
        for (const Vote& vote : votes) {
            const double weight = std::min(vote.counted(), 100.0) / (vote.error * vote.error);
            sum += weight * vote.difference;
            weights += weight;
        }
        return sum / weights;
    }

    static bool stand_together(std::span<const Vote> votes) {
        double joint = handicap;
        for (const Vote& vote : votes) joint += vote.counted() - handicap;
        const auto stands = [](const Vote& vote) { return vote.before >= 3 && vote.after >= 2; };
        return votes.size() >= 2 && joint >= together && std::ranges::any_of(votes, stands);
    }

    static bool may_be_chance(std::span<const Vote> votes) {
        double before = 0, after = 0;
        for (const Vote& vote : votes) {
            before += static_cast<double>(vote.before);
            after += static_cast<double>(vote.after);
        }
        return order(before, after) < least_order;
    }

    // What two ranges have in common; the first where that is nothing.
    static Range narrowed(Range range, Range by) {
        const Range common{std::max(range.last_before, by.last_before), std::min(range.first_after, by.first_after)};
        return common.last_before < common.first_after ? common : range;
    }

    static bool stands_alone(const Vote& vote, double sign) {
        if (vote.after < runs_to_confirm || sign * vote.track->gain(vote.at) < alone || vote.counted() < alone)
            return false;
        const auto shift = vote.track->wary_shift(vote.track->begin, vote.at, vote.track->size());
        return sign * shift.difference > 0 && shift.gain >= robust;
    }

    // Twice the logarithm of how much likelier it is that all values before lie on one side of a line and all after on
    // the other if the level changed than if each fell on its side by chance: two modes may look like a change at
    // first.
    static double order(double before, double after) {
        const double n = before + after;
        return 2 * (n * std::log(n) - before * std::log(before) - after * std::log(after));
    }

    // The range of a change before this run as far as the testbeds with a run on both sides tell.
    Range range_of(std::uint32_t run) const {
        Range range{0, now_};
        bool any = false;
        for (const Track& track : tracks_) {
            const std::size_t at = track.position(run);
            if (at <= track.begin || at >= track.size() || std::abs(track.gain(at)) < least_joint) continue;
            range.last_before = any ? std::max(range.last_before, track.runs[at - 1]) : track.runs[at - 1];
            range.first_after = any ? std::min(range.first_after, track.runs[at]) : track.runs[at];
            any = true;
        }
        return any ? range : Range{run - 1, run};
    }

    // Where the series itself sees the change, if it is sure that it is not there.
    static std::size_t own_position(const Track& track, std::size_t at, double sign) {
        std::size_t best = at;
        double most = sign * track.gain(at) + 10;
        for (std::size_t near = std::max(track.begin + 1, at - std::min<std::size_t>(at, 3));
             near < std::min(track.size(), at + 4); ++near)
            if (const double gain = sign * track.gain(near); gain > most) most = gain, best = near;
        return best;
    }

    void confirm(Track& track, std::size_t at, double least) {
        track.cuts.push_back({at, track.begin, ChangeState::confirmed, now_, {}, track.sigma, least});
        track.begin = at;
    }

    // Whether a change that other testbeds have shows here too.
    void follow(Track& track) {
        while (track.settled < events_.size() && is_past(track, events_[track.settled])) ++track.settled;
        for (std::size_t i = track.settled; i < events_.size(); ++i) {
            Event& event = events_[i];
            if (is_past(track, event)) continue;
            const Vote vote = vote_of(track, event.range);
            if (vote.after == 0 || vote.after > longest_following) continue;
            if (!follows(vote, event)) continue;
            confirm(track, own_position(track, vote.at, event.difference > 0 ? 1 : -1), kept_jointly);
            ++event.testbeds;
        }
    }

    static bool is_past(const Track& track, const Event& event) {
        return track.size() > longest_following &&
               track.runs[track.size() - longest_following - 1] >= event.range.first_after;
    }

    // What two testbeds show need not be significant on a third: it is enough that the third stands clearly nearer to
    // the same change than to none.
    static bool follows(const Vote& vote, const Event& event) {
        if (event.testbeds < 2) return vote.gain >= companion && agrees(vote, event.difference);
        const double off = (vote.difference - event.difference) / vote.error;
        return vote.gain >= companion_of_many && vote.gain - off * off >= companion_of_many &&
               vote.difference * event.difference > 0;
    }

    // A confirmed change loses its standing when the level is the same on both sides after all.
    void retest(Track& track) {
        const auto newest = std::find_if(track.cuts.rbegin(), track.cuts.rend(), [&](const Cut& cut) {
            return cut.at == track.begin && cut.state == ChangeState::confirmed;
        });
        if (newest == track.cuts.rend()) return;
        Cut& cut = *newest;
        const std::size_t after = track.size() - cut.at;
        if (track.gap == 0 && after > 5 && after != 7 && after != 10 && after != 14 && after != 20 && after != 28 &&
            after != 40)
            return;
        if (track.shift_where_few(cut.begin, cut.at).gain >= cut.kept) return;
        cut.state = ChangeState::retracted;
        cut.retracted_by = now_;
        track.begin = cut.begin;
    }

    void report(const Track& track, std::vector<Detection>& result) const {
        for (const Cut& cut : track.cuts)
            result.push_back({track.series, track.rows[cut.at - 1], track.rows[cut.at],
                              static_cast<std::uint32_t>(track.size() - cut.at), cut.state, cut.confirmed_by,
                              cut.retracted_by, cut.sigma});
        if (const Best best = watched(track); best.at > 0)
            result.push_back({track.series,
                              track.rows[best.at - 1],
                              track.rows[best.at],
                              static_cast<std::uint32_t>(track.size() - best.at),
                              ChangeState::watching,
                              {},
                              {},
                              track.sigma});
    }

    // What may become a change: the clearest place among the newest runs, by their values as they came, or any that has
    // more runs and nearly the evidence. Nothing where no run comes any more.
    Best watched(const Track& track) const {
        if (track.size() < track.begin + 2 || track.restless || !context_.is_recent(context_.run_of(track.rows.back())))
            return {};
        Best best;
        for (std::size_t after = 1; after < runs_to_confirm && track.size() >= track.begin + after + 3; ++after) {
            const std::size_t at = track.size() - after;
            const auto shift = track.wary_shift(track.begin, at, track.size());
            if (shift.gain < alone || track.too_small(shift.difference) || track.refused(at)) continue;
            if (const double explained = track.explained(at); explained > best.gain) best = {at, explained};
        }
        if (best.at > 0) return best;
        best = best_position(track);
        return std::abs(best.gain) >= worth_watching && !track.refused(best.at) &&
                       track.size() - best.at >= runs_to_confirm
                   ? best
                   : Best{};
    }

    const Context& context_;
    std::span<const RowNoise> noise_;
    std::vector<Track> tracks_;
    std::vector<Voice> voices_;                                                 // by track
    std::vector<std::tuple<std::uint32_t, std::uint32_t, std::size_t>> order_;  // run, track, row
    std::vector<Event> events_;
    std::uint32_t now_ = 0;
};

}  // namespace

std::vector<Detection> detect(const Context& context) {
    const auto& all = context.history.series;
    const std::vector<RowNoise> noise = run_noise(context);
    std::vector<std::uint32_t> starts{0};
    for (std::uint32_t i = 1; i <= all.size(); ++i)
        if (i == all.size() || all[i].benchmark != all[i - 1].benchmark || all[i].measure != all[i - 1].measure)
            starts.push_back(i);
    if (all.empty()) return {};
    std::vector<std::vector<Detection>> found(starts.size() - 1);
    system::parallel_for(context.options.jobs, found.size(), [&](unsigned, std::size_t p) {
        found[p] = Panel{context, noise, starts[p], starts[p + 1]}.run();
    });
    std::vector<Detection> result;
    for (const auto& part : found) result.insert(result.end(), part.begin(), part.end());
    std::ranges::stable_sort(result, {}, [](const Detection& d) { return std::tuple{d.series, d.first_row_after}; });
    return result;
}

std::span<const Detection> of_series(std::span<const Detection> detections, std::uint32_t series) {
    const auto found = std::ranges::equal_range(detections, series, {}, &Detection::series);
    return {found.begin(), found.end()};
}

}  // namespace benchfolio::analysis
