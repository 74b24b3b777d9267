// Changes as JSON: of the site's data/changes.json, and of `benchfolio changes --format json`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "site/site.hpp"

namespace benchfolio::site::downloads {

// {schema_version, changes[]} with the given changes (indices into Report::changes) in their order, one a line.
std::string changes_document(const Content& content, std::span<const std::uint32_t> changes);

// All of them.
std::string changes_document(const Content& content);

// What a direction is called where no measure is beside it: "regression" or "improvement".
std::string_view name_of_direction(analysis::Verdict direction);

}  // namespace benchfolio::site::downloads
