#include "analysis/aside_base.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace benchfolio::analysis {
namespace {

using Indices = std::vector<std::uint32_t>;

constexpr std::size_t short_id = 7;

// Recorded ids may be shortened.
bool is_commit(const model::Run& run, const std::string& id) {
    return run.commit && !run.commit->id.empty() && (id.starts_with(run.commit->id) || run.commit->id.starts_with(id));
}

// As many runs as any rule of the gate looks at.
std::size_t history_wanted(const GateOptions& options) {
    std::size_t wanted = Threshold{}.max_sample_size;
    for (const Threshold& threshold : options.thresholds)
        wanted = std::max<std::size_t>(wanted, threshold.max_sample_size);
    return wanted;
}

std::string on_day(const model::Run& run) {
    return "of " + model::iso_date(run.time);
}

// The trends' runs of the testbed on which a line was measured.
class Trends {
  public:
    Trends(const AsideArchive& archive, const Indices& newest)
        : archive_{archive}, first_{archive.aside().runs[newest.front()]} {
        if (const auto testbed = archive.testbed[first_.testbed]) runs_ = &archive.report.testbeds[*testbed].runs;
    }

    bool known() const { return runs_ != nullptr; }
    const Indices& runs() const { return *runs_; }
    const model::Run& run(std::uint32_t index) const { return archive_.trends.runs[index]; }

    bool may_be_base(std::uint32_t index) const {
        const std::string& branch = archive_.options.gate.base_branch;
        const auto& commit = run(index).commit;
        return branch.empty() || !commit || !commit->branch || *commit->branch == branch;
    }

    // Those before `end` for which `counts`, the newest as many as are wanted: of the line's suite version or, where
    // none is, the newest of another, so that it can be said that they are not compared.
    template <typename Counts>
    Indices before(std::uint32_t end, Counts counts) const {
        Indices same, other;
        const std::size_t wanted = history_wanted(archive_.options.gate);
        for (auto at = std::ranges::lower_bound(*runs_, end); at != runs_->begin() && same.size() < wanted;) {
            const std::uint32_t index = *--at;
            if (!may_be_base(index) || !counts(run(index))) continue;
            if (run(index).suite == first_.suite)
                same.push_back(index);
            else if (other.empty())
                other.push_back(index);
        }
        std::ranges::reverse(same);
        return same.empty() ? other : same;
    }

    std::string elsewhere() const {
        std::set<std::string> others;
        for (const model::Testbed& testbed : archive_.trends.testbeds) others.insert(testbed.label);
        return others.empty() ? "the trends have no run"
                              : fmt::format("the trends have no run on this CPU, only on {}", fmt::join(others, ", "));
    }

  private:
    const AsideArchive& archive_;
    const model::Run& first_;  // of the line's
    const Indices* runs_ = nullptr;
};

const auto any_run = [](const model::Run&) { return true; };

// Of a commit that is not younger than the start.
struct NotYounger {
    model::Time start;
    bool otherwise;  // where the commit's time is not recorded
    bool operator()(const model::Run& run) const {
        return run.commit && run.commit->time ? *run.commit->time <= start : otherwise;
    }
};

// For one line on one testbed.
class Chooser {
  public:
    Chooser(const AsideArchive& archive, const AsideLine& line, const Indices& newest)
        : archive_{archive}, line_{line}, newest_{newest}, trends_{archive, newest} {}

    AsideBase choose() const {
        const auto& commit = own(newest_.back()).commit;
        if (commit && commit->merge_base && !commit->merge_base->empty()) return of_start(*commit->merge_base);
        return before_the_line("where it left the trends is not recorded: the newest run before it");
    }

  private:
    const model::Run& own(std::uint32_t index) const { return archive_.aside().runs[index]; }

    static AsideBase newest_of(Indices history, std::string why) {
        AsideBase base;
        if (!history.empty()) base.runs = {history.back()};
        base.history = std::move(history);
        base.label = "the trends";
        base.why = std::move(why);
        return base;
    }

    AsideBase none(std::string why) const {
        AsideBase base;
        base.why = std::move(why);
        return base;
    }

    AsideBase of_start(const std::string& start) const {
        const std::string name = start.substr(0, short_id);
        const Indices measured = first_measured(start);
        const bool same_suite = !measured.empty() && trends_.run(measured.back()).suite == own(newest_.front()).suite;
        if (!same_suite)
            if (AsideBase base = measured_aside(start); !base.runs.empty()) return base;
        if (!measured.empty()) {
            AsideBase base =
                newest_of(trends_.before(measured.back() + 1, any_run),
                          fmt::format("its start point {}, {}", name, on_day(trends_.run(measured.back()))));
            if (same_suite) base.runs = measured;
            if (!base.runs.empty() && base.runs.back() != measured.back())
                base.why = fmt::format("the newest run of this suite before its start point {}", name);
            return base;
        }
        if (const auto start_run = anywhere(start)) return before_start(*start_run, name);
        return before_the_line(fmt::format("its start point {} was not measured: the newest run before it", name));
    }

    // On this testbed: the first run of the commit, and those that follow at once. Runs of it later on are no history
    // of the branch.
    Indices first_measured(const std::string& start) const {
        if (!trends_.known()) return {};
        const auto is_start = [&](std::uint32_t index) {
            return is_commit(trends_.run(index), start) && trends_.may_be_base(index);
        };
        const auto first = std::ranges::find_if(trends_.runs(), is_start);
        Indices runs{first, std::find_if_not(first, trends_.runs().end(), is_start)};
        if (runs.empty()) return runs;
        const model::Suite suite = trends_.run(runs.back()).suite;
        std::erase_if(runs, [&](std::uint32_t index) { return trends_.run(index).suite != suite; });
        return runs;
    }

    // By itself, as a run by hand, say: as good a base as one of the trends.
    AsideBase measured_aside(const std::string& start) const {
        const model::Run& ours = own(newest_.front());
        AsideBase base;
        for (std::uint32_t index = 0; index < archive_.aside().runs.size(); ++index) {
            const model::Run& run = own(index);
            if (run.testbed == ours.testbed && run.suite == ours.suite && is_commit(run, start))
                base.runs.push_back(index);
        }
        if (base.runs.empty()) return base;
        const model::Run& newest = own(base.runs.back());
        base.aside = true;
        base.label = label_of(newest.purpose);
        base.why = fmt::format("its start point {}, measured for itself {}", start.substr(0, short_id), on_day(newest));
        if (trends_.known() && newest.commit->time)
            base.history = trends_.before(end_of_trends(), NotYounger{*newest.commit->time, false});
        std::erase_if(base.history, [&](std::uint32_t index) { return trends_.run(index).suite != ours.suite; });
        return base;
    }

    std::uint32_t end_of_trends() const { return static_cast<std::uint32_t>(archive_.trends.runs.size()); }

    // The first run of the trends, on any testbed.
    std::optional<std::uint32_t> anywhere(const std::string& start) const {
        for (std::uint32_t index = 0; index < archive_.trends.runs.size(); ++index)
            if (is_commit(trends_.run(index), start)) return index;
        return std::nullopt;
    }

    AsideBase before_start(std::uint32_t start_run, const std::string& name) const {
        if (!trends_.known()) return none(trends_.elsewhere());
        const auto& time = trends_.run(start_run).commit->time;
        Indices history =
            time ? trends_.before(start_run + 1, NotYounger{*time, true}) : trends_.before(start_run + 1, any_run);
        if (history.empty()) return none(fmt::format("this CPU has no run up to its start point {}", name));
        return newest_of(
            std::move(history),
            fmt::format("its start point {} was not measured on this CPU: the newest run before it", name));
    }

    AsideBase before_the_line(std::string why) const {
        if (!trends_.known()) return none(trends_.elsewhere());
        const auto& runs = archive_.trends.runs;
        const auto end = std::ranges::lower_bound(runs, first_time(), {}, &model::Run::time);
        Indices history = trends_.before(static_cast<std::uint32_t>(end - runs.begin()), any_run);
        if (history.empty()) return none("the trends have no run on this CPU before it");
        return newest_of(std::move(history), std::move(why));
    }

    // What is asked for by hand under one name may be another thing each time; a branch stays what it is.
    model::Time first_time() const {
        if (line_.purpose.kind == model::Kind::manual) return own(newest_.front()).time;
        const auto is_here = [&](std::uint32_t index) { return own(index).testbed == own(newest_.front()).testbed; };
        return own(*std::ranges::find_if(line_.runs, is_here)).time;
    }

    const AsideArchive& archive_;
    const AsideLine& line_;
    const Indices& newest_;
    Trends trends_;
};

// When the tag was made, as far as a result says.
model::Time date_of(const model::Run& run) {
    return run.commit && run.commit->time ? *run.commit->time : run.time;
}

// The newest runs of a tag on the testbed and under the suite of `wanted`; under another suite where there are none.
Indices runs_of_tag(const AsideArchive& archive, const AsideLine& tag, const model::Run& wanted) {
    Indices same;
    for (const std::uint32_t index : tag.runs) {
        const model::Run& run = archive.aside().runs[index];
        if (run.testbed == wanted.testbed && run.suite == wanted.suite) same.push_back(index);
    }
    return same.empty() ? newest_of_line(archive.aside(), tag, wanted.testbed) : same;
}

}  // namespace

AsideBase base_of(const AsideArchive& archive, const AsideLine& line, const Indices& newest) {
    return Chooser{archive, line, newest}.choose();
}

AsideBase tag_before(const AsideArchive& archive, const AsideLine& line, const Indices& newest) {
    const model::Run& ours = archive.aside().runs[newest.front()];
    AsideBase base;
    base.aside = true;
    base.why = "no earlier tag was measured on this CPU";
    for (const AsideLine& other : archive.lines) {
        if (other.purpose.kind != model::Kind::tag || other.purpose == line.purpose) continue;
        Indices runs = runs_of_tag(archive, other, ours);
        if (runs.empty()) continue;
        const model::Time date = date_of(archive.aside().runs[runs.back()]);
        const bool closer = base.runs.empty() || date > date_of(archive.aside().runs[base.runs.back()]);
        if (date >= date_of(ours) || !closer) continue;
        base.runs = std::move(runs);
        base.label = label_of(other.purpose);
        base.why = "the tag before it";
    }
    return base;
}

AsideBase trends_now(const AsideArchive& archive, const Indices& newest) {
    const Trends trends{archive, newest};
    AsideBase base;
    base.label = "the newest run of the trends";
    if (!trends.known()) {
        base.why = trends.elsewhere();
        return base;
    }
    base.history = trends.before(static_cast<std::uint32_t>(archive.trends.runs.size()), any_run);
    if (!base.history.empty()) base.runs = {base.history.back()};
    base.why = base.runs.empty() ? "the trends have no run on this CPU" : "what has become of it since";
    return base;
}

}  // namespace benchfolio::analysis
