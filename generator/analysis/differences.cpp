#include "analysis/differences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

namespace benchfolio::analysis {
namespace {

using model::Run;
using Facts = std::map<std::string, std::string>;

void add(Facts& facts, const char* name, const std::optional<std::string>& value) {
    if (value) facts.emplace(name, *value);
}

Facts facts_of(const Run& run) {
    Facts facts(run.environment.begin(), run.environment.end());
    add(facts, "suite", run.suite);
    add(facts, "system", run.machine.system);
    add(facts, "release", run.machine.release);
    add(facts, "host", run.machine.host);
    if (run.machine.cores) facts.emplace("cores", std::to_string(*run.machine.cores));
    facts.emplace("format", run.format);
    facts.insert(run.machine.details.begin(), run.machine.details.end());
    return facts;
}

// Walks along both, each by name. What one side did not record is empty there.
Differences compared(const Facts& before, const Facts& after) {
    Differences result;
    const auto add = [&](const std::string& name, const std::string& old_value, const std::string& new_value) {
        if (old_value == new_value)
            ++result.same;
        else
            result.facts.push_back({name, old_value, new_value});
    };
    const std::string not_recorded;
    auto a = before.begin(), b = after.begin();
    while (a != before.end() || b != after.end()) {
        const bool in_a = b == after.end() || (a != before.end() && a->first <= b->first);
        const bool in_b = a == before.end() || (b != after.end() && b->first <= a->first);
        add(in_a ? a->first : b->first, in_a ? a->second : not_recorded, in_b ? b->second : not_recorded);
        if (in_a) ++a;
        if (in_b) ++b;
    }
    return result;
}

// Of the runs that were asked for: neighbours of one change are neighbours of many.
class KnownFacts {
  public:
    explicit KnownFacts(const model::History& history) : history_(history) {}

    const Facts& of(std::uint32_t run) {
        const auto [found, is_new] = known_.try_emplace(run);
        if (is_new) found->second = facts_of(history_.runs[run]);
        return found->second;
    }
    // The names of those that were another in `run` than in the one before it on its testbed.
    const std::vector<std::string>& differing(std::uint32_t before, std::uint32_t run) {
        const auto [found, is_new] = differing_.try_emplace(run);
        if (is_new)
            for (Suspect& fact : compared(of(before), of(run)).facts) found->second.push_back(std::move(fact.name));
        return found->second;
    }

  private:
    const model::History& history_;
    std::map<std::uint32_t, Facts> known_;
    std::map<std::uint32_t, std::vector<std::string>> differing_;
};

// ---- What may be a cause ----

// As in "5.1.0.dev0+1ede0b8".
bool names_commit(const std::string& version, const Run& run) {
    return run.commit && !run.commit->id.empty() && version.find(run.commit->id.substr(0, 7)) != std::string::npos;
}

// py-cpuinfo measures the clock at the moment of asking.
bool is_momentary(const std::string& name) {
    return name.starts_with("hz_actual");
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream{text};
    std::vector<std::string> words{std::istream_iterator<std::string>{stream}, {}};
    std::ranges::sort(words);
    return words;
}

// The hundred flags of a processor, told by those that only one side has.
Suspect told_by_words(const Suspect& flags) {
    const auto before = words_of(flags.before), after = words_of(flags.after);
    std::vector<std::string> lost, gained;
    std::ranges::set_difference(before, after, std::back_inserter(lost));
    std::ranges::set_difference(after, before, std::back_inserter(gained));
    const auto side = [](const auto& own, const auto& other) {
        return own.empty() ? fmt::format("without {}", fmt::join(other, " "))
                           : fmt::format("with {}", fmt::join(own, " "));
    };
    return {flags.name, side(lost, gained), side(gained, lost)};
}

// How often each fact was another than in the run before it.
struct Restlessness {
    std::map<std::string, std::size_t> differed;
    std::size_t pairs = 0;

    bool of(const std::string& name) const {
        const auto found = differed.find(name);
        return found != differed.end() && 4 * found->second > pairs;
    }
};

// `runs` are neighbours on one testbed, by time.
Restlessness restlessness_of(KnownFacts& known, std::span<const std::uint32_t> runs) {
    Restlessness result;
    for (std::size_t i = 1; i < runs.size(); ++i) {
        for (const std::string& name : known.differing(runs[i - 1], runs[i])) ++result.differed[name];
        ++result.pairs;
    }
    return result;
}

// `earlier` are the runs of the testbed up to `before`, by time.
std::vector<Suspect> suspects(const model::History& history, KnownFacts& known, std::uint32_t before,
                              std::uint32_t after, std::span<const std::uint32_t> earlier) {
    const Run &old_run = history.runs[before], &new_run = history.runs[after];
    std::vector<Suspect> facts = compared(known.of(before), known.of(after)).facts;
    std::erase_if(facts, [&](const Suspect& fact) {
        return is_momentary(fact.name) || names_commit(fact.before, old_run) || names_commit(fact.after, new_run);
    });
    if (facts.empty()) return facts;
    const auto remembered = earlier.last(std::min(earlier.size(), remembered_runs));
    const Restlessness restless = restlessness_of(known, remembered);
    std::erase_if(facts, [&](const Suspect& fact) { return restless.of(fact.name); });
    for (Suspect& fact : facts)
        if (fact.name == "flags" && !fact.before.empty() && !fact.after.empty()) fact = told_by_words(fact);
    return facts;
}

using RunsByTestbed = std::vector<std::vector<std::uint32_t>>;

RunsByTestbed runs_by_testbed(const model::History& history) {
    RunsByTestbed runs(history.testbeds.size());
    for (std::uint32_t i = 0; i < history.runs.size(); ++i) runs[history.runs[i].testbed].push_back(i);
    return runs;
}

std::span<const std::uint32_t> up_to(const std::vector<std::uint32_t>& runs, std::uint32_t last) {
    return {runs.begin(), std::ranges::upper_bound(runs, last)};
}

}  // namespace

Differences differences(const Run& before, const Run& after) {
    const auto all_of = [](const Run& run) {
        Facts facts = facts_of(run);
        if (run.commit) facts.emplace("commit", run.commit->id.substr(0, 7));  // as people say it
        return facts;
    };
    return compared(all_of(before), all_of(after));
}

std::vector<Suspect> suspects(const model::History& history, std::uint32_t before, std::uint32_t after) {
    const RunsByTestbed runs = runs_by_testbed(history);
    KnownFacts known{history};
    return suspects(history, known, before, after, up_to(runs[history.runs[before].testbed], before));
}

void add_suspects(const model::History& history, std::span<Change> changes) {
    const RunsByTestbed runs = runs_by_testbed(history);
    KnownFacts known{history};
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Suspect>> between;
    for (Change& change : changes) {
        const auto [found, is_new] = between.try_emplace({change.last_run_before, change.first_run_after});
        if (is_new)
            found->second = suspects(history, known, change.last_run_before, change.first_run_after,
                                     up_to(runs[history.runs[change.last_run_before].testbed], change.last_run_before));
        change.suspects = found->second;
    }
}

}  // namespace benchfolio::analysis
