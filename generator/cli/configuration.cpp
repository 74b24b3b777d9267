#include "cli/configuration.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "config/triage.hpp"
#include "model/error.hpp"

namespace benchfolio::cli {
namespace {

// What a person has to do where a file cannot be read.
struct Purpose {
    const char* what;
    const char* hint;
};
constexpr Purpose configuration{"the configuration cannot be read", "`benchfolio init` writes one"};
constexpr Purpose triage{"the triage file cannot be read", "`benchfolio init --triage` writes one"};

[[noreturn]] void fail(const std::string& path, const Purpose& purpose, const std::string& reason) {
    throw model::Error(model::ExitCode::usage, "config", std::string{purpose.what} + ": " + reason, path, purpose.hint);
}

std::string text_of(const std::string& path, const Purpose& purpose) {
    if (std::filesystem::is_directory(path)) fail(path, purpose, "it is a folder");
    std::ifstream file{path, std::ios::binary};
    if (!file) fail(path, purpose, std::strerror(errno));
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

config::Config load_configuration(const std::optional<std::string>& path) {
    if (!path && !std::filesystem::exists(configuration_name)) return {};
    const std::string file = path.value_or(configuration_name);
    return config::parse(text_of(file, configuration), file);
}

void load_triage(const std::optional<std::string>& path, config::Config& config) {
    const std::string file = triage_path(path, config);
    if (config.triage_file.empty() && !std::filesystem::exists(file)) return;
    config.analysis.triage = config::parse_triage(text_of(file, triage), file, config.site.repository_url);
}

std::string triage_path(const std::optional<std::string>& path, const config::Config& config) {
    if (!config.triage_file.empty()) return config.triage_file;
    return (std::filesystem::path{path.value_or("")}.parent_path() / triage_name).string();
}

std::string source_text(const config::Config& config) {
    return config.source.empty() ? "defaults (there is no ./benchfolio.toml)" : config.source;
}

}  // namespace benchfolio::cli
