// What `upload` makes of a file before anything is stored: what is in it, and the name that gives it in an archive.
#pragma once

#include <string>

#include "formats/reader.hpp"
#include "ingest/options.hpp"
#include "model/digest.hpp"

namespace benchfolio::cli {

// A sound file on its way into an archive.
struct Parcel {
    std::string file;  // as a person calls it
    std::string name;  // YEAR/RUN-ID.json, or .json.gz as the bytes are
    std::string seen;  // lines for a person: commit, CPU, benchmarks, what is left out
    bool compressed = false;
    model::Digest digest{};  // of the decompressed text
};

// Reads one file after the other.
class ParcelReader {
  public:
    explicit ParcelReader(const ingest::Options& options);

    // `bytes` keep their content. Throws model::Error (broken_files) for what would be rejected when the archive is
    // read.
    Parcel read(const std::string& file, std::string& bytes);

  private:
    const ingest::Options& options_;
    formats::Reader reader_;
    std::string inflated_;

    Parcel describe(const formats::ParsedRun& parsed, const model::Digest& digest);
    std::string benchmarks_text(const formats::ParsedRun& parsed);
};

// The text of a result file, decompressed where it has to be, into `inflated` then. Throws model::Error (broken_files).
std::string& text_of(const std::string& file, std::string& bytes, std::string& inflated);

}  // namespace benchfolio::cli
