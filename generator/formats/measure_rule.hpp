// Which numbers of a result file besides its times are measures, and what they are called: by the configuration's
// rules, else by what the name of a counter says of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/benchmark.hpp"

namespace benchfolio::formats {

// The places that a rule may speak of: what a number's place begins with says where it stands.
inline constexpr std::string_view extra_info_prefix = "extra_info.";  // of a benchmark of pytest-benchmark
inline constexpr std::string_view counter_prefix = "counter.";        // of a benchmark of Google Benchmark
inline constexpr std::string_view metadata_prefix = "metadata.";      // of a run of pyperf
inline constexpr std::string_view pystats_prefix = "pystats.";        // of CPython's interpreter statistics

// A unit as people write it -> the base unit that is shown and kept, and what turns a value into it: "ms" is 1e-3 of
// "s", "MiB" 2^20 of "B", "kB/s" 1000 of "B/s". Any other word is a base unit of its own.
struct BaseUnit {
    std::string unit;
    double factor = 1;
};
BaseUnit base_unit(std::string_view written);

struct MeasureRule {
    std::string from;  // a pattern of places, "extra_info.peak_*"
    // What the measure is called; each `*` is what it was in `from`. Where several places of a benchmark get one name,
    // the measure is their sum. Empty: the place without what it begins with.
    std::string name;
    std::optional<std::string> unit;  // as people write it; nothing: as the name says
    std::optional<model::Direction> direction;
    bool operator==(const MeasureRule&) const = default;
};

// A number of a file as a measure: the value is the number times the factor.
struct ReadAs {
    model::Measure measure;
    double factor = 1;
};

class MeasureRules {
  public:
    MeasureRules() = default;
    explicit MeasureRules(std::vector<MeasureRule> rules) : rules_(std::move(rules)) {}

    // What the first rule that matches makes of a place, "extra_info.peak_bytes"; nothing where none does.
    std::optional<ReadAs> declared(std::string_view place) const;

    // Whether a rule speaks of exactly this place, so that a number is expected there.
    bool names(std::string_view place) const;

    // Whether a rule could match any place that begins so.
    bool any_below(std::string_view prefix) const;

  private:
    std::vector<MeasureRule> rules_;
};

// What the last part of a place says by itself: "counter.bytes_per_second" is in B/s and better where it is higher. The
// table of these names stands in the reference of the configuration. A name that says nothing is a plain number, lower
// is better.
ReadAs usual(std::string_view place);

}  // namespace benchfolio::formats
