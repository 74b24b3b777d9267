#include "publish/folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "model/error.hpp"
#include "publish/disk.hpp"
#include "publish/manifest.hpp"

namespace benchfolio::publish {
namespace fs = std::filesystem;
namespace {

using model::Error;
using model::ExitCode;

// Runs what touches the disk; what the disk refuses becomes the error of the program.
template <typename Action>
auto on_disk(Action action) {
    try {
        return action();
    } catch (const fs::filesystem_error& error) {
        const bool busy = error.code() == std::errc::device_or_resource_busy;
        throw Error(ExitCode::storage, "storage", fmt::format("cannot write the site: {}", error.code().message()),
                    error.path1().string(), busy ? "a mount point cannot be replaced; name a folder in it" : "");
    }
}

fs::path beside(const fs::path& target, std::string_view ending) {
    return target.parent_path() / fmt::format(".{}.benchfolio-{}", target.filename().string(), ending);
}

std::string text_of(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

// The files of ours in the folder; nothing where the folder is other people's.
std::optional<Manifest> ours_in(const fs::path& folder) {
    if (!fs::exists(folder)) return Manifest{};
    if (!fs::is_directory(folder)) return std::nullopt;
    if (fs::is_empty(folder)) return Manifest{};
    return parse_manifest(text_of(folder / manifest_name));
}

Manifest require_ours(const fs::path& folder) {
    if (const auto manifest = ours_in(folder)) return *manifest;
    throw Error(
        ExitCode::usage, "out",
        fs::is_directory(folder) ? "the folder is not empty, and benchfolio did not make it" : "this is no folder",
        folder.string(), "name a new or an empty folder; nothing was changed");
}

fs::path resolved(const std::string& folder) {
    fs::path path = fs::weakly_canonical(fs::absolute(folder));
    if (!path.has_filename()) path = path.parent_path();
    if (path == path.root_path())
        throw Error(ExitCode::usage, "out", "the root of the file system is no place for a site", folder,
                    "name a new folder");
    return path;
}

fs::path with_parents(const fs::path& path) {
    fs::create_directories(path.parent_path());
    return path;
}

// What builds that were killed left beside the folder: sites half made go; an old site that was already aside, when the
// new one had not yet its place, comes back.
void clear_leftovers(const fs::path& target) {
    const std::string half_made = beside(target, "tmp-").filename(), aside = beside(target, "old-").filename();
    std::vector<fs::path> leftovers;
    for (const auto& entry : fs::directory_iterator{target.parent_path()}) {
        const std::string name = entry.path().filename();
        if (name.starts_with(aside) && !fs::exists(target))
            fs::rename(entry.path(), target);
        else if (name.starts_with(aside) || name.starts_with(half_made))
            leftovers.push_back(entry.path());
    }
    for (const fs::path& leftover : leftovers) fs::remove_all(leftover);
}

void require_free(const Lock& lock, const fs::path& target) {
    if (!lock.taken()) return;
    throw Error(ExitCode::storage, "busy", "another benchfolio is at work on this folder", target.string(),
                "wait for it to end, or name another folder");
}

}  // namespace

struct FolderSite::State {
    fs::path target, fresh, spare;
    Lock lock;
    Manifest old_files, files;
    std::mutex mutex;                   // of `files` and `folders`
    std::set<std::string> folders{""};  // that `fresh` has
    std::atomic<std::size_t> changed{0};

    explicit State(const fs::path& folder)
        : target(folder),
          fresh(beside(folder, fmt::format("tmp-{}", ::getpid()))),
          spare(beside(folder, fmt::format("old-{}", ::getpid()))),
          lock(lock_path(with_parents(folder))) {
        require_free(lock, target);
        clear_leftovers(target);
        old_files = require_ours(target);
        fs::create_directory(fresh);
    }

    void enter(const std::string& path, std::uint64_t bytes);
    void store(const std::string& path, const std::string& bytes);
    void carry_over(const fs::directory_entry& entry, Written& written) const;
    void carry_over_others(Written& written) const;
    Written counted() const;
    void replace();
};

// Takes note of a file and makes its folder.
void FolderSite::State::enter(const std::string& path, std::uint64_t bytes) {
    if (!is_inside(path)) throw std::logic_error("a file of the site would lie outside of it: " + path);
    const std::string folder = fs::path{path}.parent_path();
    const std::lock_guard guard{mutex};
    files[path] = bytes;
    if (folders.insert(folder).second) fs::create_directories(fresh / folder);
}

void FolderSite::State::store(const std::string& path, const std::string& bytes) {
    if (old_files.contains(path) && holds(target / path, bytes)) return duplicate(target / path, fresh / path);
    create_file(fresh / path, bytes);
    ++changed;
}

void FolderSite::State::carry_over(const fs::directory_entry& entry, Written& written) const {
    const fs::path path = entry.path().lexically_relative(target);
    const bool is_folder = entry.is_directory() && !entry.is_symlink();
    if (is_folder && fs::is_empty(entry.path())) fs::create_directories(fresh / path);
    if (is_folder || path == manifest_name || old_files.contains(path.generic_string())) return;
    if (fs::exists(fs::symlink_status(fresh / path)))
        throw Error(ExitCode::usage, "out", "a file that benchfolio did not make lies where the site has one",
                    entry.path().string(), "move it away; the old site stands as it was");
    fs::create_directories((fresh / path).parent_path());
    duplicate(entry.path(), fresh / path);
    ++written.kept;
}

void FolderSite::State::carry_over_others(Written& written) const {
    if (!fs::exists(target)) return;
    for (const auto& entry : fs::recursive_directory_iterator{target}) carry_over(entry, written);
    fs::permissions(fresh, fs::status(target).permissions());
}

Written FolderSite::State::counted() const {
    Written written{.files = files.size(), .changed = changed};
    for (const auto& [path, bytes] : files) written.bytes += bytes;
    for (const auto& [path, bytes] : old_files) written.removed += files.contains(path) ? 0 : 1;
    return written;
}

void FolderSite::State::replace() {
    put_in_place(fresh, target, spare);
    fs::remove_all(fresh);
    fs::remove_all(spare);
}

FolderSite::FolderSite(std::string folder) {
    state_ = on_disk([&] {
        const fs::path target = resolved(folder);
        if (fs::exists(target)) require_ours(target);
        return std::make_unique<State>(target);
    });
}

FolderSite::~FolderSite() {
    std::error_code ignored;  // what stays is cleared away by the next build
    if (state_) fs::remove_all(state_->fresh, ignored);
}

void FolderSite::write(const std::string& path, const std::string& bytes) {
    on_disk([&] {
        state_->enter(path, bytes.size());
        state_->store(path, bytes);
    });
}

Written FolderSite::commit() {
    return on_disk([&] {
        Written written = state_->counted();
        create_file(state_->fresh / manifest_name, manifest_text(state_->files));
        state_->carry_over_others(written);
        state_->replace();
        return written;
    });
}

}  // namespace benchfolio::publish
