#include "config/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace benchfolio::config {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
    const auto distance = [&](const std::string& other) { return edit_distance(word, other); };
    const auto best = std::ranges::min_element(known, {}, distance);
    if (best == known.end()) return std::nullopt;
    const std::size_t allowed = std::max<std::size_t>(2, word.size() / 3);
    const std::size_t needed = distance(*best);
    if (needed > allowed || needed >= word.size()) return std::nullopt;
    return *best;
}

}  // namespace benchfolio::config
