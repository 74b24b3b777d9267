#include "analysis/rerun_plan.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "analysis/context.hpp"

namespace benchfolio::analysis {
namespace {

using model::History;
using model::Kind;
using model::Run;

// The trends, then what is in none.
std::vector<const History*> parts_of(const History& history) {
    std::vector<const History*> parts{&history};
    if (history.aside) parts.push_back(history.aside.get());
    return parts;
}

template <class Visit>
void each_run(const History& history, Visit visit) {
    for (const History* part : parts_of(history))
        for (const Run& run : part->runs) visit(*part, run);
}

// In the trends, unless there is none.
model::Time newest_run(const History& history) {
    if (!history.runs.empty()) return history.runs.back().time;
    return history.aside && !history.aside->runs.empty() ? history.aside->runs.back().time : model::Time{};
}

// Ids of commits as different tools record them, some abbreviated: each stands for the longest that begins with it.
class CommitIds {
  public:
    CommitIds(const History& history, std::span<const Tag> tags) {
        each_run(history, [&](const History&, const Run& run) {
            if (run.commit) ids_.push_back(run.commit->id);
        });
        for (const Tag& tag : tags) ids_.push_back(tag.commit);
        std::ranges::sort(ids_);
        ids_.erase(std::ranges::unique(ids_).begin(), ids_.end());
        whole_ = ids_;
        for (std::size_t i = ids_.size(); i-- > 1;)
            if (!ids_[i - 1].empty() && ids_[i].starts_with(ids_[i - 1])) whole_[i - 1] = whole_[i];
    }

    const std::string& whole(const std::string& id) const {
        return whole_[static_cast<std::size_t>(std::ranges::lower_bound(ids_, id) - ids_.begin())];
    }

  private:
    std::vector<std::string> ids_, whole_;
};

// By which two results are of the same thing on the same testbed.
using Key = std::pair<std::string, std::string>;  // commit or ref, testbed

class Planner {
  public:
    Planner(const History& history, const Options& options, const std::string& suite, model::Time::duration nights)
        : history_{history}, ids_{history, options.tags} {
        plan_.suite = suite;
        plan_.until = newest_run(history);
        plan_.from = plan_.until - nights;
        for (const Tag& tag : options.tags) tags_[ids_.whole(tag.commit)].push_back(tag.name);
        each_run(history_, [&](const History& part, const Run& run) { know(part, run); });
    }

    RerunPlan plan() {
        std::map<Key, Rerun> wanted;
        each_run(history_, [&](const History& part, const Run& run) { look_at(part, run, wanted); });
        for (auto& [key, rerun] : wanted) {
            if (measured_.contains(key))
                ++plan_.done;
            else
                plan_.reruns.push_back(std::move(rerun));
        }
        for (const auto& [commit, names] : tags_)
            if (!known_.contains(commit)) plan_.tags_unmeasured += static_cast<std::uint32_t>(names.size());
        put_in_order();
        return std::move(plan_);
    }

  private:
    static const std::string& testbed_of(const History& part, const Run& run) {
        return part.testbeds[run.testbed].slug;
    }

    std::string commit_of(const Run& run) const {
        return run.commit && !run.commit->id.empty() ? ids_.whole(run.commit->id) : std::string{};
    }

    // A tag says what was measured even where the commit is not recorded.
    std::string subject_of(const Run& run) const {
        const model::Purpose& purpose = run.purpose;
        if (std::string commit = commit_of(run); !commit.empty() || purpose.ref.empty()) return commit;
        return std::string{model::name_of(purpose.kind)} + " " + purpose.owner + "/" + purpose.ref;
    }

    void know(const History& part, const Run& run) {
        const std::string& testbed = testbed_of(part, run);
        model::Time& newest = newest_[testbed];
        newest = std::max(newest, run.time);
        known_.insert(commit_of(run));
        if (run.suite == plan_.suite && !(run.commit && run.commit->dirty))
            measured_.insert({subject_of(run), testbed});
    }

    bool is_retired(const std::string& testbed) const { return newest_.at(testbed) < plan_.until - recent; }

    std::vector<model::Purpose> purposes_of(const Run& run) const {
        std::vector<model::Purpose> purposes;
        const Kind kind = run.purpose.kind;
        const bool in_window = kind == Kind::nightly && run.time > plan_.from;
        if (in_window || kind == Kind::tag || kind == Kind::manual) purposes.push_back(run.purpose);
        if (const auto named = tags_.find(commit_of(run)); named != tags_.end())
            for (const std::string& name : named->second)
                if (kind != Kind::tag || run.purpose.ref != name) purposes.push_back({Kind::tag, name, {}});
        return purposes;
    }

    std::optional<NotRerun> obstacle(const History& part, const Run& run) const {
        const model::Testbed& testbed = part.testbeds[run.testbed];
        if (!run.suite) return NotRerun::no_suite;
        if (subject_of(run).empty()) return NotRerun::no_commit;
        if (run.commit && run.commit->dirty) return NotRerun::dirty;
        if (testbed.hidden) return NotRerun::hidden;
        if (is_retired(testbed.slug)) return NotRerun::retired;
        return std::nullopt;
    }

    void look_at(const History& part, const Run& run, std::map<Key, Rerun>& wanted) {
        if (run.suite == plan_.suite) return;
        const auto purposes = purposes_of(run);
        if (purposes.empty()) return;
        if (const auto why = obstacle(part, run)) {
            ++plan_.left_out[*why];
            return;
        }
        const std::string& testbed = testbed_of(part, run);
        add(run, purposes, part.testbeds[run.testbed], wanted[{subject_of(run), testbed}]);
    }

    void add(const Run& run, const std::vector<model::Purpose>& purposes, const model::Testbed& testbed,
             Rerun& rerun) const {
        rerun.commit = commit_of(run);
        rerun.testbed = testbed.slug;
        rerun.label = testbed.label;
        if (run.commit && run.commit->fork) rerun.fork = run.commit->fork;
        if (run.machine.host) rerun.host = *run.machine.host;
        for (const model::Purpose& purpose : purposes) keep_newest({purpose, run.id, run.time, *run.suite}, rerun.of);
    }

    static void keep_newest(InvalidResult result, std::vector<InvalidResult>& of) {
        const auto same = std::ranges::find(of, result.purpose, &InvalidResult::purpose);
        if (same == of.end())
            of.push_back(std::move(result));
        else if (same->time <= result.time)
            *same = std::move(result);
    }

    static int rank(Kind kind) {
        constexpr std::array order{Kind::tag, Kind::nightly, Kind::manual};
        return static_cast<int>(std::ranges::find(order, kind) - order.begin());
    }

    // Nights stand in the trend as they are measured, so they are to be measured in the order of their commits.
    void put_in_order() {
        const auto place = [](const InvalidResult& of) {
            const auto time = of.time.time_since_epoch().count();
            return std::tuple{rank(of.purpose.kind), of.purpose.kind == Kind::nightly ? time : -time, of.purpose};
        };
        for (Rerun& rerun : plan_.reruns) std::ranges::sort(rerun.of, {}, place);
        std::ranges::stable_sort(plan_.reruns, {}, [&](const Rerun& rerun) {
            return std::tuple{place(rerun.of.front()), rerun.commit, rerun.testbed};
        });
    }

    const History& history_;
    CommitIds ids_;
    RerunPlan plan_;
    std::map<std::string, std::vector<std::string>> tags_;  // of the clone, by commit
    std::set<std::string> known_;                           // commits that were measured
    std::map<std::string, model::Time> newest_;             // run of each testbed, of whatever kind
    std::set<Key> measured_;                                // with the suite that is wanted
};

}  // namespace

std::vector<SuiteVersion> suite_versions(const History& history) {
    std::map<std::string, SuiteVersion> versions;
    each_run(history, [&](const History& part, const Run& run) {
        if (!run.suite) return;
        SuiteVersion& version = versions[*run.suite];
        if (version.runs++ > 0) return;  // the trends come first, and runs by time
        version.name = *run.suite;
        version.first = run.time;
        version.first_run = run.id;
        version.in_trends = &part == &history;
    });
    std::vector<SuiteVersion> by_first;
    for (auto& [name, version] : versions) by_first.push_back(std::move(version));
    std::ranges::stable_sort(by_first, {}, [](const SuiteVersion& version) {
        return std::pair{version.in_trends, version.first};
    });
    return by_first;
}

RerunPlan rerun_plan(const History& history, const Options& options, const std::string& suite,
                     model::Time::duration nights) {
    return Planner{history, options, suite, nights}.plan();
}

}  // namespace benchfolio::analysis
