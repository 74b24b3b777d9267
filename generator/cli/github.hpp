// The way to GitHub's API: its address, and the token of the environment.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "forge/connection.hpp"

namespace benchfolio::cli {

// As asked for, else that of the environment, else "https://api.github.com".
std::string github_api(const std::optional<std::string>& asked);

// Throws model::Error (usage) where GITHUB_TOKEN is not set. `right`: what the token has to allow, "write comments".
forge::Access github_access(const std::optional<std::string>& api, std::string_view right);

}  // namespace benchfolio::cli
