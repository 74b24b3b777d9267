#include "ingest/block.hpp"

#include <algorithm>
#include <numeric>

namespace benchfolio::ingest {

ColumnViews Points::views() const {
    if (packed) return packed->columns;
    ColumnViews views;
    const auto see = []<typename T>(ColumnView<T>& view, const std::vector<T>& column) { view = ColumnView{column}; };
    std::apply(
        [&](auto&... seen) { std::apply([&](const auto&... column) { (see(seen, column), ...); }, cells(columns)); },
        cells(views));
    return views;
}

void Points::find_places(std::size_t count) {
    std::vector<std::uint32_t> next(count + 1);
    for (const std::uint32_t number : benchmark) ++next[number + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    places.resize(size());
    for (std::size_t row = 0; row < size(); ++row) places[row] = next[benchmark[row]]++;
}

void Points::arrange(std::size_t count) {
    find_places(count);
    const auto order = [&]<typename T>(std::vector<T>& column) {
        std::vector<T> ordered(column.size());
        for (std::size_t row = 0; row < column.size(); ++row) ordered[places[row]] = column[row];
        column = std::move(ordered);
    };
    std::apply([&](auto&... column) { (order(column), ...); }, cells(columns));
}

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
