#include "cli/github.hpp"

#include <fmt/format.h>

#include "cli/interrupt.hpp"
#include "model/error.hpp"
#include "system/environment.hpp"

namespace benchfolio::cli {

std::string github_api(const std::optional<std::string>& asked) {
    return asked.value_or(system::process_environment()("GITHUB_API_URL").value_or("https://api.github.com"));
}

forge::Access github_access(const std::optional<std::string>& api, std::string_view right) {
    const auto token = system::process_environment()("GITHUB_TOKEN");
    if (!token)
        throw model::Error(
            model::ExitCode::usage, "usage", "GITHUB_TOKEN is not set", {},
            fmt::format("in a workflow, `env: GITHUB_TOKEN: ${{{{ github.token }}}}`; elsewhere a token that may {}",
                        right));
    return {.api = github_api(api), .token = *token, .cancelled = was_interrupted};
}

}  // namespace benchfolio::cli
