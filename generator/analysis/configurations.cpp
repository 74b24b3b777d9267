#include "analysis/configurations.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "model/glob.hpp"

namespace benchfolio::analysis {
namespace {

using model::History;

std::string_view recorded_value(const History& history, const model::Run& run, const std::string& name) {
    const auto text = [](const std::optional<std::string>& value) { return value ? std::string_view{*value} : ""; };
    for (const model::Dimension& dimension : history.testbeds[run.testbed].dimensions)
        if (dimension.name == name) return dimension.value;
    if (name == "os") return text(run.machine.system);
    if (name == "release") return text(run.machine.release);
    if (name == "architecture") return text(run.machine.architecture);
    if (name == "host") return text(run.machine.host);
    for (const auto& [key, value] : run.environment)
        if (key == name) return value;
    return "";
}

// By testbed.
std::vector<bool> matching_testbeds(const History& history, const std::string& pattern) {
    std::vector<bool> matching;
    const std::string anywhere = "*" + pattern + "*";
    for (const model::Testbed& testbed : history.testbeds)
        matching.push_back(pattern.empty() || model::glob_matches(anywhere, testbed.label) ||
                           model::glob_matches(anywhere, testbed.slug) ||
                           model::glob_matches(anywhere, testbed.brand.value_or("")));
    return matching;
}

// One side of a transition, its testbeds looked up once.
class Side {
  public:
    Side(const History& history, const Configuration& configuration)
        : history_(history), wanted_(configuration), testbeds_(matching_testbeds(history, configuration.testbed)) {}

    bool holds(const model::Run& run) const {
        return testbeds_[run.testbed] && std::ranges::all_of(wanted_.recorded, [&](const auto& wanted) {
                   return model::glob_matches(wanted.second, recorded_value(history_, run, wanted.first));
               });
    }

  private:
    const History& history_;
    const Configuration& wanted_;
    std::vector<bool> testbeds_;
};

// Which side of it a run is.
class Sides {
  public:
    Sides(const History& history, const Transition& transition)
        : from_(history, transition.from), to_(history, transition.to), date_(transition.date) {}

    char of(const model::Run& run) const {
        const bool from = from_.holds(run), to = to_.holds(run);
        if (from && to) return !date_ ? '?' : run.time < *date_ ? 'f' : 't';
        return from ? 'f' : to ? 't' : '-';
    }

  private:
    Side from_, to_;
    std::optional<model::Time> date_;
};

// The patterns that tell these runs from others of the testbed.
std::string label_of(const History& history, const MeasuredConfiguration& of,
                     const std::vector<Transition>& transitions) {
    std::string label = history.testbeds[of.testbed].label;
    std::set<std::string> said;
    for (std::size_t i = 0; i < transitions.size(); ++i) {
        if (of.sides[i] != 'f' && of.sides[i] != 't') continue;
        const Transition& transition = transitions[i];
        const Configuration& side = of.sides[i] == 'f' ? transition.from : transition.to;
        for (const auto& [name, pattern] : side.recorded)
            if (said.insert(name + " " + pattern).second) label += ", " + name + " " + pattern;
        const bool by_date = transition.date && transition.from == transition.to;
        if (by_date)
            label += (of.sides[i] == 'f' ? ", before " : ", from ") + model::iso8601(*transition.date).substr(0, 10);
    }
    return label;
}

class Grouping {
  public:
    Grouping(const History& history, const std::vector<Transition>& transitions)
        : history_(history), transitions_(transitions) {
        for (const Transition& transition : transitions) sides_.emplace_back(history, transition);
    }

    Configurations finish() && {
        result_.of_run.resize(history_.runs.size());
        for (std::uint32_t run = 0; run < history_.runs.size(); ++run) place(run);
        for (MeasuredConfiguration& each : result_.all) each.label = label_of(history_, each, transitions_);
        result_.links_from.resize(result_.all.size());
        for (std::uint32_t i = 0; i < transitions_.size(); ++i) link(i);
        return std::move(result_);
    }

  private:
    void place(std::uint32_t index) {
        const model::Run& run = history_.runs[index];
        if (!history_.testbeds[run.testbed].comparable()) return;
        std::string sides;
        for (const Sides& each : sides_) sides += each.of(run);
        const auto next = static_cast<std::uint32_t>(result_.all.size());
        const auto [at, is_new] = numbers_.try_emplace({run.testbed, run.suite, sides}, next);
        if (is_new) result_.all.push_back({run.testbed, run.suite, {}, {}, sides});
        result_.all[at->second].runs.push_back(index);
        result_.of_run[index] = at->second;
    }

    bool may_link(std::uint32_t transition, const MeasuredConfiguration& from, const MeasuredConfiguration& to) const {
        const bool any_testbed =
            transitions_[transition].from.testbed.empty() && transitions_[transition].to.testbed.empty();
        return from.sides[transition] == 'f' && to.sides[transition] == 't' && from.suite == to.suite &&
               (!any_testbed || from.testbed == to.testbed);
    }

    void link(std::uint32_t transition) {
        const std::size_t before = result_.links.size();
        for (std::uint32_t from = 0; from < result_.all.size(); ++from)
            for (std::uint32_t to = 0; to < result_.all.size(); ++to)
                if (may_link(transition, result_.all[from], result_.all[to])) add_link(transition, from, to);
        result_.undefined.push_back(result_.links.size() > before ? "" : why_not(transition));
    }

    void add_link(std::uint32_t transition, std::uint32_t from, std::uint32_t to) {
        const model::Time first = history_.runs[result_.all[to].runs.front()].time;
        result_.links_from[from].push_back(static_cast<std::uint32_t>(result_.links.size()));
        result_.links.push_back({transition, from, to, transitions_[transition].date.value_or(first)});
    }

    std::string why_not(std::uint32_t transition) const {
        const auto any = [&](char side) {
            return std::ranges::any_of(result_.all, [&](const auto& each) { return each.sides[transition] == side; });
        };
        const Transition& of = transitions_[transition];
        if (any('?')) return "the same runs are on both sides: the transition needs a date";
        if (!any('f')) return "no run is of the older side (" + text_of(of.from) + ")";
        if (!any('t')) return "no run is of the newer side (" + text_of(of.to) + ")";
        return "no version of the suite was measured on both sides";
    }

    const History& history_;
    const std::vector<Transition>& transitions_;
    std::vector<Sides> sides_;
    std::map<std::tuple<std::uint32_t, model::Suite, std::string>, std::uint32_t> numbers_;
    Configurations result_;
};

}  // namespace

Configurations configurations(const History& history, const std::vector<Transition>& transitions) {
    return Grouping{history, transitions}.finish();
}

std::string text_of(const Configuration& configuration) {
    std::string text = configuration.testbed;
    for (const auto& [name, pattern] : configuration.recorded)
        text += (text.empty() ? "" : ", ") + name + " " + pattern;
    return text.empty() ? "every run" : text;
}

}  // namespace benchfolio::analysis
