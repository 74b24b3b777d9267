#include "analysis/differences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
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

const std::string& value_of(const Facts& facts, const std::string& name) {
    static const std::string not_recorded;
    const auto found = facts.find(name);
    return found == facts.end() ? not_recorded : found->second;
}

Differences compared(const Facts& before, const Facts& after) {
    Facts names = before;
    names.insert(after.begin(), after.end());
    Differences result;
    for (const auto& [name, ignored] : names) {
        Suspect fact{name, value_of(before, name), value_of(after, name)};
        if (fact.before == fact.after)
            ++result.same;
        else
            result.facts.push_back(std::move(fact));
    }
    return result;
}

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
Restlessness restlessness_of(const model::History& history, std::span<const std::uint32_t> runs) {
    Restlessness result;
    if (runs.empty()) return result;
    Facts before = facts_of(history.runs[runs.front()]);
    for (const std::uint32_t run : runs.subspan(1)) {
        Facts now = facts_of(history.runs[run]);
        for (const Suspect& fact : compared(before, now).facts) ++result.differed[fact.name];
        ++result.pairs;
        before = std::move(now);
    }
    return result;
}

// `earlier` are the runs of the testbed up to `before`, by time.
std::vector<Suspect> suspects(const model::History& history, std::uint32_t before, std::uint32_t after,
                              std::span<const std::uint32_t> earlier) {
    const Run &old_run = history.runs[before], &new_run = history.runs[after];
    std::vector<Suspect> facts = compared(facts_of(old_run), facts_of(new_run)).facts;
    std::erase_if(facts, [&](const Suspect& fact) {
        return is_momentary(fact.name) || names_commit(fact.before, old_run) || names_commit(fact.after, new_run);
    });
    if (facts.empty()) return facts;
    const auto remembered = earlier.last(std::min(earlier.size(), remembered_runs));
    const Restlessness restless = restlessness_of(history, remembered);
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
    return suspects(history, before, after, up_to(runs[history.runs[before].testbed], before));
}

void add_suspects(const model::History& history, std::span<Change> changes) {
    const RunsByTestbed runs = runs_by_testbed(history);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Suspect>> known;
    for (Change& change : changes) {
        const auto [found, is_new] = known.try_emplace({change.last_run_before, change.first_run_after});
        if (is_new)
            found->second = suspects(history, change.last_run_before, change.first_run_after,
                                     up_to(runs[history.runs[change.last_run_before].testbed], change.last_run_before));
        change.suspects = found->second;
    }
}

}  // namespace benchfolio::analysis
