#include "archive/directory_store.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <utility>

#include "archive/place_file.hpp"
#include "archive/unreadable.hpp"
#include "model/error.hpp"
#include "system/file_tree.hpp"

namespace benchfolio::archive {
namespace {

using Clock = std::chrono::system_clock;

constexpr std::chrono::seconds settled{1};

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// What the file system knows of a file that changes with its content, as git's index keeps it. A file changed within
// the last second may change again without any of it changing ("racy git", technical/racy-git in git's documentation):
// nothing is promised of it then.
std::string version(const struct stat& file, Clock::time_point now) {
    const Clock::time_point changed{
        std::chrono::duration_cast<Clock::duration>(std::chrono::nanoseconds{nanoseconds(file.st_ctim)})};
    if (changed > now - settled) return {};
    return fmt::format("{}-{}-{}-{}", file.st_size, nanoseconds(file.st_mtim), nanoseconds(file.st_ctim), file.st_ino);
}

// Empty where there is no such file, or none that can be looked at: reading it will say why.
std::string version(const std::string& path, Clock::time_point now) {
    struct stat file {};
    return ::stat(path.c_str(), &file) == 0 ? version(file, now) : std::string{};
}

// A link that leads nowhere is there: it is broken, not deleted.
bool is_gone(const std::string& path) {
    struct stat file {};
    return ::lstat(path.c_str(), &file) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

bool leads_out(const std::string& key) {
    if (key.empty() || key.find('\0') != std::string::npos) return true;
    return std::ranges::any_of(std::filesystem::path{key}, [](const std::filesystem::path& part) {
        return part == "/" || part == ".." || part == "." || part == ".git";
    });
}

}  // namespace

DirectoryStore::DirectoryStore(std::string root) : root_(std::move(root)) {
    if (system::is_folder(root_)) return;
    throw model::Error{model::ExitCode::usage, "archive", "there is no such folder", root_,
                       "name the folder that holds the result files with --archive"};
}

std::vector<Object> DirectoryStore::list() const {
    const Clock::time_point now = Clock::now();
    std::vector<Object> objects;
    for (system::FileEntry& file : system::files_below(root_)) {
        if (!is_result(file.path)) continue;
        std::string known = file.status ? version(*file.status, now) : std::string{};
        objects.push_back({std::move(file.path), file.bytes(), std::move(known)});
    }
    return objects;
}

bool DirectoryStore::get(Object& object, std::string& buffer) const {
    const std::string file = path(object.key);
    const Clock::time_point now = Clock::now();
    const std::string before = version(file, now);
    try {
        system::read_file(file, buffer);
    } catch (const model::Error& error) {
        if (is_gone(file)) return false;
        throw Unreadable(error.what(), error.place());
    }
    object.bytes = buffer.size();
    object.version = version(file, now) == before ? before : std::string{};  // written while it was read
    return true;
}

void DirectoryStore::announce(const Object& object) const {
    system::read_ahead(path(object.key));
}

Put DirectoryStore::put(const std::string& key, std::string_view bytes) const {
    const std::string file = path(key);
    if (leads_out(key))
        throw model::Error{model::ExitCode::usage, "archive", "this name leads out of the archive", file};
    try {
        if (place_file(file, bytes)) return Put::created;
    } catch (const std::filesystem::filesystem_error& error) {
        throw model::Error{model::ExitCode::storage, "storage", "cannot store: " + error.code().message(), file,
                           "check that the folder may be written to and that the disk has room"};
    }
    std::string there;
    system::read_file(file, there);
    if (there == bytes) return Put::already_there;
    throw model::Error{model::ExitCode::storage, "storage", "another file of this name is in the archive", file,
                       "nothing was replaced; remove the other file first if this one is right"};
}

std::string DirectoryStore::identity() const {
    return "file://" + std::filesystem::canonical(root_).string();
}

}  // namespace benchfolio::archive
