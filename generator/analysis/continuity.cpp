#include "analysis/continuity.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "analysis/continuous_means.hpp"
#include "analysis/factors.hpp"
#include "analysis/tracks.hpp"
#include "stats/geometric_mean.hpp"
#include "stats/quantile.hpp"
#include "stats/summary.hpp"

namespace benchfolio::analysis {
namespace {

// How a configuration's results get onto another's scale: along these factors, oldest link first.
struct Chain {
    std::vector<std::uint32_t> factors;
};

// The factors of one track, by link.
using TrackFactors = std::vector<std::optional<std::uint32_t>>;  // into Continuity::factors; nothing to rescale

// The links against their direction: what leads to a configuration.
std::vector<std::vector<std::uint32_t>> links_to(const Configurations& known) {
    std::vector<std::vector<std::uint32_t>> links(known.all.size());
    for (std::uint32_t i = 0; i < known.links.size(); ++i) links[known.links[i].to].push_back(i);
    return links;
}

// From the newest configuration backwards, by the fewest links.
template <class Usable>
std::map<std::uint32_t, Chain> chains_to(const Configurations& known, std::uint32_t newest, Usable factor_of) {
    const auto leading = links_to(known);
    std::map<std::uint32_t, Chain> chains{{newest, {}}};
    std::deque<std::uint32_t> next{newest};
    for (; !next.empty(); next.pop_front())
        for (const std::uint32_t link : leading[next.front()]) {
            const auto factor = factor_of(link);
            if (!factor || chains.contains(known.links[link].from)) continue;
            Chain chain = chains[next.front()];
            chain.factors.insert(chain.factors.begin(), *factor);
            chains[known.links[link].from] = std::move(chain);
            next.push_back(known.links[link].from);
        }
    return chains;
}

// Errors of independent factors add up in quadrature; the fewest degrees of freedom count.
Factor product(const std::vector<LinkFactor>& factors, const Chain& chain) {
    Factor whole;
    whole.logarithm = stats::Difference{0, 0, 1};
    bool first = true;
    for (const std::uint32_t index : chain.factors) {
        const Factor& one = *factors[index].factor;
        whole.value *= one.value;
        whole.given = whole.given || one.given;
        if (!one.logarithm) whole.logarithm = std::nullopt;
        if (!whole.logarithm) continue;
        const double degrees =
            first ? one.logarithm->degrees : std::min(whole.logarithm->degrees, one.logarithm->degrees);
        whole.logarithm =
            stats::Difference{std::log(whole.value), std::hypot(whole.logarithm->error, one.logarithm->error), degrees};
        first = false;
    }
    if (chain.factors.empty()) whole.logarithm = std::nullopt;
    return whole;
}

// What is known of one track while its series are put together.
class Joining {
  public:
    Joining(const Configurations& known, const FactorFinder& finder, Continuity& result)
        : known_(known), finder_(finder), result_(result) {}

    // A series to each configuration from which no factor leads on.
    void add(const MeasuredTrack& track) {
        find_factors(track);
        for (const auto& [configuration, values] : track.values) {
            const auto& onwards = known_.links_from[configuration];
            if (std::ranges::none_of(onwards, [&](std::uint32_t link) { return usable(link).has_value(); }))
                join(track, configuration);
        }
    }

  private:
    void find_factors(const MeasuredTrack& track) {
        of_link_.assign(known_.links.size(), std::nullopt);
        for (std::uint32_t link = 0; link < known_.links.size(); ++link) {
            auto found = finder_.of(track, link);
            if (!found) continue;
            of_link_[link] = static_cast<std::uint32_t>(result_.factors.size());
            result_.factors.push_back(std::move(*found));
        }
    }

    std::optional<std::uint32_t> usable(std::uint32_t link) const {
        const auto factor = of_link_[link];
        return factor && result_.factors[*factor].factor ? factor : std::nullopt;
    }

    void join(const MeasuredTrack& track, std::uint32_t newest) {
        const auto related = chains_to(known_, newest, [](std::uint32_t link) { return std::optional{link}; });
        const auto chains = chains_to(known_, newest, [&](std::uint32_t link) { return usable(link); });
        ContinuousSeries series{track.track, newest, {}, {}, {}, {}};
        if (!known_.is_newest(newest)) series.ends = why_not(newest);
        for (const auto& [configuration, values] : track.values) {
            if (chains.contains(configuration))
                add_part(track, configuration, chains.at(configuration), values, series);
            else if (related.contains(configuration))
                series.unjoined.push_back({configuration, count(values), why_not(configuration)});
            else if (is_other_suite(configuration, related))
                series.unjoined.push_back({configuration, count(values), "measured with another version of the suite"});
        }
        add_not_positive(track, related, series);
        if (is_worth_telling(track, related.size() > 1, series)) finish(std::move(series));
    }

    static std::uint32_t count(const std::vector<TrackValue>& values) {
        return static_cast<std::uint32_t>(values.size());
    }

    void add_part(const MeasuredTrack& track, std::uint32_t configuration, const Chain& chain,
                  const std::vector<TrackValue>& values, ContinuousSeries& series) const {
        Part part{configuration, product(result_.factors, chain), chain.factors,
                  track.track.rescale && !chain.factors.empty()};
        const auto index = static_cast<std::uint32_t>(series.parts.size());
        for (const TrackValue& value : values)
            series.points.push_back({value.run, index, value.value, value.value * part.factor.value});
        series.parts.push_back(std::move(part));
    }

    // The first link onwards that has no factor, in the words of its refusal.
    std::string why_not(std::uint32_t configuration) const {
        for (const std::uint32_t link : known_.links_from[configuration])
            if (const auto factor = of_link_[link]; factor && !result_.factors[*factor].factor)
                return result_.factors[*factor].refusal;
        return "the configuration after it is not joined either";
    }

    bool is_other_suite(std::uint32_t configuration, const std::map<std::uint32_t, Chain>& related) const {
        const MeasuredConfiguration& of = known_.all[configuration];
        return std::ranges::any_of(related, [&](const auto& each) {
            const MeasuredConfiguration& other = known_.all[each.first];
            return other.suite != of.suite && other.testbed == of.testbed && other.sides == of.sides;
        });
    }

    static void add_not_positive(const MeasuredTrack& track, const std::map<std::uint32_t, Chain>& related,
                                 ContinuousSeries& series) {
        for (const auto& [configuration, results] : track.not_positive)
            if (related.contains(configuration))
                series.unjoined.push_back({configuration, results, "the value is not above zero"});
    }

    bool goes_on_elsewhere(const MeasuredTrack& track, std::uint32_t configuration) const {
        std::set<std::uint32_t> seen{configuration};
        for (std::deque<std::uint32_t> next{configuration}; !next.empty(); next.pop_front())
            for (const std::uint32_t link : known_.links_from[next.front()]) {
                const std::uint32_t to = known_.links[link].to;
                if (track.values.contains(to)) return true;
                if (seen.insert(to).second) next.push_back(to);
            }
        return false;
    }

    // A ratio is shown for itself; a plain series only where an upgrade has to do with it.
    bool is_worth_telling(const MeasuredTrack& track, bool has_older, const ContinuousSeries& series) const {
        if (track.track.baseline || series.parts.size() > 1) return true;
        if (has_older && !series.unjoined.empty()) return true;
        return !series.ends.empty() && !goes_on_elsewhere(track, series.configuration);
    }

    void finish(ContinuousSeries series) {
        std::ranges::stable_sort(series.points, {}, &ContinuousPoint::run);
        std::ranges::sort(series.unjoined, {}, &Unjoined::configuration);
        result_.series.push_back(std::move(series));
    }

    const Configurations& known_;
    const FactorFinder& finder_;
    Continuity& result_;
    TrackFactors of_link_;
};

// A benchmark's own results stand before those relative to a baseline.
std::vector<MeasuredTrack> tracks_of(const Context& context, const std::vector<SeriesReport>& series,
                                     const Configurations& known, std::vector<WithoutBaseline>& without) {
    std::vector<MeasuredTrack> tracks = relative_tracks(context, series, known, without);
    if (!known.links.empty()) std::ranges::move(absolute_tracks(context, series, known), std::back_inserter(tracks));
    std::ranges::sort(tracks, {}, &MeasuredTrack::track);
    return tracks;
}

// ---- Over benchmarks ----

auto group_of(const LinkFactor& each) {
    return std::tuple{each.link, each.track.baseline.has_value(), each.track.measure};
}

FactorSpread spread_of(std::span<const LinkFactor> group) {
    FactorSpread spread;
    spread.link = group.front().link;
    spread.measure = group.front().track.measure;
    spread.relative = group.front().track.baseline.has_value();
    std::vector<double> values, logarithms;
    for (const LinkFactor& each : group) {
        if (!each.factor) continue;
        values.push_back(each.factor->value);
        logarithms.push_back(std::log(each.factor->value));
    }
    spread.factors = static_cast<std::uint32_t>(values.size());
    spread.refused = static_cast<std::uint32_t>(group.size() - values.size());
    if (values.empty()) return spread;
    std::ranges::sort(values);
    spread.geometric_mean = stats::geometric_mean(values);
    spread.low = values.front();
    spread.median = stats::median(values);
    spread.high = values.back();
    if (values.size() > 1) spread.deviation = stats::standard_deviation(logarithms);
    return spread;
}

std::vector<FactorSpread> spreads_of(std::vector<LinkFactor> factors) {
    std::ranges::stable_sort(factors, {}, group_of);
    std::vector<FactorSpread> spreads;
    for (auto first = factors.begin(); first != factors.end();) {
        const auto last = std::find_if(first, factors.end(),
                                       [&](const LinkFactor& each) { return group_of(each) != group_of(*first); });
        spreads.push_back(spread_of({first, last}));
        first = last;
    }
    return spreads;
}

}  // namespace

std::optional<stats::Interval> Factor::interval() const {
    if (!logarithm) return std::nullopt;
    const stats::Interval of = logarithm->interval();
    return stats::Interval{std::exp(of.low), std::exp(of.high)};
}

Continuity continuity(const Context& context, const std::vector<SeriesReport>& series) {
    const Options& options = context.options;
    Continuity result;
    if (options.transitions.empty() && options.relatives.empty()) return result;
    Configurations known = configurations(context.history, options.transitions);
    const MeasuredCommits commits{context.history};
    const Baselines baselines{context.history, options, known};
    const FactorFinder finder{context.history, options, known, commits, baselines};
    Joining joining{known, finder, result};
    for (const MeasuredTrack& track : tracks_of(context, series, known, result.without_baseline)) joining.add(track);
    result.spreads = spreads_of(result.factors);
    result.configurations = std::move(known.all);
    result.links = std::move(known.links);
    result.undefined = std::move(known.undefined);
    result.means = continuous_means(context, result.series);
    return result;
}

}  // namespace benchfolio::analysis
