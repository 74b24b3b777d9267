// What an analysis knows at a point of its work, as bytes and back. A class says once what it is made of:
//
//     template <typename Visitor>
//     void visit_state(Visitor& visit) { visit(first_, second_); }
//
// and the same lines serve to keep it and to restore it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/plain_bytes.hpp"

namespace benchfolio::analysis {

class StateWriter {
  public:
    template <typename... Parts>
    void operator()(Parts&... parts) {
        (put(parts), ...);
    }
    std::string taken() && { return std::move(bytes_).taken(); }

  private:
    ByteWriter bytes_;

    template <typename T>
    void put(T& value) {
        if constexpr (Plain<T>)
            bytes_.add(value);
        else
            value.visit_state(*this);
    }
    void put(std::string_view text) { bytes_.add(text); }
    template <typename T>
    void put(std::optional<T>& value) {
        bytes_.add(value.has_value());
        if (value) put(*value);
    }
    template <typename T>
    void put(std::vector<T>& values) {
        if constexpr (Plain<T>) {
            bytes_.add(values);
        } else {
            bytes_.add(std::uint64_t{values.size()});
            for (T& value : values) put(value);
        }
    }
};

class StateReader {
  public:
    explicit StateReader(std::string_view bytes) : bytes_{bytes} {}

    template <typename... Parts>
    void operator()(Parts&... parts) {
        (take(parts), ...);
    }

  private:
    ByteReader bytes_;

    template <typename T>
    void take(T& value) {
        if constexpr (Plain<T>)
            value = bytes_.take<T>();
        else
            value.visit_state(*this);
    }
    // Of the bytes that are read, as long as those are there.
    void take(std::string_view& text) { text = bytes_.take_text(); }
    template <typename T>
    void take(std::optional<T>& value) {
        value.reset();
        if (bytes_.take<bool>()) take(value.emplace());
    }
    template <typename T>
    void take(std::vector<T>& values) {
        if constexpr (Plain<T>) {
            values = bytes_.take_all<T>();
        } else {
            values.clear();
            for (auto left = bytes_.take<std::uint64_t>(); left > 0; --left) take(values.emplace_back());
        }
    }
};

}  // namespace benchfolio::analysis
