#include "cli/given_files.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "model/error.hpp"
#include "system/file_tree.hpp"

namespace benchfolio::cli {
namespace {

void require_file(const std::string& file) {
    using model::Error;
    using model::ExitCode;
    const auto status = std::filesystem::status(file);
    if (!std::filesystem::exists(status)) throw Error(ExitCode::usage, "usage", "there is no such file", file);
    if (std::filesystem::is_directory(status))
        throw Error(ExitCode::usage, "usage", "this is a folder", file, "name the files in it");
}

}  // namespace

std::vector<ingest::GivenFile> given_files(const std::vector<std::string>& files, const std::string& folder) {
    std::vector<ingest::GivenFile> given;
    for (const std::string& file : files) {
        require_file(file);
        const std::string name = std::filesystem::path{file}.filename().string();
        ingest::GivenFile& one = given.emplace_back();
        one.file = file;
        one.key = folder.empty() ? name : fmt::format("{}/{}", folder, name);
        system::read_file(file, one.bytes);
    }
    return given;
}

ingest::Joined read_with_files(const archive::ObjectStore& store, const std::vector<ingest::GivenFile>& files,
                               const config::Config& config, Progress& progress) {
    return ingest::with_files(read(store, config, progress), files, config.ingest);
}

}  // namespace benchfolio::cli
