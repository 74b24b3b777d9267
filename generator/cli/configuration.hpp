// Which configuration is in use, and reading it.
#pragma once

#include <optional>
#include <string>

#include "config/config.hpp"

namespace benchfolio::cli {

inline constexpr auto configuration_name = "benchfolio.toml";
inline constexpr auto triage_name = "triage.toml";

// The file at `path` if given, else ./benchfolio.toml if it is there, else the defaults. Throws model::Error (usage).
config::Config load_configuration(const std::optional<std::string>& path);

// Reads the triage file that the configuration names, else triage.toml beside it if that is there, into it. `path` as
// above. Throws model::Error (usage).
void load_triage(const std::optional<std::string>& path, config::Config& config);

// Where that file is, or would be.
std::string triage_path(const std::optional<std::string>& path, const config::Config& config);

// "benchfolio.toml", or that there is none.
std::string source_text(const config::Config& config);

}  // namespace benchfolio::cli
