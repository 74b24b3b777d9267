// The text of a result file, decompressed -> the runs in it, or why it is not used. The format is told from the
// content, never from the name.
//
// To support a new format: write formats/x.cpp, declare it in formats/format.hpp, add a line to the table in
// formats/format.cpp, and put fixtures into tests/data/x/.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "formats/catalog.hpp"
#include "formats/parsed_run.hpp"

namespace benchfolio::formats {

// Places in the file, "package_versions.qutip", whose text the caller wants besides.
struct Wanted {
    std::vector<std::string> places;
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

    // `text` keeps its content, but may move to more memory (the parser wants room at the end). `file` and `bytes` of a
    // rejection or a failure are left to the caller.
    using Outcome = std::variant<std::vector<ParsedRun>, model::Rejection, model::Failure>;
    Outcome read(std::string& text);

    Catalog& catalog();

  private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace benchfolio::formats
