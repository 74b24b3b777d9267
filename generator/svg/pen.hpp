// Writes path data, as short as it can be: coordinates in tenths of a pixel, relative to where the pen stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "chart/picture.hpp"

namespace benchfolio::svg {

// Tenths of a pixel; what lies outside of a million pixels is drawn at a million.
std::int32_t tenths(double pixels);

// "12", "-0.5" as "-.5".
void append_tenths(std::string& out, std::int32_t value);
void append_number(std::string& out, double pixels);

// &, <, > and quotes as entities; control characters, which no SVG may hold, as U+FFFD.
void append_escaped(std::string& out, std::string_view text);

class Pen {
  public:
    explicit Pen(std::string& out) : out_{out} {}

    void move_to(chart::Point point);  // always relative after the first, so that rounding never adds up
    void line_to(chart::Point point);  // h and v where they do
    void close();                      // the pen stands where the outline began
    void dot() { out_ += "h0"; }

    // A shape of known path data that ends where it began.
    void stamp(std::string_view path) { out_ += path; }

  private:
    void step(char command, std::int32_t dx, std::int32_t dy);
    void step(char command, std::int32_t by);

    std::string& out_;
    std::int32_t x_ = 0, y_ = 0, start_x_ = 0, start_y_ = 0;
    bool started_ = false;
};

}  // namespace benchfolio::svg
