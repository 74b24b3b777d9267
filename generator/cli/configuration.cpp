#include "cli/configuration.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "model/error.hpp"

namespace benchfolio::cli {
namespace {

std::string text_of(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (file && !std::filesystem::is_directory(path)) return text;
    const std::string reason = std::filesystem::is_directory(path) ? "it is a folder" : std::strerror(errno);
    throw model::Error(model::ExitCode::usage, "config", "the configuration cannot be read: " + reason, path,
                       "`benchfolio init` writes one");
}

}  // namespace

config::Config load_configuration(const std::optional<std::string>& path) {
    if (!path && !std::filesystem::exists(configuration_name)) return {};
    const std::string file = path.value_or(configuration_name);
    return config::parse(text_of(file), file);
}

std::string source_text(const config::Config& config) {
    return config.source.empty() ? "defaults (there is no ./benchfolio.toml)" : config.source;
}

}  // namespace benchfolio::cli
