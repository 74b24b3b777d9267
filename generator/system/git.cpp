#include "system/git.hpp"

#include <unistd.h>

#include <array>
#include <utility>

#include "model/error.hpp"

namespace benchfolio::system {
namespace {

// `git rev-parse --local-env-vars`, the quarantine of a hook, dates that are set here, and all that traces: a trace
// shows headers.
constexpr std::array taken_away{"GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                "GIT_AUTHOR_DATE",
                                "GIT_COMMITTER_DATE",
                                "GIT_COMMON_DIR",
                                "GIT_CONFIG",
                                "GIT_CONFIG_COUNT",
                                "GIT_CONFIG_PARAMETERS",
                                "GIT_CURL_VERBOSE",
                                "GIT_DIR",
                                "GIT_GRAFT_FILE",
                                "GIT_IMPLICIT_WORK_TREE",
                                "GIT_INDEX_FILE",
                                "GIT_INTERNAL_SUPER_PREFIX",
                                "GIT_NAMESPACE",
                                "GIT_NO_REPLACE_OBJECTS",
                                "GIT_OBJECT_DIRECTORY",
                                "GIT_PREFIX",
                                "GIT_QUARANTINE_PATH",
                                "GIT_REPLACE_REF_BASE",
                                "GIT_SHALLOW_FILE",
                                "GIT_TRACE",
                                "GIT_TRACE2",
                                "GIT_TRACE2_EVENT",
                                "GIT_TRACE2_PERF",
                                "GIT_TRACE_CURL",
                                "GIT_TRACE_CURL_NO_DATA",
                                "GIT_TRACE_FSMONITOR",
                                "GIT_TRACE_PACKET",
                                "GIT_TRACE_PACKFILE",
                                "GIT_TRACE_PACK_ACCESS",
                                "GIT_TRACE_PERFORMANCE",
                                "GIT_TRACE_REFS",
                                "GIT_TRACE_SETUP",
                                "GIT_TRACE_SHALLOW",
                                "GIT_TRANSPORT_HELPER_DEBUG",
                                "GIT_WORK_TREE"};

}  // namespace

Variables plain_surroundings() {
    Variables variables{{"LC_ALL", "C"}, {"LANGUAGE", std::nullopt}};
    for (const char* name : taken_away) variables[name] = std::nullopt;
    if (::isatty(STDIN_FILENO) != 1) variables["GIT_TERMINAL_PROMPT"] = "0";
    return variables;
}

Outcome Git::run(std::vector<std::string> arguments, std::function<void(const Write&)> input) const {
    arguments.insert(arguments.begin(), "git");
    Outcome outcome = system::run({.arguments = std::move(arguments),
                                   .folder = folder,
                                   .environment = variables,
                                   .input = std::move(input),
                                   .cancelled = cancelled});
    // Ctrl-C reaches git as well as us, and git may have been quicker.
    if (outcome.status != 0 && cancelled && cancelled())
        throw model::Error(model::ExitCode::interrupted, "interrupted", "stopped while `git` ran");
    return outcome;
}

}  // namespace benchfolio::system
