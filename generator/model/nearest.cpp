#include "model/nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace benchfolio::model {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    // Row i holds the distances of the first i characters of `a` to every beginning of `b`.
    std::vector<std::size_t> before, last, row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before = std::exchange(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
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

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
    const auto guess = nearest(word, known);
    return guess ? "did you mean `" + *guess + "`?" : std::string{};
}

}  // namespace benchfolio::model
