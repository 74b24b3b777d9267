#include "system/file_stamp.hpp"

#include <sys/stat.h>

namespace benchfolio::system {

std::optional<FileStamp> stamp_of(const std::string& path) {
    constexpr std::int64_t second = 1'000'000'000;
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return FileStamp{.bytes = static_cast<std::uint64_t>(status.st_size),
                     .modified = status.st_mtim.tv_sec * second + status.st_mtim.tv_nsec,
                     .node = status.st_ino};
}

}  // namespace benchfolio::system
