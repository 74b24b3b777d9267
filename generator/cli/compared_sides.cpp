#include "cli/compared_sides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "model/glob.hpp"

namespace benchfolio::cli {
namespace {

using analysis::Across;
using analysis::NotCompared;
using Indices = std::vector<std::uint32_t>;

constexpr std::size_t digits = 7;

bool changes_with_time(const NamedRuns& side) {
    return side.kind == NameKind::branch || side.kind == NameKind::latest;
}

// What was found for BASE on one testbed.
struct Found {
    Indices runs;
    std::string why;
};

class Pairer {
  public:
    Pairer(const model::History& history, const NamedRuns& base, const NamedRuns& head, const PairingOptions& options)
        : history_{history}, base_{base}, head_{head}, options_{options} {}

    Pairing pair() {
        for (const std::uint32_t testbed : testbeds_of(head_.runs))
            if (is_wanted(testbed)) pair_on(testbed);
        if (!changes_with_time(base_)) tell_left_over();
        return std::move(result_);
    }

  private:
    const model::Run& run(std::uint32_t index) const { return history_.runs[index]; }
    const std::string& label(std::uint32_t testbed) const { return history_.testbeds[testbed].label; }

    std::set<std::uint32_t> testbeds_of(const Indices& runs) const {
        std::set<std::uint32_t> all;
        for (const std::uint32_t index : runs) all.insert(run(index).testbed);
        return all;
    }

    bool is_wanted(std::uint32_t testbed) const {
        if (!options_.testbed) return true;
        const model::Testbed& one = history_.testbeds[testbed];
        const std::string pattern = "*" + *options_.testbed + "*";
        return model::glob_matches(pattern, one.label) || model::glob_matches(pattern, one.slug) ||
               (one.brand && model::glob_matches(pattern, *one.brand));
    }

    Indices on(const Indices& runs, std::uint32_t testbed) const {
        Indices some;
        std::ranges::copy_if(runs, std::back_inserter(some),
                             [&](std::uint32_t index) { return run(index).testbed == testbed; });
        return some;
    }

    void pair_on(std::uint32_t testbed) {
        Indices after = on(head_.runs, testbed);
        if (changes_with_time(head_)) after = {after.back()};
        Found before = base_on(testbed, after);
        if (before.runs.empty() && options_.across == Across::wanted) before = base_elsewhere(after);
        if (before.runs.empty()) return refuse(testbed);
        result_.pairs.push_back({{base_.name, std::move(before.runs)}, {head_.name, std::move(after)}, before.why});
    }

    Found base_on(std::uint32_t testbed, const Indices& after) const {
        if (!changes_with_time(base_)) return {on(base_.runs, testbed), "as asked"};
        if (base_.kind == NameKind::branch)
            if (Found found = merge_base_on(testbed, after); !found.runs.empty()) return found;
        return newest_before(on(base_.runs, testbed), after);
    }

    Found newest_before(const Indices& runs, const Indices& after) const {
        const auto earlier = [&](std::uint32_t index) { return index < after.front(); };
        const auto newest = std::find_if(runs.rbegin(), runs.rend(), earlier);
        if (newest == runs.rend()) return {};
        return {{*newest},
                base_.kind == NameKind::latest ? "the newest earlier run"
                                               : fmt::format("the newest earlier run of {}", base_.name)};
    }

    // Where the head is on the branch itself, the merge-base is the head.
    Found merge_base_on(std::uint32_t testbed, const Indices& after) const {
        const auto& commit = run(after.back()).commit;
        const auto id = commit ? merge_base_of(*commit) : std::nullopt;
        if (!id || id->starts_with(commit->id) || commit->id.starts_with(*id)) return {};
        Indices runs = on(runs_of_commit(history_, *id), testbed);
        std::erase_if(runs, [&](std::uint32_t index) { return std::ranges::binary_search(after, index); });
        return {std::move(runs),
                fmt::format("the merge-base {} of {} and the head", id->substr(0, digits), base_.name)};
    }

    std::optional<std::string> merge_base_of(const model::Commit& commit) const {
        if (options_.clone && base_.commit)
            if (auto id = options_.clone->merge_base(*base_.commit, commit.id)) return id;
        if (commit.merge_base && is_commit_id(*commit.merge_base)) return commit.merge_base;
        return std::nullopt;
    }

    Found base_elsewhere(const Indices& after) const {
        Indices others = base_.runs;
        std::erase_if(others, [&](std::uint32_t index) { return run(index).testbed == run(after.front()).testbed; });
        if (others.empty()) return {};
        const std::uint32_t testbed = run(others.back()).testbed;
        const std::string why = fmt::format("on another CPU, {}: it has none on this one", label(testbed));
        if (!changes_with_time(base_)) return {on(others, testbed), why};
        Found found = newest_before(on(others, testbed), after);
        found.why += ", " + why;
        return found;
    }

    void refuse(std::uint32_t testbed) {
        std::set<std::string> others;
        for (const std::uint32_t other : testbeds_of(base_.runs)) others.insert(label(other));
        others.erase(label(testbed));
        const std::string none = changes_with_time(base_) ? "no earlier run" : "no run";
        result_.refused.push_back(
            {label(testbed), NotCompared::other_testbed,
             fmt::format("{} has {} on this CPU{}", base_.what, none,
                         others.empty() ? "" : fmt::format(", only on {}", fmt::join(others, ", ")))});
    }

    // What BASE measured and HEAD did not.
    void tell_left_over() {
        const auto known = testbeds_of(head_.runs);
        for (const std::uint32_t testbed : testbeds_of(base_.runs))
            if (is_wanted(testbed) && !known.contains(testbed))
                result_.refused.push_back(
                    {label(testbed), NotCompared::other_testbed, fmt::format("{} has no run on this CPU", head_.what)});
    }

    const model::History& history_;
    const NamedRuns &base_, &head_;
    const PairingOptions& options_;
    Pairing result_;
};

}  // namespace

Pairing pair_sides(const model::History& history, const NamedRuns& base, const NamedRuns& head,
                   const PairingOptions& options) {
    return Pairer{history, base, head, options}.pair();
}

}  // namespace benchfolio::cli
