#include "chart/labels.hpp"

#include <algorithm>
#include <numeric>

namespace benchfolio::chart {
namespace {

bool starts_a_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// In units of the font size.
double width_of(char c) {
    if (!starts_a_character(c)) return 0;
    if (static_cast<unsigned char>(c) >= 0x80) return .75;
    if (std::string_view{"il.,:;|'!()[] "}.find(c) != std::string_view::npos) return .36;
    if (c == 'm' || c == 'M' || c == 'w' || c == 'W' || c == '%') return .92;
    return c >= 'A' && c <= 'Z' ? .68 : .62;
}

// Neighbours that push each other: they stand at one pitch from one another, around their common wish.
struct Cluster {
    double start_sum = 0;  // of the wishes for the first member
    std::size_t size = 0;
    double start() const { return start_sum / static_cast<double>(size); }
};

double end_of(const Cluster& cluster, double pitch) {
    return cluster.start() + pitch * static_cast<double>(cluster.size);
}

void absorb_last(std::vector<Cluster>& clusters, double pitch) {
    const Cluster last = clusters.back();
    clusters.pop_back();
    Cluster& before = clusters.back();
    before.start_sum += last.start_sum - static_cast<double>(last.size * before.size) * pitch;
    before.size += last.size;
}

std::vector<Cluster> cluster(const std::vector<double>& sorted, double pitch) {
    std::vector<Cluster> clusters;
    for (const double wish : sorted) {
        clusters.push_back({wish, 1});
        while (clusters.size() > 1 && end_of(clusters.end()[-2], pitch) > clusters.back().start())
            absorb_last(clusters, pitch);
    }
    return clusters;
}

std::vector<double> spread_out(const std::vector<Cluster>& clusters, double pitch) {
    std::vector<double> positions;
    for (const Cluster& cluster : clusters)
        for (std::size_t i = 0; i < cluster.size; ++i)
            positions.push_back(cluster.start() + pitch * static_cast<double>(i));
    return positions;
}

void keep_within(std::vector<double>& sorted, double pitch, double low, double high) {
    for (std::size_t i = sorted.size(); i-- > 0; high = sorted[i] - pitch) sorted[i] = std::min(sorted[i], high);
    for (std::size_t i = 0; i < sorted.size(); low = sorted[i] + pitch, ++i) sorted[i] = std::max(sorted[i], low);
}

// A label is cut at a word where this many bytes of it are left.
constexpr std::size_t least_kept = 7;

}  // namespace

double text_width(std::string_view text, double font_size) {
    double width = 0;
    for (const char c : text) width += width_of(c);
    return width * font_size;
}

std::string fitted(std::string_view text, double font_size, double pixels) {
    if (text_width(text, font_size) <= pixels) return std::string{text};
    double width = text_width("…", font_size);
    std::size_t begin = text.size();
    while (begin > 0 && (width += width_of(text[begin - 1]) * font_size) <= pixels) --begin;
    while (begin < text.size() && !starts_a_character(text[begin])) ++begin;
    const std::size_t word = text.find(' ', begin);
    if (word != std::string_view::npos && text.size() - word > least_kept) begin = word + 1;
    return "…" + std::string{text.substr(begin)};
}

std::string fitted_inside(std::string_view text, double font_size, double pixels) {
    constexpr double share_of_beginning = .35;
    if (text_width(text, font_size) <= pixels) return std::string{text};
    const double room = std::max(0.0, pixels - text_width("…", font_size));
    double width = 0;
    std::size_t end = 0;
    while (end < text.size() && (width += width_of(text[end]) * font_size) <= room * share_of_beginning) ++end;
    while (end > 0 && !starts_a_character(text[end])) --end;
    width = text_width(text.substr(0, end), font_size);
    std::size_t begin = text.size();
    while (begin > end && (width += width_of(text[begin - 1]) * font_size) <= room) --begin;
    while (begin < text.size() && !starts_a_character(text[begin])) ++begin;
    return std::string{text.substr(0, end)}.append("…").append(text.substr(begin));
}

std::vector<double> place_labels(const std::vector<double>& wanted, double pitch, double low, double high) {
    std::vector<std::size_t> order(wanted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
    std::vector<double> sorted;
    for (const std::size_t i : order) sorted.push_back(std::clamp(wanted[i], low, std::max(low, high)));
    auto placed = spread_out(cluster(sorted, pitch), pitch);
    keep_within(placed, pitch, low, high);
    std::vector<double> out(wanted.size());
    for (std::size_t i = 0; i < order.size(); ++i) out[order[i]] = placed[i];
    return out;
}

}  // namespace benchfolio::chart
