#include "svg/pen.hpp"

#include <algorithm>

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

}  // namespace

// Halves away from zero, as std::lround does, which is a call for each of millions of coordinates.
std::int32_t tenths(double pixels) {
    const double exact = std::clamp(pixels, -farthest, farthest) * 10;
    const auto whole = static_cast<std::int32_t>(exact);
    const double rest = exact - whole;
    return whole + (rest >= .5 ? 1 : 0) - (rest <= -.5 ? 1 : 0);
}

void append_tenths(std::string& out, std::int32_t value) {
    const std::uint32_t magnitude = static_cast<std::uint32_t>(value < 0 ? -value : value);
    const std::uint32_t fraction = magnitude % 10;
    char text[12];  // "-123456789.1"
    char* const end = text + sizeof text;
    char* first = end;
    if (fraction != 0) {
        *--first = static_cast<char>('0' + fraction);
        *--first = '.';
    }
    for (std::uint32_t whole = magnitude / 10; whole > 0; whole /= 10) *--first = static_cast<char>('0' + whole % 10);
    if (magnitude == 0) *--first = '0';
    if (value < 0) *--first = '-';
    out.append(first, end);
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
void Pen::number(std::int32_t value) {
    const char last = out_.back();
    if (value >= 0 && ((last >= '0' && last <= '9') || last == '.')) out_ += ' ';
    append_tenths(out_, value);
}

void Pen::pair(std::int32_t dx, std::int32_t dy) {
    append_tenths(out_, dx);
    number(dy);
}

void Pen::move_to(chart::Point point) {
    const std::int32_t x = tenths(point.x), y = tenths(point.y);
    out_ += started_ ? 'm' : 'M';
    pair(x - x_, y - y_);
    started_ = true;
    start_x_ = x_ = x;
    start_y_ = y_ = y;
}

void Pen::line_to(chart::Point point) {
    const std::int32_t dx = tenths(point.x) - x_, dy = tenths(point.y) - y_;
    if (dy == 0)
        append_tenths(out_ += 'h', dx);
    else if (dx == 0)
        append_tenths(out_ += 'v', dy);
    else
        out_ += 'l', pair(dx, dy);
    x_ += dx;
    y_ += dy;
}

void Pen::close() {
    out_ += 'z';
    x_ = start_x_;
    y_ = start_y_;
}

}  // namespace benchfolio::svg
