// Which configuration is in use, and reading it.
#pragma once

#include <optional>
#include <string>

#include "config/config.hpp"

namespace benchfolio::cli {

inline constexpr auto configuration_name = "benchfolio.toml";

// The file at `path` if given, else ./benchfolio.toml if it is there, else the defaults. Throws model::Error (usage).
config::Config load_configuration(const std::optional<std::string>& path);

// "benchfolio.toml", or that there is none.
std::string source_text(const config::Config& config);

}  // namespace benchfolio::cli
