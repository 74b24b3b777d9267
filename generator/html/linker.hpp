// Puts includes in place and numbers every marker, so that the engine's question for a value leads back to a file and
// line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "html/html.hpp"
#include "html/markers.hpp"

namespace benchfolio::html {

// Where a template asks for a value or a section.
struct Reference {
    std::string name;
    std::uint32_t hash = 0;  // of the name
    bool raw = false;
    std::string path;
    std::size_t line = 0;
};

// Includes are put in as text, not left to the engine, for two reasons: a value is escaped for where it stands in the
// whole page, and a broken include is found when the site is started, not in the page that needs it.
class Linker {
  public:
    explicit Linker(const std::vector<Source>& sources);

    // The template with all it includes; each name replaced by `R` and its number in `references`.
    std::string link(const std::string& name);

    const std::vector<Reference>& references() const { return references_; }

  private:
    std::string link(const Source& source, std::vector<std::string_view>& including);
    std::string written(const Source& source, const Marker& marker, std::vector<std::string_view>& including);
    const Source& included(const Source& by, const Marker& marker,
                           const std::vector<std::string_view>& including) const;
    std::string number(const Source& source, const Marker& marker);

    std::map<std::string, const Source*, std::less<>> sources_;
    std::vector<Reference> references_;
    std::vector<std::string> open_;  // numbered names of the sections that are open
};

}  // namespace benchfolio::html
