#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <sstream>
#include <thread>
#include <vector>

#include "model/error.hpp"
#include "model/nearest.hpp"

namespace benchfolio::cli {
namespace {

constexpr auto overview = R"(Examples:
  benchfolio build --archive results --out site
  benchfolio init
  benchfolio check --archive results

Exit codes:
  0    done
  1    check found problems
  2    wrong usage or configuration
  3    broken result files under --strict; the site is written all the same
  4    a disk or another store refused
  130  interrupted; the old site stands)";

constexpr auto build_examples = R"(Examples:
  benchfolio build --archive results --out site
  benchfolio build --archive results --out site --config lab.toml --strict
  benchfolio build --archive results --out site --jobs 4 --now 2026-11-21T06:00:00Z

The site replaces an earlier one in --out whole; files there that are not benchfolio's stay.
Exit codes: 0 done, 2 usage or configuration, 3 broken files under --strict, 4 storage,
130 interrupted)";

constexpr auto check_examples = R"(Examples:
  benchfolio check --archive results
  benchfolio check --archive results --json | jq .findings

Exit codes: 0 no problems, 1 problems, 2 usage or configuration, 4 storage, 130 interrupted)";

constexpr auto init_examples = R"(Examples:
  benchfolio init
  benchfolio init --config lab.toml

A file that is there is never overwritten.
Exit codes: 0 written, 2 it is there already, 4 storage)";

[[noreturn]] void fail(const std::string& what, const std::string& hint) {
    throw model::Error(model::ExitCode::usage, "usage", what, {}, hint);
}

// The options as they were typed; what they mean is read afterwards, so that every mistake is told in our words.
struct Typed {
    std::string archive, out, config, templates, jobs, now, colour = "auto";
    bool strict = false, json = false, quiet = false;
};

void add_appearance(CLI::App& app, Typed& typed) {
    app.add_option("--color", typed.colour, "auto, always or never; auto heeds NO_COLOR and TERM=dumb")
        ->type_name("WHEN");
    app.add_flag("-q,--quiet", typed.quiet, "No progress, only results and errors");
}

void add_reading(CLI::App& app, Typed& typed) {
    app.add_option("--archive", typed.archive, "The folder with the result files (required)")->type_name("DIR");
    app.add_option("--config", typed.config, "The configuration; else ./benchfolio.toml, else defaults")
        ->type_name("FILE");
    app.add_option("-j,--jobs", typed.jobs, "Threads; else one for each processor")->type_name("N");
}

CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& what, const char* examples) {
    CLI::App* command = app.add_subcommand(name, what)->group("Commands");
    command->allow_extras();
    command->set_help_flag("-h,--help", "Print this");
    command->footer(examples);
    return command;
}

void add_build(CLI::App& app, Typed& typed) {
    CLI::App* build = add_command(app, "build", "Turn an archive of results into a site", build_examples);
    add_reading(*build, typed);
    build->add_option("--out", typed.out, "The folder of the site: new, empty, or an earlier site (required)")
        ->type_name("DIR");
    build->add_option("--templates", typed.templates, "A folder whose templates replace built-in ones")
        ->type_name("DIR");
    build->add_option("--now", typed.now, "When this is, for the page's freshness; else the clock")
        ->type_name("RFC3339");
    build->add_flag("--strict", typed.strict, "Exit 3 when the archive has broken files");
    add_appearance(*build, typed);
}

void add_check(CLI::App& app, Typed& typed) {
    CLI::App* check =
        add_command(app, "check", "Say what the archive holds and what is wrong; write nothing", check_examples);
    add_reading(*check, typed);
    check->add_flag("--json", typed.json, "The report as JSON");
    add_appearance(*check, typed);
}

void add_init(CLI::App& app, Typed& typed) {
    CLI::App* init =
        add_command(app, "init", "Write a commented benchfolio.toml, the reference of its keys", init_examples);
    init->add_option("--config", typed.config, "The file to write; else ./benchfolio.toml")->type_name("FILE");
    add_appearance(*init, typed);
}

void describe(CLI::App& app, Typed& typed) {
    app.name("benchfolio");
    app.allow_extras();
    app.set_help_flag("-h,--help", "Print this; `benchfolio COMMAND --help` says more");
    app.set_version_flag("--version", "benchfolio " BENCHFOLIO_VERSION, "Print the version");
    app.get_formatter()->column_width(28);
    app.get_formatter()->label("SUBCOMMAND", "COMMAND");
    app.footer(overview);
    add_appearance(app, typed);
    add_build(app, typed);
    add_check(app, typed);
    add_init(app, typed);
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

std::optional<model::Time> now_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto time = model::parse_time(text);
    if (!time) fail(fmt::format("--now must be a time as in RFC 3339, not `{}`", text), "--now 2026-11-20T06:00:00Z");
    return time;
}

Colour colour_of(const std::string& text) {
    if (text == "auto") return Colour::automatic;
    if (text == "always") return Colour::always;
    if (text == "never") return Colour::never;
    fail(fmt::format("--color must be auto, always or never, not `{}`", text), {});
}

Build build_of(const Typed& typed) {
    return {.archive = required(typed.archive, "--archive", "the folder with the results"),
            .out = required(typed.out, "--out", "the folder of the site"),
            .config = optional(typed.config),
            .templates = optional(typed.templates),
            .jobs = jobs_of(typed.jobs),
            .now = now_of(typed.now),
            .strict = typed.strict};
}

Check check_of(const Typed& typed) {
    return {.archive = required(typed.archive, "--archive", "the folder with the results"),
            .config = optional(typed.config),
            .jobs = jobs_of(typed.jobs),
            .json = typed.json};
}

Command command_of(const std::string& name, const Typed& typed) {
    if (name == "build") return build_of(typed);
    if (name == "check") return check_of(typed);
    return Init{optional(typed.config).value_or(Init{}.config)};
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
