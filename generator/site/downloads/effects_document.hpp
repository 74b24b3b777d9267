// data/effects.json: what each declared configuration does.
#pragma once

#include <span>
#include <string>

#include "analysis/effects.hpp"
#include "site/site.hpp"

namespace benchfolio::site::downloads {

// `effects` are those of the options, in their order.
std::string effects_document(const Content& content, std::span<const analysis::EffectReport> effects);

}  // namespace benchfolio::site::downloads
