// The few things asked of the disk that std::filesystem has not. Everything throws std::filesystem::filesystem_error.
// Used inside this room only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::publish {

// A new file; its folder exists, it does not.
void create_file(const std::filesystem::path& path, std::string_view bytes);

// Whether there is a regular file with exactly these bytes. Asked of each file of a site, so it asks little of the
// system.
bool holds(const std::string& path, std::string_view bytes);

// The bytes of a regular file of this size into `bytes`, which may have held others; false where there is no such file.
bool take(const std::string& path, std::size_t size, std::string& bytes);

// `to` becomes the same file as `from`, time included: another name of it or, where the file system has no such thing,
// a copy. Symbolic links stay links.
void duplicate(const std::string& from, const std::string& to);

// A folder somewhere below another, and what is in it besides folders.
struct Listing {
    std::string folder;  // relative to the one above, empty or ending in a slash
    std::vector<std::string> names;
    bool empty = false;  // no folders, either
};

// The folder itself and all below it; links are not followed.
std::vector<Listing> listings(const std::filesystem::path& folder);

// Removes a folder with all that is in it, if it is there; up to `jobs` folders below it at a time, for what takes long
// is to remove the single files. `listings` are its own, or were when it had another name.
void remove_tree(const std::filesystem::path& folder, const std::vector<Listing>& listings, unsigned jobs);

// Puts the folder `fresh` where `target` is. Afterwards the old folder, if there was one, is `fresh` or `spare`. In one
// step where the system can exchange two names (Linux), else there is a moment between two renames.
void put_in_place(const std::filesystem::path& fresh, const std::filesystem::path& target,
                  const std::filesystem::path& spare);

// Where whoever writes or publishes the site in this folder has its claim; the folder as weakly_canonical gives it.
std::filesystem::path lock_path(const std::filesystem::path& folder);

// An exclusive claim on a name, held while this lives; the system drops it when the process dies.
class Lock {
  public:
    // `taken()` tells whether another process has it. Where the file system knows no locks, nobody else has it.
    explicit Lock(std::filesystem::path path);
    ~Lock();
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    bool taken() const { return taken_; }

  private:
    bool is_current() const;
    void open_and_claim();

    std::filesystem::path path_;
    int file_ = -1;
    bool taken_ = false;
};

}  // namespace benchfolio::publish
