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

bool is_free(const fs::path& folder) {
    return !fs::exists(folder) || (fs::is_directory(folder) && fs::is_empty(folder));
}

[[noreturn]] void refuse(const fs::path& folder) {
    throw Error(
        ExitCode::usage, "out",
        fs::is_directory(folder) ? "the folder is not empty, and benchfolio did not make it" : "this is no folder",
        folder.string(), "name a new or an empty folder; nothing was changed");
}

// What is plain to see, before anything is made beside the folder.
void require_free_or_manifest(const fs::path& folder) {
    if (!is_free(folder) && !fs::exists(folder / manifest_name)) refuse(folder);
}

// The files of ours in the folder.
Manifest require_ours(const fs::path& folder) {
    if (is_free(folder)) return {};
    if (auto manifest = parse_manifest(text_of(folder / manifest_name))) return std::move(*manifest);
    refuse(folder);
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
    std::string old_root, new_root;  // with a slash
    unsigned jobs;
    Lock lock;
    Manifest old_files, files;
    std::optional<system::FileStamp> completed;      // the old manifest, the last file of the old site
    std::mutex mutex;                                // of `files` and `folders`
    std::set<std::string, std::less<>> folders{""};  // that `fresh` has
    std::atomic<std::size_t> changed{0};

    State(const fs::path& folder, unsigned threads)
        : target(folder),
          fresh(beside(folder, fmt::format("tmp-{}", ::getpid()))),
          spare(beside(folder, fmt::format("old-{}", ::getpid()))),
          old_root(target.string() + "/"),
          new_root(fresh.string() + "/"),
          jobs(threads),
          lock(lock_path(with_parents(folder))) {
        require_free(lock, target);
        clear_leftovers(target);
        old_files = require_ours(target);
        completed = system::stamp_of(old_root + std::string{manifest_name});
        fs::create_directory(fresh);
    }

    void enter(const std::string& path, std::uint64_t bytes);
    void store(const std::string& path, const std::string& bytes);
    std::optional<system::FileStamp> old_stamp(const OldFile& file) const;
    bool has_all(std::span<const OldFile> wanted, const Judge& judge) const;
    void carry_over(const std::string& path) const;
    std::size_t carry_over_others(const std::vector<Listing>& old) const;
    Written counted() const;
    void replace(const std::vector<Listing>& old);
};

// Takes note of a file and makes its folder.
void FolderSite::State::enter(const std::string& path, std::uint64_t bytes) {
    if (!is_inside(path)) throw std::logic_error("a file of the site would lie outside of it: " + path);
    const std::string_view folder = std::string_view{path}.substr(0, path.find_last_of('/') + 1);
    const std::lock_guard guard{mutex};
    files[path] = bytes;
    if (folders.contains(folder)) return;
    fs::create_directories(fresh / folder);
    folders.emplace(folder);
}

// A file that was of another size when it was written is not even opened.
void FolderSite::State::store(const std::string& path, const std::string& bytes) {
    const auto old = old_files.find(path);
    if (old != old_files.end() && old->second.value_or(bytes.size()) == bytes.size() && holds(old_root + path, bytes))
        return duplicate(old_root + path, new_root + path);
    create_file(new_root + path, bytes);
    ++changed;
}

// Nothing where there is no such file of ours.
std::optional<system::FileStamp> FolderSite::State::old_stamp(const OldFile& file) const {
    if (!old_files.contains(file.path)) return std::nullopt;
    const auto stamp = system::stamp_of(old_root + file.path);
    return stamp && stamp->bytes == file.bytes ? stamp : std::nullopt;
}

bool FolderSite::State::has_all(std::span<const OldFile> wanted, const Judge& judge) const {
    std::string bytes;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto stamp = old_stamp(wanted[i]);
        if (!stamp) return false;
        const bool settled = completed && stamp->modified < completed->modified;
        if (settled && judge.knows(i, *stamp)) continue;
        if (!take(old_root + wanted[i].path, wanted[i].bytes, bytes) || !judge.finds(i, *stamp, bytes)) return false;
    }
    return true;
}

void FolderSite::State::carry_over(const std::string& path) const {
    if (fs::exists(fs::symlink_status(fresh / path)))
        throw Error(ExitCode::usage, "out", "a file that benchfolio did not make lies where the site has one",
                    old_root + path, "move it away; the old site stands as it was");
    fs::create_directories((fresh / path).parent_path());
    duplicate(old_root + path, new_root + path);
}

// Returns how many.
std::size_t FolderSite::State::carry_over_others(const std::vector<Listing>& old) const {
    std::size_t count = 0;
    for (const Listing& listing : old) {
        if (listing.empty) fs::create_directories(fresh / listing.folder);
        for (const std::string& name : listing.names) {
            const std::string path = listing.folder + name;
            if (path == manifest_name || old_files.contains(path)) continue;
            carry_over(path);
            ++count;
        }
    }
    if (!old.empty()) fs::permissions(fresh, fs::status(target).permissions());
    return count;
}

Written FolderSite::State::counted() const {
    Written written{.files = files.size(), .changed = changed};
    for (const auto& [path, bytes] : files) written.bytes += bytes.value_or(0);
    for (const auto& [path, bytes] : old_files) written.removed += files.contains(path) ? 0 : 1;
    return written;
}

void FolderSite::State::replace(const std::vector<Listing>& old) {
    put_in_place(fresh, target, spare);
    remove_tree(fresh, old, jobs);
    remove_tree(spare, old, jobs);
}

FolderSite::FolderSite(std::string folder, unsigned jobs) {
    state_ = on_disk([&] {
        const fs::path target = resolved(folder);
        require_free_or_manifest(target);
        return std::make_unique<State>(target, jobs);
    });
}

FolderSite::~FolderSite() {
    std::error_code ignored;  // what stays is cleared away by the next build
    if (state_) fs::remove_all(state_->fresh, ignored);
}

bool FolderSite::keep(std::span<const OldFile> files, const Judge& judge) {
    return on_disk([&] {
        if (!state_->has_all(files, judge)) return false;
        for (const auto& [path, size] : files) {
            state_->enter(path, size);
            duplicate(state_->old_root + path, state_->new_root + path);
        }
        return true;
    });
}

std::optional<system::FileStamp> FolderSite::stamp(const std::string& path) const {
    return system::stamp_of(state_->new_root + path);
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
        const std::vector<Listing> old = fs::exists(state_->target) ? listings(state_->target) : std::vector<Listing>{};
        written.kept = state_->carry_over_others(old);
        state_->replace(old);
        return written;
    });
}

}  // namespace benchfolio::publish
