// Compiled templates with context-aware escaping: a value can never become markup unless it is marked as such.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace benchfolio::html {

// Markup made by our own code (an SVG, a table of figures) that goes into a page as it is.
struct Markup {
    std::string text;
};

// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
constexpr std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 2166136261;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619;
    return hash;
}

// What a template calls a value. It comes from a literal alone, so nobody has to keep a copy; and its hash is there
// when the program starts, so the names of a page are found by comparing numbers.
struct Name {
    consteval Name(const char* literal) : text(literal), hash(hash_of(text)) {}

    std::string_view text;
    std::uint32_t hash;
};

// Characters that no page may hold are shown as U+FFFD.
//
// The values of a template: `{{NAME}}` a value (escaped for where it stands), `{{#NAME}}...{{/NAME}}` a list of
// further values (an empty list leaves the section out), `{{>NAME}}` another template with these values.
class Values {
  public:
    Values();
    Values(Values&&) noexcept;
    Values& operator=(Values&&) noexcept;
    ~Values();

    Values& set(Name name, std::string text);
    Values& set(Name name, Markup markup);
    Values& show(Name section, bool shown);  // a section without values of its own
    Values& add(Name section, Values item);  // one more repetition; sees the outer values too
    Values& declare(Name section);           // a list that may stay empty

  private:
    friend class Templates;
    struct Entry;
    const Entry* find(std::string_view name, std::uint32_t hash) const;
    Entry& at(Name name);  // made when it is not there

    std::vector<Entry> entries_;  // few: to look at each is faster than a map
};

struct Source {
    std::string name;  // "benchmark.html", as in {{>benchmark.html}}
    std::string text;
    std::string path;  // for messages: where a person edits it
};

// A set of templates, checked when made. Safe to render from several threads at once.
class Templates {
  public:
    // Throws model::Error with file and line for broken syntax, an unclosed section, or an unknown include.
    explicit Templates(std::vector<Source> sources);
    ~Templates();
    Templates(const Templates&) = delete;
    Templates& operator=(const Templates&) = delete;

    // Throws model::Error with file and line when the template names a value that `values` does not have.
    std::string render(std::string_view name, const Values& values) const;

  private:
    struct Loaded;
    std::unique_ptr<Loaded> loaded_;
};

// For text and quoted attributes.
std::string escape(std::string_view text);
void append_escaped(std::string& out, std::string_view text);

}  // namespace benchfolio::html
