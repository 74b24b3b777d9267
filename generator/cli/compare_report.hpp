// What `compare` says, for people on a terminal and for programs.
#pragma once

#include <string>

#include "cli/console.hpp"
#include "summary/comparison.hpp"

namespace benchfolio::cli {

std::string comparison_text(const site::Content& content, const summary::ComparedSides& sides, const Screen& screen);

// {schema_version, base, head, comparisons: [...], refused: [...]}; the shape is described in the README.
std::string comparison_json(const site::Content& content, const summary::ComparedSides& sides);

}  // namespace benchfolio::cli
