#include "formats/shape.hpp"

#include <algorithm>

#include "formats/plain_number.hpp"
#include "model/history.hpp"

namespace benchfolio::formats {
namespace {

bool is_white_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool take(std::string_view& text, std::string_view beginning) {
    if (!text.starts_with(beginning)) return false;
    text.remove_prefix(beginning.size());
    return true;
}

bool take_number(std::string_view& text) {
    const std::size_t length = plain_number(text).text.size();
    text.remove_prefix(length);
    return length > 0;
}

bool take_value(std::string_view& text, double& value) {
    const PlainNumber number = plain_number(text);
    if (number.text.empty()) return false;
    text.remove_prefix(number.text.size());
    value = number.value();
    return true;
}

bool take_counts(std::string_view& text) {
    text.remove_prefix(counts_at(text).size());
    return true;
}

void take_white_space(std::string_view& text) {
    while (!text.empty() && is_white_space(text.front())) text.remove_prefix(1);
}

// White space with a comma in it, which is most often the same again, as `last` says; where there is none, nothing is
// taken.
bool take_comma(std::string_view& text, std::string_view& last) {
    if (!last.empty() && take(text, last)) return true;
    std::string_view rest = text;
    take_white_space(rest);
    if (!take(rest, ",")) return false;
    take_white_space(rest);
    last = text.substr(0, text.size() - rest.size());
    text = rest;
    return true;
}

bool take_samples(std::string_view& text, std::vector<double>& samples) {
    std::string_view comma;
    do {
        if (!take_value(text, samples.emplace_back())) return false;
    } while (take_comma(text, comma));
    return true;
}

}  // namespace

Shape::Shape(std::string_view text, std::span<const Slot> slots) {
    const char* at = text.data();
    for (const Slot& slot : slots) {
        const auto before = static_cast<std::size_t>(slot.text.data() - at);
        fixed_.append(at, before);
        parts_.push_back({before, slot.holds, slot.index});
        at = slot.text.data() + slot.text.size();
    }
    fixed_.append(at, text.data() + text.size());
}

bool Shape::read(std::string_view& text, std::span<double> values, std::vector<double>& samples) const {
    const std::size_t before = samples.size();
    std::ranges::fill(values, model::absent);
    std::string_view rest = text;
    if (fits(rest, values, samples)) {
        text = rest;
        return true;
    }
    samples.resize(before);
    return false;
}

bool Shape::fits(std::string_view& text, std::span<double> values, std::vector<double>& samples) const {
    const auto take_slot = [&](const Part& part) {
        switch (part.holds) {
            case Slot::Holds::value:
                return take_value(text, values[part.index]);
            case Slot::Holds::number:
                return take_number(text);
            case Slot::Holds::counts:
                return take_counts(text);
            default:
                return take_samples(text, samples);
        }
    };
    std::string_view fixed = fixed_;
    for (const Part& part : parts_) {
        if (!take(text, fixed.substr(0, part.before)) || !take_slot(part)) return false;
        fixed.remove_prefix(part.before);
    }
    return !fixed_.empty() && take(text, fixed);
}

std::string_view counts_at(std::string_view text) {
    return text.substr(0, text.find_first_not_of("0123456789;"));
}

}  // namespace benchfolio::formats
