#include "model/glob.hpp"

namespace benchfolio::model {
namespace {

bool matches_at(char pattern, char text) {
    return pattern == '?' || pattern == text;
}

// Matches greedily from the left and remembers only the last star, which is enough: a later star can always absorb
// what an earlier one would have to give up. `stars` receives begin and end of what each star stood for.
bool match(std::string_view pattern, std::string_view text, std::vector<std::pair<std::size_t, std::size_t>>* stars) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
            if (stars) stars->emplace_back(t, t);
        } else if (p < pattern.size() && matches_at(pattern[p], text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
            if (stars) stars->back().second = resume;
        } else {
            return false;
        }
    }
    for (; p < pattern.size() && pattern[p] == '*'; ++p)
        if (stars) stars->emplace_back(t, t);
    return p == pattern.size();
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
    return match(pattern, text, nullptr);
}

std::optional<std::vector<std::string>> glob_capture(std::string_view pattern, std::string_view text) {
    std::vector<std::pair<std::size_t, std::size_t>> stars;
    if (!match(pattern, text, &stars)) return std::nullopt;
    std::vector<std::string> captures;
    captures.reserve(stars.size());
    for (const auto& [begin, end] : stars) captures.emplace_back(text.substr(begin, end - begin));
    return captures;
}

std::string glob_fill(std::string_view replacement, const std::vector<std::string>& captures) {
    std::string text;
    std::size_t next = 0;
    for (const char c : replacement) {
        if (c != '*') {
            text += c;
        } else if (next < captures.size()) {
            text += captures[next++];
        }
    }
    return text;
}

}  // namespace benchfolio::model
