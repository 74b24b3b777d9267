// The text of a benchmark in a result file but for its measurements. A suite says nearly the same every night: names,
// groups, parameters and options come again byte for byte, and only numbers are others. A text that fits the shape of
// one that was read before therefore needs no reading but of those numbers, which is several times faster.
//
// Why that is as good as reading all of it: the shape is taken from a text that was read and found sound. Where another
// one departs from it only by a JSON number in place of a JSON number, it is as sound, and says the same of all else.
// Any other text does not fit, and is read as if there were no shapes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::formats {

// A place in the text where another text of the shape may say something else.
struct Slot {
    enum class Holds : std::uint8_t {
        value,    // a number that is wanted
        number,   // a number that is not
        counts,   // digits and semicolons inside a string
        samples,  // numbers, all of them wanted, with commas and white space between
    };
    Holds holds = Holds::number;
    std::string_view text;  // inside that of the benchmark
    std::size_t index = 0;  // of a value: which of the reader's it is
};

class Shape {
  public:
    Shape() = default;  // fits nothing that a file could hold
    // The slots in the order of the text.
    Shape(std::string_view text, std::span<const Slot> slots);

    // Takes what fits off the front of `text`, and reads it: each value into `values`, with `model::absent` for those
    // that the shape does not have, and samples to the end of `samples`. False where nothing fits; then `text` and
    // `samples` are as before, and what `values` holds means nothing.
    bool read(std::string_view& text, std::span<double> values, std::vector<double>& samples) const;

  private:
    struct Part {
        std::size_t before;  // bytes of `fixed_` between the preceding slot and this one
        Slot::Holds holds;
        std::size_t index;
    };
    std::string fixed_;  // all that stands outside of the slots
    std::vector<Part> parts_;

    bool fits(std::string_view& text, std::span<double> values, std::vector<double>& samples) const;
};

// What a slot for counts may hold, at the front of a text; that may be nothing.
std::string_view counts_at(std::string_view text);

}  // namespace benchfolio::formats
