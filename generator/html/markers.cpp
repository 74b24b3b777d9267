#include "html/markers.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "model/error.hpp"

namespace benchfolio::html {
namespace {

bool names_something(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
}

// The inside of one marker, `{{` and `}}` taken off.
class Inside {
  public:
    Inside(const Source& source, std::size_t line, std::string_view text) : source_(source), line_(line), text_(text) {}

    Marker parse() const {
        if (!text_.empty() && text_.front() == '!') return marker(MarkerKind::comment, {}, false);
        const MarkerKind kind = kind_of();
        std::string_view name = kind == MarkerKind::value ? text_ : text_.substr(1);
        const bool raw = kind == MarkerKind::value && name.ends_with(":none");
        if (raw) name.remove_suffix(5);
        check(name);
        return marker(kind, name, raw);
    }

  private:
    MarkerKind kind_of() const {
        switch (text_.empty() ? '\0' : text_.front()) {
            case '#':
                return MarkerKind::open;
            case '/':
                return MarkerKind::close;
            case '>':
                return MarkerKind::include;
            default:
                return MarkerKind::value;
        }
    }

    void check(std::string_view name) const {
        if (name.empty()) fail(source_.path, line_, "a marker without a name");
        if (std::all_of(name.begin(), name.end(), names_something)) return;
        fail(source_.path, line_, "cannot read the marker {{" + std::string{text_} + "}}",
             "markers are {{NAME}}, {{NAME:none}}, {{#SECTION}}, {{/SECTION}}, {{>file.html}} and {{!comment}}");
    }

    Marker marker(MarkerKind kind, std::string_view name, bool raw) const {
        return {kind, std::string{name}, raw, 0, 0, line_};
    }

    const Source& source_;
    std::size_t line_;
    std::string_view text_;
};

// Sections nest: each close belongs to the newest open.
void check_sections(const Source& source, const std::vector<Marker>& markers) {
    std::vector<const Marker*> open;
    for (const Marker& marker : markers) {
        if (marker.kind == MarkerKind::open) open.push_back(&marker);
        if (marker.kind != MarkerKind::close) continue;
        if (open.empty()) fail(source.path, marker.line, "{{/" + marker.name + "}} closes a section that is not open");
        if (open.back()->name != marker.name) {
            fail(source.path, marker.line,
                 "{{/" + marker.name + "}} stands where {{/" + open.back()->name + "}} is due",
                 "{{#" + open.back()->name + "}} was opened in line " + std::to_string(open.back()->line));
        }
        open.pop_back();
    }
    if (!open.empty()) {
        fail(source.path, open.back()->line, "the section {{#" + open.back()->name + "}} is not closed",
             "close it with {{/" + open.back()->name + "}}");
    }
}

}  // namespace

void fail(const std::string& path, std::size_t line, const std::string& what, const std::string& hint) {
    throw model::Error{model::ExitCode::usage, "template", what, path + ":" + std::to_string(line), hint};
}

std::vector<Marker> scan(const Source& source) {
    const std::string_view text = source.text;
    std::vector<Marker> markers;
    std::size_t line = 1, done = 0;
    for (std::size_t begin = text.find("{{"); begin != text.npos; begin = text.find("{{", done)) {
        line += static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(done),
                                                    text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
        const std::size_t close = text.find("}}", begin);
        if (close == text.npos) fail(source.path, line, "{{ without }}");
        markers.push_back(Inside{source, line, text.substr(begin + 2, close - begin - 2)}.parse());
        markers.back().begin = begin;
        markers.back().end = close + 2;
        done = close + 2;
        line += static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                                    text.begin() + static_cast<std::ptrdiff_t>(done), '\n'));
    }
    check_sections(source, markers);
    return markers;
}

}  // namespace benchfolio::html
