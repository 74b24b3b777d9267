#include "analysis/configurations.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "analysis/factors.hpp"
#include "model/glob.hpp"

namespace benchfolio::analysis {
namespace {

using model::History;

std::string_view recorded_value(const model::Testbed& testbed, const model::Run& run, const std::string& name) {
    const auto text = [](const std::optional<std::string>& value) { return value ? std::string_view{*value} : ""; };
    for (const model::Dimension& dimension : testbed.dimensions)
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

    bool holds(const model::Run& run, std::uint32_t testbed) const {
        return testbeds_[testbed] && std::ranges::all_of(wanted_.recorded, [&](const auto& wanted) {
                   return model::glob_matches(wanted.second,
                                              recorded_value(history_.testbeds[testbed], run, wanted.first));
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

    // `testbed`: the run's, as the history numbers them that the sides were looked up in.
    char of(const model::Run& run, std::uint32_t testbed) const {
        const bool from = from_.holds(run, testbed), to = to_.holds(run, testbed);
        if (from && to) return !date_ ? '?' : run.time < *date_ ? 'f' : 't';
        return from ? 'f' : to ? 't' : '-';
    }

  private:
    Side from_, to_;
    std::optional<model::Time> date_;
};

// Which testbeds a transition may link: those that agree in every dimension that it does not name.
class Links {
  public:
    Links(const History& history, const Transition& transition)
        : testbeds_(history.testbeds), is_cpu_named_(!transition.to.testbed.empty()) {
        for (const Configuration* side : {&transition.from, &transition.to})
            for (const auto& [name, pattern] : side->recorded) name_dimension(name);
        if (is_cpu_named_) named_.insert("cpu");
    }

    bool is_cpu_named() const { return is_cpu_named_; }

    // The dimensions that the testbeds differ in though the transition does not name them; by name.
    std::set<std::string> in_the_way(std::uint32_t from, std::uint32_t to) const {
        std::set<std::string> names;
        const auto& a = testbeds_[from].dimensions;
        const auto& b = testbeds_[to].dimensions;
        if (from != to && !is_cpu_named_ && a.empty()) names.insert("cpu");
        for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
            if (a[i].value != b[i].value && !named_.contains(a[i].name)) names.insert(a[i].name);
        return names;
    }

  private:
    const std::vector<model::Testbed>& testbeds_;
    bool is_cpu_named_;
    std::set<std::string> named_;

    // With the value that is named others change that follow from it.
    void name_dimension(const std::string& name) {
        named_.insert(name);
        if (name == "os" || name == "release") named_.insert("os_release");
        if (name == "os_release") named_.insert("os");
        if (name == "python") named_.insert("interpreter");
    }
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
        if (history_.aside) place_aside(*history_.aside);
        for (MeasuredConfiguration& each : result_.all) each.label = label_of(history_, each, transitions_);
        for (std::uint32_t i = 0; i < transitions_.size(); ++i) link(i);
        drop_bridged();
        result_.links_from.resize(result_.all.size());
        for (std::uint32_t i = 0; i < result_.links.size(); ++i) result_.links_from[result_.links[i].from].push_back(i);
        return std::move(result_);
    }

  private:
    std::string sides_of(const model::Run& run, std::uint32_t testbed) const {
        std::string sides;
        for (const Sides& each : sides_) sides += each.of(run, testbed);
        return sides;
    }

    void place(std::uint32_t index) {
        const model::Run& run = history_.runs[index];
        if (!history_.testbeds[run.testbed].comparable()) return;
        const std::string sides = sides_of(run, run.testbed);
        const auto next = static_cast<std::uint32_t>(result_.all.size());
        const auto [at, is_new] = numbers_.try_emplace({run.testbed, run.suite, sides}, next);
        if (is_new) result_.all.push_back({run.testbed, run.suite, {}, {}, sides});
        result_.all[at->second].runs.push_back(index);
        result_.of_run[index] = at->second;
    }

    // No configuration is made of them alone: there would be nothing to rescale.
    void place_aside(const History& aside) {
        std::map<std::string_view, std::uint32_t> testbeds;
        for (std::uint32_t i = 0; i < history_.testbeds.size(); ++i) testbeds[history_.testbeds[i].slug] = i;
        for (const model::Run& run : aside.runs) {
            std::optional<std::uint32_t>& place = result_.of_aside.emplace_back();
            const auto testbed = testbeds.find(aside.testbeds[run.testbed].slug);
            const bool is_baseline = run.purpose.kind == model::Kind::tag || run.purpose.kind == model::Kind::manual;
            if (!is_baseline || testbed == testbeds.end()) continue;
            const auto found = numbers_.find({testbed->second, run.suite, sides_of(run, testbed->second)});
            if (found != numbers_.end()) place = found->second;
        }
    }

    void link(std::uint32_t transition) {
        const std::size_t before = result_.links.size();
        const Links rule{history_, transitions_[transition]};
        const bool is_only_pair =
            rule.is_cpu_named() && testbeds_on(transition, 'f').size() == 1 && testbeds_on(transition, 't').size() == 1;
        std::set<std::string> in_the_way;
        for (std::uint32_t from = 0; from < result_.all.size(); ++from)
            for (std::uint32_t to = 0; to < result_.all.size(); ++to) {
                const MeasuredConfiguration &older = result_.all[from], &newer = result_.all[to];
                if (older.sides[transition] != 'f' || newer.sides[transition] != 't' || older.suite != newer.suite)
                    continue;
                const auto differing = rule.in_the_way(older.testbed, newer.testbed);
                if (differing.empty() || is_only_pair) add_link(transition, from, to);
                in_the_way.insert(differing.begin(), differing.end());
            }
        result_.undefined.push_back(result_.links.size() > before ? "" : why_not(transition, in_the_way));
    }

    std::set<std::uint32_t> testbeds_on(std::uint32_t transition, char side) const {
        std::set<std::uint32_t> testbeds;
        for (const MeasuredConfiguration& each : result_.all)
            if (each.sides[transition] == side) testbeds.insert(each.testbed);
        return testbeds;
    }

    void add_link(std::uint32_t transition, std::uint32_t from, std::uint32_t to) {
        const model::Time first = history_.runs[result_.all[to].runs.front()].time;
        result_.links.push_back({transition, from, to, transitions_[transition].date.value_or(first)});
    }

    model::Time begin_of(std::uint32_t configuration) const {
        return history_.runs[result_.all[configuration].runs.front()].time;
    }

    bool leads(std::uint32_t from, std::uint32_t to) const {
        std::set<std::uint32_t> seen{from};
        for (std::vector<std::uint32_t> next{from}; !next.empty();) {
            const std::uint32_t at = next.back();
            next.pop_back();
            if (at == to) return true;
            for (const Link& link : result_.links)
                if (link.from == at && seen.insert(link.to).second) next.push_back(link.to);
        }
        return false;
    }

    // Whether the transition leads to an earlier configuration from which others lead on to where the link leads, as
    // where the new machine got another system later.
    bool is_bridged(const Link& link) const {
        return std::ranges::any_of(result_.links, [&](const Link& other) {
            return other.transition == link.transition && other.from == link.from &&
                   begin_of(other.to) < begin_of(link.to) && leads(other.to, link.to);
        });
    }

    // Such a link counts where one commit was measured on both of its sides, and for that alone: what is known of the
    // transition from elsewhere is not of the later ones.
    void drop_bridged() {
        const MeasuredCommits commits{history_};
        const auto commits_of = [&](std::uint32_t configuration) {
            std::set<std::uint32_t> all;
            for (const std::uint32_t run : result_.all[configuration].runs)
                if (const auto commit = commits.of(run)) all.insert(*commit);
            return all;
        };
        const auto is_of_no_use = [&](const Link& link) {
            const Transition& transition = transitions_[link.transition];
            if (!is_bridged(link)) return false;
            if (!transition.factors.empty() || !transition.relative_factors.empty()) return true;
            const auto older = commits_of(link.from), newer = commits_of(link.to);
            return std::ranges::none_of(older, [&](std::uint32_t commit) { return newer.contains(commit); });
        };
        std::vector<Link> kept;
        std::ranges::remove_copy_if(result_.links, std::back_inserter(kept), is_of_no_use);
        result_.links = std::move(kept);
    }

    // `in_the_way`: what the testbeds of both sides differ in that were measured with one version of the suite.
    std::string why_not(std::uint32_t transition, const std::set<std::string>& in_the_way) const {
        const auto any = [&](char side) { return !testbeds_on(transition, side).empty(); };
        const Transition& of = transitions_[transition];
        if (any('?')) return "the same runs are on both sides: the transition needs a date";
        if (!any('f')) return "no run is of the older side (" + text_of(of.from) + ")";
        if (!any('t')) return "no run is of the newer side (" + text_of(of.to) + ")";
        if (in_the_way.empty()) return "no version of the suite was measured on both sides";
        if (in_the_way.contains("cpu")) return "no CPU has runs of both sides: where it was replaced, too, name both";
        return "its testbeds differ in " + *in_the_way.begin() + ", which it does not name";
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
