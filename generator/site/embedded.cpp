#include "site/embedded.hpp"

#include <algorithm>

#include "model/error.hpp"
#include "site/embedded_files.hpp"
#include "system/text_files.hpp"

namespace benchfolio::site {
namespace {

std::string known_names(const std::vector<html::Source>& sources) {
    std::string names;
    for (const html::Source& source : sources) names += (names.empty() ? "" : ", ") + source.name;
    return names;
}

void replace(std::vector<html::Source>& sources, html::Source replacement) {
    const auto found = std::find_if(sources.begin(), sources.end(),
                                    [&](const html::Source& source) { return source.name == replacement.name; });
    if (found == sources.end()) {
        throw model::Error{model::ExitCode::usage, "template", replacement.name + " is the name of no template",
                           replacement.path, "the templates are " + known_names(sources)};
    }
    *found = std::move(replacement);
}

}  // namespace

std::string_view asset(std::string_view name) {
    const auto found = std::find_if(embedded_assets.begin(), embedded_assets.end(),
                                    [&](const EmbeddedFile& file) { return file.name == name; });
    return found == embedded_assets.end() ? std::string_view{} : found->text;
}

std::vector<html::Source> built_in_templates() {
    std::vector<html::Source> sources;
    for (const EmbeddedFile& file : embedded_templates) {
        sources.push_back({std::string{file.name}, std::string{file.text}, "templates/" + std::string{file.name}});
    }
    return sources;
}

std::vector<html::Source> templates_with(const std::string& directory) {
    std::vector<html::Source> sources = built_in_templates();
    if (directory.empty()) return sources;
    for (system::TextFile& file : system::text_files(directory)) {
        replace(sources, {std::move(file.name), std::move(file.text), std::move(file.path)});
    }
    return sources;
}

}  // namespace benchfolio::site
