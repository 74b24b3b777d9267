#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "analysis/comparison.hpp"
#include "model/slug.hpp"

namespace benchfolio::analysis {
namespace {

using Indices = std::vector<std::uint32_t>;

constexpr std::size_t runs_about_a_change = 10;  // on either side
constexpr std::size_t most_tags = 6;             // of a testbed, the newest: pages may not grow with every release

bool is_of(const model::Run& run, const std::string& commit) {
    return run.commit && !run.commit->id.empty() && commit.starts_with(run.commit->id);
}

class Plan {
  public:
    Plan(const model::History& history, const Options& options, const Report& report)
        : history_{history}, options_{options}, report_{report} {}

    std::vector<PlannedComparison> all() {
        if (history_.runs.empty()) return {};
        for (std::uint32_t testbed = 0; testbed < history_.testbeds.size(); ++testbed) {
            if (!is_shown(testbed)) continue;
            const Indices& runs = report_.testbeds[testbed].runs;
            add_last_two(testbed, runs);
            add_tags(testbed, runs);
        }
        for (const Change& change : report_.changes) add_change(change);
        return std::move(planned_);
    }

  private:
    bool is_shown(std::uint32_t testbed) const {
        const model::Testbed& one = history_.testbeds[testbed];
        return !one.hidden && one.comparable();
    }

    void add(const std::string& slug, const std::string& title, Side before, Side after) {
        if (slugs_.insert(slug).second) planned_.push_back({slug, title, std::move(before), std::move(after)});
    }

    // Their names last from night to night, so that a link to them shows the newest.
    void add_last_two(std::uint32_t testbed, const Indices& runs) {
        if (runs.size() < 2) return;
        const model::Testbed& one = history_.testbeds[testbed];
        add("previous..latest-" + one.slug, fmt::format("The last two runs on {}", one.label),
            {"the run before", {runs[runs.size() - 2]}}, {"latest", {runs.back()}});
    }

    void add_tags(std::uint32_t testbed, const Indices& runs) {
        std::size_t added = 0;
        for (auto tag = options_.tags.rbegin(); tag != options_.tags.rend() && added < most_tags; ++tag)
            added += add_tag(testbed, runs, *tag) ? 1 : 0;
    }

    // Whether the testbed has runs of it, before the newest one.
    bool add_tag(std::uint32_t testbed, const Indices& runs, const Tag& tag) {
        Indices tagged;
        for (const std::uint32_t run : runs)
            if (is_of(history_.runs[run], tag.commit)) tagged.push_back(run);
        if (tagged.empty() || tagged.back() == runs.back()) return false;
        const model::Testbed& one = history_.testbeds[testbed];
        add(fmt::format("{}..latest-{}", model::slug(tag.name), one.slug),
            fmt::format("{} against the latest run on {}", tag.name, one.label), {tag.name, std::move(tagged)},
            {"latest", {runs.back()}});
        return true;
    }

    void add_change(const Change& change) {
        const model::Run& first_after = history_.runs[change.first_run_after];
        const auto oldest = history_.runs.back().time - recent;
        if (change.state != ChangeState::confirmed || first_after.time < oldest || !is_shown(first_after.testbed))
            return;
        const Indices& runs = report_.testbeds[first_after.testbed].runs;
        add(fmt::format("{}..{}", history_.runs[change.last_run_before].id, first_after.id),
            fmt::format("Before and after {} on {}", model::iso_date(first_after.time),
                        history_.testbeds[first_after.testbed].label),
            {"before", until(runs, change.last_run_before)}, {"after", from(runs, change.first_run_after)});
    }

    // Up to ten runs, the last of them this one.
    static Indices until(const Indices& runs, std::uint32_t last) {
        const auto end = std::ranges::upper_bound(runs, last);
        return {end - std::min<std::ptrdiff_t>(runs_about_a_change, end - runs.begin()), end};
    }
    static Indices from(const Indices& runs, std::uint32_t first) {
        const auto begin = std::ranges::lower_bound(runs, first);
        return {begin, begin + std::min<std::ptrdiff_t>(runs_about_a_change, runs.end() - begin)};
    }

    const model::History& history_;
    const Options& options_;
    const Report& report_;
    std::set<std::string> slugs_;
    std::vector<PlannedComparison> planned_;
};

}  // namespace

std::vector<PlannedComparison> planned_comparisons(const model::History& history, const Options& options,
                                                   const Report& report) {
    return Plan{history, options, report}.all();
}

}  // namespace benchfolio::analysis
