#include "analysis/apply_triage.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include "model/glob.hpp"

namespace benchfolio::analysis {
namespace {

using model::glob_matches;
using model::History;

bool matches_any(const std::vector<std::string>& patterns, const std::string& text) {
    return std::ranges::any_of(patterns, [&](const std::string& pattern) { return glob_matches(pattern, text); });
}

// By index: whether there are no patterns, or one matches.
std::vector<std::uint8_t> benchmarks_of(const History& history, const std::vector<std::string>& patterns) {
    std::vector<std::uint8_t> matching(history.benchmarks.size(), patterns.empty());
    for (std::size_t i = 0; i < matching.size(); ++i)
        if (!matching[i]) matching[i] = matches_any(patterns, history.benchmarks[i].name);
    return matching;
}

std::vector<std::uint8_t> testbeds_of(const History& history, const std::vector<std::string>& patterns) {
    std::vector<std::uint8_t> matching(history.testbeds.size(), patterns.empty());
    for (std::size_t i = 0; i < matching.size(); ++i) {
        const model::Testbed& testbed = history.testbeds[i];
        if (matching[i]) continue;
        matching[i] = matches_any(patterns, testbed.label) || matches_any(patterns, testbed.slug) ||
                      (testbed.brand && matches_any(patterns, *testbed.brand));
    }
    return matching;
}

// The runs that measured a commit, ascending.
std::vector<std::uint32_t> runs_of_commit(const History& history, const std::string& prefix) {
    std::vector<std::uint32_t> runs;
    for (std::uint32_t i = 0; i < history.runs.size(); ++i)
        if (history.runs[i].commit && history.runs[i].commit->id.starts_with(prefix)) runs.push_back(i);
    return runs;
}

// A review with its patterns looked up once.
class Matcher {
  public:
    Matcher(const History& history, const ReviewRule& rule)
        : history_(history),
          ids_(rule.changes),
          by_commit_(rule.commit.has_value()),
          runs_(rule.commit ? runs_of_commit(history, *rule.commit) : std::vector<std::uint32_t>{}),
          benchmarks_(benchmarks_of(history, rule.benchmarks)),
          testbeds_(testbeds_of(history, rule.testbeds)) {
        std::ranges::sort(ids_);
    }

    bool matches(const Change& change, const std::string& group) const {
        const model::Series& series = history_.series[change.series];
        if (!benchmarks_[series.benchmark] || !testbeds_[series.testbed]) return false;
        if (!ids_.empty() && !std::ranges::binary_search(ids_, change.id) && !std::ranges::binary_search(ids_, group))
            return false;
        return !by_commit_ || may_be_of_commit(change);
    }

  private:
    const History& history_;
    std::vector<std::string> ids_;
    bool by_commit_;
    std::vector<std::uint32_t> runs_;  // of the commit
    std::vector<std::uint8_t> benchmarks_, testbeds_;

    // Another testbed may have run only some nights later: its range ends at a later commit and still holds this one.
    bool may_be_of_commit(const Change& change) const {
        const auto next = std::ranges::upper_bound(runs_, change.last_run_before);
        return next != runs_.end() && *next <= change.first_run_after;
    }
};

const std::string& group_of(std::span<const ChangeGroup> groups, const Change& change) {
    static const std::string none;
    return change.group < groups.size() ? groups[change.group].id : none;
}

// By run: the rules that are of it. Few runs have any.
std::vector<std::vector<std::size_t>> rules_by_run(const History& history, std::span<const OutlierRule> rules) {
    std::vector<std::vector<std::size_t>> by_run(history.runs.size());
    for (std::size_t run = 0; run < by_run.size(); ++run)
        for (std::size_t rule = 0; rule < rules.size(); ++rule)
            if (history.runs[run].id.starts_with(rules[rule].run)) by_run[run].push_back(rule);
    return by_run;
}

// Calls `found(row, rule)` for each result that a rule is of.
void for_each_outlier(const History& history, std::span<const OutlierRule> rules,
                      const std::function<void(std::size_t row, std::size_t rule)>& found) {
    const auto by_run = rules_by_run(history, rules);
    std::vector<std::vector<std::uint8_t>> benchmarks;
    for (const OutlierRule& rule : rules) benchmarks.push_back(benchmarks_of(history, rule.benchmarks));
    for (const model::Series& series : history.series)
        for (std::size_t row = series.first; row < series.last; ++row)
            for (const std::size_t rule : by_run[history.columns.run[row]])
                if (benchmarks[rule][series.benchmark]) found(row, rule);
}

}  // namespace

std::vector<std::uint8_t> outliers(const History& history, std::span<const OutlierRule> rules) {
    std::vector<std::uint8_t> outlier(history.columns.size());
    if (rules.empty()) return outlier;
    for_each_outlier(history, rules, [&](std::size_t row, std::size_t) { outlier[row] = 1; });
    return outlier;
}

void apply_reviews(const History& history, const Triage& triage, model::Time now, std::span<const ChangeGroup> groups,
                   std::span<Change> changes) {
    for (const ReviewRule& rule : triage.reviews) {
        const Matcher matcher{history, rule};
        for (Change& change : changes) {
            if (!matcher.matches(change, group_of(groups, change))) continue;
            change.review = rule.review;
            change.review->expired = rule.review.until && *rule.review.until <= now;
        }
    }
}

TriageUse use_of(const History& history, const Triage& triage, std::span<const ChangeGroup> groups,
                 std::span<const Change> changes) {
    TriageUse use;
    for (const ReviewRule& rule : triage.reviews) {
        const Matcher matcher{history, rule};
        use.reviews.push_back(static_cast<std::size_t>(std::ranges::count_if(
            changes, [&](const Change& change) { return matcher.matches(change, group_of(groups, change)); })));
    }
    use.outliers.resize(triage.outliers.size());
    for_each_outlier(history, triage.outliers, [&](std::size_t, std::size_t rule) { ++use.outliers[rule]; });
    return use;
}

}  // namespace benchfolio::analysis
