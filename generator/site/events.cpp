#include "site/events.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "site/figure_parts.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t longest_version = 14;

// "3.12.1" is "3.12".
std::string_view minor_version(std::string_view version) {
    const auto first = version.find('.');
    return first == version.npos ? version : version.substr(0, version.find('.', first + 1));
}

std::string_view python_of(const model::Run& run) {
    const auto entry = std::lower_bound(run.environment.begin(), run.environment.end(), "python",
                                        [](const auto& pair, std::string_view name) { return pair.first < name; });
    const bool found = entry != run.environment.end() && entry->first == "python";
    return found ? minor_version(entry->second) : std::string_view{};
}

std::string_view suite_of(const model::Run& run) {
    return run.suite ? std::string_view{*run.suite} : std::string_view{};
}

struct Versions {
    std::string_view python, suite;
};

Versions versions_of(const model::Run& run) {
    return {python_of(run), suite_of(run)};
}

std::string label(std::string_view name, std::string_view version) {
    if (version.size() > longest_version) return std::string{name} + " changed";
    return std::string{name} + " " + std::string{version};
}

void add_change(std::string_view name, std::string_view before, std::string_view now, double date,
                std::vector<chart::Event>& events) {
    if (now == before) return;
    if (!now.empty())
        events.push_back({date, label(name, now)});
    else if (name == "suite")  // nothing is joined across that either
        events.push_back({date, "suite not recorded"});
}

std::vector<chart::Event> changes_on(const Content& content, const std::vector<std::uint32_t>& runs) {
    std::vector<chart::Event> events;
    Versions before;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const model::Run& run = content.history.runs[runs[i]];
        const Versions now = versions_of(run);
        if (i > 0) {
            add_change("Python", before.python, now.python, days_of(run.time), events);
            add_change("suite", before.suite, now.suite, days_of(run.time), events);
        }
        before = now;
    }
    return events;
}

}  // namespace

VersionChanges version_changes(const Content& content) {
    VersionChanges changes;
    for (const analysis::TestbedReport& testbed : content.report.testbeds)
        changes.push_back(changes_on(content, testbed.runs));
    return changes;
}

std::vector<chart::Event> events_of(const VersionChanges& changes, const std::vector<DrawnSeries>& drawn,
                                    chart::Span time) {
    std::vector<chart::Event> events;
    const auto drawn_then = [&](const chart::Event& event) { return time.from <= event.x && event.x <= time.to; };
    for (const DrawnSeries& each : drawn)
        std::ranges::copy_if(changes[each.series->testbed], std::back_inserter(events), drawn_then);
    std::ranges::stable_sort(events, {}, &chart::Event::x);
    std::set<std::string> named;
    std::erase_if(events, [&](const chart::Event& event) { return !named.insert(event.label).second; });
    return events;
}

}  // namespace benchfolio::site
