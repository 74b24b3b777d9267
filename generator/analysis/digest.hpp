// A digest of values, whatever they are made of: two values get the same only if all their fields are the same.
//
// A struct is taken field by field without being told which it has, so a field that is added later counts from then on.
// What is kept under a digest of its inputs can therefore not be found again when one of them has changed.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ranges>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include "analysis/fields.hpp"
#include "analysis/memo.hpp"
#include "analysis/plain_bytes.hpp"

namespace benchfolio::analysis {

namespace fields {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
struct IsShared : std::false_type {};
template <class T>
struct IsShared<std::shared_ptr<T>> : std::true_type {};

template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};

template <class T>
struct IsDuration : std::false_type {};
template <class Rep, class Period>
struct IsDuration<std::chrono::duration<Rep, Period>> : std::true_type {};

template <class T>
struct IsTimePoint : std::false_type {};
template <class Clock, class Duration>
struct IsTimePoint<std::chrono::time_point<Clock, Duration>> : std::true_type {};

// What is its bytes; of a struct nobody knows, there may be pointers in it.
template <class T>
concept IsNumber = std::is_arithmetic_v<T> || std::is_enum_v<T>;

template <class T>
concept IsTuple = requires {
    std::tuple_size<T>::value;
};

}  // namespace fields

// Made to be asked once, of values that are small beside what is computed from them: their bytes are gathered first.
class Digest {
  public:
    template <class T>
    Digest& add(const T& value) {
        using namespace fields;
        if constexpr (IsNumber<T>) {
            bytes_.add(value);
        } else if constexpr (IsDuration<T>::value) {
            add(value.count());
        } else if constexpr (IsTimePoint<T>::value) {
            add(value.time_since_epoch());
        } else if constexpr (IsOptional<T>::value || IsShared<T>::value) {
            add(static_cast<bool>(value));
            if (value) add(*value);
        } else if constexpr (IsVariant<T>::value) {
            add(value.index());
            std::visit([this](const auto& held) { add(held); }, value);
        } else if constexpr (std::ranges::range<T>) {
            add_range(value);
        } else if constexpr (IsTuple<T>) {
            std::apply([this](const auto&... each) { (add(each), ...); }, value);
        } else if constexpr (!std::is_empty_v<T>) {
            add(of(value));
        }
        return *this;
    }

    // All fields of a struct but some: what is added to it later counts until somebody says otherwise.
    template <class T, class... Fields>
    Digest& add_all_but(const T& value, const Fields&... left_out) {
        const auto counts = [&](const void* field) { return (... && (field != static_cast<const void*>(&left_out))); };
        std::apply([&](const auto&... field) { (..., (counts(&field) ? void(add(field)) : void())); },
                   fields::of(value));
        return *this;
    }

    // `kind` names what is made of the values, as in a MemoKey.
    MemoKey key(std::string_view kind) const { return memo_key(kind, bytes_); }

  private:
    ByteWriter bytes_;

    // Texts, vectors, maps: how many there are, then each.
    template <class Values>
    void add_range(const Values& values) {
        using Value = std::ranges::range_value_t<Values>;
        if constexpr (std::ranges::contiguous_range<Values> && fields::IsNumber<Value>) {
            bytes_.add(values);
        } else {
            add(std::uint64_t{std::ranges::size(values)});
            for (const auto& value : values) add(value);
        }
    }
};

}  // namespace benchfolio::analysis
