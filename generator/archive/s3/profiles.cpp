#include "archive/s3/profiles.hpp"

#include <algorithm>

#include "archive/s3/encoding.hpp"
#include "model/ascii.hpp"

namespace benchfolio::archive::s3 {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// A comment within a line has a blank before it; a "#" inside a value is part of it.
std::string_view without_comment(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool starts = line[i] == '#' || line[i] == ';';
        if (starts && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) return line.substr(0, i);
    }
    return line;
}

std::string_view unquoted(std::string_view text) {
    const bool quoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return quoted ? text.substr(1, text.size() - 2) : text;
}

// [ profile  "a b" ] is "profile a b".
std::string section_name(std::string_view header) {
    const std::string_view inside = trimmed(header.substr(1, header.find(']') - 1));
    const std::size_t blank = inside.find_first_of(blanks);
    if (blank == std::string_view::npos) return std::string{unquoted(inside)};
    return std::string{inside.substr(0, blank)} + " " + std::string{unquoted(trimmed(inside.substr(blank)))};
}

class Reader {
  public:
    Sections sections;

    void read(std::string_view line) {
        const bool indented = !line.empty() && blanks.find(line.front()) != std::string_view::npos;
        const std::string_view content = trimmed(without_comment(line));
        if (content.empty()) return;
        if (content.front() == '[') {
            section_ = &sections[section_name(content)];
            parent_.clear();
        } else if (section_) {
            read_setting(content, indented);
        }
    }

  private:
    Section* section_ = nullptr;
    std::string parent_;  // the setting without a value that indented ones belong to

    void read_setting(std::string_view content, bool indented) {
        const std::size_t sign = content.find('=');
        if (sign == std::string_view::npos) return;
        const std::string key = model::lower_case(trimmed(content.substr(0, sign)));
        const std::string_view value = trimmed(content.substr(sign + 1));
        if (!indented) parent_ = value.empty() ? key : "";
        (*section_)[indented && !parent_.empty() ? parent_ + "." + key : key] = value;
    }
};

}  // namespace

Sections parse_sections(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    Reader reader;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        reader.read(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::move(reader.sections);
}

}  // namespace benchfolio::archive::s3
