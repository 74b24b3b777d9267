#include "cli/configuration.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "model/error.hpp"

namespace benchfolio::cli {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& reason) {
    throw model::Error(model::ExitCode::usage, "config", "the configuration cannot be read: " + reason, path,
                       "`benchfolio init` writes one");
}

std::string text_of(const std::string& path) {
    if (std::filesystem::is_directory(path)) fail(path, "it is a folder");
    std::ifstream file{path, std::ios::binary};
    if (!file) fail(path, std::strerror(errno));
    return {std::istreambuf_iterator<char>{file}, {}};
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
