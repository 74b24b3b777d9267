// The tables of an export on their way to a writer, and the values of their cells. Used inside this room only.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "analysis/report.hpp"
#include "exporter/writer.hpp"

namespace benchfolio::exporter {

inline Value of(std::string_view text) {
    return text;
}
inline Value of(std::int64_t number) {
    return number;
}
inline Value flag(bool value) {
    return std::int64_t{value ? 1 : 0};
}
inline Value real(double value) {
    return std::isnan(value) ? Value{} : Value{value};
}
inline Value real(const std::optional<double>& value) {
    return value ? Value{*value} : Value{};
}
inline Value maybe(const std::optional<std::string>& text) {
    return text ? Value{std::string_view{*text}} : Value{};
}
// A text that says nothing where it is empty.
inline Value filled(const std::string& text) {
    return text.empty() ? Value{} : Value{std::string_view{text}};
}
template <typename Number>
Value whole(const std::optional<Number>& number) {
    return number ? Value{static_cast<std::int64_t>(*number)} : Value{};
}
inline Value low_of(const std::optional<analysis::Interval>& interval) {
    return interval ? Value{interval->low} : Value{};
}
inline Value high_of(const std::optional<analysis::Interval>& interval) {
    return interval ? Value{interval->high} : Value{};
}
// Nothing where it is not defined.
inline Value ratio_of(const analysis::ComparedAggregate& mean) {
    return !mean.undefined && mean.n > 0 ? real(mean.ratio) : Value{};
}

// Each table of the schema in its turn: one that is forgotten or misplaced is a mistake in this room, and thrown as
// such.
class Tables {
  public:
    Tables(Writer& writer, const std::function<void()>& tick) : writer_{writer}, tick_{tick} {}

    template <typename Rows>
    void table(std::string_view name, Rows rows) {
        const Table& next = schema().at(next_++);
        if (next.name != name) throw std::logic_error{"the tables of an export are out of order"};
        writer_.begin(next);
        rows();
        writer_.end();
        tick_();
    }

    void row(std::initializer_list<Value> values) {
        constexpr std::size_t rows_a_tick = 4096;
        writer_.row({values.begin(), values.size()});
        if (++rows_ % rows_a_tick == 0) tick_();
    }

    void finish() {
        if (next_ != schema().size()) throw std::logic_error{"an export lacks a table of its schema"};
        writer_.finish();
    }

  private:
    Writer& writer_;
    const std::function<void()>& tick_;
    std::size_t next_ = 0, rows_ = 0;
};

}  // namespace benchfolio::exporter
