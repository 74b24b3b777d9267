#include "site/pages/coverage.hpp"

#include <algorithm>
#include <array>

#include "analysis/freshness.hpp"
#include "site/pages/nights.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using Day = std::chrono::sys_days;

constexpr int days_covered = 14, days_on_phone = 7;

Day day_of(model::Time time) {
    return std::chrono::floor<std::chrono::days>(time);
}

// The runs of one CPU by day, the oldest day first.
using RunsByDay = std::array<std::vector<std::uint32_t>, days_covered>;

std::vector<RunsByDay> runs_by_day(const Page& page, Day last) {
    std::vector<RunsByDay> by_cpu(page.history().testbeds.size());
    const std::vector<model::Run>& runs = page.history().runs;
    for (std::size_t i = runs.size(); i-- > 0;) {
        const auto age = (last - day_of(runs[i].time)).count();
        if (age >= days_covered) break;
        by_cpu[runs[i].testbed]
            .at(static_cast<std::size_t>(days_covered - 1 - age))
            .push_back(static_cast<std::uint32_t>(i));
    }
    return by_cpu;
}

std::string said_of(const Page& page, const std::vector<std::uint32_t>& runs) {
    const std::size_t absent = absences_of(page.content(), runs.front()).size();
    const std::string what = absent == 0 ? "complete" : counted(absent, "benchmark") + " absent";
    return runs.size() == 1 ? what : "the last of " + counted(runs.size(), "run") + ", " + what;
}

html::Values cell(const Page& page, std::uint32_t testbed, const std::vector<std::uint32_t>& runs, int place) {
    html::Values values;
    values.show("DESK", place < days_covered - days_on_phone).show("NONE", runs.empty()).declare("RAN");
    if (runs.empty()) return values;
    const model::Run& run = page.history().runs[runs.front()];
    html::Values ran;
    ran.set("URL", page.to(routes::run(run))).set("SAID", said_of(page, runs));
    ran.set("LABEL", page.history().testbeds[testbed].label + ", " + day(run.time) + ": " + said_of(page, runs));
    ran.set("MARK", html::Markup{testbed_mark(page.history().testbeds[testbed])});
    ran.show("HOLLOW", !absences_of(page.content(), runs.front()).empty());
    values.add("RAN", std::move(ran));
    return values;
}

html::Values cpu_row(const Page& page, std::uint32_t testbed, const RunsByDay& runs) {
    const model::Testbed& cpu = page.history().testbeds[testbed];
    html::Values row;
    set_cpu(row, page, testbed);
    row.declare("LAST_SEEN");
    const bool ran = std::any_of(runs.begin(), runs.end(), [](const auto& of_day) { return !of_day.empty(); });
    if (!ran) row.add("LAST_SEEN", with("DATE", day(cpu.last_seen)));
    for (int place = 0; place < days_covered; ++place) {
        row.add("DAY", cell(page, testbed, runs.at(static_cast<std::size_t>(place)), place));
    }
    return row;
}

html::Values heading(Day date, int place) {
    const std::string full = day(model::Time{date});
    html::Values values;
    values.set("DATE", full).set("DAY_OF_MONTH", full.substr(0, full.find(' ')));
    values.show("DESK", place < days_covered - days_on_phone);
    return values;
}

// CPUs that ran come first, then those that did not; hidden ones last.
std::vector<std::uint32_t> in_order(const Page& page, const std::vector<RunsByDay>& by_cpu) {
    std::vector<std::uint32_t> order(by_cpu.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto rank = [&](std::uint32_t testbed) {
        const RunsByDay& runs = by_cpu[testbed];
        const bool idle = std::all_of(runs.begin(), runs.end(), [](const auto& of_day) { return of_day.empty(); });
        return (page.history().testbeds[testbed].hidden ? 2 : 0) + (idle ? 1 : 0);
    };
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return rank(a) < rank(b); });
    return order;
}

}  // namespace

void set_coverage(html::Values& values, const Page& page) {
    values.declare("COVERAGE");
    if (page.history().runs.empty()) return;
    const auto failures = analysis::failures_since_newest(page.history());
    const model::Time newest = failures.empty() ? *page.lookup().newest : failures.back().time;
    const Day last = day_of(newest);
    const std::vector<RunsByDay> by_cpu = runs_by_day(page, last);
    html::Values matrix;
    matrix.set("MONTH", day(newest).substr(day(newest).find(' ') + 1)).set("TO", failures.empty() ? "run" : "night");
    for (int place = 0; place < days_covered; ++place) {
        matrix.add("HEADING", heading(last - std::chrono::days{days_covered - 1 - place}, place));
    }
    for (const std::uint32_t testbed : in_order(page, by_cpu))
        matrix.add("CPU", cpu_row(page, testbed, by_cpu[testbed]));
    set_coverage_nights(matrix, page, {last, days_covered, days_on_phone});
    values.add("COVERAGE", std::move(matrix));
}

}  // namespace benchfolio::site
