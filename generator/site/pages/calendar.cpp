#include "site/pages/calendar.hpp"

#include <algorithm>
#include <map>

#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using Day = std::chrono::sys_days;

constexpr int weeks = 53, side = 12, left = 34, top = 20, width = left + weeks * side, height = top + 7 * side + 2;

struct DayOfRuns {
    std::size_t runs = 0, absent = 0;
    std::uint32_t last = 0;
};

// Monday of the first of the weeks that end with the one of `newest`.
Day first_monday(Day newest) {
    const std::chrono::weekday weekday{newest};
    return newest - (weekday - std::chrono::Monday) - std::chrono::days{7 * (weeks - 1)};
}

std::map<Day, DayOfRuns> days_of(const Page& page, std::uint32_t testbed, Day first) {
    std::map<Day, DayOfRuns> days;
    const std::vector<std::uint32_t>& runs = page.report().testbeds[testbed].runs;
    for (std::size_t i = runs.size(); i-- > 0;) {
        const Day date = std::chrono::floor<std::chrono::days>(page.history().runs[runs[i]].time);
        if (date < first) break;
        DayOfRuns& day = days[date];
        if (day.runs++ == 0) day.last = runs[i];
        day.absent += absences_of(page.content(), runs[i]).size();
    }
    return days;
}

std::string square(Day first, Day date, const DayOfRuns& of) {
    const auto offset = (date - first).count();
    const auto x = left + offset / 7 * side + 1, y = top + offset % 7 * side + 1;
    return "<rect x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\" width=\"9\" height=\"9\" class=\"" +
           (of.absent > 0 ? "ho" : "k") + "\"/>";
}

std::string text(long x, int y, std::string_view content) {
    return "<text x=\"" + std::to_string(x) + "\" y=\"" + std::to_string(y) + "\">" + std::string{content} + "</text>";
}

// The name of a month above the week in which it begins, the year at its January.
std::string month_names(Day first) {
    std::string names;
    for (int week = 0; week < weeks - 1; ++week) {
        const Day monday = first + std::chrono::days{7 * week};
        const std::chrono::year_month_day from{monday}, to{monday + std::chrono::days{6}};
        if (from.month() == to.month() && week > 0) continue;
        if (week == 0 && static_cast<unsigned>(from.day()) > 8) continue;
        const std::string date = day(model::Time{monday + std::chrono::days{6}});
        const bool january = to.month() == std::chrono::January;
        names += text(left + week * side, 12,
                      january ? date.substr(date.rfind(' ') + 1) : date.substr(date.find(' ') + 1, 3));
    }
    return names;
}

std::string picture(const model::Testbed& cpu, Day first, const std::map<Day, DayOfRuns>& days,
                    const std::string& said) {
    std::string svg =
        "<svg role=\"img\" class=\"w c" + std::to_string(cpu.colour.value_or(0)) + "\" width=\"" +
        std::to_string(width) + "\" height=\"" + std::to_string(height) + "\" viewBox=\"0 0 " + std::to_string(width) +
        " " + std::to_string(height) +
        "\" aria-labelledby=\"calendar-title calendar-text\"><title id=\"calendar-title\">Run calendar of " +
        html::escape(cpu.label) + "</title><desc id=\"calendar-text\">" + html::escape(said) + "</desc>";
    svg += "<g class=\"mt\">" + month_names(first) + text(0, top + 9, "Mon") + text(0, top + 2 * side + 9, "Wed") +
           text(0, top + 4 * side + 9, "Fri") + "</g>";
    svg += "<path class=\"nd\" d=\"M" + std::to_string(left) + " " + std::to_string(top) + "h" +
           std::to_string(weeks * side) + "v" + std::to_string(7 * side) + "h-" + std::to_string(weeks * side) +
           "z\"/>";
    for (const auto& [date, of] : days) svg += square(first, date, of);
    return svg + "</svg>";
}

void add_rows(html::Values& calendar, const Page& page, const std::map<Day, DayOfRuns>& days) {
    for (auto of = days.rbegin(); of != days.rend(); ++of) {
        html::Values row;
        set_run(row, page, of->second.last);
        row.set("RUNS_OF_DAY", number(of->second.runs));
        row.set("ABSENT", of->second.absent == 0 ? "none" : counted(of->second.absent, "benchmark"));
        calendar.add("DAY", std::move(row));
    }
}

}  // namespace

void set_calendar(html::Values& values, const Page& page, std::uint32_t testbed) {
    const model::Testbed& cpu = page.history().testbeds[testbed];
    const Day first = first_monday(std::chrono::floor<std::chrono::days>(cpu.last_seen));
    const std::map<Day, DayOfRuns> days = days_of(page, testbed, first);
    values.declare("CALENDAR");
    if (days.empty()) return;
    std::size_t runs = 0, incomplete = 0;
    for (const auto& [date, of] : days) runs += of.runs, incomplete += of.absent > 0 ? 1 : 0;
    const std::string said = counted(runs, "run") + " on " + counted(days.size(), "day") + " of the " +
                             std::to_string(weeks) + " weeks to " + day(cpu.last_seen) + ", " +
                             counted(incomplete, "day") + " with benchmarks absent";
    html::Values calendar = with("SAID", said);
    calendar.set("PICTURE", html::Markup{picture(cpu, first, days, said)}).set("DAYS", counted(days.size(), "day"));
    add_rows(calendar, page, days);
    values.add("CALENDAR", std::move(calendar));
}

}  // namespace benchfolio::site
