#include "site/pages/differences.hpp"

#include <algorithm>

#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_told = 2;

}  // namespace

std::string recorded(const std::string& value) {
    return value.empty() ? "not recorded" : value;
}

std::string told(const std::vector<analysis::Suspect>& suspects) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min(suspects.size(), most_told); ++i)
        words.push_back(suspects[i].name + " " + recorded(suspects[i].before) + " → " + recorded(suspects[i].after));
    if (suspects.size() > most_told) words.push_back(number(suspects.size() - most_told) + " more");
    return words.empty() ? "nothing on record" : listed(words);
}

}  // namespace benchfolio::site
