#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include "cli/typed.hpp"
#include "model/error.hpp"
#include "model/nearest.hpp"
#include "model/percent.hpp"

namespace benchfolio::cli {
namespace {

[[noreturn]] void fail(const std::string& what, const std::string& hint) {
    throw model::Error(model::ExitCode::usage, "usage", what, {}, hint);
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

// `known` are options or commands, whichever the word is.
[[noreturn]] void fail_unknown(const std::string& word, const char* kind, const std::vector<std::string>& known,
                               const std::string& help) {
    const auto guess = model::nearest(word, known);
    fail(fmt::format("unknown {} `{}`", kind, word), guess ? fmt::format("did you mean `{}`?", *guess) : help);
}

void refuse_extras(const CLI::App& app, const CLI::App* command) {
    const CLI::App& asked = command ? *command : app;
    const std::string help = command ? fmt::format("benchfolio {} --help", command->get_name()) : "benchfolio --help";
    for (const std::string& word : asked.remaining()) {
        if (word.starts_with('-')) fail_unknown(word.substr(0, word.find('=')), "option", option_names(asked), help);
        if (!command) fail_unknown(word, "command", command_names(app), help);
        fail(fmt::format("unexpected argument `{}`", word), help);
    }
}

std::string required(const std::string& value, const char* option, const char* what) {
    if (value.empty()) fail(fmt::format("{} is missing", option), fmt::format("{} DIR names {}", option, what));
    return value;
}

std::optional<std::string> optional(const std::string& value) {
    return value.empty() ? std::nullopt : std::optional{value};
}

unsigned jobs_of(const std::string& text) {
    if (text.empty()) return std::max(1U, std::thread::hardware_concurrency());
    unsigned jobs = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), jobs);
    if (error != std::errc{} || end != text.data() + text.size() || jobs < 1 || jobs > 1024)
        fail(fmt::format("--jobs must be a whole number from 1 to 1024, not `{}`", text), {});
    return jobs;
}

std::optional<model::Time> time_of(const char* option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto time = model::parse_time(text);
    if (!time)
        fail(fmt::format("{} must be a time as in RFC 3339, not `{}`", option, text),
             fmt::format("{} 2026-11-20T06:00:00Z", option));
    return time;
}

// A day stands for its beginning, in UTC.
std::optional<model::Time> day_or_time_of(const char* option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    if (const auto day = model::parse_time(text + "T00:00:00Z")) return day;
    if (const auto time = model::parse_time(text)) return time;
    fail(fmt::format("{} must be a day, or a time as in RFC 3339, not `{}`", option, text),
         fmt::format("{} 2026-11-20", option));
}

Colour colour_of(const std::string& text) {
    if (text == "auto") return Colour::automatic;
    if (text == "always") return Colour::always;
    if (text == "never") return Colour::never;
    fail(fmt::format("--color must be auto, always or never, not `{}`", text), {});
}

archive::Addressing addressing_of(const std::string& text) {
    if (text == "auto") return archive::Addressing::automatic;
    if (text == "path") return archive::Addressing::path;
    if (text == "host") return archive::Addressing::host;
    fail(fmt::format("--addressing must be auto, path or host, not `{}`", text), {});
}

archive::Access access_of(const Typed& typed) {
    return {.endpoint = optional(typed.endpoint),
            .region = optional(typed.region),
            .profile = optional(typed.profile),
            .addressing = addressing_of(typed.addressing),
            .sign_requests = !typed.no_sign_request,
            .cache = {},
            .cancelled = {}};
}

std::optional<std::string> cache_of(const Typed& typed) {
    if (typed.no_cache && !typed.cache.empty())
        fail("--cache and --no-cache contradict each other", "leave one of them out");
    return typed.no_cache ? std::optional{std::string{}} : optional(typed.cache);
}

Source source_of(const Typed& typed) {
    return {.archive = required(typed.archive, "--archive", "the folder with the results"),
            .access = access_of(typed),
            .config = optional(typed.config),
            .clone = optional(typed.clone),
            .cache = cache_of(typed),
            .jobs = jobs_of(typed.jobs)};
}

Look look_of(const Typed& typed) {
    return {
        .templates = optional(typed.templates), .assets = optional(typed.assets), .now = time_of("--now", typed.now)};
}

Build build_of(const Typed& typed) {
    return {.source = source_of(typed),
            .look = look_of(typed),
            .out = required(typed.out, "--out", "the folder of the site"),
            .summary = optional(typed.summary),
            .strict = typed.strict};
}

std::uint32_t part_of_shard(std::string_view digits, const std::string& whole) {
    constexpr std::uint32_t most = 1'000'000;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size() || number < 1 || number > most)
        fail(fmt::format("--shard must be I/N with I from 1 to N, not `{}`", whole), "--shard 2/16");
    return number;
}

ingest::Shard shard_of(const std::string& text) {
    if (text.empty()) return {};
    const std::string_view both = text;
    const std::size_t slash = std::min(both.find('/'), both.size());
    const ingest::Shard shard{part_of_shard(both.substr(0, slash), text),
                              part_of_shard(both.substr(std::min(slash + 1, both.size())), text)};
    if (shard.number > shard.of)
        fail(fmt::format("there is no shard {} of {}", shard.number, shard.of),
             fmt::format("--shard goes from 1/{0} to {0}/{0}", shard.of));
    return shard;
}

Ingest ingest_of(const Typed& typed) {
    if (typed.no_cache) fail("ingest reads into a cache; with --no-cache there is nothing to do", "--cache DIR");
    required(typed.cache, "--cache", "the folder for what is read, to be given to `benchfolio build`");
    return {.source = source_of(typed), .shard = shard_of(typed.shard)};
}

Check check_of(const Typed& typed) {
    return {.source = source_of(typed), .json = typed.json};
}

void refuse_without_failed(const Typed& typed) {
    const std::pair<const char*, const std::string&> details[] = {
        {"--workflow", typed.workflow}, {"--url", typed.url}, {"--commit", typed.commit}, {"--at", typed.at}};
    for (const auto& [option, value] : details)
        if (!value.empty()) fail(fmt::format("{} says something of a failed night", option), "add --failed failure");
}

// It becomes a link on the pages.
std::optional<std::string> log_of(const std::string& url) {
    if (!url.empty() && !url.starts_with("https://") && !url.starts_with("http://"))
        fail(fmt::format("--url must begin with https:// or http://, not `{}`", url), {});
    return optional(url);
}

std::optional<std::string> commit_of(const std::string& commit) {
    const bool is_hex = commit.find_first_not_of("0123456789abcdefABCDEF") == commit.npos;
    if (!commit.empty() && (!is_hex || commit.size() < 4 || commit.size() > 64))
        fail(fmt::format("--commit must be a hexadecimal id of 4 to 64 digits, not `{}`", commit), {});
    return optional(commit);
}

std::optional<FailedNight> failed_of(const Typed& typed) {
    if (typed.failed.empty()) {
        refuse_without_failed(typed);
        return std::nullopt;
    }
    if (typed.failed != "failure" && typed.failed != "cancelled" && typed.failed != "timed_out")
        fail(fmt::format("--failed must be failure, cancelled or timed_out, not `{}`", typed.failed), {});
    return FailedNight{typed.failed, optional(typed.workflow), log_of(typed.url), commit_of(typed.commit),
                       time_of("--at", typed.at)};
}

// Without the slash that completion leaves at the end.
std::string folder_of(std::string folder) {
    if (folder.ends_with('/')) folder.pop_back();
    const std::string bounded = "/" + folder + "/";
    for (const char* part : {"//", "/./", "/../"})
        if (!folder.empty() && bounded.find(part) != bounded.npos)
            fail(fmt::format("--folder must be a folder below the archive, not `{}`", folder),
                 "--folder nightly/linux");
    return folder;
}

Upload upload_of(const Typed& typed) {
    if (typed.files.empty() && typed.failed.empty())
        fail("no file is given", "benchfolio upload result.json --archive s3://bucket/results");
    return {.files = typed.files,
            .archive = required(typed.archive, "--archive", "the folder for the results"),
            .access = access_of(typed),
            .config = optional(typed.config),
            .folder = folder_of(typed.folder),
            .failed = failed_of(typed),
            .dry_run = typed.dry_run};
}

double share_of(const std::string& text) {
    double share = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), share);
    if (error != std::errc{} || end != text.data() + text.size() || !(share >= 0 && share <= 1))
        fail(fmt::format("--largest-loss must be a share from 0 to 1, not `{}`", text), "0.5 is one half");
    return share;
}

Publish publish_of(const Typed& typed) {
    return {{.site = typed.site,
             .repository = typed.repository,
             .remote = typed.remote,
             .branch = typed.branch,
             .path = typed.path,
             .message = typed.message,
             .author = optional(typed.author),
             .date = time_of("--date", typed.date),
             .largest_loss = share_of(typed.largest_loss),
             .adopt = typed.adopt,
             .dry_run = typed.dry_run}};
}

unsigned short port_of(const std::string& text) {
    unsigned short port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size())
        fail(fmt::format("--port must be a whole number from 0 to 65535, not `{}`", text), {});
    return port;
}

Serve serve_of(const Typed& typed) {
    return {.source = source_of(typed), .look = look_of(typed), .port = port_of(typed.port), .open = typed.open};
}

constexpr std::pair<std::string_view, Format> formats[] = {
    {"text", Format::text}, {"markdown", Format::markdown}, {"json", Format::json}, {"html", Format::html}};

Format format_of(const Typed& typed, std::initializer_list<Format> known) {
    std::vector<std::string_view> names;
    for (const auto& [name, format] : formats) {
        if (std::ranges::find(known, format) == known.end()) continue;
        if (name == typed.format) return format;
        names.push_back(name);
    }
    fail(fmt::format("--format must be one of {}, not `{}`", fmt::join(names, ", "), typed.format), {});
}

Changes changes_of(const Typed& typed) {
    return {.source = source_of(typed),
            .now = time_of("--now", typed.now),
            .since = day_or_time_of("--since", typed.since),
            .format = format_of(typed, {Format::text, Format::markdown, Format::json})};
}

Source source_if_any(const Typed& typed) {
    Typed with_archive = typed;
    if (typed.archive.empty()) with_archive.archive = ".";
    Source source = source_of(with_archive);
    source.archive = typed.archive;
    return source;
}

Compare compare_of(const Typed& typed) {
    if (typed.sides.size() != 2)
        fail(fmt::format("compare wants two sides, BASE and HEAD, and got {}", typed.sides.size()),
             "benchfolio compare before.json after.json");
    return {.source = source_if_any(typed),
            .base = typed.sides[0],
            .head = typed.sides[1],
            .testbed = optional(typed.testbed),
            .across_testbeds = typed.across_testbeds,
            .format = format_of(typed, {Format::text, Format::markdown, Format::json, Format::html})};
}

Gate gate_of(const Typed& typed) {
    if (typed.heads.empty())
        fail("--head is missing", "benchfolio gate --head result.json --archive s3://bucket/results");
    return {.source = source_of(typed),
            .head = typed.heads,
            .folder = folder_of(typed.folder),
            .base = optional(typed.base),
            .branch = optional(typed.head_branch),
            .now = time_of("--now", typed.now),
            .format = format_of(typed, {Format::text, Format::markdown, Format::json}),
            .comment = optional(typed.comment_file),
            .check = optional(typed.check_file),
            .key = typed.key,
            .fail_on_unknown = typed.fail_on_unknown};
}

Backtest backtest_of(const Typed& typed) {
    return {.source = source_of(typed),
            .since = day_or_time_of("--since", typed.since),
            .format = format_of(typed, {Format::text, Format::json})};
}

std::optional<std::uint64_t> pull_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number == 0)
        fail(fmt::format("--pull must be the number of a pull request, not `{}`", text), "--pull 12");
    return number;
}

std::string project_of(const std::string& text) {
    const auto is_plain = [](char c) { return c == '/' || model::is_unreserved(c); };
    const auto slash = text.find('/');
    const bool two_parts = slash > 0 && slash + 1 < text.size() && text.find('/', slash + 1) == std::string::npos;
    if (!two_parts || slash == std::string::npos || !std::ranges::all_of(text, is_plain))
        fail(fmt::format("--project must be OWNER/NAME, not `{}`", text), "--project qutip/qutip");
    return text;
}

// Whole, as GitHub gives it: a part may be that of another commit.
std::optional<std::string> whole_commit_of(const std::string& text) {
    const bool is_hex = text.find_first_not_of("0123456789abcdef") == text.npos;
    if (!text.empty() && (!is_hex || (text.size() != 40 && text.size() != 64)))
        fail(fmt::format("--commit must be all 40 hexadecimal digits of the commit, not `{}`", text), {});
    return optional(text);
}

Comment comment_of(const Typed& typed) {
    if (typed.pull.empty() && typed.head_commit.empty())
        fail("neither --pull nor --commit is given", "one of them says which pull request it is");
    if (typed.body.empty() && typed.check_file.empty()) fail("neither --body nor --check is given", {});
    return {.repository = project_of(typed.project),
            .api = optional(typed.github),
            .pull = pull_of(typed.pull),
            .head_commit = whole_commit_of(typed.head_commit),
            .body = optional(typed.body),
            .check = optional(typed.check_file),
            .only_changes = typed.only_changes,
            .dry_run = typed.dry_run};
}

Command command_of(const std::string& name, const Typed& typed) {
    if (name == "changes") return changes_of(typed);
    if (name == "compare") return compare_of(typed);
    if (name == "gate") return gate_of(typed);
    if (name == "backtest") return backtest_of(typed);
    if (name == "comment") return comment_of(typed);
    if (name == "build") return build_of(typed);
    if (name == "ingest") return ingest_of(typed);
    if (name == "check") return check_of(typed);
    if (name == "upload") return upload_of(typed);
    if (name == "publish") return publish_of(typed);
    if (name == "serve") return serve_of(typed);
    return Init{optional(typed.config).value_or(Init{}.config), typed.triage};
}

// CLI11 reports help, version and what it cannot take apart as exceptions; the text is nothing where it is done.
std::optional<std::string> take_apart(CLI::App& app, int argc, const char* const* argv) {
    try {
        app.parse(argc, argv);
        return std::nullopt;
    } catch (const CLI::Success& success) {
        std::ostringstream text;
        app.exit(success, text, text);
        return text.str();
    } catch (const CLI::ParseError& error) {
        fail(error.what(), "benchfolio --help");
    }
}

}  // namespace

Command parse(int argc, const char* const* argv, Appearance& appearance) {
    Typed typed;
    CLI::App app{"A dashboard of benchmark results: every nightly result in, a static site out."};
    describe(app, typed);
    const auto answer = take_apart(app, argc, argv);
    appearance = {colour_of(typed.colour), typed.quiet};
    if (answer) return Answer{*answer};
    const auto commands = app.get_subcommands();
    refuse_extras(app, commands.empty() ? nullptr : commands.front());
    if (commands.empty())
        fail("no command is given", fmt::format("benchfolio {}", fmt::join(command_names(app), " | benchfolio ")));
    return command_of(commands.front()->get_name(), typed);
}

}  // namespace benchfolio::cli
