#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "cli/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/github.hpp"
#include "cli/json.hpp"
#include "forge/repository.hpp"
#include "model/error.hpp"
#include "model/percent.hpp"
#include "site/routes.hpp"

namespace benchfolio::cli {
namespace {

using model::Error;
using model::ExitCode;

constexpr int schema_version = 1;

// All that is asked of GitHub, and where its result will stand.
struct Asked {
    std::string project;
    forge::Dispatch dispatch;  // its ref is empty where the default branch is meant
    std::string page;          // below the site's address if that is configured
    std::vector<std::string> upload;
};

// "https://github.com/owner/name" is "owner/name"; empty for anything else.
std::string project_of(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    if (url.ends_with(".git")) url.resize(url.size() - 4);
    const std::size_t host = url.find("://");
    const std::size_t path = host == std::string::npos ? host : url.find('/', host + 3);
    if (path == std::string::npos) return {};
    const std::string project = url.substr(path + 1);
    return std::ranges::count(project, '/') == 1 ? project : std::string{};
}

std::string project_of(const Request& arguments, const config::Config& config) {
    if (arguments.project) return *arguments.project;
    if (std::string project = project_of(config.site.repository_url); !project.empty()) return project;
    throw Error(ExitCode::usage, "usage", "nobody says whose workflow measures", {},
                "--project OWNER/NAME, or [site] repository_url in the configuration");
}

std::map<std::string, std::string> inputs_of(const Request& arguments) {
    std::map<std::string, std::string> inputs{{"fork", arguments.owner + "/" + arguments.repository},
                                              {"ref", arguments.ref}};
    if (arguments.suite) inputs["suite"] = *arguments.suite;
    if (arguments.flags) inputs["flags"] = *arguments.flags;
    if (arguments.testbed) inputs["testbed"] = *arguments.testbed;
    return inputs;
}

std::string page_of(const Request& arguments, const config::Config& config) {
    constexpr std::string_view index = "index.html";
    std::string path = site::routes::manual(arguments.owner, arguments.ref);
    path.resize(path.size() - index.size());
    return config.site.base_url.empty() ? path : site::routes::below(config.site.base_url, path);
}

Asked asked_for(const Request& arguments, const config::Config& config) {
    return {.project = project_of(arguments, config),
            .dispatch = {arguments.workflow, arguments.branch.value_or(""), inputs_of(arguments)},
            .page = page_of(arguments, config),
            .upload = {"benchfolio", "upload", "result.json", "--archive", arguments.archive.value_or("ARCHIVE"),
                       "--kind", "manual", "--owner", arguments.owner, "--ref", arguments.ref}};
}

// As a POSIX shell takes it for one word.
std::string quoted(const std::string& word) {
    const auto is_plain = [](char c) {
        return model::is_unreserved(c) || std::string_view{"/:=@+,"}.find(c) != std::string_view::npos;
    };
    if (!word.empty() && std::ranges::all_of(word, is_plain)) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return text + "'";
}

std::string line_of(const std::vector<std::string>& words) {
    std::string line;
    for (const std::string& word : words) line += (line.empty() ? "" : " ") + quoted(word);
    return line;
}

std::string gh_line(const Asked& asked) {
    std::vector<std::string> words{"gh", "workflow", "run", asked.dispatch.workflow, "--repo", asked.project};
    if (!asked.dispatch.ref.empty()) words.insert(words.end(), {"--ref", asked.dispatch.ref});
    for (const auto& [name, value] : asked.dispatch.inputs) words.insert(words.end(), {"-f", name + "=" + value});
    return line_of(words);
}

std::string address_of(const Asked& asked, const std::string& api) {
    return fmt::format("{}/repos/{}/actions/workflows/{}/dispatches", api, asked.project, asked.dispatch.workflow);
}

Json body_of(const Asked& asked) {
    return {{"ref", asked.dispatch.ref.empty() ? "main" : asked.dispatch.ref}, {"inputs", asked.dispatch.inputs}};
}

std::string text_of(const Asked& asked, const Request& arguments, bool has_address) {
    std::string text;
    if (arguments.dispatch)
        text += fmt::format("started {} of {}\n", asked.dispatch.workflow, asked.project);
    else
        text += fmt::format("To start it:\n  {}\nor, with a token that may write actions:\n  POST {}\n  {}\n",
                            gh_line(asked), address_of(asked, github_api(arguments.api)), body_of(asked).dump());
    text += fmt::format("The result will stand at:\n  {}{}\n", asked.page,
                        has_address ? "" : "  (below the site, whose address [site] base_url names)");
    return text + "once it is uploaded and the site is built:\n  " + line_of(asked.upload) + "\n";
}

std::string json_of(const Asked& asked, const Request& arguments) {
    const Json document{{"schema_version", schema_version},
                        {"project", asked.project},
                        {"workflow", asked.dispatch.workflow},
                        {"url", address_of(asked, github_api(arguments.api))},
                        {"body", body_of(asked)},
                        {"command", gh_line(asked)},
                        {"page", asked.page},
                        {"upload", asked.upload},
                        {"started", arguments.dispatch}};
    return json_text(document);
}

void start(const Request& arguments, Asked& asked) {
    const forge::Connection connection{github_access(arguments.api, "write actions")};
    const forge::Repository repository{connection, asked.project};
    if (!repository.has_workflow(asked.dispatch.workflow))
        throw Error(
            ExitCode::usage, "github",
            fmt::format("{} has no workflow {}, or does not show it to this token", asked.project,
                        asked.dispatch.workflow),
            "--workflow",
            "it has to be in .github/workflows of the default branch, with `on: workflow_dispatch`; the token has "
            "to be one that may write actions there");
    if (asked.dispatch.ref.empty()) asked.dispatch.ref = repository.default_branch();
    repository.start(asked.dispatch);
}

}  // namespace

ExitCode request(const Request& arguments, const Session&) {
    const config::Config config = load_configuration(arguments.config);
    Asked asked = asked_for(arguments, config);
    if (arguments.dispatch) start(arguments, asked);
    const bool has_address = !config.site.base_url.empty();
    if (arguments.format == Format::json)
        print_result(json_of(asked, arguments));
    else
        print_result(text_of(asked, arguments, has_address));
    return ExitCode::ok;
}

}  // namespace benchfolio::cli
