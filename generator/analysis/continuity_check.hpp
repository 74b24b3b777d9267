// Whether a commit that changes nothing, measured on the newer side of an upgrade, goes on where the older side's
// results, rescaled, left off.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

enum class Continued { continuous, abrupt, cannot_tell };

std::string_view name_of(Continued verdict);  // "continuous", "abrupt", "cannot_tell"

struct SeamVerdict {
    std::uint32_t series = 0;  // into Continuity::series
    Continued verdict = Continued::cannot_tell;
    std::string reason;                       // why it cannot be told
    std::optional<double> before, after;      // medians, on the newer scale
    std::optional<double> ratio;              // after / before
    std::optional<stats::Interval> interval;  // of the ratio, 95 %
    std::optional<double> visible;            // the smallest change that would have shown, 0.02 is 2 %
};

struct SeamCheck {
    std::string commit;                 // whole, as recorded
    std::vector<SeamVerdict> verdicts;  // by series
    std::uint32_t continuous = 0, abrupt = 0, unknown = 0;
    Continued overall = Continued::cannot_tell;  // abrupt where one is, else continuous where one is
};

// Before: the newest ten results of the older configurations, rescaled, since their last change of level. After: the
// results of the commit on the newest configuration; where the trends have none, what was measured there for a tag or
// by hand. A factor that this very commit gave would prove nothing, so it is
// taken again from the other shared commits; where there is none, it cannot be told. The error of the difference of the
// logarithms is made of both medians' noise and the factor's error; of all benchmarks together false alarms are as rare
// as 5 % (Holm), and a change less than `minimum_effect` is none.
//
// The commit is whole; runs may have recorded the beginning of it alone. Nothing where no newest configuration of a
// series measured it.
std::optional<SeamCheck> check_seam(const Context& context, const Report& report, const std::string& commit);

}  // namespace benchfolio::analysis
