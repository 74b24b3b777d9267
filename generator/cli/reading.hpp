// The stage "reading", of whatever is read: how far it is, then what was read and what it warns of.
#pragma once

#include <string>

#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "ingest/ingest.hpp"

namespace benchfolio::cli {

// "204 files, 705.1 kB", or "3,650 files, 1 read (451.2 kB), 3,649 from the cache".
std::string read_text(const ingest::Progress& done);

// What `read` gives, which is called with an ingest::OnProgress and has `warnings`.
template <typename Read>
auto told_reading(Progress& progress, Read read) {
    progress.begin("reading");
    ingest::Progress last;
    auto result = read([&](const ingest::Progress& now) {
        stop_if_interrupted();
        progress.show(now.files_done, now.files_total, size_text(now.bytes_done));
        last = now;
    });
    progress.end(read_text(last));
    for (const std::string& warning : result.warnings) progress.note("warning: " + warning);
    return result;
}

}  // namespace benchfolio::cli
