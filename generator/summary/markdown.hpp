// Markdown as GitHub shows it (GFM), made of texts that anybody may have written: names of benchmarks, of files.
#pragma once

#include <string>
#include <string_view>

namespace benchfolio::summary {

inline constexpr std::size_t longest_text = 200;  // bytes of one name or reason; beyond, it is cut

// The text and nothing else: whatever means something in Markdown or HTML stands as a character reference, which never
// is structure (CommonMark 6.2). Line ends, control characters and whatever turns the direction of writing are spaces,
// a byte that is no UTF-8 is U+FFFD. Mentions (@name) and references (#12, GH-12), which GitHub looks for in what is
// shown, are broken. Fit for paragraphs and table cells.
std::string text(std::string_view anything);

// The same as code, where GitHub makes no mention (@name) and no reference (#12) of it either.
std::string code(std::string_view anything);

// `label` is Markdown. Of the address, what could end it is percent-encoded; one that is empty or does not begin with
// https:// or http:// makes no link.
std::string link(std::string_view label, std::string_view url);

}  // namespace benchfolio::summary
