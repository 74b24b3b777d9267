// Files on disk, as far as an archive needs them: every file below a folder, and the bytes of one file.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::system {

struct FileEntry {
    std::string path;  // relative to the folder, with forward slashes, the bytes the file system gives
    std::optional<struct stat> status = {};  // nothing where it cannot be told

    std::uint64_t bytes() const { return status ? static_cast<std::uint64_t>(status->st_size) : 0; }
};

bool is_folder(const std::string& path);

// Every regular file below `folder`, sorted by path. Links are followed, each folder is entered once, so a link back up
// ends nothing in a loop; a link that leads nowhere is listed, and fails when it is read. Pipes, sockets and devices
// are no files, and what git keeps in a `.git` is not the folder's. Throws model::Error (storage) where a folder cannot
// be listed.
std::vector<FileEntry> files_below(const std::string& folder);

// The bytes of a file, into `buffer`, whose memory is reused. Throws model::Error (storage) with the system's reason.
void read_file(const std::string& path, std::string& buffer);

// The bytes of a file that is read once and kept as it is.
class FileBytes {
  public:
    // Throws as `read_file`.
    explicit FileBytes(const std::string& path);
    std::string_view view() const { return {bytes_.get(), size_}; }

  private:
    std::unique_ptr<char[]> bytes_;  // not filled with zeros before they are read, as those of a string are
    std::size_t size_ = 0;
};

// Has the system begin to read a file that will be read in a moment, without waiting for it. A file that cannot be read
// is passed over: reading it will say why.
void read_ahead(const std::string& path);

}  // namespace benchfolio::system
