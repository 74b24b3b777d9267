#include "cli/gate_base.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/named_runs.hpp"
#include "model/error.hpp"
#include "site/words.hpp"

namespace benchfolio::cli {
namespace {

class Chooser {
  public:
    Chooser(const model::History& history, const std::vector<std::uint32_t>& head, const Clone* clone)
        : history_(history), head_(head), clone_(clone) {}

    std::optional<std::uint32_t> newest_before(const std::vector<std::uint32_t>& runs) const {
        const std::uint32_t first = std::ranges::min(head_);
        std::optional<std::uint32_t> newest;
        for (const std::uint32_t run : runs)
            if (run < first && std::ranges::count(head_, run) == 0) newest = std::max(newest.value_or(0), run);
        return newest;
    }

    // Where the clone knows one, and it was measured.
    std::optional<ChosenBase> merge_base_with(const std::string& branch) const {
        const auto& commit = history_.runs[head_.back()].commit;
        const auto tip = clone_ ? clone_->commit(branch) : std::nullopt;
        if (!tip || !commit) return std::nullopt;
        const auto base = clone_->merge_base(*tip, commit->id);
        const auto run = base ? newest_before(runs_of_commit(history_, *base)) : std::nullopt;
        if (!run) return std::nullopt;
        return ChosenBase{run, fmt::format("the merge-base {} of {} and the new results", base->substr(0, 7), branch)};
    }

    ChosenBase asked(const std::string& name, const std::vector<analysis::Tag>& tags) const {
        const NamedRuns named = named_runs(name, history_, tags, clone_);
        if (named.kind == NameKind::branch)
            if (auto found = merge_base_with(name)) return *found;
        const auto run = newest_before(named.runs);
        if (!run)
            throw model::Error(model::ExitCode::usage, "base",
                               fmt::format("{} was measured, but not before the new results", named.what), name,
                               "name an earlier one, or leave --base out");
        return {run, named.what};
    }

    ChosenBase chosen(const std::string& base_branch) const {
        const std::vector<std::string> branches =
            base_branch.empty() ? std::vector<std::string>{"main", "master"} : std::vector{base_branch};
        for (const std::string& branch : branches)
            if (auto found = merge_base_with(branch)) return *found;
        if (base_branch.empty()) return {std::nullopt, "the newest earlier run"};
        return {std::nullopt, fmt::format("the newest earlier run of {}", base_branch)};
    }

  private:
    const model::History& history_;
    const std::vector<std::uint32_t>& head_;
    const Clone* clone_;
};

}  // namespace

ChosenBase choose_base(const model::History& history, const std::vector<std::uint32_t>& head,
                       const std::optional<std::string>& asked, const analysis::Options& options, const Clone* clone) {
    const Chooser chooser{history, head, clone};
    return asked ? chooser.asked(*asked, options.tags) : chooser.chosen(options.gate.base_branch);
}

}  // namespace benchfolio::cli
