// The data files about the whole archive, as JSON text: one object or array a line, so that two nights' files differ in
// the lines of that night.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "site/downloads.hpp"
#include "site/site.hpp"

namespace benchfolio::site::downloads {

// `others` are the other data files, of which the index tells the size and checksum.
std::string index_document(const Content& content, std::span<const Download> others);
std::string runs_document(const Content& content);
std::string geomean_document(const Content& content);

// A JSON string with its quotes; what is not UTF-8 becomes U+FFFD.
std::string json_text(std::string_view text);

// A JSON object with the parameters' names and values in their order and types. A nested value is JSON again, unless it
// was cut; then it is its text.
std::string json_text(const std::vector<model::Parameter>& parameters);

}  // namespace benchfolio::site::downloads
