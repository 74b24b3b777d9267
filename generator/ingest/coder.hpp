// Values as bytes and back, for the cache. What a struct consists of is said once, by `fields`, for both directions:
//
//     auto fields(Is<Commit> auto& commit) { return std::tie(commit.id, commit.branch); }
//
// Numbers stand as the machine has them, counts before what they count. Texts stand once each, in a table at the front,
// and are called by number, since most of them (packages, machines, keys) come again and again.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "ingest/column_view.hpp"

namespace benchfolio::ingest {

template <typename T, typename Wanted>
concept Is = std::same_as<std::remove_const_t<T>, Wanted>;

template <typename T>
concept Number = std::is_arithmetic_v<T> && !std::same_as<T, bool>;

class Encoder {
  public:
    // `front`, the table of texts, then the values.
    std::string bytes(std::string_view front) const {
        Encoder table;
        table.bytes_.reserve(front.size() + bytes_.size() + (std::size_t{1} << 20));
        table.bytes_ += front;
        std::vector<std::uint32_t> lengths;
        for (const std::string_view text : texts_) lengths.push_back(static_cast<std::uint32_t>(text.size()));
        table.put(lengths);
        for (const std::string_view text : texts_) table.bytes_ += text;
        table.bytes_ += bytes_;
        return std::move(table.bytes_);
    }

    void reserve(std::size_t size) { bytes_.reserve(size); }

    void put(Number auto value) { append(&value, sizeof value); }
    void put(bool value) { put(std::uint8_t{value}); }
    template <typename Enum>
    requires std::is_enum_v<Enum>
    void put(Enum value) { put(static_cast<std::uint8_t>(value)); }
    void put(std::monostate) {}
    void put(std::chrono::sys_time<std::chrono::microseconds> time) {
        put(std::int64_t{time.time_since_epoch().count()});
    }
    // The text must outlive the encoder.
    void put(const std::string& text) {
        const auto next = static_cast<std::uint32_t>(texts_.size());
        const auto [at, first] = numbers_.emplace(text, next);
        if (first) texts_.emplace_back(text);
        put(at->second);
    }
    template <std::size_t size>
    void put(const std::array<std::uint8_t, size>& digest) {
        append(digest.data(), size);
    }
    template <typename T>
    void put(const std::optional<T>& value) {
        put(value.has_value());
        if (value) put(*value);
    }
    template <typename A, typename B>
    void put(const std::pair<A, B>& both) {
        put(both.first);
        put(both.second);
    }
    template <typename... Ts>
    void put(const std::variant<Ts...>& value) {
        put(static_cast<std::uint8_t>(value.index()));
        std::visit([&](const auto& held) { put(held); }, value);
    }
    template <typename T>
    void put(const std::shared_ptr<const T>& value) {
        put(*value);
    }
    template <typename T>
    void put(const std::vector<T>& values) {
        put(std::uint64_t{values.size()});
        if constexpr (Number<T>) {
            append(values.data(), values.size() * sizeof(T));
        } else {
            for (const T& value : values) put(value);
        }
    }
    void put(const auto& value) requires requires { fields(value); }
    {
        std::apply([&](const auto&... parts) { (put(parts), ...); }, fields(value));
    }

    // Values whose number is known from elsewhere; where all are the same bits, they stand there once.
    template <Number T>
    void put_column(const ColumnView<T>& values, std::size_t count) {
        const auto bits = [](T value) { return std::bit_cast<std::array<std::uint8_t, sizeof(T)>>(value); };
        bool all_same = count > 0;
        for (std::size_t i = 1; all_same && i < count; ++i) all_same = bits(values[i]) == bits(values[0]);
        put(all_same);
        append(values.bytes(), (all_same ? 1 : count) * sizeof(T));
    }

  private:
    std::string bytes_;
    std::vector<std::string_view> texts_;
    std::unordered_map<std::string_view, std::uint32_t> numbers_;

    void append(const void* data, std::size_t size) { bytes_.append(static_cast<const char*>(data), size); }
};

// Bytes that no encoder wrote.
class Malformed : public std::runtime_error {
    using runtime_error::runtime_error;
};

// Gives back what an encoder was given, in the same order. Never reads beyond the bytes, and never makes room for more
// than they can hold; throws Malformed instead.
class Decoder {
  public:
    explicit Decoder(std::string_view bytes) : rest_(bytes) {
        std::vector<std::uint32_t> lengths;
        get(lengths);
        for (const std::uint32_t length : lengths) texts_.emplace_back(take(length));
    }

    void require_end() const { require(rest_.empty()); }

    static void require(bool sound) {
        if (!sound) throw Malformed{"the bytes are not what was written"};
    }

    void get(Number auto& value) { std::memcpy(&value, take(sizeof value).data(), sizeof value); }
    void get(bool& value) { value = below<std::uint8_t>(2) == 1; }
    // All enumerations have two values.
    template <typename Enum>
    requires std::is_enum_v<Enum>
    void get(Enum& value) { value = static_cast<Enum>(below<std::uint8_t>(2)); }
    void get(std::monostate&) {}
    void get(std::chrono::sys_time<std::chrono::microseconds>& time) {
        std::int64_t count = 0;
        get(count);
        constexpr std::int64_t year_2262 = INT64_MAX / 1000;  // as far as model::parse_time goes
        require(count >= 0 && count <= year_2262);
        time = std::chrono::sys_time<std::chrono::microseconds>{std::chrono::microseconds{count}};
    }
    void get(std::string& text) { text = texts_[below<std::uint32_t>(texts_.size())]; }
    template <std::size_t size>
    void get(std::array<std::uint8_t, size>& digest) {
        std::memcpy(digest.data(), take(size).data(), size);
    }
    template <typename T>
    void get(std::optional<T>& value) {
        bool present = false;
        get(present);
        if (present) get(value.emplace());
    }
    template <typename A, typename B>
    void get(std::pair<A, B>& both) {
        get(both.first);
        get(both.second);
    }
    template <typename... Ts>
    void get(std::variant<Ts...>& value) {
        const std::size_t index = below<std::uint8_t>(sizeof...(Ts));
        get_alternative(value, index, std::index_sequence_for<Ts...>{});
    }
    template <typename T>
    void get(std::shared_ptr<const T>& value) {
        auto held = std::make_shared<T>();
        get(*held);
        value = std::move(held);
    }
    template <typename T>
    void get(std::vector<T>& values) {
        std::uint64_t count = 0;
        get(count);
        if constexpr (Number<T>) {
            require(count <= rest_.size() / sizeof(T));
            copy(values, static_cast<std::size_t>(count));
        } else {
            for (; count > 0; --count) get(values.emplace_back());  // as many as there are, whatever the count says
        }
    }
    void get(auto& value) requires requires { fields(value); }
    {
        std::apply([&](auto&... parts) { (get(parts), ...); }, fields(value));
    }

    // The values stay where they are.
    template <Number T>
    void see_column(ColumnView<T>& values, std::size_t count) {
        bool all_same = false;
        get(all_same);
        require(count <= rest_.size() / sizeof(T) || all_same);
        values = {take((all_same ? 1 : count) * sizeof(T)).data(), all_same};
    }
    template <Number T>
    void get_column(std::vector<T>& values, std::size_t count) {
        ColumnView<T> seen;
        see_column(seen, count);
        values.resize(count);
        for (std::size_t i = 0; i < count; ++i) values[i] = seen[i];
    }

  private:
    std::string_view rest_;
    std::vector<std::string_view> texts_;

    std::string_view take(std::size_t size) {
        require(size <= rest_.size());
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    }
    template <typename T>
    T below(std::size_t end) {
        T value{};
        get(value);
        require(value < end);
        return value;
    }
    template <typename T>
    void copy(std::vector<T>& values, std::size_t count) {
        values.resize(count);
        if (count > 0) std::memcpy(values.data(), take(count * sizeof(T)).data(), count * sizeof(T));
    }
    template <typename Variant, std::size_t... indices>
    void get_alternative(Variant& value, std::size_t index, std::index_sequence<indices...>) {
        ((index == indices ? get(value.template emplace<indices>()) : void()), ...);
    }
};

}  // namespace benchfolio::ingest
