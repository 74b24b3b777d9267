#include "html/linker.hpp"
#include "model/nearest.hpp"

#include <algorithm>

namespace benchfolio::html {
namespace {

// An include stands where its marker does: the line it ends with in its own file would be a space too many.
std::string without_last_newline(std::string text) {
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

}  // namespace

Linker::Linker(const std::vector<Source>& sources) {
    for (const Source& source : sources) sources_.emplace(source.name, &source);
}

std::string Linker::link(const std::string& name) {
    std::vector<std::string_view> including;
    return link(*sources_.at(name), including);
}

std::string Linker::link(const Source& source, std::vector<std::string_view>& including) {
    including.push_back(source.name);
    std::string text;
    std::size_t done = 0;
    for (const Marker& marker : scan(source)) {
        text.append(source.text, done, marker.begin - done);
        text += written(source, marker, including);
        done = marker.end;
    }
    text.append(source.text, done);
    including.pop_back();
    return text;
}

std::string Linker::written(const Source& source, const Marker& marker, std::vector<std::string_view>& including) {
    switch (marker.kind) {
        case MarkerKind::comment:
            return {};
        case MarkerKind::include:
            return without_last_newline(link(included(source, marker, including), including));
        case MarkerKind::open:
            open_.push_back(number(source, marker));
            return "{{#" + open_.back() + "}}";
        case MarkerKind::close: {
            const std::string name = open_.back();
            open_.pop_back();
            return "{{/" + name + "}}";
        }
        case MarkerKind::value:
            break;
    }
    return "{{" + number(source, marker) + (marker.raw ? ":none}}" : "}}");
}

const Source& Linker::included(const Source& by, const Marker& marker,
                               const std::vector<std::string_view>& including) const {
    const auto found = sources_.find(marker.name);
    if (found == sources_.end()) {
        std::vector<std::string> known;
        for (const auto& [name, source] : sources_) known.emplace_back(name);
        fail(by.path, marker.line, "no template is called " + marker.name, model::did_you_mean(marker.name, known));
    }
    if (std::find(including.begin(), including.end(), marker.name) != including.end()) {
        fail(by.path, marker.line, marker.name + " includes itself");
    }
    return *found->second;
}

std::string Linker::number(const Source& source, const Marker& marker) {
    references_.push_back({marker.name, hash_of(marker.name), marker.raw, source.path, marker.line});
    return "R" + std::to_string(references_.size() - 1);
}

}  // namespace benchfolio::html
