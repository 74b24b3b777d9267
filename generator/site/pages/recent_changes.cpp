#include "site/pages/recent_changes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

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

// The series of one benchmark and measure, [first, last), that tell the same news.
std::optional<RecentChange> change_of(const Page& page, std::uint32_t first, std::uint32_t last, Verdict verdict) {
    RecentChange change;
    for (std::uint32_t i = first; i < last; ++i) {
        if (!is_shown(page, i)) continue;
        if (!page.report().series[i].retired) ++change.shown;
        if (latest(page, i).verdict == verdict && is_news(page, i)) change.agreeing.push_back(i);
    }
    if (change.agreeing.empty()) return std::nullopt;
    change.series = *std::max_element(change.agreeing.begin(), change.agreeing.end(), [&](auto a, auto b) {
        return size_of(latest(page, a)) < size_of(latest(page, b));
    });
    return change;
}

// The end of the series of the same benchmark and measure as `first`.
std::uint32_t end_of_measure(const model::History& history, std::uint32_t first) {
    std::uint32_t last = first;
    while (last < history.series.size() && history.series[last].benchmark == history.series[first].benchmark &&
           history.series[last].measure == history.series[first].measure) {
        ++last;
    }
    return last;
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
    return run && page.history().runs[*run].time >= *page.lookup().newest - news_window;
}

std::vector<RecentChange> recent_changes(const Page& page) {
    const model::History& history = page.history();
    std::vector<RecentChange> changes;
    for (std::uint32_t first = 0, last = 0; first < history.series.size(); first = last) {
        last = end_of_measure(history, first);
        for (const Verdict verdict : {Verdict::slower, Verdict::faster}) {
            if (auto change = change_of(page, first, last, verdict)) changes.push_back(std::move(*change));
        }
    }
    std::stable_sort(changes.begin(), changes.end(), [&](const RecentChange& a, const RecentChange& b) {
        const LatestChange &x = latest(page, a.series), &y = latest(page, b.series);
        return std::tuple{*x.run, size_of(x)} > std::tuple{*y.run, size_of(y)};
    });
    return changes;
}

Standing standing_of(const Page& page, const std::vector<std::uint32_t>& benchmarks) {
    Standing standing;
    for (const std::uint32_t benchmark : benchmarks) {
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
