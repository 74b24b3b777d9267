#include "publish/manifest.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace benchfolio::publish {
namespace {

using Json = nlohmann::json;

constexpr int schema_version = 1;

bool is_ours(const Json& document) {
    return document.is_object() && document.value("generator", Json{}) == "benchfolio" &&
           document.value("schema_version", Json{}) == schema_version && document.contains("files") &&
           document["files"].is_object();
}

std::string in_json(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

// A file a line, so that git sees which have changed.
std::string manifest_text(const Manifest& manifest) {
    std::string files;
    for (const auto& [path, bytes] : manifest)
        files += (files.empty() ? "\n" : ",\n") + in_json(path) + ": " + (bytes ? std::to_string(*bytes) : "null");
    return "{\n\"files\": {" + files + (files.empty() ? "" : "\n") + "},\n\"generator\": \"benchfolio\",\n" +
           "\"schema_version\": " + std::to_string(schema_version) + "\n}\n";
}

std::optional<Manifest> parse_manifest(std::string_view text) {
    const Json document = Json::parse(text, nullptr, false);
    if (!is_ours(document)) return std::nullopt;
    Manifest manifest;
    for (const auto& [path, bytes] : document["files"].items())
        if (is_inside(path))
            manifest[path] = bytes.is_number_unsigned() ? std::optional{bytes.get<std::uint64_t>()} : std::nullopt;
    return manifest;
}

bool is_inside(std::string_view path) {
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view part = path.substr(begin, end - begin);
        if (part.empty() || part == "." || part == ".." || part.find('\0') != part.npos) return false;
        begin = end + 1;
    }
    return true;
}

}  // namespace benchfolio::publish
