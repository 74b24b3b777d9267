#include "system/text_files.hpp"

#include <algorithm>
#include <boost/filesystem.hpp>
#include <boost/filesystem/fstream.hpp>
#include <iterator>

#include "model/error.hpp"

namespace benchfolio::system {
namespace {

namespace fs = boost::filesystem;

[[noreturn]] void cannot_read(const fs::path& path, const std::string& kind) {
    throw model::Error{model::ExitCode::usage, kind, "cannot be read", path.string()};
}

bool is_of_an_editor(const std::string& name) {
    return name.front() == '.' || name.front() == '#' || name.back() == '~';
}

std::string text_of(const fs::path& path, const std::string& kind) {
    fs::ifstream file{path, std::ios::binary};
    if (!file) cannot_read(path, kind);
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

std::vector<TextFile> text_files(const std::string& folder, const std::string& kind) {
    boost::system::error_code error;
    fs::directory_iterator entry{folder, error};
    if (error) cannot_read(folder, kind);
    std::vector<TextFile> files;
    for (; entry != fs::directory_iterator{}; ++entry) {
        const std::string name = entry->path().filename().string();
        if (!fs::is_regular_file(entry->status()) || is_of_an_editor(name)) continue;
        files.push_back({name, entry->path().string(), text_of(entry->path(), kind)});
    }
    std::sort(files.begin(), files.end(), [](const TextFile& a, const TextFile& b) { return a.name < b.name; });
    return files;
}

}  // namespace benchfolio::system
