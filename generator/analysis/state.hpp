// What an analysis knows or found, as bytes and back. A struct is taken field by field. A class says once what it is
// made of:
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
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "analysis/fields.hpp"
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
        else if constexpr (std::is_convertible_v<T, std::string_view>)
            bytes_.add(std::string_view{value});
        else if constexpr (requires { value.visit_state(*this); })
            value.visit_state(*this);
        else
            std::apply(*this, fields::of(value));
    }
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

    // A view is of the bytes that are read, as long as those are there.
    template <typename T>
    void take(T& value) {
        if constexpr (Plain<T>)
            value = bytes_.take<T>();
        else if constexpr (std::is_convertible_v<T, std::string_view>)
            value = bytes_.take_text();
        else if constexpr (requires { value.visit_state(*this); })
            value.visit_state(*this);
        else
            std::apply(*this, fields::of(value));
    }
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

template <typename Stateful>
std::string state_of(Stateful& object) {
    StateWriter writer;
    writer(object);
    return std::move(writer).taken();
}

template <typename Stateful>
void restore(Stateful& object, std::string_view state) {
    StateReader{state}(object);
}

}  // namespace benchfolio::analysis
