#include "system/environment.hpp"

#include <cstdlib>

namespace benchfolio::system {

Environment process_environment() {
    return [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value && *value ? std::optional<std::string>{value} : std::nullopt;
    };
}

// A relative XDG path is to be ignored, says the specification.
std::optional<std::string> cache_home(const Environment& environment) {
    if (const auto given = environment("XDG_CACHE_HOME"); given && given->starts_with('/')) return given;
    if (const auto home = environment("HOME")) return *home + "/.cache";
    return std::nullopt;
}

}  // namespace benchfolio::system
