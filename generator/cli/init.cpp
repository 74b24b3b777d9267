#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "cli/commands.hpp"
#include "cli/configuration.hpp"
#include "config/triage.hpp"

namespace benchfolio::cli {
namespace {

using model::Error;
using model::ExitCode;

void require_absent(const std::string& file) {
    if (std::filesystem::exists(std::filesystem::symlink_status(file)))
        throw Error(ExitCode::usage, "init", "the file is there already, and is not overwritten", file,
                    "move it away, or name another with --config");
}

void write(const std::string& file, std::string_view text) {
    std::ofstream stream{file, std::ios::binary};
    stream << text << std::flush;
    if (!stream) throw Error(ExitCode::storage, "storage", fmt::format("cannot write: {}", std::strerror(errno)), file);
}

}  // namespace

ExitCode init(const Init& arguments, const Session&) {
    const std::string file = arguments.triage ? triage_path(arguments.config, {}) : arguments.config;
    require_absent(file);
    write(file, arguments.triage ? config::triage_reference() : config::reference());
    print_result(fmt::format("wrote {}: every key with its default or an example\n", file));
    return ExitCode::ok;
}

}  // namespace benchfolio::cli
