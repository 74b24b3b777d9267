// By what a file on disk is known again without being read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace benchfolio::system {

// As long as these are the same, so are the bytes, says git's index, too. It also looks at when the file got its last
// name or right; here files get further names, and stay what they are.
struct FileStamp {
    std::uint64_t bytes = 0;
    std::int64_t modified = 0;  // nanoseconds since 1970
    std::uint64_t node = 0;     // its number in the file system: a file that took another's place has another
    bool operator==(const FileStamp&) const = default;
};

// Of a regular file; nothing where there is none. A link is not followed.
std::optional<FileStamp> stamp_of(const std::string& path);

}  // namespace benchfolio::system
