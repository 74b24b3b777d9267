#include "site/pages/recent_changes.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

namespace benchfolio::site {
namespace {

using analysis::LatestChange;
using analysis::Verdict;

const LatestChange& latest(const Page& page, std::uint32_t series) {
    return page.report().series[series].latest;
}

double size_of(const LatestChange& change) {
    return change.ratio ? std::fabs(std::log(*change.ratio)) : 0;
}

bool is_shown(const Page& page, std::uint32_t series) {
    return !page.history().testbeds[page.history().series[series].testbed].hidden;
}

bool is_change(Verdict verdict) {
    return verdict == Verdict::slower || verdict == Verdict::faster;
}

void sort_by_size(const Page& page, std::vector<std::uint32_t>& series) {
    std::stable_sort(series.begin(), series.end(), [&](std::uint32_t a, std::uint32_t b) {
        return size_of(latest(page, a)) > size_of(latest(page, b));
    });
}

enum class Stand { unknown, steady, faster, slower };  // the higher, the more telling

Stand stand_of(const Page& page, std::uint32_t series) {
    const LatestChange& change = latest(page, series);
    if (change.verdict == Verdict::cannot_tell) return Stand::unknown;
    if (change.verdict == Verdict::no_evidence || !is_news(page, series)) return Stand::steady;
    return change.verdict == Verdict::slower ? Stand::slower : Stand::faster;
}

Stand stand_of_benchmark(const Page& page, std::uint32_t benchmark) {
    const auto [first, last] = series_range(page.content(), benchmark);
    Stand stand = Stand::unknown;
    for (std::uint32_t i = first; i < last; ++i) {
        if (is_shown(page, i)) stand = std::max(stand, stand_of(page, i));
    }
    return stand;
}

}  // namespace

bool is_news(const Page& page, std::uint32_t series) {
    const std::optional<std::uint32_t> run = latest(page, series).run;
    return run && latest(page, series).run_before &&
           page.history().runs[*run].time >= *page.lookup().newest - news_window;
}

std::vector<ChangeEvent> recent_changes(const Page& page) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, ChangeEvent, std::greater<>> events;  // by run and testbed
    for (std::uint32_t i = 0; i < page.history().series.size(); ++i) {
        const LatestChange& change = latest(page, i);
        if (!is_shown(page, i) || !is_change(change.verdict) || !is_news(page, i)) continue;
        const std::uint32_t testbed = page.history().series[i].testbed;
        ChangeEvent& event = events[{*change.run, testbed}];
        event.run = *change.run;
        event.testbed = testbed;
        event.run_before = std::max(event.run_before, *change.run_before);
        (change.verdict == Verdict::slower ? event.slower : event.faster).push_back(i);
    }
    std::vector<ChangeEvent> result;
    for (auto& [key, event] : events) {
        sort_by_size(page, event.slower);
        sort_by_size(page, event.faster);
        result.push_back(std::move(event));
    }
    return result;
}

Standing standing_of(const Page& page, const std::vector<std::uint32_t>& benchmarks) {
    Standing standing;
    for (const std::uint32_t benchmark : benchmarks) {
        if (is_retired(page.content(), benchmark)) {
            ++standing.retired;
            continue;
        }
        switch (stand_of_benchmark(page, benchmark)) {
            case Stand::slower:
                ++standing.slower;
                break;
            case Stand::faster:
                ++standing.faster;
                break;
            case Stand::steady:
                ++standing.steady;
                break;
            case Stand::unknown:
                ++standing.cannot_tell;
                break;
        }
    }
    return standing;
}

Standing standing_of_all(const Page& page) {
    std::vector<std::uint32_t> all(page.history().benchmarks.size());
    std::iota(all.begin(), all.end(), 0U);
    return standing_of(page, all);
}

}  // namespace benchfolio::site
