#include "perf/detection/speed.hpp"

#include <string>
#include <vector>

#include "support/history_builder.hpp"
#include "support/noise.hpp"

namespace benchfolio::detection {
namespace {

constexpr std::size_t testbeds = 5;
constexpr double deviation = 0.02, step = 1.1;

std::vector<double> values(support::Noise& noise, std::size_t points, bool stepped) {
    std::vector<double> times = noise.times(points, deviation);
    if (!stepped) return times;
    for (std::size_t i = 0; i < points; ++i)
        if (4 * i / points % 2 == 1) times[i] *= step;
    return times;
}

}  // namespace

model::History history_to_time(std::size_t series, std::size_t points) {
    support::HistoryBuilder archive;
    support::Noise noise(1);
    std::vector<support::Runs> runs(testbeds);
    for (std::size_t k = 0; k < testbeds; ++k) archive.testbed("CPU " + std::to_string(k));
    for (std::size_t night = 0; night < points * testbeds; ++night)
        runs[night % testbeds].push_back(archive.nights(static_cast<std::uint32_t>(night % testbeds), 1).front());
    for (std::size_t k = 0; k < series; ++k)
        archive.measured("bench_" + std::to_string(k / testbeds), runs[k % testbeds],
                         values(noise, points, k % testbeds == 0));
    return archive.build();
}

}  // namespace benchfolio::detection
