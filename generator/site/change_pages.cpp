#include "site/change_pages.hpp"

#include <algorithm>
#include <numeric>

#include "site/routes.hpp"

namespace benchfolio::site {
namespace {

// How much of a page: an event takes its heading and its rows. A page of so many rows stays within 40 KB gzipped.
constexpr std::size_t most_rows = 250, rows_of_a_heading = 2;

std::size_t rows_of(const analysis::ChangeEvent& event) {
    return rows_of_a_heading + std::min(event.benchmarks.size(), most_of_an_event);
}

std::size_t rows_of(std::span<const analysis::ChangeEvent> events) {
    return std::accumulate(events.begin(), events.end(), std::size_t{0},
                           [](std::size_t sum, const auto& event) { return sum + rows_of(event); });
}

int year_of(const Content& content, const analysis::ChangeEvent& event) {
    const std::uint32_t run = content.report.change_groups[event.group].first_run_after;
    const auto day = std::chrono::floor<std::chrono::days>(content.history.runs[run].time);
    return static_cast<int>(std::chrono::year_month_day{day}.year());
}

// The newest events that fit on a page, one at least.
std::size_t that_fit(std::span<const analysis::ChangeEvent> events) {
    std::size_t count = 0, rows = 0;
    while (count < events.size() && (count == 0 || rows + rows_of(events[count]) <= most_rows))
        rows += rows_of(events[count++]);
    return count;
}

// The oldest events first: their pages do not change when newer ones come.
std::vector<std::span<const analysis::ChangeEvent>> parts_of(std::span<const analysis::ChangeEvent> events) {
    std::vector<std::span<const analysis::ChangeEvent>> parts;
    while (!events.empty()) {
        std::size_t first = events.size(), rows = 0;
        while (first > 0 && (rows == 0 || rows + rows_of(events[first - 1]) <= most_rows))
            rows += rows_of(events[--first]);
        parts.push_back(events.subspan(first));
        events = events.first(first);
    }
    return parts;
}

std::vector<std::uint32_t> all_changes(const analysis::Report& report) {
    std::vector<std::uint32_t> all(report.changes.size());
    std::iota(all.begin(), all.end(), 0U);
    return all;
}

}  // namespace

ChangePages::ChangePages(const Content& content)
    : events_{analysis::events_of(content.history, content.report, all_changes(content.report))} {
    const std::span<const analysis::ChangeEvent> all{events_};
    pages_.push_back({std::string{routes::changes}, std::nullopt, 1, 1, all.first(that_fit(all))});
    for (std::size_t first = 0, last = 0; rows_of(all) > most_rows && first < all.size(); first = last) {
        while (last < all.size() && year_of(content, all[last]) == year_of(content, all[first])) ++last;
        add_year(content, all.subspan(first, last - first));
    }
    page_of_.resize(content.report.change_groups.size());
    for (const analysis::ChangeGroup& group : content.report.change_groups) anchor_of_.push_back("event-" + group.id);
    for (std::size_t page = pages_.size(); page-- > 0;)
        for (const analysis::ChangeEvent& event : pages_[page].events) page_of_[event.group] = page;
}

void ChangePages::add_year(const Content& content, std::span<const analysis::ChangeEvent> events) {
    const int year = year_of(content, events.front());
    const auto parts = parts_of(events);
    for (std::size_t part = parts.size(); part > 0; --part)
        pages_.push_back({routes::changes_of(year, part), year, part, parts.size(), parts[part - 1]});
}

std::string ChangePages::place_of(const analysis::ChangeEvent& event) const {
    return pages_[page_of_[event.group]].path + "#" + anchor_of_[event.group];
}

}  // namespace benchfolio::site
