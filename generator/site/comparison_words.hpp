// How a comparison is told: one way, on its page, on the list of all and in what is printed.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "analysis/comparison.hpp"

namespace benchfolio::site {

// How many rows have which verdict.
struct VerdictCounts {
    std::size_t slower = 0, faster = 0, no_evidence = 0, cannot_tell = 0;
    std::size_t all() const { return slower + faster + no_evidence + cannot_tell; }
};
VerdictCounts counts_of(std::span<const analysis::ComparedBenchmark> rows);

// "slower" and "faster" where all rows are of time, "more" and "less" for bytes, else "worse" and "better".
struct VerdictWords {
    std::string slower, faster;
    bool operator==(const VerdictWords&) const = default;
};
VerdictWords verdict_words(const model::History& history, const analysis::Comparison& comparison);

// "No evidence of an overall change, but 3 benchmarks are slower."
std::string sentence_of(const model::History& history, const analysis::Comparison& comparison);

// "1.34x slower", never below one; "1.00x" where it rounds to that. `ratio` is positive.
std::string times_text(double ratio, const model::Measure& measure);

// "+33.0 % to +35.2 %", of a ratio.
std::string interval_text(const analysis::Interval& of_ratio);

// "1.01x slower (−0.3 % to +1.5 %, n = 42)", or why there is none.
std::string mean_text(const analysis::ComparedAggregate& mean, const model::Measure& measure);

// "geometric mean", "weighted geometric mean" where weights are declared: never the one for the other.
std::string mean_name(bool weighted);
std::string mean_heading(const analysis::Options& options, const std::string& set);  // with a capital
// Also what is averaged where that is not the time: "Geometric mean of peak memory".
std::string mean_heading(const analysis::Options& options, const std::string& set, const model::Measure& measure);

// What a mean is over: "All benchmarks, time", "linear algebra, peak memory", "weighty, time (weighted)".
std::string mean_subject(const std::string& set, bool weighted, const model::Measure& measure);

// The hierarchical test: "at least 1.12x faster at 99 %, 1.14x at 95 % (35 of 42 changed significantly, 7 ties)".
std::string test_text(const analysis::ComparedAggregate& mean, const model::Measure& measure);

// "10 % to 60 % faster", the middle 80 % of the benchmarks. With a loss at one end: "5 % slower to 60 % faster".
std::string range_text(const analysis::RatioRange& range, const model::Measure& measure);

// What a row's verdict says: "1.34x slower", "no evidence", "cannot tell".
std::string verdict_text(const analysis::ComparedBenchmark& row, const model::Measure& measure);

// After "cannot tell": "about 9 more runs would do". Empty where nothing is to be said.
std::string telling_text(const analysis::ComparedBenchmark& row);

// "10 runs, 18 Jun to 2 Jul 2026", "1 run, 20 Nov 2026".
std::string runs_text(const model::History& history, const analysis::Side& side);

// "suite 4 on both sides", "suite 3 before, 4 after"; empty where none is recorded.
std::string suites_text(const model::History& history, const analysis::Comparison& comparison);

std::string_view name_of(analysis::NotCompared why);  // "gone", "new", "another suite", "another CPU"

}  // namespace benchfolio::site
