// Numbers as the data files carry them. A large archive publishes tens of millions of them, so this does what
// std::to_chars(..., general, 7) does, several times faster; where its arithmetic could be wrong it calls that.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace benchfolio::site::downloads {

// A value with seven significant digits, as printf's %.7g writes it: 0.00139, 1e-05, -1.234568e+100. Empty where the
// value is not finite. Kept in place, so that a column of them is one piece of memory, and a number that stands in two
// files is made once.
class NumberText {
  public:
    NumberText() = default;
    explicit NumberText(double value);

    bool empty() const { return size_ == 0; }
    operator std::string_view() const { return {text_.data(), size_}; }

  private:
    std::array<char, 15> text_;  // "-1.234568e-100" is the longest there is
    std::uint8_t size_ = 0;
};

inline void append_number(std::string& text, double value) {
    text += NumberText{value};
}

}  // namespace benchfolio::site::downloads
