#include "ingest/purpose.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "ingest/bench_runner_name.hpp"
#include "model/ascii.hpp"
#include "model/glob.hpp"

namespace benchfolio::ingest {
namespace {

using model::is_digit;

using model::Kind;
using model::Time;

// ---- refs

// What stands in the place of a branch where there is none: git's own word, and what pytest-benchmark makes of it.
bool names_nothing(std::string_view branch) {
    constexpr std::array words{"HEAD", "(unknown)", "unknown", "(detached head)", "(no branch)", "None", "null"};
    return branch.empty() || std::ranges::find(words, branch) != words.end();
}

bool is_commit(std::string_view ref) {
    const auto is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
    return ref.size() >= 7 && ref.size() <= 64 && std::ranges::all_of(ref, is_hex);
}

bool take_prefix(std::string_view& text, std::initializer_list<std::string_view> prefixes) {
    for (const std::string_view prefix : prefixes) {
        if (!text.starts_with(prefix) || text.size() == prefix.size()) continue;
        text.remove_prefix(prefix.size());
        return true;
    }
    return false;
}

// The suffix of a version before its release: "a3", "rc.1", "-beta2".
bool is_prerelease(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('.')) text.remove_prefix(1);
    constexpr std::array<std::string_view, 8> words{"alpha", "beta", "preview", "pre", "rc", "dev", "a", "b"};
    const auto* const word = std::ranges::find_if(words, [&](std::string_view each) { return text.starts_with(each); });
    if (word == words.end()) return false;
    text.remove_prefix(word->size());
    if (text.starts_with('.')) text.remove_prefix(1);
    return std::ranges::all_of(text, is_digit);
}

// "v3.12.0", "1.26.4", "v3.13.0rc1", "v5.0rc1": three numbers, or something before a release. "3.12" and "v2.x" are
// what branches of maintenance are called.
bool is_version(std::string_view text) {
    if (text.starts_with('v')) text.remove_prefix(1);
    int numbers = 0;
    while (!text.empty() && is_digit(text.front())) {
        while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
        ++numbers;
        if (text.size() < 2 || text.front() != '.' || !is_digit(text[1])) break;
        text.remove_prefix(1);
    }
    if (text.empty()) return numbers >= 3;
    return numbers >= 2 && is_prerelease(text);
}

// What a ref is called, and what it is: "refs/tags/v1" is the tag v1, "pull/17/merge" the pull request 17.
struct Ref {
    Kind kind = Kind::branch;
    std::string name;
};

Ref ref_of(std::string_view text) {
    take_prefix(text, {"refs/heads/", "refs/remotes/origin/", "remotes/origin/", "origin/"});
    std::string_view name = text;
    if (take_prefix(name, {"refs/tags/", "tags/"})) return {Kind::tag, std::string{name}};
    if (take_prefix(name, {"refs/pull/", "pull/", "refs/merge-requests/", "merge-requests/"}) && is_digit(name.front()))
        return {Kind::pull_request, std::string{name.substr(0, name.find('/'))}};
    return {is_version(text) ? Kind::tag : Kind::branch, std::string{text}};
}

std::string branch_of(const std::string& recorded) {
    return names_nothing(recorded) || is_commit(recorded) ? "" : recorded;
}

// ---- the archive

// The runs of a branch, or of a fork.
class Group {
  public:
    void add(Time time) { times_.push_back(time); }
    std::size_t runs() const { return times_.size(); }
    Time first() const { return times_.front(); }
    Time last() const { return times_.back(); }

    // Whether all of one is over before the other begins.
    bool is_apart_from(const Group& other) const { return last() < other.first() || other.last() < first(); }

    // Whether the two follow each other, as where a branch is renamed: a few runs may be of both times.
    bool takes_turns_with(const Group& other) const {
        constexpr double few = 0.2;
        const Group& smaller = runs() < other.runs() ? *this : other;
        const Group& larger = runs() < other.runs() ? other : *this;
        const auto within = std::ranges::count_if(
            smaller.times_, [&](Time time) { return larger.times_.front() <= time && time <= larger.times_.back(); });
        return static_cast<double>(within) <= few * static_cast<double>(smaller.runs());
    }

  private:
    std::vector<Time> times_;  // ascending
};

using Groups = std::map<std::string, Group>;

// The one with most runs; of equal ones that which was there first.
std::string largest(const Groups& groups) {
    const auto found = std::ranges::max_element(groups, [](const auto& a, const auto& b) {
        return std::pair{a.second.runs(), b.second.first()} < std::pair{b.second.runs(), a.second.first()};
    });
    return found == groups.end() ? "" : found->first;
}

// What the branch is called that everything goes into, the likelier names first.
constexpr std::array<std::string_view, 8> main_branches{"main",    "master", "trunk",       "default",
                                                        "develop", "devel",  "development", "dev"};

Groups called_main(const Groups& branches) {
    Groups known;
    for (const std::string_view name : main_branches)
        if (const auto found = branches.find(std::string{name}); found != branches.end()) known.insert(*found);
    return known;
}

std::size_t runs_of(const Groups& groups) {
    std::size_t runs = 0;
    for (const auto& [name, group] : groups) runs += group.runs();
    return runs;
}

// With fewer runs nobody measures a branch for its own sake: it is what happened to be checked out.
constexpr std::size_t few_runs = 5;

// Whether the branches by themselves are no histories: the main one is nearly absent, and none has more than a few
// runs.
bool are_sparse(const Groups& branches) {
    constexpr std::size_t nearly_absent = 5;  // main has less than one run in so many
    return nearly_absent * runs_of(called_main(branches)) < runs_of(branches) &&
           std::ranges::all_of(branches, [](const auto& each) { return each.second.runs() < few_runs; });
}

// One of `first`, the largest, with those of `others` that may go on where all chosen ones are over.
template <class MayGoOn>
Groups joined(const Groups& first, const Groups& others, MayGoOn may_go_on) {
    const std::string most = largest(first);
    if (most.empty()) return {};
    Groups chosen{{most, first.at(most)}};
    for (const auto& [name, group] : others)
        if (std::ranges::all_of(chosen, [&](const auto& other) { return may_go_on(group, other.second); }))
            chosen.emplace(name, group);
    return chosen;
}

// Of branches that follow each other; two that were measured at the same time are two histories.
Groups elected_branches(const Groups& branches) {
    const Groups known = called_main(branches);
    if (are_sparse(branches))
        return joined(known.empty() ? branches : known, branches, std::mem_fn(&Group::is_apart_from));
    return joined(known.empty() ? branches : known, known, std::mem_fn(&Group::takes_turns_with));
}

// `unnamed`: nightly runs of no known branch. Where they are most of the history, other branches than the main one are
// no part of it, unless one took over from them.
std::set<std::string> elected(const Groups& branches, const Group& unnamed) {
    const Groups chosen = elected_branches(branches), known = called_main(chosen);
    const bool took_over =
        !chosen.empty() && unnamed.runs() > 0 && runs_of(chosen) >= few_runs &&
        std::ranges::all_of(chosen, [&](const auto& each) { return unnamed.last() < each.second.first(); });
    std::set<std::string> names;
    for (const auto& [name, group] : runs_of(chosen) > unnamed.runs() || took_over ? chosen : known) names.insert(name);
    return names;
}

// "pyperf" of "pyperf 1.0".
std::string_view format_name(const model::Run& run) {
    return std::string_view{run.format}.substr(0, run.format.find(' '));
}

bool may_be_mainline(const std::string& branch) {
    return branch.empty() || std::ranges::find(main_branches, branch) != main_branches.end();
}

// The runs of each fork, "" where none is recorded. A format that records no fork at all says nothing about forks. What
// is measured of the branches that everything goes into counts before what is tried out on others.
Groups forks_of(std::span<const Purposes::Candidate> runs) {
    std::set<std::string_view> recording;
    for (const auto& [run, stated] : runs)
        if (!stated.kind && !stated.fork.empty()) recording.insert(format_name(run));
    Groups all, mainline;
    for (const auto& [run, stated] : runs) {
        if (stated.kind || !recording.contains(format_name(run))) continue;
        all[stated.fork].add(run.time);
        const std::string& text = stated.ref.empty() ? stated.branch : stated.ref;
        if (may_be_mainline(ref_of(text).name)) mainline[stated.fork].add(run.time);
    }
    const bool is_any_recorded = mainline.size() > mainline.count("");
    return is_any_recorded ? mainline : all;
}

bool is_recorded(std::span<const Purposes::Candidate> runs, const std::string& fork) {
    const auto is_of = [&](const Purposes::Candidate& each) { return !each.stated.kind && each.stated.fork == fork; };
    return !fork.empty() && std::ranges::any_of(runs, is_of);
}

// Runs that record no fork are of the project's own. Where there are some, another one must have taken over from them.
std::string elected_fork(Groups forks) {
    const auto unrecorded = forks.extract("");
    const std::string most = largest(forks);
    if (most.empty() || unrecorded.empty()) return most;
    const Group& group = forks.at(most);
    const bool is_own = group.runs() > unrecorded.mapped().runs() || group.takes_turns_with(unrecorded.mapped());
    return is_own ? most : "";
}

const std::string& first_filled(std::initializer_list<const std::string*> texts) {
    for (const std::string* text : texts)
        if (!text->empty()) return *text;
    return **(texts.end() - 1);
}

std::string said(std::initializer_list<const std::optional<std::string>*> sources) {
    for (const auto* source : sources)
        if (*source && !(*source)->empty()) return **source;
    return "";
}

}  // namespace

std::string_view name_of(Because because) {
    constexpr std::array<std::string_view, 9> names{
        "what kind_from names",    "its folder kind=",     "{kind} of the path pattern",
        "it is of another fork",   "the name of the ref",  "it is on another branch",
        "it is on a trend branch", "it records no branch", "the site says so"};
    return names[static_cast<std::size_t>(because)];
}

std::optional<Kind> kind_meant(std::string_view word) {
    constexpr std::array<std::pair<std::string_view, Kind>, 29> words{{
        {"nightly", Kind::nightly},
        {"nightlies", Kind::nightly},
        {"daily", Kind::nightly},
        {"weekly", Kind::nightly},
        {"schedule", Kind::nightly},
        {"scheduled", Kind::nightly},
        {"push", Kind::nightly},
        {"main", Kind::nightly},
        {"tag", Kind::tag},
        {"tags", Kind::tag},
        {"release", Kind::tag},
        {"releases", Kind::tag},
        {"manual", Kind::manual},
        {"manuals", Kind::manual},
        {"request", Kind::manual},
        {"requested", Kind::manual},
        {"workflow_dispatch", Kind::manual},
        {"repository_dispatch", Kind::manual},
        {"branch", Kind::branch},
        {"branches", Kind::branch},
        {"pull-request", Kind::pull_request},
        {"pull-requests", Kind::pull_request},
        {"pull_request", Kind::pull_request},
        {"pull_request_target", Kind::pull_request},
        {"pull", Kind::pull_request},
        {"pulls", Kind::pull_request},
        {"pr", Kind::pull_request},
        {"prs", Kind::pull_request},
        {"merge_request_event", Kind::pull_request},
    }};
    const std::string wanted = model::lower_case(word);
    const auto* const found = std::ranges::find(words, wanted, &std::pair<std::string_view, Kind>::first);
    return found == words.end() ? std::nullopt : std::optional{found->second};
}

bool Stated::seems_aside() const {
    if (kind) return *kind != Kind::nightly;
    const std::string& text = ref.empty() ? branch : ref;
    return !text.empty() && std::ranges::find(main_branches, text) == main_branches.end();
}

Stated stated_of(const model::Run& run, const Hints& configured, const Hints& folders, const Hints& path) {
    Stated stated;
    for (const auto& [source, because] : {std::pair{&configured, Because::configured},
                                          std::pair{&folders, Because::folder}, std::pair{&path, Because::path}}) {
        if (stated.kind || !source->kind || source->kind->empty()) continue;
        stated.kind = kind_meant(*source->kind);
        if (!stated.kind) stated.unknown_kind = *source->kind;
        if (!stated.kind) stated.kind = Kind::manual;
        stated.because = because;
    }
    stated.ref = said({&configured.ref, &folders.ref, &path.ref});
    stated.owner = said({&configured.owner, &folders.owner, &path.owner});
    if (run.commit) stated.branch = branch_of(run.commit->branch.value_or(""));
    if (run.commit) stated.fork = run.commit->fork.value_or("");
    if (!run.format.starts_with("pyperf")) return stated;
    // The branch that pyperformance records is the one that was checked out, which need not be what was asked for.
    if (const auto name = bench_runner_name(run.file)) {
        stated.branch = branch_of(name->ref);
        stated.fork = name->fork;
    }
    return stated;
}

Purposes::Purposes(std::span<const Candidate> runs, const Options& options) : options_(options) {
    own_fork_ = is_recorded(runs, options.repository_owner) ? options.repository_owner : elected_fork(forks_of(runs));
    Groups branches, versions;
    Group unnamed;
    for (const auto& [run, stated] : runs) {
        const bool is_nightly = stated.kind == Kind::nightly;
        if ((stated.kind && !is_nightly) || is_foreign(stated)) continue;
        const std::string& text = stated.ref.empty() ? stated.branch : stated.ref;
        const Ref ref = ref_of(text);
        const bool is_plain = !text.empty() && ref.kind == Kind::branch;
        if (is_plain)
            branches[ref.name].add(run.time);
        else if (is_nightly || text.empty())
            unnamed.add(run.time);
        else if (text == ref.name)
            versions[text].add(run.time);
    }
    if (!options.trend_branches.empty()) {
        for (const Groups* groups : {&branches, &versions})
            for (const auto& [name, group] : *groups)
                if (is_trend(name)) trend_branches_.insert(name);
        return;
    }
    trend_branches_ = elected(branches, unnamed);
    // A branch that is called like a version, where nothing else was measured.
    if (branches.empty() && unnamed.runs() == 0 && versions.size() == 1) trend_branches_ = {versions.begin()->first};
}

bool Purposes::is_foreign(const Stated& stated) const {
    return !stated.fork.empty() && stated.fork != own_fork_;
}

bool Purposes::is_trend(const std::string& branch) const {
    if (options_.trend_branches.empty()) return trend_branches_.contains(branch);
    return std::ranges::any_of(options_.trend_branches,
                               [&](const std::string& pattern) { return model::glob_matches(pattern, branch); });
}

Decided Purposes::operator()(const Candidate& of) const {
    const Stated& stated = of.stated;
    if (!stated.kind) return by_ref(of);
    if (*stated.kind == Kind::nightly) return {{}, stated.because};
    Decided decided{{*stated.kind, "", stated.owner}, stated.because};
    const Ref ref = ref_of(stated.ref.empty() ? stated.branch : stated.ref);
    const std::string commit = of.run.commit ? of.run.commit->id : "";
    decided.purpose.ref = first_filled({&ref.name, &commit, &of.run.id});
    const bool by_fork = *stated.kind == Kind::manual || is_foreign(stated);
    if (stated.owner.empty() && by_fork) decided.purpose.owner = stated.fork;
    return decided;
}

Decided Purposes::by_ref(const Candidate& of) const {
    const Stated& stated = of.stated;
    const std::string& text = stated.ref.empty() ? stated.branch : stated.ref;
    const Ref ref = ref_of(text);
    if (is_foreign(stated)) {
        const std::string commit = of.run.commit ? of.run.commit->id : "";
        return {{Kind::manual, first_filled({&ref.name, &commit, &of.run.id}), stated.fork}, Because::fork};
    }
    if (text.empty()) return {{}, Because::no_branch};
    if (text == ref.name && is_trend(ref.name)) return {{}, Because::trend_branch};
    if (ref.kind == Kind::branch && is_trend(ref.name)) return {{}, Because::trend_branch};
    return {{ref.kind, ref.name, stated.owner},
            ref.kind == Kind::branch ? Because::other_branch : Because::name_of_ref};
}

}  // namespace benchfolio::ingest
