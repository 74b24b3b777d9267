// Which runs of the trends a line that is in no trend is held against; the rules stand in analysis/aside_verdict.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/aside_verdict.hpp"

namespace benchfolio::analysis {

struct AsideBase {
    std::vector<std::uint32_t> runs;     // to compare with; none: `why` says why
    bool aside = false;                  // `runs` are of History::aside, else of the trends
    std::vector<std::uint32_t> history;  // of the trends, up to the base: what the gate and the noise are from
    std::string label, why;
};

// Of a branch, a pull request or a run by hand, for the runs of it that are judged.
AsideBase base_of(const AsideArchive& archive, const AsideLine& line, const std::vector<std::uint32_t>& newest);

// Of a tag: the tag before it.
AsideBase tag_before(const AsideArchive& archive, const AsideLine& line, const std::vector<std::uint32_t>& newest);
// And the trends as they are now.
AsideBase trends_now(const AsideArchive& archive, const std::vector<std::uint32_t>& newest);

}  // namespace benchfolio::analysis
