#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>
#include <vector>

#include "cli/option_values.hpp"
#include "cli/typed.hpp"
#include "cli/upload_purpose.hpp"
#include "exporter/schema.hpp"
#include "model/error.hpp"
#include "model/nearest.hpp"

namespace benchfolio::cli {
namespace {

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
    fail_usage(fmt::format("unknown {} `{}`", kind, word), guess ? fmt::format("did you mean `{}`?", *guess) : help);
}

void refuse_extras(const CLI::App& app, const CLI::App* command) {
    const CLI::App& asked = command ? *command : app;
    const std::string help = command ? fmt::format("benchfolio {} --help", command->get_name()) : "benchfolio --help";
    for (const std::string& word : asked.remaining()) {
        if (word.starts_with('-')) fail_unknown(word.substr(0, word.find('=')), "option", option_names(asked), help);
        if (!command) fail_unknown(word, "command", command_names(app), help);
        fail_usage(fmt::format("unexpected argument `{}`", word), help);
    }
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
        fail_usage("--cache and --no-cache contradict each other", "leave one of them out");
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

Ingest ingest_of(const Typed& typed) {
    if (typed.no_cache) fail_usage("ingest reads into a cache; with --no-cache there is nothing to do", "--cache DIR");
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
        if (!value.empty())
            fail_usage(fmt::format("{} says something of a failed night", option), "add --failed failure");
}

std::optional<FailedNight> failed_of(const Typed& typed) {
    if (typed.failed.empty()) {
        refuse_without_failed(typed);
        return std::nullopt;
    }
    if (typed.failed != "failure" && typed.failed != "cancelled" && typed.failed != "timed_out")
        fail_usage(fmt::format("--failed must be failure, cancelled or timed_out, not `{}`", typed.failed), {});
    return FailedNight{typed.failed, optional(typed.workflow), log_of(typed.url), commit_of(typed.commit),
                       time_of("--at", typed.at)};
}

// The folder, and in it those that say what the results were made for.
std::string destination_of(const Typed& typed) {
    const std::string folder = folder_of(typed.folder);
    const std::string purpose = folders_of({typed.kind, typed.ref, typed.owner, typed.start});
    return folder + (folder.empty() || purpose.empty() ? "" : "/") + purpose;
}

Listed listed_of(const std::string& word) {
    constexpr std::pair<std::string_view, Listed> known[] = {{"runs", Listed::runs},
                                                             {"branches", Listed::branches},
                                                             {"benchmarks", Listed::benchmarks},
                                                             {"testbeds", Listed::testbeds}};
    std::vector<std::string> names;
    for (const auto& [name, listed] : known) {
        if (name == word) return listed;
        names.emplace_back(name);
    }
    if (word.empty()) fail_usage("list what?", "benchfolio list runs --archive results");
    fail_unknown(word, "list", names, "known are runs, branches, benchmarks and testbeds");
}

List list_of(const Typed& typed) {
    return {.source = source_of(typed),
            .what = listed_of(typed.listed),
            .kind = kind_of(typed.kind),
            .branch = optional(typed.head_branch),
            .testbed = optional(typed.testbed),
            .benchmark = optional(typed.benchmark),
            .since = day_or_time_of("--since", typed.since),
            .json = typed.json};
}

Upload upload_of(const Typed& typed) {
    if (typed.files.empty() && typed.failed.empty())
        fail_usage("no file is given", "benchfolio upload result.json --archive s3://bucket/results");
    return {.files = typed.files,
            .archive = required(typed.archive, "--archive", "the folder for the results"),
            .access = access_of(typed),
            .config = optional(typed.config),
            .folder = destination_of(typed),
            .failed = failed_of(typed),
            .dry_run = typed.dry_run};
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

Serve serve_of(const Typed& typed) {
    return {.source = source_of(typed), .look = look_of(typed), .port = port_of(typed.port), .open = typed.open};
}

constexpr std::pair<std::string_view, Format> formats[] = {{"text", Format::text},
                                                           {"markdown", Format::markdown},
                                                           {"json", Format::json},
                                                           {"html", Format::html},
                                                           {"matrix", Format::matrix}};

Format format_of(const Typed& typed, std::initializer_list<Format> known) {
    std::vector<std::string_view> names;
    for (const auto& [name, format] : formats) {
        if (std::ranges::find(known, format) == known.end()) continue;
        if (name == typed.format) return format;
        names.push_back(name);
    }
    fail_usage(fmt::format("--format must be one of {}, not `{}`", fmt::join(names, ", "), typed.format), {});
}

Changes changes_of(const Typed& typed) {
    return {.source = source_of(typed),
            .now = time_of("--now", typed.now),
            .since = day_or_time_of("--since", typed.since),
            .format = format_of(typed, {Format::text, Format::markdown, Format::json})};
}

ExportFormat export_format_of(const Typed& typed) {
    if (typed.format == "csv") return ExportFormat::csv;
    if (typed.format == "jsonl") return ExportFormat::json_lines;
    if (typed.format == "sqlite") return ExportFormat::sqlite;
    if (typed.format == Typed{}.format) fail_usage("--format is missing", "--format sqlite, csv or jsonl");
    fail_usage(fmt::format("--format must be one of csv, jsonl, sqlite, not `{}`", typed.format), {});
}

Command export_of(const Typed& typed) {
    if (typed.schema) return Answer{exporter::schema_text()};
    return Export{.source = source_of(typed),
                  .now = time_of("--now", typed.now),
                  .format = export_format_of(typed),
                  .out = required(typed.out, "--out", "the database, or the folder of the tables")};
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
        fail_usage(fmt::format("compare wants two sides, BASE and HEAD, and got {}", typed.sides.size()),
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
        fail_usage("--head is missing", "benchfolio gate --head result.json --archive s3://bucket/results");
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

Import import_of(const Typed& typed) {
    constexpr auto example = "benchfolio import mypyc mypyc-benchmark-results --archive results";
    if (typed.sides.size() != 2 || typed.sides[0] != "mypyc")
        fail_usage("import wants `mypyc` and the folder of its results", example);
    if (typed.archive.empty()) fail_usage("--archive is missing", example);
    return {.folder = typed.sides[1], .archive = typed.archive, .access = access_of(typed), .dry_run = typed.dry_run};
}

Continuity continuity_of(const Typed& typed) {
    constexpr std::size_t least = 4;
    if (!typed.seam.empty() && typed.seam.size() < least)
        fail_usage(fmt::format("`{}` is too short for a commit", typed.seam),
                   fmt::format("at least its first {} digits", least));
    return {.source = source_of(typed), .commit = optional(typed.seam), .json = typed.json};
}

Comment comment_of(const Typed& typed) {
    if (typed.pull.empty() && typed.head_commit.empty())
        fail_usage("neither --pull nor --commit is given", "one of them says which pull request it is");
    if (typed.body.empty() && typed.check_file.empty()) fail_usage("neither --body nor --check is given", {});
    return {.repository = project_of(typed.project),
            .api = optional(typed.github),
            .pull = pull_of(typed.pull),
            .head_commit = whole_commit_of(typed.head_commit),
            .body = optional(typed.body),
            .check = optional(typed.check_file),
            .only_changes = typed.only_changes,
            .dry_run = typed.dry_run};
}

Plan plan_of(const Typed& typed) {
    return {.source = source_of(typed),
            .suite = optional(typed.suite),
            .nights = nights_of(typed.nights),
            .testbed = optional(typed.testbed),
            .format = format_of(typed, {Format::text, Format::json, Format::matrix})};
}

Bisect bisect_of(const Typed& typed) {
    const bool is_hex = typed.change.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (typed.change.empty())
        fail_usage("bisect wants the id of a change",
                   "`benchfolio changes --archive ARCHIVE` lists them, with their ids");
    if (typed.change.size() < 4 || typed.change.size() > 10 || !is_hex)
        fail_usage(fmt::format("bisect wants the id of a change, or at least 4 digits of it, not `{}`", typed.change),
                   "`benchfolio changes --archive ARCHIVE` lists them");
    return {.source = source_of(typed),
            .change = typed.change,
            .first_parent = typed.first_parent,
            .format = format_of(typed, {Format::text, Format::json, Format::matrix})};
}

Request request_of(const Typed& typed) {
    const std::string& asked = typed.asked;
    if (asked.empty()) fail_usage("request wants OWNER/REPO@COMMIT", "benchfolio request alice/project@3b6f1e2");
    const std::size_t slash = asked.find('/'), at = std::min(asked.find('@'), asked.size());
    if (slash == std::string::npos || slash > at || at == asked.size() || !is_ref(asked.substr(at + 1)) ||
        !is_file_name(asked.substr(0, slash)) || !is_file_name(asked.substr(slash + 1, at - slash - 1)))
        fail_usage(fmt::format("request wants OWNER/REPO@COMMIT, not `{}`", asked),
                   "benchfolio request alice/project@3b6f1e2");
    if (!is_file_name(typed.workflow_file))
        fail_usage(
            fmt::format("--workflow must be the name of a file in .github/workflows, not `{}`", typed.workflow_file),
            "--workflow manual.yml");
    return {.owner = asked.substr(0, slash),
            .repository = asked.substr(slash + 1, at - slash - 1),
            .ref = asked.substr(at + 1),
            .config = optional(typed.config),
            .archive = optional(typed.archive),
            .project = typed.project.empty() ? std::nullopt : std::optional{project_of(typed.project)},
            .branch = optional(typed.workflow_branch),
            .workflow = typed.workflow_file,
            .suite = optional(typed.suite),
            .flags = optional(typed.flags),
            .testbed = optional(typed.testbed),
            .api = optional(typed.github),
            .dispatch = typed.dispatch,
            .format = format_of(typed, {Format::text, Format::json})};
}

Init init_of(const Typed& typed) {
    return {optional(typed.config).value_or(Init{}.config), typed.triage};
}

template <auto read>
Command as_command(const Typed& typed) {
    return read(typed);
}

using Read = Command (*)(const Typed&);
constexpr std::pair<std::string_view, Read> commands[] = {
    {"backtest", as_command<backtest_of>}, {"bisect", as_command<bisect_of>},
    {"build", as_command<build_of>},       {"changes", as_command<changes_of>},
    {"check", as_command<check_of>},       {"comment", as_command<comment_of>},
    {"compare", as_command<compare_of>},   {"continuity", as_command<continuity_of>},
    {"export", as_command<export_of>},     {"gate", as_command<gate_of>},
    {"import", as_command<import_of>},     {"ingest", as_command<ingest_of>},
    {"init", as_command<init_of>},         {"list", as_command<list_of>},
    {"plan", as_command<plan_of>},         {"publish", as_command<publish_of>},
    {"request", as_command<request_of>},   {"serve", as_command<serve_of>},
    {"upload", as_command<upload_of>}};

// `name` is one that CLI11 knows, from cli/typed.cpp.
Command command_of(std::string_view name, const Typed& typed) {
    return std::ranges::find(commands, name, &std::pair<std::string_view, Read>::first)->second(typed);
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
        fail_usage(error.what(), "benchfolio --help");
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
    const auto asked = app.get_subcommands();
    refuse_extras(app, asked.empty() ? nullptr : asked.front());
    if (asked.empty())
        fail_usage("no command is given",
                   fmt::format("benchfolio {}", fmt::join(command_names(app), " | benchfolio ")));
    return command_of(asked.front()->get_name(), typed);
}

}  // namespace benchfolio::cli
