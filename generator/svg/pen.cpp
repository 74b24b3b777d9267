#include "svg/pen.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace benchfolio::svg {
namespace {

constexpr double farthest = 1e6;

std::string_view entity(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        default:
            return {};
    }
}

bool is_forbidden(char c) {
    const auto code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\t' && c != '\n') || code == 0x7F;
}

// "12.3" of 123, ".5" of 5.
struct Digits {
    std::array<char, 11> text{};
    std::uint8_t size = 0;

    constexpr explicit Digits(std::uint32_t tenths) {
        std::uint32_t scale = 10;
        while (tenths / scale >= 10) scale *= 10;
        for (; scale >= 10 && tenths >= 10; scale /= 10) text[size++] = static_cast<char>('0' + tenths / scale % 10);
        if (tenths % 10 != 0) {
            text[size++] = '.';
            text[size++] = static_cast<char>('0' + tenths % 10);
        }
        if (tenths == 0) text[size++] = '0';
    }
};

template <std::size_t... tenths>
constexpr std::array<Digits, sizeof...(tenths)> digits_of(std::index_sequence<tenths...>) {
    return {Digits{tenths}...};
}

// Nearly all steps are within a hundred pixels.
constexpr auto short_steps = digits_of(std::make_index_sequence<1000>{});

// The few characters of a step of the pen, put together before they are appended: pictures have millions of steps.
class Text {
  public:
    void put(char c) { *end_++ = c; }

    void put_tenths(std::int32_t value) {
        const std::uint32_t magnitude = static_cast<std::uint32_t>(value < 0 ? -value : value);
        if (value < 0) put('-');
        put(magnitude < short_steps.size() ? short_steps[magnitude] : Digits{magnitude});
    }

    std::string_view written() const { return {text_.data(), static_cast<std::size_t>(end_ - text_.data())}; }

  private:
    // Always as many characters, which is quicker than to count them; what comes next is written over the rest.
    void put(const Digits& digits) {
        std::ranges::copy(digits.text, end_);
        end_ += digits.size;
    }

    std::array<char, 40> text_;  // "l-123456789.1-123456789.1" fits, with what is written over
    char* end_ = text_.data();
};

}  // namespace

// Halves away from zero, as std::lround does, which is a call for each of millions of coordinates.
std::int32_t tenths(double pixels) {
    const double exact = std::clamp(pixels, -farthest, farthest) * 10;
    const auto whole = static_cast<std::int32_t>(exact);
    const double rest = exact - whole;
    return whole + (rest >= .5 ? 1 : 0) - (rest <= -.5 ? 1 : 0);
}

void append_tenths(std::string& out, std::int32_t value) {
    Text text;
    text.put_tenths(value);
    out += text.written();
}

void append_number(std::string& out, double pixels) {
    append_tenths(out, tenths(pixels));
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        const auto escaped = entity(c);
        if (!escaped.empty())
            out += escaped;
        else if (is_forbidden(c))
            out += "\uFFFD";
        else
            out += c;
    }
}

// A minus sign separates by itself.
void Pen::step(char command, std::int32_t dx, std::int32_t dy) {
    Text text;
    text.put(command);
    text.put_tenths(dx);
    if (dy >= 0) text.put(' ');
    text.put_tenths(dy);
    out_ += text.written();
}

void Pen::step(char command, std::int32_t by) {
    Text text;
    text.put(command);
    text.put_tenths(by);
    out_ += text.written();
}

void Pen::move_to(chart::Point point) {
    const std::int32_t x = tenths(point.x), y = tenths(point.y);
    step(started_ ? 'm' : 'M', x - x_, y - y_);
    started_ = true;
    start_x_ = x_ = x;
    start_y_ = y_ = y;
}

void Pen::line_to(chart::Point point) {
    const std::int32_t dx = tenths(point.x) - x_, dy = tenths(point.y) - y_;
    if (dy == 0)
        step('h', dx);
    else if (dx == 0)
        step('v', dy);
    else
        step('l', dx, dy);
    x_ += dx;
    y_ += dy;
}

void Pen::close() {
    out_ += 'z';
    x_ = start_x_;
    y_ = start_y_;
}

}  // namespace benchfolio::svg
