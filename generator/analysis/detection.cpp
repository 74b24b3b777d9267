#include "analysis/detection.hpp"

#include <algorithm>
#include <tuple>

#include "analysis/panel.hpp"
#include "analysis/run_noise.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {

std::vector<Detection> detect(const Context& context) {
    const auto& all = context.history.series;
    const NoiseOfRuns noise = run_noise(context);
    std::vector<std::uint32_t> starts{0};
    for (std::uint32_t i = 1; i <= all.size(); ++i)
        if (i == all.size() || all[i].benchmark != all[i - 1].benchmark || all[i].measure != all[i - 1].measure)
            starts.push_back(i);
    if (all.empty()) return {};
    std::vector<std::vector<Detection>> found(starts.size() - 1);
    system::parallel_for(context.options.jobs, found.size(), [&](unsigned, std::size_t p) {
        found[p] = Panel{context, noise, starts[p], starts[p + 1]}.run();
    });
    std::vector<Detection> result;
    for (const auto& part : found) result.insert(result.end(), part.begin(), part.end());
    std::ranges::stable_sort(result, {}, [](const Detection& d) { return std::tuple{d.series, d.first_row_after}; });
    return result;
}

std::span<const Detection> of_series(std::span<const Detection> detections, std::uint32_t series) {
    const auto found = std::ranges::equal_range(detections, series, {}, &Detection::series);
    return {found.begin(), found.end()};
}

}  // namespace benchfolio::analysis
