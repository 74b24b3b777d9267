// A new file on disk, there whole or not at all, also when the process or the machine stops half way.
#pragma once

#include <filesystem>
#include <string_view>

namespace benchfolio::archive {

// Writes beside `path` under another name, then gives it its own; creates the folders. False where the name is taken:
// whatever has it stays. Throws std::filesystem::filesystem_error.
bool place_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace benchfolio::archive
