#include "analysis/factors.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

#include "stats/quantile.hpp"
#include "stats/summary.hpp"

namespace benchfolio::analysis {
namespace {

using Values = std::vector<TrackValue>;

const Values& values_of(const MeasuredTrack& track, std::uint32_t configuration) {
    static const Values none;
    const auto found = track.values.find(configuration);
    return found == track.values.end() ? none : found->second;
}

double squared(double x) {
    return x * x;
}

std::optional<double> noise_on(const MeasuredTrack& track, const MeasuredConfiguration& configuration) {
    const auto found = track.noise.find({configuration.testbed, configuration.suite});
    return found == track.noise.end() ? std::nullopt : std::optional{found->second};
}

// Of the median of the logarithms of the ratios, from how the ratios vary.
std::optional<stats::Difference> by_spread(const std::vector<SharedCommit>& commits, double logarithm) {
    constexpr std::size_t least = 3;
    if (commits.size() < least) return std::nullopt;
    std::vector<double> logarithms;
    for (const SharedCommit& each : commits) logarithms.push_back(std::log(each.ratio()));
    return stats::Difference{logarithm, *stats::standard_deviation(logarithms) * stats::error_of_median(commits.size()),
                             static_cast<double>(commits.size() - 1)};
}

bool is_known(const model::Run& run) {
    return run.commit && !run.commit->dirty && !run.commit->id.empty();
}

}  // namespace

MeasuredCommits::MeasuredCommits(const model::History& history) {
    static const std::vector<model::Run> none;
    const std::vector<model::Run>& aside = history.aside ? history.aside->runs : none;
    std::set<std::string> ids;
    for (const auto* runs : {&history.runs, &aside})
        for (const model::Run& run : *runs)
            if (is_known(run)) ids.insert(run.commit->id);
    std::map<std::string, std::uint32_t> numbers;  // a prefix stands before what it begins
    for (const std::string& id : ids) {
        if (!ids_.empty() && id.starts_with(ids_.back()))
            ids_.back() = id;
        else
            ids_.push_back(id);
        numbers[id] = static_cast<std::uint32_t>(ids_.size() - 1);
    }
    const auto number = [&](const model::Run& run) {
        return is_known(run) ? std::optional{numbers.at(run.commit->id)} : std::nullopt;
    };
    for (const model::Run& run : history.runs) of_run_.push_back(number(run));
    for (const model::Run& run : aside) of_aside_.push_back(number(run));
}

std::vector<std::string> MeasuredCommits::beginning_with(std::string_view prefix) const {
    std::vector<std::string> found;
    for (const std::string& id : ids_)
        if (id.starts_with(prefix) || prefix.starts_with(id)) found.push_back(id);
    return found;
}

// Both sides' results of one commit.
struct FactorFinder::Shared {
    SharedCommit commit;
    model::Time measured{};  // last on the older side
};

FactorFinder::FactorFinder(const model::History& history, const Options& options, const Configurations& known,
                           const MeasuredCommits& commits, const Baselines& baselines)
    : history_(history), options_(options), known_(known), commits_(commits), baselines_(baselines) {
    for (const Link& link : known.links) newest_shared_.push_back(newest_shared(link));
}

bool FactorFinder::counts(const Link& link, std::uint32_t commit) const {
    const std::vector<std::string>& only = options_.transitions[link.transition].commits;
    return only.empty() || std::ranges::any_of(only, [&](const std::string& prefix) {
               return commits_.id(commit).starts_with(prefix) || prefix.starts_with(commits_.id(commit));
           });
}

bool FactorFinder::counts(const Link& link, const Baseline& baseline) const {
    const auto commit = commits_.of_aside(baseline.run);
    const bool is_named = !options_.transitions[link.transition].commits.empty();
    return commit && (baseline.of_project || is_named) && counts(link, *commit);
}

std::optional<std::uint32_t> FactorFinder::newest_shared(const Link& link) const {
    std::set<std::uint32_t> older;
    for (const std::uint32_t run : known_.all[link.from].runs)
        if (const auto commit = commits_.of(run)) older.insert(*commit);
    std::optional<std::uint32_t> newest;
    for (const std::uint32_t run : known_.all[link.to].runs)
        if (const auto commit = commits_.of(run); commit && older.contains(*commit) && counts(link, *commit))
            newest = commit;
    return newest;
}

// What one side measured of a commit.
struct FactorFinder::Measured {
    std::vector<double> values;
    model::Time last{};
    std::uint32_t beside = 0;  // of the values: of runs in no trend

    void add(double value, model::Time time) {
        values.push_back(value);
        last = std::max(last, time);
    }
};

FactorFinder::Side FactorFinder::side_of(const MeasuredTrack& track, std::uint32_t configuration) const {
    Side side;
    for (const TrackValue& value : values_of(track, configuration))
        if (const auto commit = commits_.of(value.run)) side[*commit].add(value.value, history_.runs[value.run].time);
    return side;
}

void FactorFinder::add_baselines(const MeasuredTrack& track, const Link& link, std::uint32_t configuration,
                                 Side& side) const {
    for (const Baseline& each : baselines_.of(track.track))
        if (each.configuration == configuration && counts(link, each)) {
            Measured& measured = side[*commits_.of_aside(each.run)];
            measured.add(each.value, history_.aside->runs[each.run].time);
            ++measured.beside;
        }
}

std::vector<FactorFinder::Shared> FactorFinder::shared_commits(const MeasuredTrack& track, const Link& link,
                                                               bool with_baselines) const {
    Side older = side_of(track, link.from), newer = side_of(track, link.to);
    if (with_baselines) {
        add_baselines(track, link, link.from, older);
        add_baselines(track, link, link.to, newer);
    }
    const auto count = [](const Measured& of) { return static_cast<std::uint32_t>(of.values.size()); };
    std::vector<Shared> shared;
    for (auto& [commit, after] : newer) {
        const auto before = older.find(commit);
        if (before == older.end() || !counts(link, commit)) continue;
        shared.push_back({{commits_.id(commit), *stats::median_in_place(before->second.values),
                           *stats::median_in_place(after.values), count(before->second), count(after),
                           before->second.beside + after.beside},
                          before->second.last});
    }
    return shared;
}

std::optional<double> FactorFinder::given(const MeasuredTrack& track, const Link& link) const {
    const Transition& transition = options_.transitions[link.transition];
    if (history_.measures[track.track.measure].name != "time") return std::nullopt;
    const auto& factors = track.track.baseline ? transition.relative_factors : transition.factors;
    const std::string& name = history_.benchmarks[track.track.benchmark].name;
    const auto found = std::ranges::lower_bound(factors, name, {}, &GivenFactor::benchmark);
    return found != factors.end() && found->benchmark == name ? std::optional{found->factor} : std::nullopt;
}

std::optional<stats::Difference> FactorFinder::logarithm(const MeasuredTrack& track, const Link& link,
                                                         const std::vector<SharedCommit>& commits,
                                                         double factor) const {
    const auto spread = by_spread(commits, std::log(factor));
    auto before = noise_on(track, known_.all[link.from]), after = noise_on(track, known_.all[link.to]);
    if (!before) before = after;
    if (!after) after = before;
    if (!before) return spread;
    double sum = 0;
    for (const SharedCommit& each : commits)
        sum += squared(*before * stats::error_of_median(each.runs_before)) +
               squared(*after * stats::error_of_median(each.runs_after));
    const double error = std::sqrt(sum / static_cast<double>(commits.size())) * stats::error_of_median(commits.size());
    if (spread && spread->error > error) return spread;
    const auto runs = static_cast<double>(values_of(track, link.from).size() + values_of(track, link.to).size());
    return stats::Difference{std::log(factor), error, std::max(1.0, runs - 2)};
}

bool FactorFinder::is_still_measured(const MeasuredTrack& track, const Link& link) const {
    constexpr std::size_t newest = 10;
    const std::vector<std::uint32_t>& runs = known_.all[link.from].runs;
    const Values& values = values_of(track, link.from);
    return !values.empty() && values.back().run >= runs[runs.size() - std::min(newest, runs.size())];
}

std::optional<LinkFactor::Wanted> FactorFinder::wanted(const MeasuredTrack& track, std::uint32_t index) const {
    const Link& link = known_.links[index];
    if (!is_still_measured(track, link)) return std::nullopt;
    const auto has = [&](std::uint32_t configuration, std::uint32_t commit) {
        return std::ranges::any_of(values_of(track, configuration),
                                   [&](const TrackValue& value) { return commits_.of(value.run) == commit; });
    };
    if (const auto commit = newest_shared_[index])
        return LinkFactor::Wanted{commits_.id(*commit), !has(link.from, *commit), !has(link.to, *commit)};
    const std::vector<std::string>& only = options_.transitions[link.transition].commits;
    for (auto value = values_of(track, link.from).rbegin(); value != values_of(track, link.from).rend(); ++value)
        if (const auto commit = commits_.of(value->run); commit && counts(link, *commit))
            return LinkFactor::Wanted{commits_.id(*commit), false, true};
    if (only.empty()) return std::nullopt;
    return LinkFactor::Wanted{only.front(), true, true};
}

// The median of the ratios of the shared commits; nothing where there are none.
std::optional<Factor> FactorFinder::measured(const MeasuredTrack& track, const Link& link) const {
    std::vector<Shared> shared = shared_commits(track, link, false);
    if (shared.empty()) shared = shared_commits(track, link, true);
    if (shared.empty()) return std::nullopt;
    const auto distance = [&](const Shared& each) { return std::chrono::abs(each.measured - link.seam); };
    std::ranges::stable_sort(shared, {}, distance);
    if (shared.size() > most_shared_commits) shared.resize(most_shared_commits);
    std::ranges::stable_sort(shared, {}, &Shared::measured);
    Factor factor;
    std::vector<double> ratios;
    for (Shared& each : shared) {
        ratios.push_back(each.commit.ratio());
        factor.commits.push_back(std::move(each.commit));
    }
    factor.value = *stats::median_in_place(ratios);
    factor.logarithm = logarithm(track, link, factor.commits, factor.value);
    return factor;
}

std::optional<Factor> FactorFinder::factor(const MeasuredTrack& track, const Link& link) const {
    if (values_of(track, link.to).empty()) return std::nullopt;
    if (const auto value = given(track, link)) return Factor{*value, true, {}, {}};
    return track.track.rescale ? measured(track, link) : Factor{};
}

std::string FactorFinder::why_none(const MeasuredTrack& track, const Link& link) const {
    if (values_of(track, link.to).empty())
        return track.not_positive.contains(link.to) ? "no result above zero on the newer side"
                                                    : "no result on the newer side";
    return options_.transitions[link.transition].commits.empty()
               ? "no commit was measured on both sides"
               : "none of the declared commits was measured on both sides";
}

std::optional<LinkFactor> FactorFinder::of(const MeasuredTrack& track, std::uint32_t index) const {
    const Link& link = known_.links[index];
    if (values_of(track, link.from).empty()) return std::nullopt;
    LinkFactor result{index, track.track, factor(track, link), {}, {}};
    if (result.factor) return result;
    result.refusal = why_none(track, link);
    result.wanted = wanted(track, index);
    return result;
}

}  // namespace benchfolio::analysis
