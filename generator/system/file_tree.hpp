// Files on disk, as far as an archive needs them: every file below a folder, and the bytes of one file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace benchfolio::system {

struct FileEntry {
    std::string path;         // relative to the folder, with forward slashes, the bytes the file system gives
    std::uint64_t bytes = 0;  // 0 where it cannot be told
};

bool is_folder(const std::string& path);

// Every regular file below `folder`, sorted by path. Links are followed, each folder is entered once, so a link back up
// ends nothing in a loop; a link that leads nowhere is listed, and fails when it is read. Pipes, sockets and devices
// are no files, and what git keeps in a `.git` is not the folder's. Throws model::Error (storage) where a folder cannot
// be listed.
std::vector<FileEntry> files_below(const std::string& folder);

// The bytes of a file, into `buffer`, whose memory is reused. Throws model::Error (storage) with the system's reason.
void read_file(const std::string& path, std::string& buffer);

// Has the system begin to read a file that will be read in a moment, without waiting for it. A file that cannot be read
// is passed over: reading it will say why.
void read_ahead(const std::string& path);

}  // namespace benchfolio::system
