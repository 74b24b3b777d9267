#include "ingest/block.hpp"

#include <algorithm>

namespace benchfolio::ingest {

std::span<const double> KeptSamples::operator[](std::size_t i) const {
    const std::size_t first = i == 0 ? 0 : ends[i - 1];
    return std::span{values}.subspan(first, ends[i] - first);
}

void KeptSamples::append(std::uint32_t row, std::span<const double> ascending) {
    rows.push_back(row);
    values.insert(values.end(), ascending.begin(), ascending.end());
    ends.push_back(values.size());
}

std::size_t Block::alive() const {
    return static_cast<std::size_t>(std::ranges::count(sources, true, &Source::alive));
}

}  // namespace benchfolio::ingest
