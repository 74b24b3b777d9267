#include "chart/quantity.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>

namespace benchfolio::chart {
namespace {

constexpr std::string_view minus = "−";
constexpr double most = 1e15, least = 1e-9;

struct Rung {
    double factor;
    std::string_view suffix;
};

// Ascending. 0.9995 of a unit is printed as "1.00" of it, not as "1000" of the one below.
constexpr std::array<Rung, 4> seconds{{{1e-9, " ns"}, {1e-6, " µs"}, {1e-3, " ms"}, {1, " s"}}};
constexpr std::array<Rung, 5> bytes{{{1, " B"}, {1e3, " kB"}, {1e6, " MB"}, {1e9, " GB"}, {1e12, " TB"}}};
constexpr std::array<Rung, 5> byte_rates{
    {{1, " B/s"}, {1e3, " kB/s"}, {1e6, " MB/s"}, {1e9, " GB/s"}, {1e12, " TB/s"}}};
constexpr std::array<Rung, 5> counts{{{1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}, {1e12, "T"}}};
constexpr double carries = 0.9995 - 1e-12;
constexpr double counted_on_axes = 1e4, counted_in_text = 1e7;  // from here on not with all digits

// Nothing for what is counted.
std::span<const Rung> ladder(std::string_view unit) {
    if (unit == "s") return seconds;
    if (unit == "B") return bytes;
    if (unit == "B/s") return byte_rates;
    return {};
}

const Rung& rung_for(double value, std::span<const Rung> ladder) {
    const Rung* best = ladder.data();
    for (const Rung& candidate : ladder)
        if (std::abs(value) / candidate.factor >= carries) best = &candidate;
    return *best;
}

// "20k", "20k/s", "20k objects"
std::string counted_suffix(std::string_view prefix, std::string_view unit) {
    const bool joins = unit.empty() || unit.starts_with('/');
    return std::string{prefix}.append(joins ? "" : " ").append(unit);
}

ScaledUnit counted_unit(double value, std::string_view unit, double from) {
    if (std::abs(value) < from) return {1, counted_suffix("", unit)};
    const Rung& rung = rung_for(value, counts);
    return {rung.factor, counted_suffix(rung.suffix, unit)};
}

// Of 1.39 two, of 13.9 one, of 139 none; 9.995 is printed as "10.0", so it counts as ten already.
int decimals_of_three_digits(double magnitude) {
    if (magnitude >= 99.95) return 0;
    if (magnitude >= 9.995) return 1;
    if (magnitude >= carries) return 2;
    return magnitude > 0 ? 2 - static_cast<int>(std::floor(std::log10(magnitude))) : 0;
}

double round_to_three_digits(double value) {
    if (std::abs(value) < 1000) return value;
    const double step = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 2);
    return std::round(value / step) * step;
}

bool is_whole(double value) {
    return value == std::trunc(value);
}

std::string bound(double value, double limit, int decimals, std::string_view sign) {
    return std::string{sign} + grouped(std::copysign(limit, value), decimals);
}

std::string number(double value, bool exact_when_whole) {
    const double magnitude = std::abs(value);
    if (value == 0) return "0";
    if (magnitude > most) return bound(value, most, 0, value > 0 ? "> " : "< ");
    if (magnitude < least) return bound(value, least, 9, value > 0 ? "< " : "> ");
    if (exact_when_whole && (is_whole(value) || magnitude >= 1000)) return grouped(value, 0);
    return grouped(round_to_three_digits(value), decimals_of_three_digits(magnitude));
}

std::string one_decimal_percent(double fraction) {
    return grouped(fraction * 100, std::abs(fraction) >= 9.9995 ? 0 : 1) + " %";
}

// A non-negative number in units of its last decimal, rounded; nothing where `std::to_chars` must look closer.
std::optional<std::uint64_t> in_last_places(double value, int decimals) {
    constexpr std::array powers{1.0, 10.0, 100.0, 1000.0};
    constexpr double largest = 1e9, doubtful = 1e-6;  // the product is off by less, even of the largest
    if (static_cast<std::size_t>(decimals) >= powers.size()) return std::nullopt;
    const double places = value * powers[static_cast<std::size_t>(decimals)];
    if (!(places < largest)) return std::nullopt;
    const double whole = std::floor(places), rest = places - whole;
    if (std::abs(rest - .5) < doubtful) return std::nullopt;
    return static_cast<std::uint64_t>(whole) + (rest > .5 ? 1 : 0);
}

// 1234 with two decimals is "12.34".
std::string_view with_point(std::uint64_t places, int decimals, std::span<char> buffer) {
    char* const end = buffer.data() + buffer.size();
    char* first = end;
    for (int written = 0; places > 0 || written <= decimals; ++written) {
        if (written == decimals && decimals > 0) *--first = '.';
        *--first = static_cast<char>('0' + places % 10);
        places /= 10;
    }
    return {first, static_cast<std::size_t>(end - first)};
}

// The decimal digits of a non-negative number, as many behind the point. What is shown has few, and those of an integer
// are found in a fifth of the time that `std::to_chars` takes for any double: pages have millions.
std::string_view fixed(double value, int decimals, std::span<char> buffer) {
    if (const auto places = in_last_places(value, decimals)) return with_point(*places, decimals, buffer);
    const char* const end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals).ptr;
    return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

// The digits of a non-negative number with a comma before every third one from the point.
void append_grouped(std::string& out, std::string_view digits) {
    const auto whole = std::min(digits.find('.'), digits.size());
    for (std::size_t i = 0; i < whole; ++i) {
        if (i > 0 && (whole - i) % 3 == 0) out += ',';
        out += digits[i];
    }
    out += digits.substr(whole);
}

std::string three_digits(double ratio) {
    const double magnitude = std::abs(ratio);
    const int decimals = magnitude < carries ? 3 : decimals_of_three_digits(magnitude);
    return grouped(round_to_three_digits(ratio), decimals);
}

}  // namespace

std::string grouped(double value, int decimals) {
    std::array<char, 400> buffer;
    const std::string_view digits = fixed(std::abs(value), decimals, buffer);
    const bool shows_something = digits.find_first_not_of("0.") != std::string_view::npos;
    std::string out{value < 0 && shows_something ? minus : ""};
    append_grouped(out, digits);
    return out;
}

bool is_word(std::string_view unit) {
    constexpr std::size_t longest_sign = 3;  // "%", "×", "J", "mW"
    return unit.size() > longest_sign && ladder(unit).empty();
}

ScaledUnit scaled_unit(double value, std::string_view unit) {
    const auto rungs = ladder(unit);
    if (rungs.empty()) return counted_unit(value, unit, counted_on_axes);
    const Rung& best = rung_for(value, rungs);
    return {best.factor, std::string{best.suffix}};
}

std::string quantity(double value, std::string_view unit) {
    const auto rungs = ladder(unit);
    if (rungs.empty()) {
        const ScaledUnit counted = counted_unit(value, unit, counted_in_text);
        return number(value / counted.factor, counted.factor == 1).append(counted.suffix);
    }
    const Rung& rung = value == 0 && unit == "s" ? seconds.back() : rung_for(value, rungs);
    return number(value / rung.factor, unit == "B" && rung.factor == 1).append(rung.suffix);
}

std::string signed_percent(double fraction) {
    const std::string text = one_decimal_percent(fraction);
    return fraction > 0 && text != "0.0 %" ? "+" + text : text;
}

std::string percent(double fraction) {
    return one_decimal_percent(std::abs(fraction));
}

std::string times(double ratio) {
    return three_digits(ratio < 1 ? 1 / ratio : ratio) + "x";
}

std::string multiple(double ratio) {
    return three_digits(ratio) + "×";
}

}  // namespace benchfolio::chart
