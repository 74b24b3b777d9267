#include "publish/refusals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "model/ascii.hpp"
#include "model/error.hpp"

namespace benchfolio::publish {
namespace {

using model::Error;
using model::ExitCode;

constexpr std::string_view usual_branch = "gh-pages";  // nobody keeps anything else in a branch of this name
constexpr std::uint64_t largest_file = 100U << 20U;    // that GitHub accepts
constexpr std::uint64_t largest_site = 1000000000;     // that GitHub Pages promises to serve
constexpr std::size_t listed = 20;                     // paths in a message

[[noreturn]] void refuse(const char* code, const std::string& what, const std::string& place, const std::string& hint) {
    throw Error(ExitCode::usage, code, what, place, hint);
}

std::string too_large(const std::string& path, std::uint64_t bytes) {
    return fmt::format("{} is {} MB; GitHub takes no file over 100 MiB", path, bytes / 1000000);
}

}  // namespace

// No part may be ".git", in any case of letters: git refuses to check
// such a path out.
std::string folder_of(std::string_view path) {
    while (path.starts_with("./")) path.remove_prefix(2);
    while (path.ends_with('/')) path.remove_suffix(1);
    if (path.empty() || path == ".") return "";
    const std::string parts = "/" + model::lower_case(path) + "/";
    if (!is_inside(path) || parts.find("/.git/") != parts.npos)
        refuse("path", fmt::format("`{}` is no folder of a branch", path), {}, "--path bench");
    return std::string{path};
}

void require_branch_name(const Git& git, const std::string& branch) {
    if (branch.starts_with("refs/"))
        refuse("branch", fmt::format("`{}` is no branch's name", branch), {}, "leave refs/heads/ out");
    if (branch == "HEAD" || branch.starts_with('-') ||
        git.run({"check-ref-format", "refs/heads/" + branch}).status != 0)
        refuse("branch", fmt::format("`{}` is no branch's name", branch), {}, "--branch gh-pages");
}

void require_not_checked_out(const Remote& remote, const std::string& branch) {
    if (remote.checked_out == branch)
        refuse("branch", fmt::format("`{}` is checked out here: it is where work is done, not a pages branch", branch),
               remote.folder, "--branch names a branch for the pages alone");
}

void require_pages_branch(const BranchOptions& options, const BranchState& state, const Advertisement& remote,
                          const std::string& url) {
    if (state.commit.empty() || state.is_pages_branch()) return;
    if (remote.default_branch == options.branch)
        refuse("branch",
               fmt::format("`{}` is the remote's default branch, and benchfolio did not make it", options.branch), url,
               "--branch names a branch for the pages alone");
    if (options.branch != usual_branch && !options.adopt)
        refuse("branch",
               fmt::format("`{}` exists, and benchfolio did not make it; its history would go", options.branch), url,
               "--adopt takes it over; --branch names another");
}

void require_benchmarks(const SiteIndex& before, const SiteIndex& now, const BranchOptions& options) {
    const auto lost = static_cast<std::size_t>(std::ranges::count_if(
        before.benchmarks, [&](const std::string& page) { return !now.benchmarks.contains(page); }));
    const auto all = before.benchmarks.size();
    if (static_cast<double>(lost) <= options.largest_loss * static_cast<double>(all)) return;
    refuse("shrunken",
           fmt::format("the site lacks {} of the {} benchmarks on the branch, more than a share of {}", lost, all,
                       options.largest_loss),
           options.site, "if that is meant, --largest-loss 1 lets it pass");
}

void require_none_adopted(const std::vector<Change>& changes, const std::string& branch) {
    std::size_t count = 0;
    std::string paths;
    for (const Change& change : changes) {
        if (!change.adopted) continue;
        if (++count <= listed) paths += (count > 1 ? ", " : "") + change.path;
    }
    if (count == 0) return;
    if (count > listed) paths += fmt::format(" and {} more", count - listed);
    refuse(
        "foreign",
        fmt::format("{} on `{}` that benchfolio did not write {} in the way: {}",
                    count == 1 ? "a file" : fmt::format("{} files", count), branch, count == 1 ? "is" : "are", paths),
        {}, "--adopt replaces them; --path puts the site in a folder of its own");
}

void require_sizes(const CompleteSite& site, const std::string& url) {
    if (url.find("github.com") == url.npos) return;
    for (const auto& [path, bytes] : site.files())
        if (bytes > largest_file)
            refuse("size", too_large(path, bytes), site.folder(),
                   "it is no file of a usual site; find out why it is so large");
}

std::vector<std::string> notes_on_size(const CompleteSite& site) {
    std::vector<std::string> notes;
    for (const auto& [path, bytes] : site.files())
        if (bytes > largest_file) notes.push_back(too_large(path, bytes));
    if (site.bytes() > largest_site)
        notes.push_back(fmt::format("the site is {} MB; GitHub Pages serves up to 1,000 MB", site.bytes() / 1000000));
    return notes;
}

}  // namespace benchfolio::publish
