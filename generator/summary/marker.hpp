// The first line of a comment, which nobody sees: by it the comment is found again, to be replaced.
//
//     <!-- benchfolio:lattice-benchmarks-1b2c3d4e changed -->
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace benchfolio::summary {

struct Marker {
    std::string key;       // of the comment among those of one pull request: a slug
    bool changed = false;  // whether the comment tells of a change, for those who want no other
    bool operator==(const Marker&) const = default;
};

// "<!-- benchfolio:KEY changed -->"
std::string line_of(const Marker& marker);

// Of the first line of a text; nothing where that is no marker.
std::optional<Marker> marker_of(std::string_view text);

}  // namespace benchfolio::summary
