#include "cli/reading.hpp"

#include <fmt/format.h>

namespace benchfolio::cli {

std::string read_text(const ingest::Progress& done) {
    const std::string files = counted(done.files_done, "file", "files"), size = size_text(done.bytes_done);
    if (done.files_cached == 0) return fmt::format("{}, {}", files, size);
    return fmt::format("{}, {} read ({}), {} from the cache", files, grouped(done.files_done - done.files_cached), size,
                       grouped(done.files_cached));
}

}  // namespace benchfolio::cli
