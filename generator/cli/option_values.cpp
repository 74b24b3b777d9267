#include "cli/option_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <thread>
#include <vector>

#include "model/error.hpp"
#include "model/nearest.hpp"
#include "model/percent.hpp"

namespace benchfolio::cli {
namespace {

using model::Kind;

// Nothing where the text is anything but a number of this type.
template <typename Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

std::uint32_t part_of_shard(std::string_view digits, const std::string& whole) {
    constexpr std::uint32_t most = 1'000'000;
    const auto number = number_of<std::uint32_t>(digits);
    if (!number || *number < 1 || *number > most)
        fail_usage(fmt::format("--shard must be I/N with I from 1 to N, not `{}`", whole), "--shard 2/16");
    return *number;
}

}  // namespace

void fail_usage(const std::string& what, const std::string& hint) {
    throw model::Error(model::ExitCode::usage, "usage", what, {}, hint);
}

std::string required(const std::string& text, const char* option, const char* what) {
    if (text.empty()) fail_usage(fmt::format("{} is missing", option), fmt::format("{} DIR names {}", option, what));
    return text;
}

std::optional<std::string> optional(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

unsigned jobs_of(const std::string& text) {
    constexpr unsigned most = 1024;
    if (text.empty()) return std::max(1U, std::thread::hardware_concurrency());
    const auto jobs = number_of<unsigned>(text);
    if (!jobs || *jobs < 1 || *jobs > most)
        fail_usage(fmt::format("--jobs must be a whole number from 1 to {}, not `{}`", most, text), {});
    return *jobs;
}

Colour colour_of(const std::string& text) {
    if (text == "auto") return Colour::automatic;
    if (text == "always") return Colour::always;
    if (text == "never") return Colour::never;
    fail_usage(fmt::format("--color must be auto, always or never, not `{}`", text), {});
}

archive::Addressing addressing_of(const std::string& text) {
    if (text == "auto") return archive::Addressing::automatic;
    if (text == "path") return archive::Addressing::path;
    if (text == "host") return archive::Addressing::host;
    fail_usage(fmt::format("--addressing must be auto, path or host, not `{}`", text), {});
}

unsigned short port_of(const std::string& text) {
    const auto port = number_of<unsigned short>(text);
    if (!port) fail_usage(fmt::format("--port must be a whole number from 0 to 65535, not `{}`", text), {});
    return *port;
}

double share_of(const std::string& text) {
    const auto share = number_of<double>(text);
    if (!share || !(*share >= 0 && *share <= 1))
        fail_usage(fmt::format("--largest-loss must be a share from 0 to 1, not `{}`", text), "0.5 is one half");
    return *share;
}

ingest::Shard shard_of(const std::string& text) {
    if (text.empty()) return {};
    const std::string_view both = text;
    const std::size_t slash = std::min(both.find('/'), both.size());
    const ingest::Shard shard{part_of_shard(both.substr(0, slash), text),
                              part_of_shard(both.substr(std::min(slash + 1, both.size())), text)};
    if (shard.number > shard.of)
        fail_usage(fmt::format("there is no shard {} of {}", shard.number, shard.of),
                   fmt::format("--shard goes from 1/{0} to {0}/{0}", shard.of));
    return shard;
}

std::optional<model::Time> time_of(const char* option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto time = model::parse_time(text);
    if (!time)
        fail_usage(fmt::format("{} must be a time as in RFC 3339, not `{}`", option, text),
                   fmt::format("{} 2026-11-20T06:00:00Z", option));
    return time;
}

std::optional<model::Time> day_or_time_of(const char* option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    if (const auto day = model::parse_time(text + "T00:00:00Z")) return day;
    if (const auto time = model::parse_time(text)) return time;
    fail_usage(fmt::format("{} must be a day, or a time as in RFC 3339, not `{}`", option, text),
               fmt::format("{} 2026-11-20", option));
}

std::chrono::days nights_of(const std::string& text) {
    constexpr unsigned most = 36'500;
    const std::size_t digits = std::min(text.find(' '), text.size());
    const auto days = number_of<unsigned>(std::string_view{text}.substr(0, digits));
    const std::string_view unit = std::string_view{text}.substr(digits);
    if (!days || *days < 1 || *days > most || (!unit.empty() && unit != " days" && unit != " day"))
        fail_usage(fmt::format("--nights must be a number of days, not `{}`", text), "--nights \"14 days\"");
    return std::chrono::days{*days};
}

std::optional<Kind> kind_of(const std::string& word) {
    if (word.empty()) return std::nullopt;
    if (const auto kind = model::kind_of(word)) return kind;
    std::vector<std::string> known;
    for (const Kind kind : {Kind::nightly, Kind::tag, Kind::manual, Kind::branch, Kind::pull_request})
        known.emplace_back(model::name_of(kind));
    fail_usage(fmt::format("--kind must be one of {}, not `{}`", fmt::join(known, ", "), word),
               model::did_you_mean(word, known));
}

std::string folder_of(std::string folder) {
    if (folder.ends_with('/')) folder.pop_back();  // as completion leaves it
    const std::string bounded = "/" + folder + "/";
    for (const char* part : {"//", "/./", "/../"})
        if (!folder.empty() && bounded.find(part) != bounded.npos)
            fail_usage(fmt::format("--folder must be a folder below the archive, not `{}`", folder),
                       "--folder nightly/linux");
    return folder;
}

std::optional<std::string> log_of(const std::string& url) {
    if (!url.empty() && !url.starts_with("https://") && !url.starts_with("http://"))
        fail_usage(fmt::format("--url must begin with https:// or http://, not `{}`", url), {});
    return optional(url);
}

std::optional<std::string> commit_of(const std::string& commit) {
    const bool is_hex = commit.find_first_not_of("0123456789abcdefABCDEF") == commit.npos;
    if (!commit.empty() && (!is_hex || commit.size() < 4 || commit.size() > 64))
        fail_usage(fmt::format("--commit must be a hexadecimal id of 4 to 64 digits, not `{}`", commit), {});
    return optional(commit);
}

std::optional<std::uint64_t> pull_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto number = number_of<std::uint64_t>(text);
    if (!number || *number == 0)
        fail_usage(fmt::format("--pull must be the number of a pull request, not `{}`", text), "--pull 12");
    return number;
}

std::string project_of(const std::string& text) {
    const std::string_view all = text;
    const std::size_t slash = std::min(all.find('/'), all.size());
    if (!is_file_name(all.substr(0, slash)) || slash == all.size() || !is_file_name(all.substr(slash + 1)))
        fail_usage(fmt::format("--project must be OWNER/NAME, not `{}`", text), "--project qutip/qutip");
    return text;
}

std::optional<std::string> whole_commit_of(const std::string& text) {
    const bool is_hex = text.find_first_not_of("0123456789abcdef") == text.npos;
    if (!text.empty() && (!is_hex || (text.size() != 40 && text.size() != 64)))
        fail_usage(fmt::format("--commit must be all 40 hexadecimal digits of the commit, not `{}`", text), {});
    return optional(text);
}

bool is_ref(std::string_view text) {
    constexpr std::string_view never = "~^:?*[\\ ";
    const auto is_bad = [&](char c) {
        return static_cast<unsigned char>(c) < 0x21 || c == 0x7f || never.find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= 255 && !text.starts_with('-') && text.find("..") == std::string_view::npos &&
           std::ranges::none_of(text, is_bad);
}

bool is_file_name(std::string_view text) {
    return !text.empty() && text != "." && text != ".." && std::ranges::all_of(text, model::is_unreserved);
}

}  // namespace benchfolio::cli
