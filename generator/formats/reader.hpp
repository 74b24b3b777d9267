// The text of a result file, decompressed -> the runs in it, or why it is not used. The format is told from the
// content, never from the name.
//
// To support a new format: write formats/x.cpp, declare it in formats/format.hpp, add a line to the table in
// formats/format.cpp, and put fixtures into tests/data/x/.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "formats/catalog.hpp"
#include "formats/measure_rule.hpp"
#include "formats/parsed_run.hpp"

namespace benchfolio::formats {

// What the caller wants besides the times.
struct Wanted {
    std::vector<std::string> places = {};    // in the file, "package_versions.qutip": their texts
    std::vector<MeasureRule> measures = {};  // the first that matches a number counts
    bool offers = false;                     // also the places of numbers that no rule takes
};

// Larger files are refused, before and after decompression.
inline constexpr std::uint64_t largest_file = std::uint64_t{2} << 30;

// Reads one file after the other, and reuses its memory. One per thread.
class Reader {
  public:
    explicit Reader(Wanted wanted = {});
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    // `text` keeps its content, but may move to more memory (the parser wants room at the end). `name` is that of the
    // file, which nothing is told from but what a file of interpreter statistics is about. `file` and `bytes` of a
    // rejection or a failure are left to the caller.
    using Outcome = std::variant<std::vector<ParsedRun>, model::Rejection, model::Failure>;
    Outcome read(std::string& text, std::string_view name = {});

    Catalog& catalog();

    // Places of numbers that could be measures, but that no rule takes: "extra_info.peak". Where they were wanted.
    const std::set<std::string, std::less<>>& offers() const;

  private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace benchfolio::formats
