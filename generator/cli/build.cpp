#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "analysis/freshness.hpp"
#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/kept_memo.hpp"
#include "cli/stages.hpp"
#include "model/percent.hpp"
#include "publish/folder.hpp"
#include "site/headline.hpp"
#include "site/routes.hpp"
#include "summary/summary.hpp"

namespace benchfolio::cli {
namespace fs = std::filesystem;
namespace {

using model::Error;
using model::ExitCode;

// As it will be, though it may not be there yet: a relative path without its first folder would stay relative.
fs::path resolved(const std::string& folder) {
    return fs::weakly_canonical(fs::absolute(folder));
}

// A site inside the archive would be read as results by the next build.
void refuse_inside(const std::string& out, const std::string& archive) {
    const fs::path site = resolved(out), results = resolved(archive);
    const auto [rest, ignored] = std::mismatch(results.begin(), results.end(), site.begin(), site.end());
    if (rest == results.end())
        throw Error(ExitCode::usage, "out", "the site would lie inside the archive", out,
                    "name a folder outside of it with --out");
}

bool stays_in_file_url(char c) {
    return c > ' ' && c < '\x7f' && std::string_view{"%#?\""}.find(c) == std::string_view::npos;
}

// A path as a browser opens it.
std::string file_url(const fs::path& path) {
    return "file://" + model::percent_encoded(fs::weakly_canonical(path).string(), stays_in_file_url);
}

std::string testbed_text(const model::History& history, const config::Config& config) {
    const bool only_cpu = config.ingest.dimensions == std::vector<std::string>{"cpu"};
    const auto hidden = std::ranges::count(history.testbeds, true, &model::Testbed::hidden);
    const std::string text = only_cpu ? counted(history.testbeds.size(), "CPU", "CPUs")
                                      : counted(history.testbeds.size(), "testbed", "testbeds");
    return hidden == 0 ? text : fmt::format("{}, {} hidden", text, hidden);
}

std::string unused_text(const model::History& history) {
    const std::size_t broken = count(history, model::RejectionKind::broken);
    const std::size_t foreign = count(history, model::RejectionKind::foreign);
    const std::size_t duplicates = history.duplicates.size();
    return fmt::format("{} ({} broken, {} foreign, {} duplicate)",
                       counted(broken + foreign + duplicates, "file", "files"), grouped(broken), grouped(foreign),
                       grouped(duplicates));
}

std::string kept_text(const publish::Written& written) {
    return written.kept == 0 ? "" : fmt::format(", and {} of yours kept", counted(written.kept, "file", "files"));
}

// What a person wants to know after a build.
std::string account(const std::string& out, const model::History& history, const config::Config& config,
                    const publish::Written& written, std::size_t pages) {
    std::string text = fmt::format("site       {} ({}, {}{})\n", out, counted(written.files, "file", "files"),
                                   size_text(written.bytes), kept_text(written));
    text += fmt::format("pages      {}\n", grouped(pages));
    text += fmt::format("runs       {} on {}\n", grouped(history.runs.size()), testbed_text(history, config));
    if (!history.failures.empty())
        text += fmt::format("failed     {}\n", counted(history.failures.size(), "night", "nights"));
    text += fmt::format("not used   {}\n", unused_text(history));
    if (!history.rejections.empty() || !history.duplicates.empty())
        text += fmt::format("           reasons: {}\n", (fs::path{out} / site::routes::rejected).string());
    return text + fmt::format("look at it {}\n", file_url(fs::path{out} / site::routes::home));
}

std::string time_text(std::chrono::steady_clock::time_point began) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    return fmt::format("time       {}\n", duration_text(took.count()));
}

// Several sites may be made of one archive, each with a memo of its own.
std::string identity_of_site(const archive::ObjectStore& store, const std::string& out) {
    return store.identity() + "\nsite " + resolved(out).string();
}

// Broken files are told with the first few places, so that a nightly log says what to look at.
void require_unbroken(const model::History& history, const std::string& out) {
    const std::size_t broken = count(history, model::RejectionKind::broken);
    if (broken == 0) return;
    const auto first = std::ranges::find(history.rejections, model::RejectionKind::broken, &model::Rejection::kind);
    throw Error(
        ExitCode::broken_files, "broken",
        fmt::format("{} broken; the first: {}", counted(broken, "result file is", "result files are"), first->reason),
        first->where.empty() ? first->file : fmt::format("{}: {}", first->file, first->where),
        fmt::format("all are listed in {}", (fs::path{out} / site::routes::rejected).string()));
}

// Appends, since the file may be of a whole job, as $GITHUB_STEP_SUMMARY is of a step.
void append(const std::string& file, const std::string& text) {
    std::ofstream stream{file, std::ios::binary | std::ios::app};
    stream << text << std::flush;
    if (!stream)
        throw Error(ExitCode::storage, "storage",
                    fmt::format("the summary cannot be written: {}", std::strerror(errno)), file);
}

// A nightly job that no longer gives results is to be noticed: where an age is configured, this is the build's failure.
void require_fresh(const model::History& history, const config::Config& config) {
    if (!config.analysis.max_age) return;
    const std::string limit = site::age_text(*config.analysis.max_age);
    const std::string hint = "see why the benchmarks do not run, or declare a [[pause]] in " + config.source;
    const auto freshness = analysis::freshness(history, config.analysis, config.site.now);
    if (!freshness)
        throw Error(ExitCode::findings, "stale", "the archive holds no run; the limit is " + limit, {}, hint);
    if (!freshness->stale()) return;
    throw Error(ExitCode::findings, "stale",
                fmt::format("the newest run is {} old{}; the limit is {}", site::age_text(freshness->age),
                            site::without_pauses(*freshness), limit),
                fmt::format("{}, of {}", history.runs.back().file, model::iso8601(freshness->newest)), hint);
}

}  // namespace

ExitCode build(const Build& arguments, const Session& session) {
    const auto began = std::chrono::steady_clock::now();
    Progress progress{session.err, session.quiet};
    config::Config config = configure(arguments.source, progress);
    apply(arguments.look, config);
    const auto store = open(arguments.source, config);
    refuse_inside(arguments.out, arguments.source.archive);
    publish::FolderSite folder{arguments.out, config.site.jobs};
    const model::History history = read(*store, config, progress);
    const analysis::Report report = analyse(history, *store, config, arguments.source, progress);
    KeptMemo made{config.ingest.cache, "made", identity_of_site(*store, arguments.out)};
    const std::size_t pages =
        render(history, report, config, folder, progress, made.is_kept() ? &made.memo() : nullptr);
    const publish::Written written = put_in_place(folder, progress);
    made.store(progress);
    print_result(account(arguments.out, history, config, written, pages) + time_text(began));
    if (arguments.summary)
        append(*arguments.summary, summary::markdown({history, report, config.analysis, config.site}));
    if (arguments.strict) require_unbroken(history, arguments.out);
    require_fresh(history, config);
    return ExitCode::ok;
}

}  // namespace benchfolio::cli
