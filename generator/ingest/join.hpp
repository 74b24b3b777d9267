// Results that are not in the archive, held beside it: one history of both, as if they had been stored there.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ingest/options.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

// Two histories as one. Testbeds are the same where all dimensions are, benchmarks and measures where their names are;
// a run that both have (by id) counts once. Both must have been read with these options, or come from a published site.
struct JoinedHistories {
    model::History history;
    std::vector<std::uint32_t> added_runs;  // by run of `added`: its index in `history`
};
// What is aside of both stays aside, in one history likewise.
JoinedHistories joined(model::History archive, model::History added, const Options& options);

// The trends and what is aside of them as one history, for a comparison that was asked for: it is not to be analysed,
// since that would take all of it for trends.
model::History together(model::History history, const Options& options);

// A result file on this computer.
struct GivenFile {
    std::string file;   // as a person calls it
    std::string key;    // where it would lie in the archive: what path_pattern reads
    std::string bytes;  // plain or gzipped
};

struct Joined {
    model::History history;
    std::vector<std::vector<std::uint32_t>> runs_of_files;  // by file: indices into History::runs, ascending
};

// The archive with files beside it, whatever they were made for: they are to be held against the trends, and stand with
// them. They need not have keys of their own: two files "result.json" are two files. A file
// whose content is in the archive already, or is given twice, is the run it equals. Throws model::Error (broken_files),
// with file and place, for one that is damaged, of no known format, or without results.
Joined with_files(model::History archive, std::span<const GivenFile> files, const Options& options);

}  // namespace benchfolio::ingest
