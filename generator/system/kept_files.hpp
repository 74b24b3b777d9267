// Files that the program keeps for itself in folders of its own: a cache. Several processes may use them at once.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::system {

struct KeptFile {
    std::string name;  // without the folder
    std::uint64_t bytes = 0;
    std::chrono::seconds age{};  // since it was written, or a folder touched
};

// What is in a folder, by name. Empty where there is no such folder, or it cannot be listed.
std::vector<KeptFile> kept_files(const std::string& folder);
std::vector<KeptFile> kept_folders(const std::string& folder);

// How the name of a file ends that is being written; left behind by a process that was killed.
inline constexpr std::string_view unfinished = ".unfinished";

// Whether a file has to be there, and whole, after the machine has lost its power. Waiting for the disk takes longer
// than writing, which is wasted on what has a checksum and can be made again.
enum class Lasting { always, unless_power_fails };

// Writes a file, and the folders above it where they are missing: whole or not at all, in place of one of that name.
// Throws model::Error (storage) where the disk refuses.
void write_whole(const std::string& path, std::string_view bytes, Lasting lasting = Lasting::always);

// Removes a file, or an empty folder; nothing happens where it is gone or may not be removed.
void remove_kept(const std::string& path);

// Makes a file or folder young again; nothing happens where it may not be touched.
void touch(const std::string& path);

}  // namespace benchfolio::system
