#include "ingest/compaction.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace benchfolio::ingest {
namespace {

constexpr std::size_t fan_in = 8;
constexpr std::uint64_t largest_joined = std::uint64_t{32} << 20;
constexpr std::uint64_t smallest_tier = std::uint64_t{32} << 10;

// 0 up to 32 KiB, then one more each factor of eight.
int tier(std::uint64_t bytes) {
    int number = 0;
    for (std::uint64_t end = smallest_tier; bytes > end; end *= fan_in) ++number;
    return number;
}

std::uint64_t living_bytes(const Stored& file) {
    return file.sources == 0 ? 0 : file.bytes / file.sources * file.alive;
}

// The smallest of them that together are no large file.
std::vector<std::size_t> smallest(std::vector<std::size_t> chosen, std::span<const Stored> files) {
    std::ranges::stable_sort(chosen, {}, [&](std::size_t i) { return living_bytes(files[i]); });
    std::uint64_t sum = 0;
    const auto end = std::ranges::find_if(chosen, [&](std::size_t i) {
        sum += living_bytes(files[i]);
        return sum > largest_joined;
    });
    chosen.erase(end, chosen.end());
    return chosen;
}

}  // namespace

std::vector<std::size_t> to_be_joined(std::span<const Stored> files) {
    std::vector<std::size_t> mostly_dead;
    std::map<int, std::vector<std::size_t>> tiers;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (2 * files[i].alive < files[i].sources) mostly_dead.push_back(i);
        if (2 * files[i].bytes <= largest_joined) tiers[tier(files[i].bytes)].push_back(i);
    }
    if (!mostly_dead.empty()) return smallest(mostly_dead, files);
    for (const auto& [number, members] : tiers)
        if (members.size() >= fan_in) return smallest(members, files);
    return {};
}

}  // namespace benchfolio::ingest
