#include "site/pages/nights.hpp"

#include <algorithm>
#include <variant>

#include "analysis/freshness.hpp"
#include "site/headline.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::Pause;
using model::Failure;

void set_log(html::Values& values, const Failure& failure) {
    values.declare("LOG");
    if (failure.url) values.add("LOG", with("LOG_URL", *failure.url));
}

// ---- The top of the home page ----

bool set_stale(html::Values& note, const Page& page) {
    const auto freshness =
        analysis::freshness(page.history(), page.content().analysis_options, page.content().options.now);
    note.declare("STALE");
    if (!freshness || !freshness->stale()) return false;
    note.add("STALE", with("SAID", stale_sentence(*freshness)));
    return true;
}

bool set_failed(html::Values& note, const Page& page) {
    const auto failures = analysis::failures_since_newest(page.history());
    note.declare("FAILED");
    if (failures.empty()) return false;
    html::Values failed = with("SAID", failed_nights_sentence(failures));
    failed.set("RUNS_URL", page.to(routes::runs));
    set_log(failed, failures.back());
    note.add("FAILED", std::move(failed));
    return true;
}

void set_late(html::Values& values, const Page& page) {
    html::Values note;
    const bool stale = set_stale(note, page), failed = set_failed(note, page);
    values.declare("LATE");
    if (stale || failed) values.add("LATE", std::move(note));
}

void set_paused(html::Values& values, const Page& page) {
    const Pause* pause = analysis::pause_at(page.content().analysis_options, page.content().options.now);
    values.declare("PAUSED");
    if (pause) values.add("PAUSED", std::move(with("DAYS", days_of(*pause)).set("REASON", pause->reason)));
}

// ---- The list of runs ----

using Night = std::variant<std::uint32_t, const Failure*, const Pause*>;  // a run, by its index

struct DatedNight {
    model::Time time{};
    Night night;
};

// What lies in the days of which runs have pages, the newest first. A pause stands where it begins.
std::vector<DatedNight> recent_nights(const Page& page) {
    const model::History& history = page.history();
    const model::Time first = page.lookup().newest.value_or(model::Time{}) - recent_window;
    std::vector<DatedNight> nights;
    for (std::uint32_t run = page.lookup().first_recent_run; run < history.runs.size(); ++run)
        nights.push_back({history.runs[run].time, run});
    for (const Failure& failure : history.failures)
        if (failure.time >= first) nights.push_back({failure.time, &failure});
    for (const Pause& pause : page.content().analysis_options.pauses)
        if (pause.until > first && pause.from <= page.content().options.now) nights.push_back({pause.from, &pause});
    std::ranges::stable_sort(nights, {}, &DatedNight::time);
    std::ranges::reverse(nights);
    return nights;
}

std::string lead_of(const std::vector<DatedNight>& nights) {
    const auto runs =
        std::ranges::count_if(nights, [](const auto& n) { return std::holds_alternative<std::uint32_t>(n.night); });
    const auto failed =
        std::ranges::count_if(nights, [](const auto& n) { return std::holds_alternative<const Failure*>(n.night); });
    const std::string also = failed == 0 ? "" : " and " + counted(static_cast<std::size_t>(failed), "failed night");
    if (runs == 0) return "No run has been read yet" + (also.empty() ? "." : "," + also + ".");
    return counted(static_cast<std::size_t>(runs), "run") + also + " in the 90 days to the newest.";
}

class RowOf {
  public:
    explicit RowOf(const Page& page) : page_(page) {}

    html::Values operator()(std::uint32_t run) const {
        const model::Run& of = page_.history().runs[run];
        html::Values ran;
        set_run(ran, page_, run);
        set_cpu(ran, page_, of.testbed);
        set_commit(ran, page_, of.commit);
        ran.set("RUN_MINUTE", minute(of.time));
        ran.set("RESULTS", number(page_.lookup().rows[run - page_.lookup().first_recent_run].size()));
        ran.set("ABSENT", number(absences_of(page_.content(), run).size()));
        return row("RAN", std::move(ran));
    }

    html::Values operator()(const Failure* failure) const {
        html::Values failed = with("DATE", day(failure->time));
        failed.set("TIME", model::iso8601(failure->time)).set("MINUTE", minute(failure->time));
        failed.set("OUTCOME", outcome_word(*failure)).declare("WORKFLOW");
        if (failure->workflow) failed.add("WORKFLOW", with("NAME", *failure->workflow));
        set_log(failed, *failure);
        set_commit(failed, page_,
                   failure->commit ? std::optional{model::Commit{*failure->commit, {}, {}, false}} : std::nullopt);
        return row("FAILED", std::move(failed));
    }

    html::Values operator()(const Pause* pause) const {
        html::Values paused = with("DAYS", days_of(*pause));
        paused.set("TIME", model::iso8601(pause->from)).set("REASON", pause->reason);
        return row("PAUSED", std::move(paused));
    }

  private:
    static html::Values row(html::Name kind, html::Values of) {
        html::Values values;
        values.declare("RAN").declare("FAILED").declare("PAUSED");
        return std::move(values.add(kind, std::move(of)));
    }

    const Page& page_;
};

// ---- The coverage ----

const Failure* failed_on(const Page& page, std::chrono::sys_days date) {
    const std::vector<Failure>& all = page.history().failures;
    const auto after = std::ranges::lower_bound(all, model::Time{date + std::chrono::days{1}}, {}, &Failure::time);
    return after != all.begin() && std::prev(after)->time >= date ? &*std::prev(after) : nullptr;
}

html::Values night_cell(const Page& page, const Failure* failure, const Pause* pause) {
    html::Values cell;
    cell.declare("FAILED").declare("PAUSED");
    if (failure) {
        const std::string said = outcome_word(*failure) + (failure->url ? ": its log" : "");
        cell.add("FAILED", std::move(with("SAID", said)
                                         .set("LABEL", day(failure->time) + " " + said)
                                         .set("URL", failure->url.value_or(page.to(routes::runs)))));
    } else if (pause) {
        cell.add("PAUSED", with("SAID", "paused: " + pause->reason));
    }
    return cell;
}

}  // namespace

void set_newest_nights(html::Values& values, const Page& page) {
    set_late(values, page);
    set_paused(values, page);
}

void set_nights(html::Values& values, const Page& page) {
    const std::vector<DatedNight> nights = recent_nights(page);
    values.set("LEAD", lead_of(nights)).declare("ROW").show("ANY", !nights.empty());
    for (const DatedNight& night : nights) values.add("ROW", std::visit(RowOf{page}, night.night));
}

void set_coverage_nights(html::Values& values, const Page& page, const CoveredDays& covered) {
    html::Values row;
    bool failed = false, paused = false;
    for (int place = 0; place < covered.days; ++place) {
        const auto date = covered.last - std::chrono::days{covered.days - 1 - place};
        const Failure* failure = failed_on(page, date);
        const Pause* pause = analysis::pause_at(page.content().analysis_options, date);
        failed = failed || failure;
        paused = paused || (pause && !failure);
        row.add("NIGHT",
                std::move(night_cell(page, failure, pause).show("DESK", place < covered.days - covered.on_phone)));
    }
    values.declare("NIGHTS").set("KEY", std::string{failed ? "; ✕: failed" : ""} + (paused ? "; ‖: paused" : ""));
    if (!failed && !paused) return;
    row.set("NAME", failed && paused ? "Failed or paused" : failed ? "Failed" : "Paused");
    values.add("NIGHTS", std::move(row));
}

}  // namespace benchfolio::site
