// Numbers as the data files carry them. A large archive publishes tens of millions of them, so this does what
// std::to_chars(..., general, 7) does, several times faster; where its arithmetic could be wrong it calls that.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

    // Room for `longest` bytes is needed at `out`, whatever the size: a copy of a fixed size is a single instruction.
    char* copy_to(char* out) const {
        std::memcpy(out, text_.data(), longest);
        return out + size_;
    }
    static constexpr std::size_t longest = 15;  // "-1.234568e-100" and one more

  private:
    std::array<char, longest> text_;
    std::uint8_t size_ = 0;
};

inline void append_number(std::string& text, double value) {
    text += NumberText{value};
}

}  // namespace benchfolio::site::downloads
