// Finds the markers of a template, so that a message about one can name its file and line: the template engine itself
// reports neither.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "html/html.hpp"

namespace benchfolio::html {

enum class MarkerKind { value, open, close, include, comment };

// `{{NAME}}`, `{{NAME:none}}`, `{{#NAME}}`, `{{/NAME}}`, `{{>NAME}}` or `{{!...}}`.
struct Marker {
    MarkerKind kind = MarkerKind::value;
    std::string name;
    bool raw = false;                // `:none`: markup of our own, put in as it is
    std::size_t begin = 0, end = 0;  // of the whole marker in the text
    std::size_t line = 0;            // from 1
};

// In the order of the text. Throws model::Error for a marker that is not closed, has no name or an unknown modifier,
// and for sections that are not closed, or closed without being open.
std::vector<Marker> scan(const Source& source);

// An error that points into a template.
[[noreturn]] void fail(const std::string& path, std::size_t line, const std::string& what,
                       const std::string& hint = {});

}  // namespace benchfolio::html
