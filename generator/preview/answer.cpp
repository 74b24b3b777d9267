#include "preview/answer.hpp"

#include <filesystem>
#include <optional>
#include <utility>

#include "preview/address.hpp"
#include "preview/content_type.hpp"
#include "preview/live.hpp"
#include "system/file_tree.hpp"

namespace benchfolio::preview {
namespace {

namespace fs = std::filesystem;

Answer plain(int status, std::string text) {
    return {status, "text/plain; charset=utf-8", std::move(text), {}};
}

Answer redirect(const std::string& location) {
    return {302, "text/plain; charset=utf-8", location + "\n", encoded(location)};
}

enum class Kind { nothing, file, folder };

// What the site has there. A symbolic link on the way is nothing.
Kind kind_of(const fs::path& folder, const fs::path& file) {
    fs::path here = folder;
    std::error_code error;
    fs::file_status status = fs::symlink_status(here, error);
    for (const fs::path& name : file) {
        if (name.empty()) continue;
        here /= name;
        status = fs::symlink_status(here, error);
        if (fs::is_symlink(status)) return Kind::nothing;
    }
    return fs::is_directory(status) ? Kind::folder : fs::is_regular_file(status) ? Kind::file : Kind::nothing;
}

Answer file_answer(const Shown& shown, const std::string& file, int status = 200) {
    Answer answer{status, content_type(file), {}, {}};
    system::read_file(shown.folder + "/" + file, answer.body);
    if (answer.type == html_type) answer.body = with_live(std::move(answer.body), shown.build, shown.failure);
    return answer;
}

Answer missing(const Shown& shown) {
    constexpr auto page = "404.html";
    return kind_of(shown.folder, page) == Kind::file ? file_answer(shown, page, 404) : plain(404, "No such page.\n");
}

// The part of a path below `base`; nothing where it is not below.
std::optional<std::string_view> below(std::string_view base, std::string_view path) {
    if (!path.starts_with(base)) return std::nullopt;
    return path.substr(base.size());
}

std::string with_slash(std::string_view target) {
    const std::string_view path = path_of(target);
    return std::string{path} + "/" + std::string{target.substr(path.size())};
}

Answer site_answer(std::string_view target, std::string_view rest, const Shown& shown) {
    const auto file = file_of(rest);
    if (!file) return missing(shown);
    const bool as_folder = file->empty() || file->back() == '/';
    const Kind kind = kind_of(shown.folder, as_folder ? *file + "index.html" : *file);
    if (kind == Kind::file) return file_answer(shown, as_folder ? *file + "index.html" : *file);
    return kind == Kind::folder && !as_folder ? redirect(with_slash(target)) : missing(shown);
}

}  // namespace

Answer answer(const Request& request, const Shown& shown) {
    if (!is_local(request.host)) return plain(403, "This preview answers to 127.0.0.1 and localhost only.\n");
    if (request.method != "GET" && request.method != "HEAD") return plain(405, "Only GET and HEAD.\n");
    if (shown.build.empty()) return {503, std::string{html_type}, failure_page(shown.build, shown.failure), {}};
    const std::string base = encoded(shown.base);
    const std::string_view path = path_of(request.target);
    if (path == "/" && base != "/") return redirect(base);
    if (std::string{path} + "/" == base) return redirect(base);
    const auto rest = below(base, path);
    return rest ? site_answer(request.target, *rest, shown) : missing(shown);
}

}  // namespace benchfolio::preview
