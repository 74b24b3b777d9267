// What is measured: a benchmark with its parameters, and the measures taken of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace benchfolio::model {

enum class Direction { lower_is_better, higher_is_better };

std::string_view name_of(Direction direction);  // "lower_is_better" or "higher_is_better"

// A quantity a benchmark is measured by. Units are base units: "s", "B", or "" for a plain number.
struct Measure {
    std::string name;  // "time", "max_rss", "memory", "count"
    std::string unit;
    Direction direction = Direction::lower_is_better;
    bool operator==(const Measure&) const = default;
};

// A parameter's value that is neither a number nor a string: a list or an object, as the JSON text that was recorded,
// object addresses taken out, cut to a length a page can show.
struct Nested {
    std::string json;
    bool operator==(const Nested&) const = default;
};

using ParameterValue = std::variant<std::monostate, bool, std::int64_t, double, std::string, Nested>;

struct Parameter {
    std::string name;
    ParameterValue value;
    bool operator==(const Parameter&) const = default;
};

std::string text_of(const ParameterValue& value);              // as a person would write it; null is "null"
std::optional<double> number_of(const ParameterValue& value);  // of integers and floats only

// A benchmark's identity is its name; the rest describes it and comes from the newest run that has it.
struct Benchmark {
    std::string name;                        // as the file gives it: pytest-benchmark's fullname, pyperf's name
    std::string slug;                        // of the name
    std::optional<std::string> group;        // as recorded
    std::vector<Parameter> parameters;       // in the recorded order
    std::vector<std::string> tags;           // sorted
    std::vector<std::string> earlier_names;  // sorted; names that aliases turned into this one
};

}  // namespace benchfolio::model
