#include "publish/complete_site.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "model/error.hpp"
#include "system/file_tree.hpp"

namespace benchfolio::publish {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;
using model::Error;
using model::ExitCode;

[[noreturn]] void refuse(const std::string& what, const fs::path& place, const std::string& hint) {
    throw Error(ExitCode::usage, "site", what, place.string(), hint);
}

std::string text_member(const Json& document, const char* name) {
    const auto member = document.find(name);
    return member != document.end() && member->is_string() ? member->get<std::string>() : "";
}

std::unique_ptr<Lock> lock_of(const fs::path& root) {
    std::unique_ptr<Lock> lock;
    try {
        lock = std::make_unique<Lock>(lock_path(root));
    } catch (const fs::filesystem_error&) {
        return nullptr;  // nobody can build here, either
    }
    if (lock->taken())
        throw Error(ExitCode::storage, "busy", "another benchfolio is at work on this folder", root.string(),
                    "wait for it to end");
    return lock;
}

std::string manifest_in(const fs::path& root, const std::string& folder) {
    const fs::path path = root / manifest_name;
    std::error_code error;
    if (!fs::is_directory(root, error))
        refuse("there is no site: no such folder", folder, "benchfolio build --archive results --out " + folder);
    if (!fs::is_regular_file(path, error))
        refuse("this is no site that benchfolio built, or it was not finished", folder,
               "--site names the folder that `benchfolio build --out` wrote");
    std::string text;
    system::read_file(path, text);
    return text;
}

// Of a regular file; nothing where there is none.
std::optional<std::uint64_t> size_of_file(const fs::path& path) {
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(path, error))) return std::nullopt;
    const auto size = fs::file_size(path, error);
    return error ? std::nullopt : std::optional{static_cast<std::uint64_t>(size)};
}

}  // namespace

SiteIndex parse_index(std::string_view text) {
    const Json document = Json::parse(text, nullptr, false);
    if (!document.is_object()) return {};
    SiteIndex index{
        .title = text_member(document, "title"), .newest_run = text_member(document, "newest_run"), .benchmarks = {}};
    if (const auto list = document.find("benchmarks"); list != document.end() && list->is_array())
        for (const Json& benchmark : *list)
            if (benchmark.is_object()) index.benchmarks.insert(text_member(benchmark, "page"));
    index.benchmarks.erase("");
    return index;
}

CompleteSite::CompleteSite(const std::string& folder)
    : folder_(folder), root_(fs::weakly_canonical(fs::absolute(folder))) {
    if (!root_.has_filename()) root_ = root_.parent_path();
    lock_ = lock_of(root_);
    const auto manifest = parse_manifest(manifest_in(root_, folder));
    if (!manifest) refuse("the manifest is damaged", root_ / manifest_name, "build the site again");
    require_files(*manifest);
    load_index();
    count_others();
}

void CompleteSite::require_files(const Manifest& manifest) {
    std::size_t wrong = 0;
    std::string first;
    for (const auto& [path, bytes] : manifest) {
        const auto size = size_of_file(root_ / path);
        if (size && size == bytes.value_or(*size))
            files_[path] = *size;
        else if (wrong++ == 0)
            first = path;
    }
    if (wrong > 0)
        refuse(fmt::format("the site is not complete: {} of {} files missing or of another size than when it was built",
                           wrong, manifest.size()),
               root_ / first, "build it again");
}

// An archive in which nothing was found makes a site, too, but not one to put in the place of another.
void CompleteSite::load_index() {
    std::string text;
    if (files_.contains(std::string{index_path})) read(std::string{index_path}, text);
    index_ = parse_index(text);
    if (index_.benchmarks.empty())
        refuse("the site is empty: it shows no benchmark", folder_,
               "`benchfolio check --archive ...` says what the archive holds");
}

void CompleteSite::count_others() {
    for (auto entry = fs::recursive_directory_iterator{root_}; entry != fs::recursive_directory_iterator{}; ++entry) {
        const std::string path = entry->path().lexically_relative(root_).generic_string();
        if (entry->path().filename() == ".git")
            entry.disable_recursion_pending();
        else if (!entry->is_directory() || entry->is_symlink())
            others_ += path == manifest_name || files_.contains(path) ? 0 : 1;
    }
}

std::uint64_t CompleteSite::bytes() const {
    std::uint64_t sum = 0;
    for (const auto& [path, bytes] : files_) sum += bytes;
    return sum;
}

std::string CompleteSite::place_of(const std::string& path) const {
    return (root_ / path).string();
}

void CompleteSite::read(const std::string& path, std::string& bytes) const {
    system::read_file((root_ / path).string(), bytes);
    if (bytes.size() != files_.at(path)) fail_changed(path);
}

void CompleteSite::fail_changed(const std::string& path) const {
    throw Error(ExitCode::storage, "site", "the file changed while it was being published", (root_ / path).string(),
                "publish again when nothing else writes to the folder");
}

}  // namespace benchfolio::publish
