// What files look like from outside at one moment: enough to see afterwards that they were touched.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::preview {

// Something a person edits: a file, or a folder with all that is in it. It need not exist.
struct Target {
    std::string path;
    bool (*matters)(std::string_view path) = nullptr;  // the files of a folder that count; nothing: all
    bool operator==(const Target&) const = default;
};

// Of a file: which one it is, how large, and when it was last touched. The change time sees also what keeps the
// modification time, such as a file that is moved here or whose permissions are mended.
struct Look {
    std::uint64_t device = 0, inode = 0, bytes = 0;
    std::int64_t seconds = 0, nanoseconds = 0;
    auto operator<=>(const Look&) const = default;
};

using Snapshot = std::map<std::string, Look>;  // path -> look

// Is told of a folder before it is looked into: what happens in it from then on is news, what was there is seen.
using OnFolder = std::function<void(const std::string& folder)>;

// Every file of the target. Links are followed, each folder is entered once. What cannot be read is not there. The
// folders are those whose entries matter: also the one that the target itself is an entry of.
Snapshot look_at(const Target& target, const OnFolder& on_folder);

// The paths that came, went or were touched between two snapshots, sorted.
std::vector<std::string> touched(const Snapshot& before, const Snapshot& after);

}  // namespace benchfolio::preview
