#include "model/testbed.hpp"

#include <array>
#include <cctype>

namespace benchfolio::model {
namespace {

void erase_all(std::string& text, std::string_view part) {
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at)) text.erase(at, part.size());
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = text.find_first_not_of(" \t", at);
        if (begin == std::string_view::npos) break;
        const auto end = std::min(text.find_first_of(" \t", begin), text.size());
        words.emplace_back(text.substr(begin, end - begin));
        at = end;
    }
    return words;
}

bool is_filler(const std::string& word) {
    constexpr std::array fillers{"Intel",  "AMD",    "CPU",     "Processor", "processor", "Platinum", "Gold",
                                 "Silver", "Bronze", "Genuine", "with",      "Radeon",    "Graphics"};
    for (const std::string_view filler : fillers)
        if (word == filler) return true;
    return word.ends_with("-Core") || word.ends_with("-Cores");
}

}  // namespace

std::string short_cpu_label(std::string_view brand) {
    std::string text{brand.substr(0, brand.find('@'))};
    for (const std::string_view mark : {"(R)", "(r)", "(TM)", "(tm)", "®", "™"}) erase_all(text, mark);
    std::string label;
    for (const std::string& word : words_of(text)) {
        if (is_filler(word)) continue;
        if (!label.empty()) label += ' ';
        label += word;
    }
    return label.empty() ? std::string{brand} : label;
}

}  // namespace benchfolio::model
