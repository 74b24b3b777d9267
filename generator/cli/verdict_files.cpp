#include "cli/verdict_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "model/error.hpp"
#include "system/file_tree.hpp"
#include "system/kept_files.hpp"

namespace benchfolio::cli {
namespace {

using model::Error;
using model::ExitCode;
using summary::Conclusion;

constexpr std::size_t largest_check_file = 8 * summary::largest_comment;  // escapes make JSON longer
constexpr std::array conclusions = {Conclusion::success, Conclusion::neutral, Conclusion::failure};

Error not_ours(const std::string& file, const char* option) {
    return {ExitCode::usage, "usage", fmt::format("this was not written by gate {}", option), file,
            fmt::format("benchfolio gate --head result.json --archive s3://bucket/results {} {}", option, file)};
}

std::string read(const std::string& file, std::size_t largest, const char* option) {
    std::error_code missing;
    if (!std::filesystem::is_regular_file(file, missing))
        throw Error(ExitCode::usage, "usage", "there is no such file", file);
    if (std::filesystem::file_size(file) > largest) throw not_ours(file, option);
    std::string bytes;
    system::read_file(file, bytes);
    return bytes;
}

Conclusion conclusion_of(const std::string& text, const std::string& file) {
    const auto found = std::ranges::find(conclusions, text, [](Conclusion one) { return summary::name_of(one); });
    if (found == conclusions.end()) throw not_ours(file, "--check");
    return *found;
}

}  // namespace

void write_comment(const std::string& file, const summary::GateContent& content) {
    system::write_whole(file, summary::comment(content));
}

void write_check(const std::string& file, const summary::GateContent& content) {
    const summary::CheckText check = summary::check(content);
    const nlohmann::ordered_json json{{"benchfolio_check", 1},
                                      {"name", check.name},
                                      {"conclusion", summary::name_of(check.conclusion)},
                                      {"title", check.title},
                                      {"summary", check.summary}};
    system::write_whole(file, json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
}

CommentFile read_comment(const std::string& file) {
    std::string text = read(file, summary::largest_comment, "--comment");
    const auto marker = summary::marker_of(text);
    if (!marker) throw not_ours(file, "--comment");
    return {*marker, std::move(text)};
}

summary::CheckText read_check(const std::string& file) {
    const auto json = nlohmann::json::parse(read(file, largest_check_file, "--check"), nullptr, false);
    try {
        if (json.at("benchfolio_check") != 1) throw not_ours(file, "--check");
        return {.name = json.at("name"),
                .title = json.at("title"),
                .summary = json.at("summary"),
                .conclusion = conclusion_of(json.at("conclusion"), file)};
    } catch (const nlohmann::json::exception&) {
        throw not_ours(file, "--check");
    }
}

}  // namespace benchfolio::cli
