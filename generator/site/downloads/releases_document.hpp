// data/releases.json: the releases against each other, with the values they are computed from.
#pragma once

#include <string>

#include "analysis/report.hpp"

namespace benchfolio::site::downloads {

std::string releases_document(const analysis::Releases& releases);

}  // namespace benchfolio::site::downloads
