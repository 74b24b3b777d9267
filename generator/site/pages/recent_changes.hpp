// The newest steps of the series, which the home page tells first.
#pragma once

#include <cstdint>
#include <vector>

#include "site/page.hpp"

namespace benchfolio::site {

// How far back a change counts as news, from the newest run.
inline constexpr std::chrono::days news_window{30};

// A benchmark that got slower, or faster, on at least one shown CPU within the news window.
struct RecentChange {
    std::uint32_t series = 0;  // where the change is largest
    std::vector<std::uint32_t>
        agreeing;             // series of the same benchmark and measure with the same verdict, and news too
    std::uint32_t shown = 0;  // series of them on shown CPUs with runs in the last 90 days
};

// Newest first, then the largest.
std::vector<RecentChange> recent_changes(const Page& page);

// How the benchmarks stand: by the most telling verdict over their shown CPUs and measures.
struct Standing {
    std::size_t slower = 0, faster = 0, steady = 0, cannot_tell = 0;
};
Standing standing_of(const Page& page, const std::vector<std::uint32_t>& benchmarks);
Standing standing_of_all(const Page& page);

bool is_news(const Page& page, std::uint32_t series);

}  // namespace benchfolio::site
