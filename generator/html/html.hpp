// Compiled templates with context-aware escaping: a value can never become markup unless it is marked as such.
#pragma once

#include <functional>
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

    Values& set(std::string_view name, std::string text);
    Values& set(std::string_view name, Markup markup);
    Values& show(std::string_view section, bool shown);  // a section without values of its own
    Values& add(std::string_view section, Values item);  // one more repetition; sees the outer values too
    Values& declare(std::string_view section);           // a list that may stay empty

  private:
    friend class Templates;
    struct Node;
    std::unique_ptr<Node> node_;
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

std::string escape(std::string_view text);  // for text and quoted attributes

}  // namespace benchfolio::html
