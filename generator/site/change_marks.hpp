// The changes of a benchmark as marks on its plots, in words for those who do not see them, and in the plots' tables.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chart/trend.hpp"
#include "site/figure_parts.hpp"

namespace benchfolio::site {

// Of the given changes (indices into Report::changes) those of what is drawn whose first run after is at `from` (days)
// or later, without the retracted; by time.
std::vector<const analysis::Change*> drawn_changes(const Content& content, std::span<const std::uint32_t> changes,
                                                   const std::vector<DrawnSeries>& drawn, double from);

// Those of one event and direction are one mark, where their ranges overlap: "▲ +34 % slower, a1b2c3d..c4d5e6f (6
// commits)", and the same in ever fewer words.
std::vector<chart::Change> change_marks(const Content& content, const std::vector<const analysis::Change*>& changes);

// " Changes: +34.1 % slower on EPYC 7763 between 15 Nov 2026 and 16 Nov 2026; and 2 more." or nothing.
std::string changes_in_words(const Content& content, const std::vector<const analysis::Change*>& changes);

// By series and run: what begins there, ", ▲ +34.1 % slower".
using ChangesAt = std::map<std::pair<std::uint32_t, std::uint32_t>, std::string>;
ChangesAt changes_at(const Content& content, const std::vector<const analysis::Change*>& changes);

}  // namespace benchfolio::site
