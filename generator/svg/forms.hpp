// The forms of the identities: what a reader who sees no colour tells them apart by.
#pragma once

#include <string>
#include <vector>

#include "chart/picture.hpp"

namespace benchfolio::svg {

// Whether a filled mark of this identity is a dot of a round pen (circle).
inline bool is_round(chart::Identity identity) {
    return chart::form_of(identity) == 1;
}

// Where the outline of the form starts, from its centre.
chart::Point form_start(chart::Identity identity, double radius);

// The relative path data of the closed outline from there.
std::string form_path(chart::Identity identity, double radius);

}  // namespace benchfolio::svg
