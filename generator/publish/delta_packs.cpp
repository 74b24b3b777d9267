#include "publish/delta_packs.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "publish/git.hpp"

namespace benchfolio::publish {
namespace {

using system::Write;

// "0a1b... plots/recent/x.svg" -> "plots/recent"; the commit and what is at the root have none.
std::string_view folder_of_object(std::string_view line) {
    const std::string_view path = line.substr(std::min(line.find(' ') + 1, line.size()));
    return path.substr(0, std::min(path.find_last_of('/'), path.size()));
}

// Git takes two paths with the same last sixteen characters for the same file, and of these only the first is compared
// with its older version: the plots of a benchmark differ by their folders alone. So each folder is packed by itself.
std::map<std::string_view, std::string> by_folder(std::string_view listing) {
    std::map<std::string_view, std::string> folders;
    for (const std::string_view line : pieces(listing, '\n'))
        if (!line.starts_with('-')) (folders[folder_of_object(line)] += line) += '\n';
    return folders;
}

}  // namespace

void write_bitmap(const PrivateRepository& repository) {
    repository.forget_boundary();
    repository.answer({"repack", "-a", "-d", "-q", "--write-bitmap-index"});
}

// The packs are whole by themselves, as packs on a disk must be: the older versions are in them, but are not sent.
void pack_deltas(const PrivateRepository& repository, const std::string& commit, const std::string& replaced) {
    const std::string listing = repository.answer({"rev-list", "--objects-edge-aggressive", commit, "^" + replaced});
    for (const auto& [folder, objects] : by_folder(listing)) {
        const std::string pack =
            repository.answer({"pack-objects", "--quiet", "--stdout", "--delta-base-offset", "--compression=6"},
                              [&](const Write& write) { write("-" + replaced + "\n" + objects); });
        repository.answer({"index-pack", "--stdin", "--fix-thin"}, [&](const Write& write) { write(pack); });
    }
}

}  // namespace benchfolio::publish
