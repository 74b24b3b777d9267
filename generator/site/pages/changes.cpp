#include <algorithm>

#include "site/change_pages.hpp"
#include "site/feeds.hpp"
#include "site/headline.hpp"
#include "site/pages/change_rows.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::ChangeEvent;

// "November 2026"
std::string month_of(const Page& page, const ChangeEvent& event) {
    return month(page.history().runs[page.report().change_groups[event.group].first_run_after].time);
}

html::Values row_of(const Page& page, const analysis::BenchmarkChange& of) {
    html::Values row;
    set_benchmark_change(row, page, of);
    const std::uint32_t series = page.report().changes[of.leading].series;
    return std::move(
        row.show("OF_MEASURE", !goes_without_saying(page.history().measures[page.history().series[series].measure])));
}

// Links and other differences are those of the change that leads the event.
// How many commits the event's range has, if a change has just that range and a clone knew.
std::optional<std::uint32_t> commits_in(const Page& page, const analysis::ChangeGroup& group) {
    for (const std::uint32_t index : group.changes) {
        const analysis::Change& change = page.report().changes[index];
        if (change.last_run_before == group.last_run_before && change.first_run_after == group.first_run_after)
            return change.commit_count;
    }
    return std::nullopt;
}

html::Values event_values(const Page& page, const ChangeEvent& event) {
    const analysis::ChangeGroup& group = page.report().change_groups[event.group];
    html::Values values = with("EVENT_ID", group.id);
    set_circumstances(values, page, event.benchmarks.front().leading);
    set_event_counts(values, page, event);
    set_commits(values, page, group.last_run_before, group.first_run_after, commits_in(page, group));
    set_dates(values, page, group.last_run_before, group.first_run_after);
    const std::size_t shown = std::min(event.benchmarks.size(), most_of_an_event);
    for (std::size_t i = 0; i < shown; ++i) values.add("ROW", row_of(page, event.benchmarks[i]));
    values.declare("MORE");
    if (shown < event.benchmarks.size())
        values.add("MORE", with("MORE_COUNT", number(event.benchmarks.size() - shown)));
    return values;
}

void set_months(html::Values& values, const Page& page, std::span<const ChangeEvent> events) {
    values.declare("MONTH_SECTION");
    for (std::size_t first = 0, last = 0; first < events.size(); first = last) {
        html::Values section = with("MONTH", month_of(page, events[first]));
        section.set("ANCHOR", "m" + std::to_string(first));
        for (; last < events.size() && month_of(page, events[last]) == month_of(page, events[first]); ++last)
            section.add("EVENT", event_values(page, events[last]));
        values.add("MONTH_SECTION", std::move(section));
    }
}

std::string title_of(const ChangesPage& of) {
    if (!of.year) return "Changes";
    const std::string part = of.parts > 1 ? ", part " + number(of.part) + " of " + number(of.parts) : "";
    return "Changes of " + std::to_string(*of.year) + part;
}

// "5 changes in the last 90 days, 3 to decide"
std::string heading_of(const analysis::Decisions& decisions, const ChangesPage& of) {
    if (of.year) return title_of(of);
    const std::size_t decide = analysis::count(decisions.decide).all();
    const std::size_t all = decide + analysis::count(decisions.watching).all() + decisions.reviewed() +
                            decisions.hidden + decisions.retracted;
    const std::string window = " in the last " + std::to_string(analysis::decision_window.count()) + " days";
    if (all == 0) return "No change" + window;
    return counted(all, "change") + window + ", " + (decide == 0 ? "none" : number(decide)) + " to decide";
}

void set_years(html::Values& values, const Page& page, const ChangesPage& of) {
    values.declare("YEARS");
    const std::vector<ChangesPage>& pages = page.lookup().changes.pages();
    if (pages.size() == 1) return;
    html::Values years;
    for (const ChangesPage& other : pages) {
        html::Values link = with("YEAR_URL", page.to(other.path));
        const std::string part = other.parts > 1 ? ", " + number(other.part) : "";
        link.set("YEAR", other.year ? std::to_string(*other.year) + part : "Newest");
        years.add("YEAR_LINK", std::move(link.show("HERE", &other == &of)));
    }
    values.add("YEARS", std::move(years));
}

// Where people review: the file, with the form that edits it where its address is known.
void set_triage(html::Values& values, const Page& page) {
    const analysis::Triage& triage = page.content().analysis_options.triage;
    values.declare("TRIAGE").show("NO_TRIAGE", triage.source.empty());
    if (triage.source.empty()) return;
    html::Values file = with("TRIAGE_COUNT", counted(triage.reviews.size(), "review"));
    file.set("TRIAGE_FILE", triage.source.substr(triage.source.rfind('/') + 1));
    const auto url = triage_url(page.content());
    file.declare("TRIAGE_LINK").show("TRIAGE_PLAIN", !url);
    if (url) file.add("TRIAGE_LINK", with("TRIAGE_URL", *url));
    values.add("TRIAGE", std::move(file));
}

void set_feeds(html::Values& values, const Page& page) {
    values.declare("FEEDS");
    if (!has_feeds(page.content().options)) return;
    values.add("FEEDS", std::move(with("FEED_ALL_URL", page.to(routes::changes_feed))
                                      .set("FEED_REGRESSIONS_URL", page.to(routes::regressions_feed))));
}

}  // namespace

html::Values changes_page(const Page& page, std::uint32_t index) {
    const ChangesPage& of = page.lookup().changes.pages()[index];
    html::Values values = page.frame(title_of(of), routes::changes);
    const analysis::Decisions decisions = analysis::decisions(page.history(), page.report());
    values.set("HEADING", heading_of(decisions, of)).show("EMPTY", of.events.empty()).declare("LEFT_OUT");
    values.set("CHANGES_JSON_URL", page.to(routes::changes_data));
    if (const std::string what = left_out(decisions); !of.year && !what.empty())
        values.add("LEFT_OUT", with("WHAT", what));
    set_feeds(values, page);
    set_triage(values, page);
    set_years(values, page, of);
    set_months(values, page, of.events);
    return values;
}

}  // namespace benchfolio::site
