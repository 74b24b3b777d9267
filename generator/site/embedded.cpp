#include "site/embedded.hpp"

#include <algorithm>

#include "model/error.hpp"
#include "site/embedded_files.hpp"

namespace benchfolio::site {
namespace {

using system::TextFile;

std::string known_names(const std::vector<TextFile>& files) {
    std::string names;
    for (const TextFile& file : files) names += (names.empty() ? "" : ", ") + file.name;
    return names;
}

void replace(std::vector<TextFile>& files, TextFile replacement, const std::string& kind) {
    const auto found = std::ranges::find(files, replacement.name, &TextFile::name);
    if (found == files.end()) {
        throw model::Error{model::ExitCode::usage, kind, replacement.name + " is the name of no " + kind,
                           replacement.path, "the " + kind + "s are " + known_names(files)};
    }
    *found = std::move(replacement);
}

// What comes with the program, each file replaced by that of its name in `directory`; empty: none. `kind` is what a
// person calls such a file.
std::vector<TextFile> with_replacements(const std::vector<EmbeddedFile>& embedded, const std::string& directory,
                                        const std::string& kind) {
    std::vector<TextFile> files;
    for (const EmbeddedFile& file : embedded) {
        const std::string name{file.name};
        files.push_back({name, kind + "s/" + name, std::string{file.text}});
    }
    if (directory.empty()) return files;
    for (TextFile& file : system::text_files(directory, kind)) replace(files, std::move(file), kind);
    return files;
}

}  // namespace

std::string_view asset(std::string_view name) {
    const auto found = std::find_if(embedded_assets.begin(), embedded_assets.end(),
                                    [&](const EmbeddedFile& file) { return file.name == name; });
    return found == embedded_assets.end() ? std::string_view{} : found->text;
}

std::vector<html::Source> templates_with(const std::string& directory) {
    std::vector<html::Source> sources;
    for (TextFile& file : with_replacements(embedded_templates, directory, "template"))
        sources.push_back({std::move(file.name), std::move(file.text), std::move(file.path)});
    return sources;
}

std::vector<system::TextFile> assets_with(const std::string& directory) {
    return with_replacements(embedded_assets, directory, "asset");
}

}  // namespace benchfolio::site
