#include "archive/site_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "http/http.hpp"
#include "http/retry.hpp"
#include "model/ascii.hpp"
#include "model/digest.hpp"
#include "system/file_tree.hpp"
#include "system/kept_files.hpp"

namespace benchfolio::archive {
namespace {

using model::Error;
using model::ExitCode;
using Json = nlohmann::json;

const std::string index_path = "data/index.json";
constexpr int newest_schema = 1;  // what site/downloads.hpp writes

// ---- addresses

constexpr std::string_view front_page = "index.html";

// Where the path begins: behind scheme and host.
std::size_t end_of_host(std::string_view address) {
    return std::min(address.find_first_of("/?#", address.find("://") + 3), address.size());
}

// The address is not repeated in these messages: it may hold a password.
void require_plain(std::string_view address) {
    const std::string hint = "give the address of the site's front page, https://owner.github.io/project/";
    const std::string_view host = address.substr(0, end_of_host(address));
    if (host.find('@') != std::string_view::npos)
        throw Error{ExitCode::usage, "archive", "a site's address has no user or password", "--archive", hint};
    if (address.find_first_of("?#") != std::string_view::npos)
        throw Error{ExitCode::usage, "archive", "a site's address has no query or fragment", "--archive", hint};
    if (host.ends_with("/")) throw Error{ExitCode::usage, "archive", "this address names no host", "--archive", hint};
}

// ---- the index

Error no_site(const std::string& what, const std::string& place) {
    return {ExitCode::usage, "archive", what, place,
            "name the folder of a site's front page, https://owner.github.io/project/"};
}

Error damaged(const std::string& what, const std::string& place) {
    return {ExitCode::storage, "archive", "the site's data are damaged: " + what, place, "build and publish it again"};
}

void require_known_schema(const Json& index, const std::string& place) {
    const auto version = index.is_object() ? index.find("schema_version") : index.end();
    if (version == index.end() || !version->is_number_integer() || !index.contains("testbeds"))
        throw no_site("this is no benchfolio site: its data/index.json is another kind of JSON", place);
    if (*version > newest_schema)
        throw Error{ExitCode::usage, "archive",
                    fmt::format("this site was made by a newer benchfolio (schema_version {}, this one reads {})",
                                version->dump(), newest_schema),
                    place, "update benchfolio"};
    if (!index.contains("files"))
        throw Error{ExitCode::usage, "archive", "this site was made by a benchfolio that told no checksums", place,
                    "build and publish it again, with this benchfolio"};
}

// Whether a folder on the way is "." or ".."; two dots within a name are no way up: "data/compare/a..b.json".
bool leads_elsewhere(std::string_view path) {
    return path.find("/./") != std::string_view::npos || path.find("/../") != std::string_view::npos ||
           path.ends_with("/.") || path.ends_with("/..");
}

// Paths become parts of addresses and of names in the cache: only what the program itself writes passes.
bool is_data_path(std::string_view path) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '/' ||
               c == '.';
    };
    return path.starts_with("data/") && path.size() < 250 && std::ranges::all_of(path, is_plain) &&
           !leads_elsewhere(path) && path.find("//") == std::string_view::npos;
}

bool is_checksum(std::string_view text) {
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == 64 && std::ranges::all_of(text, is_hex);
}

Object object_of(const Json& file, const std::string& place) {
    Object object{file.at("path").get<std::string>(), file.at("bytes").get<std::uint64_t>(),
                  file.at("sha256").get<std::string>()};
    if (!is_data_path(object.key)) throw damaged("this is no path of a data file", place);
    if (!is_checksum(object.version)) throw damaged("this is no SHA-256", place);
    return object;
}

std::vector<Object> objects_of(const Json& files, const std::string& index) {
    if (!files.is_array()) throw damaged("a list must stand here", index + ": files");
    std::vector<Object> objects;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string place = fmt::format("{}: files[{}]", index, i);
        try {
            objects.push_back(object_of(files[i], place));
        } catch (const Json::exception&) {
            throw damaged("path, bytes and sha256 must stand here", place);
        }
    }
    std::erase_if(objects, [](const Object& object) { return !is_result(object.key); });
    return objects;
}

std::string checksum(std::string_view bytes) {
    return model::hex(model::sha256(bytes));
}

}  // namespace

SiteStore::SiteStore(std::string identity, Fetch fetch, std::string cache)
    : identity_(std::move(identity)), fetch_(std::move(fetch)), cache_(std::move(cache)) {}

std::vector<Object> SiteStore::list() const {
    const std::string place = identity_ + index_path;
    std::string text;
    if (!fetch_(index_path, text)) throw no_site("there is no benchfolio site: it would have this file", place);
    const Json index = Json::parse(text, nullptr, false);
    if (index.is_discarded()) throw no_site("this is no benchfolio site: its data/index.json is no JSON", place);
    require_known_schema(index, place);
    std::vector<Object> objects = objects_of(index["files"], place);
    objects.push_back({index_path, text.size(), checksum(text)});
    keep(objects.back(), text);
    std::ranges::sort(objects, {}, &Object::key);
    forget_others(objects);
    return objects;
}

bool SiteStore::get(Object& object, std::string& buffer) const {
    if (is_kept(object, buffer)) return true;
    if (!fetch_(object.key, buffer) || checksum(buffer) != object.version) throw SiteChanged{identity_ + object.key};
    keep(object, buffer);
    return true;
}

Put SiteStore::put(const std::string& key, std::string_view) const {
    throw Error{ExitCode::usage, "archive", "results cannot be stored in a published site", identity_ + key,
                "name the folder or bucket that the site is built from"};
}

std::string SiteStore::kept_at(const Object& object) const {
    return cache_ + "/" + object.key;
}

bool SiteStore::is_kept(const Object& object, std::string& buffer) const {
    if (cache_.empty()) return false;
    try {
        system::read_file(kept_at(object), buffer);
    } catch (const Error&) {
        return false;
    }
    return checksum(buffer) == object.version;
}

// Where the disk refuses, the next reading fetches again.
void SiteStore::keep(const Object& object, const std::string& bytes) const {
    if (cache_.empty()) return;
    try {
        system::write_whole(kept_at(object), bytes);
    } catch (const Error&) {
        return;
    }
}

// What the site has no more leaves the cache too. A file that another process is writing just now stays.
void SiteStore::forget_others(const std::vector<Object>& objects) const {
    constexpr std::chrono::hours surely_left_over{1};
    if (cache_.empty()) return;
    for (const std::string folder : {"data/", "data/b/"}) {
        for (const system::KeptFile& file : system::kept_files(cache_ + "/" + folder)) {
            const bool listed = std::ranges::binary_search(objects, folder + file.name, {}, &Object::key);
            const bool being_written = file.name.ends_with(system::unfinished) && file.age < surely_left_over;
            if (!listed && !being_written) system::remove_kept(cache_ + "/" + folder + file.name);
        }
    }
}

bool is_site_address(std::string_view text) {
    const std::string start = model::lower_case(text.substr(0, 8));
    return start == "https://" || start.starts_with("http://");
}

std::string site_address(std::string_view text) {
    require_plain(text);
    const std::size_t host = end_of_host(text);
    std::string_view path = text.substr(host);
    if (path.ends_with(std::string{"/"}.append(front_page))) path.remove_suffix(front_page.size());
    while (path.ends_with('/')) path.remove_suffix(1);
    return model::lower_case(text.substr(0, host)).append(path).append("/");
}

std::unique_ptr<SiteStore> site_at(const std::string& text, const Access& access) {
    const std::string address = site_address(text);
    const auto client = std::make_shared<http::Client>(access.cancelled);
    auto fetch = [client, address](const std::string& path, std::string& bytes) {
        const std::string url = address + path;
        try {
            const auto response = http::Retry{*client}.send({.url = url, .follow_redirects = true}, bytes);
            if (response.status == 404 || response.status == 410) return false;
            if (response.status == 200) return true;
            throw Error{ExitCode::storage, "archive", fmt::format("the server answers with status {}", response.status),
                        url, "open this address in a browser to see what it says"};
        } catch (const http::TransportError& error) {
            throw Error{ExitCode::storage, "archive", error.what(), url, "check the address and the connection"};
        }
    };
    const std::string folder = access.cache.empty() ? "" : access.cache + "/sites/" + checksum(address).substr(0, 16);
    return std::make_unique<SiteStore>(address, fetch, folder);
}

bool is_site_folder(const std::string& folder) {
    const std::filesystem::path root{folder};
    std::error_code ignored;
    return std::filesystem::is_regular_file(root / ".benchfolio.json", ignored) &&
           std::filesystem::is_regular_file(root / index_path, ignored);
}

std::unique_ptr<SiteStore> site_in(const std::string& folder) {
    const std::string root = std::filesystem::canonical(folder).string() + "/";
    auto fetch = [root](const std::string& path, std::string& bytes) {
        if (!std::filesystem::exists(root + path)) return false;
        system::read_file(root + path, bytes);
        return true;
    };
    return std::make_unique<SiteStore>(root, fetch, "");
}

}  // namespace benchfolio::archive
