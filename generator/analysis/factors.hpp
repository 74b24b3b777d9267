// The factor of one benchmark over one transition, from what both sides measured of the same commits.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/baselines.hpp"
#include "analysis/configurations.hpp"
#include "analysis/continuity.hpp"
#include "analysis/tracks.hpp"

namespace benchfolio::analysis {

// Of several shared commits so many count: those measured nearest to the upgrade on the older side.
inline constexpr std::size_t most_shared_commits = 10;

// Which commit each run measured. Ids of different lengths are the same commit where one begins with the other; of a
// run with uncommitted changes nothing is known.
class MeasuredCommits {
  public:
    explicit MeasuredCommits(const model::History& history);
    std::optional<std::uint32_t> of(std::uint32_t run) const { return of_run_[run]; }
    std::optional<std::uint32_t> of_aside(std::uint32_t run) const { return of_aside_[run]; }  // of History::aside
    const std::string& id(std::uint32_t commit) const { return ids_[commit]; }                 // the longest recorded
    std::vector<std::string> beginning_with(std::string_view prefix) const;  // or that are the beginning of it; by id

  private:
    std::vector<std::string> ids_;
    std::vector<std::optional<std::uint32_t>> of_run_, of_aside_;
};

// factor = median over the shared commits of (median of the new results / median of the old ones). Shared are those
// that the trends measured on both sides; where there is none, those that both sides measured with the results beside
// them (analysis/baselines.hpp).
//
// The error of its logarithm is that of a median (stats/difference.hpp) of so many ratios, each as uncertain as the
// noise between runs makes it; where three ratios or more vary by more than that, as they vary. Where the noise of one
// side alone is known, it counts for both.
class FactorFinder {
  public:
    FactorFinder(const model::History& history, const Options& options, const Configurations& known,
                 const MeasuredCommits& commits, const Baselines& baselines);

    // Nothing where the older side has no result, so that there is nothing to rescale.
    std::optional<LinkFactor> of(const MeasuredTrack& track, std::uint32_t link) const;

  private:
    struct Shared;
    struct Measured;
    using Side = std::map<std::uint32_t, Measured>;  // by commit
    Side side_of(const MeasuredTrack& track, std::uint32_t configuration) const;
    void add_baselines(const MeasuredTrack& track, const Link& link, std::uint32_t configuration, Side& side) const;
    std::vector<Shared> shared_commits(const MeasuredTrack& track, const Link& link, bool with_baselines) const;
    std::string why_none(const MeasuredTrack& track, const Link& link) const;
    std::optional<Factor> factor(const MeasuredTrack& track, const Link& link) const;
    std::optional<Factor> measured(const MeasuredTrack& track, const Link& link) const;
    bool counts(const Link& link, std::uint32_t commit) const;
    bool counts(const Link& link, const Baseline& baseline) const;
    std::optional<double> given(const MeasuredTrack& track, const Link& link) const;
    std::optional<stats::Difference> logarithm(const MeasuredTrack& track, const Link& link,
                                               const std::vector<SharedCommit>& commits, double factor) const;
    std::optional<LinkFactor::Wanted> wanted(const MeasuredTrack& track, std::uint32_t link) const;
    std::optional<std::uint32_t> newest_shared(const Link& link) const;
    bool is_still_measured(const MeasuredTrack& track, const Link& link) const;

    const model::History& history_;
    const Options& options_;
    const Configurations& known_;
    const MeasuredCommits& commits_;
    const Baselines& baselines_;
    std::vector<std::optional<std::uint32_t>>
        newest_shared_;  // by link: a commit that both sides measured something of
};

}  // namespace benchfolio::analysis
