#include "site/pages/differences.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using Facts = std::map<std::string, std::string>;

constexpr std::size_t most_told = 2;  // of the other differences; the rest is counted

void add(Facts& facts, const char* name, const std::optional<std::string>& value) {
    if (value) facts.emplace(name, *value);
}

Facts versions_of(const model::Run& run) {
    Facts facts(run.environment.begin(), run.environment.end());
    add(facts, "suite", run.suite);
    add(facts, "system", run.machine.system);
    add(facts, "release", run.machine.release);
    return facts;
}

Facts facts_of(const model::Run& run) {
    Facts facts = versions_of(run);
    add(facts, "host", run.machine.host);
    if (run.machine.cores) facts.emplace("cores", std::to_string(*run.machine.cores));
    if (run.commit) facts.emplace("commit", short_commit(*run.commit));
    facts.emplace("format", run.format);
    for (const auto& [name, value] : run.machine.details) facts.emplace(name, value);
    return facts;
}

std::string value_of(const Facts& facts, const std::string& name) {
    const auto found = facts.find(name);
    return found == facts.end() ? "not recorded" : found->second;
}

Comparison compared(const Facts& before, const Facts& after) {
    Facts names = before;
    names.insert(after.begin(), after.end());
    Comparison result;
    for (const auto& [name, ignored] : names) {
        Difference of{name, value_of(before, name), value_of(after, name)};
        if (of.before == of.after) {
            ++result.same;
        } else {
            result.differences.push_back(std::move(of));
        }
    }
    return result;
}

// Whether a version is the measured project's own, as in "5.1.0.dev0+1ede0b8": it changes with the commit, which is
// told beside it.
bool names_commit(const std::string& version, const model::Run& run) {
    return run.commit && version.find(run.commit->id.substr(0, 7)) != std::string::npos;
}

}  // namespace

Comparison compared(const model::Run& before, const model::Run& after) {
    return compared(facts_of(before), facts_of(after));
}

std::string other_differences(const model::Run& before, const model::Run& after) {
    std::vector<Difference> all = compared(versions_of(before), versions_of(after)).differences;
    std::erase_if(
        all, [&](const Difference& of) { return names_commit(of.before, before) && names_commit(of.after, after); });
    std::vector<std::string> told;
    for (std::size_t i = 0; i < std::min(all.size(), most_told); ++i) {
        told.push_back(all[i].name + " " + all[i].before + " → " + all[i].after);
    }
    if (all.size() > most_told) told.push_back(number(all.size() - most_told) + " more");
    return told.empty() ? "nothing on record" : listed(told);
}

}  // namespace benchfolio::site
