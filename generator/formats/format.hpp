// The formats this program reads: one reader each, and the table of them. Besides, the record of a night that gave no
// results, which is not a result and so not in the table.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/catalog.hpp"
#include "formats/json.hpp"
#include "formats/measure_rule.hpp"

namespace benchfolio::formats {

// What a document looks like from afar, which is enough to tell its format.
struct Outline {
    std::set<std::string, std::less<>> members;          // names at the top level
    std::set<std::string, std::less<>> first_benchmark;  // names in the first of `benchmarks`, or in `benchmark`
    bool is_object = false;

    bool has(std::string_view name) const { return members.contains(name); }
};

// The benchmarks at the front of a file's list that were read before, in other files, but for their numbers. They are
// read without the parser, which then gets a text that lacks them: most of its work would be to find where they end.
struct Front {
    ParsedRun parsed;                 // nothing but what is in them
    std::size_t first = 0, last = 0;  // their bytes; none: there is no such list, or nothing familiar in it
    const char* list = nullptr;       // where the list begins that lacks them
    bool is_in_place = false;         // whether the document has its benchmarks there
};

// What a reader works with besides the document.
struct Context {
    Catalog& catalog;
    simdjson::ondemand::parser& definitions;  // a second parser, for pieces of the same text
    const MeasureRules& rules;
    std::string_view file;                       // its name in the archive, for what only that says; may be empty
    std::set<std::string, std::less<>>* offers;  // gets the places of numbers that no rule takes; null: nobody asks
    Front* front = nullptr;                      // what the document lacks; null: nothing
};

struct Format {
    std::string_view name;
    bool (*recognises)(const Outline&);
    // Takes the whole document and yields the runs in it. Throws Damage, or simdjson_error where the JSON is not sound.
    std::vector<ParsedRun> (*read)(Object document, const Context& context);
    // For formats whose benchmarks are familiar when they come again. Throws Damage.
    Front (*read_front)(std::string_view json, const Context& context) = nullptr;
};

// In the order in which they are asked.
std::span<const Format> formats();

Outline outline_of(Object document);

// Why a document of no known format is none, for a person: names what it looks like where that can be told.
std::string why_foreign(const Outline& outline, std::string_view json);

// pytest-benchmark 2.5 to 5: https://pytest-benchmark.readthedocs.io
bool is_pytest_benchmark(const Outline& outline);
std::vector<ParsedRun> read_pytest_benchmark(Object document, const Context& context);
Front read_pytest_benchmark_front(std::string_view json, const Context& context);

// pyperf, the versions 3 to 6 and 1.0 of its files: https://pyperf.readthedocs.io
bool is_pyperf(const Outline& outline);
std::vector<ParsedRun> read_pyperf(Object document, const Context& context);

// Google Benchmark's JSON: https://github.com/google/benchmark
bool is_google_benchmark(const Outline& outline);
std::vector<ParsedRun> read_google_benchmark(Object document, const Context& context);

// CPython's interpreter statistics as Tools/scripts/summarize_stats.py writes them, where a rule takes counters of
// them; else they are foreign.
bool is_pystats(const Outline& outline);
std::vector<ParsedRun> read_pystats(Object document, const Context& context);

// A failed night, as `benchfolio upload --failed` writes it:
// {"benchfolio_failure": 1, "time": ISO 8601, "outcome": "failure" | "cancelled" | "timed_out",
//  "workflow": text | null, "url": http(s) address | null, "commit": hexadecimal | null}
bool is_failure(const Outline& outline);
model::Failure read_failure(Object document);

}  // namespace benchfolio::formats
