#include "publish/branch_files.hpp"

#include <algorithm>
#include <array>

#include "publish/git.hpp"

namespace benchfolio::publish {
namespace {

ChangeKind kind_of(char status) {
    if (status == 'A') return ChangeKind::added;
    return status == 'D' ? ChangeKind::removed : ChangeKind::changed;
}

}  // namespace

// "100644 blob 0a1b...<TAB>path" each; a submodule is a "commit" of mode 160000, a link a "blob" of mode 120000.
BranchEntries parse_entries(std::string_view listing) {
    BranchEntries entries;
    for (const std::string_view line : pieces(listing, '\0')) {
        const std::size_t tab = line.find('\t'), space = line.rfind(' ', tab);
        if (tab == line.npos || space == line.npos) continue;
        entries[std::string{line.substr(tab + 1)}] = {.regular = line.starts_with("100"),
                                                      .executable = line.starts_with("100755"),
                                                      .object = std::string{line.substr(space + 1, tab - space - 1)}};
    }
    return entries;
}

std::vector<Change> parse_changes(std::string_view listing) {
    const std::vector<std::string_view> words = pieces(listing, '\0');
    std::vector<Change> changes;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2)
        changes.push_back(
            {.kind = kind_of(words[i].empty() ? ' ' : words[i].front()), .path = std::string{words[i + 1]}});
    std::ranges::sort(changes, {}, &Change::path);
    return changes;
}

// A manifest in a folder alone proves nothing: somebody may keep a built site among the sources. History then says that
// the branch is not of our making.
bool BranchState::is_pages_branch() const {
    return root_is_ours || (parentless && manifest);
}

bool BranchState::is_ours(const std::string& path, const std::string& folder) const {
    const auto entry = entries.find(path);
    if (!manifest || entry == entries.end() || !entry->second.regular) return false;
    if (path == on_branch(folder, manifest_name)) return true;
    const std::size_t skipped = folder.empty() ? 0 : folder.size() + 1;
    return path.starts_with(on_branch(folder, "")) && manifest->contains(path.substr(skipped));
}

std::string on_branch(const std::string& folder, std::string_view path) {
    return folder.empty() ? std::string{path} : folder + "/" + std::string{path};
}

bool needs_jekyll(const BranchState& state) {
    constexpr std::array sources{"_config.yml", "_config.yaml", "_config.toml", "index.md", "README.md"};
    return !state.entries.contains("index.html") &&
           std::ranges::any_of(sources, [&](const char* name) { return state.entries.contains(name); });
}

}  // namespace benchfolio::publish
