// svg_format [POINTS] [REPEATS]: the "x,y " pairs of a polyline with one decimal, y from the logarithm of a value, into
// one buffer: what a picture of so many points takes at least.
#include <cmath>

#include "perf/limits/common.hpp"

namespace {

using namespace benchfolio::limits;

constexpr std::size_t largest_pair = 40;  // bytes

std::vector<double> durations(std::size_t n) {
    Sequence sequence;
    std::vector<double> values(n);
    for (double& value : values) value = 1e-6 * (1 + sequence.next());
    return values;
}

std::size_t write_polyline(const std::vector<double>& values, std::vector<char>& buffer) {
    char* out = buffer.data();
    for (std::size_t i = 0; i < values.size(); ++i) {
        out = write_tenths(out, static_cast<float>(20 + 0.86 * static_cast<double>(i % 1000)));
        *out++ = ',';
        out = write_tenths(out, static_cast<float>(480 - 460 * (std::log10(values[i]) + 6) / .3011));
        *out++ = ' ';
    }
    return static_cast<std::size_t>(out - buffer.data());
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments{argc, argv};
    const auto values = durations(arguments.size(1, 1000000));
    std::vector<char> buffer(values.size() * largest_pair);
    std::size_t bytes = 0;
    const double seconds = timed(arguments.number(2, 5), [&] { bytes = write_polyline(values, buffer); });
    std::printf("svg_format points=%zu bytes=%zu seconds=%.6f\n", values.size(), bytes, seconds);
}
