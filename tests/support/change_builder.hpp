// Puts changes by hand into a report, so that a test of what is said of them needs no detection.
#pragma once

#include <string>

#include "analysis/report.hpp"
#include "model/history.hpp"

namespace benchfolio::support {

// A confirmed change of a series by `ratio`, between two runs, alone in a group of its own or in the given one.
inline analysis::Change& add_change(const model::History& history, analysis::Report& report, std::uint32_t series,
                                    double ratio, std::uint32_t last_before, std::uint32_t first_after,
                                    std::optional<std::uint32_t> group = {}) {
    const auto index = static_cast<std::uint32_t>(report.changes.size());
    analysis::Change change;
    change.id = "00000000" + std::string(index < 10 ? "0" : "") + std::to_string(index);
    change.series = series;
    change.state = analysis::ChangeState::confirmed;
    change.direction = ratio > 1 ? analysis::Verdict::slower : analysis::Verdict::faster;
    change.before = 1e-3;
    change.after = 1e-3 * ratio;
    change.ratio = ratio;
    change.interval = stats::Interval{ratio * .99, ratio * 1.01};
    change.last_run_before = last_before;
    change.first_run_after = first_after;
    change.runs_before = change.runs_after = 5;
    change.confirmed_by = static_cast<std::uint32_t>(history.runs.size() - 1);
    change.group = group.value_or(static_cast<std::uint32_t>(report.change_groups.size()));
    if (!group) report.change_groups.push_back({change.id, {}, last_before, first_after});
    report.change_groups[change.group].changes.push_back(index);
    report.changes.push_back(std::move(change));
    return report.changes.back();
}

}  // namespace benchfolio::support
