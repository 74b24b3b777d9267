#include "analysis/continuous_means.hpp"

#include <map>
#include <tuple>

#include "analysis/tagged_set.hpp"
#include "stats/geometric_mean.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::size_t most_base_values = 10;

std::optional<double> base_of(const ContinuousSeries& series) {
    std::vector<double> values;
    for (const ContinuousPoint& point : series.points)
        if (series.parts[point.part].configuration == series.configuration && values.size() < most_base_values)
            values.push_back(point.value);
    return stats::median_in_place(values);
}

// What one run measured of the members.
struct Measured {
    std::uint32_t configuration = 0;
    bool rescaled = false;
    std::vector<double> ratios, weights;
};

using ByRun = std::map<std::uint32_t, Measured>;

void add_points(const ContinuousSeries& series, double base, double weight, ByRun& runs) {
    for (const ContinuousPoint& point : series.points) {
        const Part& part = series.parts[point.part];
        Measured& measured = runs[point.run];
        measured.configuration = part.configuration;
        measured.rescaled = measured.rescaled || part.rescaled;
        measured.ratios.push_back(point.value / base);
        measured.weights.push_back(weight);
    }
}

void set_points(ContinuousMean& mean, const ByRun& runs, bool weighted) {
    for (const auto& [run, measured] : runs) {
        if (2 * measured.ratios.size() < mean.members.size()) continue;
        const auto ratio = weighted ? stats::weighted_geometric_mean(measured.ratios, measured.weights)
                                    : stats::geometric_mean(measured.ratios);
        const auto n = static_cast<std::uint32_t>(measured.ratios.size());
        if (ratio) mean.points.push_back({run, measured.configuration, measured.rescaled, n, *ratio});
    }
}

// Of one set: the members by relative or not, measure, and configuration whose scale it is.
using Groups = std::map<std::tuple<bool, std::uint32_t, std::uint32_t>, std::vector<ContinuousMean::Member>>;

Groups groups_of(const Context& context, const std::vector<ContinuousSeries>& all, const TaggedSet& set) {
    Groups groups;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        const ContinuousSeries& series = all[i];
        const Track& track = series.track;
        if (series.parts.size() < 2 || !belongs(context.history.benchmarks[track.benchmark], set)) continue;
        if (const auto base = base_of(series))
            groups[{track.baseline.has_value(), track.measure, series.configuration}].push_back({i, *base});
    }
    return groups;
}

}  // namespace

std::vector<ContinuousMean> continuous_means(const Context& context, const std::vector<ContinuousSeries>& series) {
    std::vector<ContinuousMean> means;
    for (const TaggedSet& set : context.options.sets)
        for (auto& [key, members] : groups_of(context, series, set)) {
            const auto& [relative, measure, configuration] = key;
            ContinuousMean& mean =
                means.emplace_back(ContinuousMean{set.name, measure, relative, configuration, std::move(members), {}});
            ByRun runs;
            for (const ContinuousMean::Member& member : mean.members) {
                const ContinuousSeries& of = series[member.series];
                add_points(of, member.base, weight_of(context.history.benchmarks[of.track.benchmark], set), runs);
            }
            set_points(mean, runs, !set.weights.empty());
        }
    return means;
}

}  // namespace benchfolio::analysis
