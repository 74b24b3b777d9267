#include "summary/marker.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace benchfolio::summary {
namespace {

constexpr std::string_view opening = "<!-- benchfolio:", closing = " -->";
constexpr std::string_view changed = " changed", unchanged = " unchanged";
constexpr std::size_t longest_key = 100;

bool is_key(std::string_view text) {
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= longest_key && std::ranges::all_of(text, is_plain);
}

// GitHub gives texts back with the line ends of forms.
std::string_view first_line(std::string_view text) {
    std::string_view line = text.substr(0, text.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace

std::string line_of(const Marker& marker) {
    return fmt::format("{}{}{}{}", opening, marker.key, marker.changed ? changed : unchanged, closing);
}

std::optional<Marker> marker_of(std::string_view text) {
    std::string_view line = first_line(text);
    if (!line.starts_with(opening) || !line.ends_with(closing)) return std::nullopt;
    line.remove_prefix(opening.size());
    line.remove_suffix(std::min(closing.size(), line.size()));
    const bool tells = line.ends_with(changed);
    if (!tells && !line.ends_with(unchanged)) return std::nullopt;
    line.remove_suffix(tells ? changed.size() : unchanged.size());
    return is_key(line) ? std::optional{Marker{std::string{line}, tells}} : std::nullopt;
}

}  // namespace benchfolio::summary
