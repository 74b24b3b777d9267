#include "cli/kept_memo.hpp"

#include <fmt/format.h>

#include <chrono>

#include "model/digest.hpp"
#include "model/error.hpp"
#include "system/file_tree.hpp"
#include "system/kept_files.hpp"

namespace benchfolio::cli {
namespace {

constexpr std::size_t name_digits = 32;
constexpr std::chrono::hours unused_for{24 * 90};
constexpr std::chrono::hours surely_left_over{1};  // no process takes so long to write one file

// Nothing where there is no such file.
std::string bytes_of(const std::string& path) {
    std::string bytes;
    try {
        system::read_file(path, bytes);
    } catch (const model::Error&) {
        bytes.clear();
    }
    return bytes;
}

}  // namespace

KeptMemo::KeptMemo(const std::string& folder, const std::string& kind, const std::string& of)
    : folder_{folder.empty() ? "" : folder + "/" + kind},
      path_{folder.empty() ? "" : fmt::format("{}/{}", folder_, model::hex(model::sha256(of), name_digits))},
      memo_{[this] { return is_kept() ? bytes_of(path_) : ""; }} {}

void KeptMemo::store(Progress& progress) const {
    if (folder_.empty()) return;
    if (memo_.damaged()) progress.note(fmt::format("warning: {} is damaged; what it held is computed again", path_));
    if (memo_.changed())
        write(progress);
    else
        system::touch(path_);
    remove_unused();
}

void KeptMemo::write(Progress& progress) const {
    try {
        system::write_whole(path_, memo_.bytes(), system::Lasting::unless_power_fails);
    } catch (const model::Error& error) {
        progress.note(fmt::format("warning: the memo is not kept: {}: {}", error.what(), error.place()));
    }
}

void KeptMemo::remove_unused() const {
    for (const system::KeptFile& file : system::kept_files(folder_)) {
        const bool left_over = file.name.ends_with(system::unfinished) && file.age > surely_left_over;
        const bool unused = file.name.size() == name_digits && file.age > unused_for;
        if (left_over || unused) system::remove_kept(folder_ + "/" + file.name);
    }
}

}  // namespace benchfolio::cli
