#include "ingest/checksum.hpp"

#include <array>
#include <cstring>

namespace benchfolio::ingest {
namespace {

constexpr std::uint64_t multiplier = 0x9E3779B97F4A7C15;
constexpr std::size_t word = sizeof(std::uint64_t);

std::uint64_t stepped(std::uint64_t lane, std::uint64_t value) {
    lane = (lane ^ value) * multiplier;
    return lane ^ (lane >> 32U);
}

}  // namespace

std::uint64_t checksum(std::string_view bytes) {
    std::array<std::uint64_t, 4> lanes{1, 2, 3, 4};
    std::uint64_t result = bytes.size();
    for (; bytes.size() >= lanes.size() * word; bytes.remove_prefix(lanes.size() * word)) {
        std::array<std::uint64_t, lanes.size()> values{};
        std::memcpy(values.data(), bytes.data(), sizeof values);
        for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i] = stepped(lanes[i], values[i]);
    }
    std::array<std::uint64_t, lanes.size()> rest{};
    std::memcpy(rest.data(), bytes.data(), bytes.size());
    for (const std::uint64_t value : rest) result = stepped(result, value);
    for (const std::uint64_t lane : lanes) result = stepped(result, lane);
    return result;
}

}  // namespace benchfolio::ingest
