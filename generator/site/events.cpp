#include "site/events.hpp"

#include <algorithm>
#include <set>

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

class Collector {
  public:
    explicit Collector(chart::Span time) : time_{time} {}

    void compare(const Versions& before, const Versions& now, double date) {
        if (now.python != before.python) changed("Python", now.python, date);
        if (now.suite != before.suite) changed("suite", now.suite, date);
    }

    std::vector<chart::Event> events() {
        std::stable_sort(events_.begin(), events_.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
        std::set<std::string> named;
        std::erase_if(events_, [&](const chart::Event& event) { return !named.insert(event.label).second; });
        return std::move(events_);
    }

  private:
    void changed(std::string_view name, std::string_view version, double date) {
        if (!version.empty() && time_.from <= date && date <= time_.to) events_.push_back({date, label(name, version)});
    }

    chart::Span time_;
    std::vector<chart::Event> events_;
};

}  // namespace

std::vector<chart::Event> events_of(const Content& content, const std::vector<DrawnSeries>& drawn, chart::Span time) {
    Collector collector{time};
    for (const DrawnSeries& each : drawn) {
        const auto& runs = content.report.testbeds[each.series->testbed].runs;
        Versions before;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            const model::Run& run = content.history.runs[runs[i]];
            const Versions now = versions_of(run);
            if (i > 0) collector.compare(before, now, days_of(run.time));
            before = now;
        }
    }
    return collector.events();
}

}  // namespace benchfolio::site
