// Numbers as bytes and back, as the machine has them: for the keys and the outcomes of analysis/memo.hpp.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace benchfolio::analysis {

// Values that are their bytes: equal ones have the same, with no gaps between their members, and no pointers.
template <typename T>
concept Plain = std::floating_point<T> ||
    (std::is_trivially_copyable_v<T>&& std::has_unique_object_representations_v<T> && !std::is_pointer_v<T> &&
     !std::ranges::range<T>);

class ByteWriter {
  public:
    ByteWriter& add(Plain auto value) {
        append(&value, sizeof value);
        return *this;
    }
    // Spans, vectors, texts: how many there are, then each.
    template <std::ranges::contiguous_range Values>
    requires Plain<std::ranges::range_value_t<Values>> ByteWriter& add(const Values& values) {
        add(std::uint64_t{std::ranges::size(values)});
        append(std::ranges::data(values), std::ranges::size(values) * sizeof(std::ranges::range_value_t<Values>));
        return *this;
    }

    std::string_view bytes() const { return bytes_; }
    std::string taken() && { return std::move(bytes_); }

  private:
    std::string bytes_;

    void append(const void* from, std::size_t size) { bytes_.append(static_cast<const char*>(from), size); }
};

// Takes what a ByteWriter put, in the same order. Bytes that are too few are a fault of the program, since what is kept
// is checked as a whole before it is believed: std::out_of_range.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) : rest_{bytes} {}

    template <Plain T>
    T take() {
        T value{};
        std::memcpy(&value, taken(sizeof value).data(), sizeof value);
        return value;
    }
    template <Plain T>
    std::vector<T> take_all() {
        const auto count = take<std::uint64_t>();
        if (count > rest_.size() / sizeof(T)) throw std::out_of_range{"more values are kept than there are bytes"};
        std::vector<T> values(static_cast<std::size_t>(count));
        if (count > 0) std::memcpy(values.data(), taken(values.size() * sizeof(T)).data(), values.size() * sizeof(T));
        return values;
    }
    // What a ByteWriter was given as a text: a part of the bytes that are read.
    std::string_view take_text() {
        const auto size = take<std::uint64_t>();
        return taken(static_cast<std::size_t>(size));
    }
    std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;

    std::string_view taken(std::size_t size) {
        if (size > rest_.size()) throw std::out_of_range{"fewer bytes are kept than are asked for"};
        const std::string_view result = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return result;
    }
};

}  // namespace benchfolio::analysis
