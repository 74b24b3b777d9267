// What triage.toml says, brought to the changes and results it is of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/changes.hpp"
#include "analysis/triage.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

// By row of the columns: 1 where a rule says that the result is an outlier.
std::vector<std::uint8_t> outliers(const model::History& history, std::span<const OutlierRule> rules);

// Writes into every change what was said of it; of several rules that match, the last. `now` says what has expired.
void apply_reviews(const model::History& history, const Triage& triage, model::Time now,
                   std::span<const ChangeGroup> groups, std::span<Change> changes);

// How many changes each review matches, and how many results each outlier rule: what matches nothing is a mistake or no
// longer needed.
struct TriageUse {
    std::vector<std::size_t> reviews, outliers;
};
TriageUse use_of(const model::History& history, const Triage& triage, std::span<const ChangeGroup> groups,
                 std::span<const Change> changes);

}  // namespace benchfolio::analysis
