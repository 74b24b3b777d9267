#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/compare_report.hpp"
#include "cli/compared_sides.hpp"
#include "cli/given_files.hpp"
#include "cli/named_runs.hpp"
#include "cli/stages.hpp"
#include "ingest/join.hpp"
#include "site/comparison_html.hpp"
#include "site/comparison_words.hpp"
#include "system/file_tree.hpp"

namespace benchfolio::cli {
namespace fs = std::filesystem;
namespace {

using model::Error;
using model::ExitCode;
using model::History;

bool is_folder_of_results(const std::string& path) {
    return fs::is_directory(path) && std::ranges::any_of(system::files_below(path), [](const auto& file) {
               return archive::is_result(file.path);
           });
}

bool is_path(const std::string& side) {
    return fs::is_regular_file(side) || is_folder_of_results(side);
}

// The history that both sides are runs of, growing as files are laid beside it. What a file is stays known by the ids
// of its runs, since indices move.
class Reading {
  public:
    Reading(const Compare& arguments, const config::Config& config, Progress& progress)
        : arguments_{arguments}, config_{config}, progress_{progress} {
        if (arguments.source.archive.empty()) return;
        history_ = read(*open(arguments.source, config), config, progress);
        warn_of_unused(history_, arguments.source.archive, progress);
    }

    // The ids of its runs, ascending.
    std::vector<std::string> add(const std::string& path) { return fs::is_directory(path) ? folder(path) : file(path); }

    History history() { return std::move(history_); }

  private:
    std::vector<std::string> file(const std::string& path) {
        ingest::Joined joined = ingest::with_files(std::move(history_), given_files({path}, ""), config_.ingest);
        history_ = std::move(joined.history);
        return ids_of(joined.runs_of_files.at(0));
    }

    std::vector<std::string> folder(const std::string& path) {
        Source source = arguments_.source;
        source.archive = path;
        History found = read(*open(source, config_), config_, progress_);
        warn_of_unused(found, path, progress_);
        History read_here = ingest::together(std::move(found), config_.ingest);
        ingest::JoinedHistories joined = ingest::joined(std::move(history_), std::move(read_here), config_.ingest);
        history_ = std::move(joined.history);
        return ids_of(joined.added_runs);
    }

    std::vector<std::string> ids_of(const std::vector<std::uint32_t>& runs) const {
        std::vector<std::string> ids;
        for (const std::uint32_t run : runs) ids.push_back(history_.runs[run].id);
        std::ranges::sort(ids);
        return ids;
    }

    const Compare& arguments_;
    const config::Config& config_;
    Progress& progress_;
    History history_;
};

// `ids` are ascending.
NamedRuns runs_of_path(const std::string& path, const std::vector<std::string>& ids, const History& history) {
    NamedRuns side{path, NameKind::files, path, {}, {}};
    for (std::uint32_t i = 0; i < history.runs.size(); ++i)
        if (std::ranges::binary_search(ids, history.runs[i].id)) side.runs.push_back(i);
    if (side.runs.empty()) throw Error(ExitCode::usage, "side", "there is no sound result in this", path);
    if (fs::is_directory(path)) side.what += fmt::format(" ({})", counted(side.runs.size(), "run", "runs"));
    return side;
}

// The two sides, and the history that they are runs of.
struct Sides {
    History history;
    NamedRuns base, head;
};

[[noreturn]] void fail_without_archive(const std::string& side) {
    if (fs::is_directory(side)) throw Error(ExitCode::usage, "side", "there is no result file in this folder", side);
    throw Error(ExitCode::usage, "side", fmt::format("`{}` is no result file or folder here", side), {},
                "runs, commits, tags and branches are looked for in --archive URL");
}

void require_archive_for_names(const Compare& arguments) {
    if (!arguments.source.archive.empty()) return;
    for (const std::string& side : {arguments.base, arguments.head})
        if (!is_path(side)) fail_without_archive(side);
}

Sides read_sides(const Compare& arguments, const config::Config& config, const Clone* clone, Progress& progress) {
    require_archive_for_names(arguments);
    Reading reading{arguments, config, progress};
    const auto base_ids = is_path(arguments.base) ? std::optional{reading.add(arguments.base)} : std::nullopt;
    const auto head_ids = is_path(arguments.head) ? std::optional{reading.add(arguments.head)} : std::nullopt;
    // What is in no trend may be named, too; it has no part in levels and noise (analysis/analysis.hpp).
    Sides sides{ingest::together(reading.history(), config.ingest), {}, {}};
    const auto resolved = [&](const std::string& side, const auto& ids) {
        return ids ? runs_of_path(side, *ids, sides.history)
                   : named_runs(side, sides.history, config.analysis.tags, clone);
    };
    sides.base = resolved(arguments.base, base_ids);
    sides.head = resolved(arguments.head, head_ids);
    return sides;
}

[[noreturn]] void fail_incomparable(const summary::ComparedSides& sides, analysis::Across across) {
    std::vector<analysis::Excluded> reasons = sides.refused;
    for (const auto& pair : sides.pairs)
        reasons.insert(reasons.end(), pair.result.excluded.begin(), pair.result.excluded.end());
    const bool refused = std::ranges::any_of(reasons, [&](const analysis::Excluded& one) {
        return across == analysis::Across::refused && one.why == analysis::NotCompared::other_testbed;
    });
    constexpr std::size_t most_reasons = 3;
    std::string why;
    for (std::size_t i = 0; i < std::min(reasons.size(), most_reasons); ++i)
        why += fmt::format("{}{}: {}", i == 0 ? ": " : "; ", reasons[i].what, reasons[i].detail);
    throw Error(
        ExitCode::usage, "incomparable",
        fmt::format("nothing of {} and {} can be compared{}{}", sides.base, sides.head, why,
                    reasons.size() > most_reasons ? fmt::format("; and {} more", reasons.size() - most_reasons) : ""),
        {}, refused ? "--across-testbeds compares all the same, and says so" : "");
}

// Runs that are in no trend say nothing of how results vary, unless they are compared themselves.
std::vector<double> without_others(const site::Content& content, const Pair& pair) {
    std::vector<double> values = content.report.estimate;
    const History& history = content.history;
    std::vector<bool> is_other;
    for (const model::Run& run : history.runs) is_other.push_back(run.purpose.kind != model::Kind::nightly);
    for (const auto* side : {&pair.before, &pair.after})
        for (const std::uint32_t run : side->runs) is_other[run] = false;
    if (std::ranges::count(is_other, true) == 0) return values;
    for (std::size_t row = 0; row < values.size(); ++row)
        if (is_other[history.columns.run[row]]) values[row] = model::absent;
    return values;
}

summary::ComparedSides compared(const Compare& arguments, const site::Content& content, const Sides& sides,
                                const Clone* clone) {
    const auto across = arguments.across_testbeds ? analysis::Across::wanted : analysis::Across::refused;
    Pairing pairing = pair_sides(sides.history, sides.base, sides.head, {clone, arguments.testbed, across});
    summary::ComparedSides result{sides.base.what, sides.head.what, {}, std::move(pairing.refused)};
    for (Pair& pair : pairing.pairs) {
        const std::vector<double> values = without_others(content, pair);
        const analysis::Context context{content.history, content.analysis_options, values};
        result.pairs.push_back(
            {analysis::compare(context, content.report, std::move(pair.before), std::move(pair.after), across),
             std::move(pair.why)});
    }
    const auto has_rows = [](const summary::ComparedPair& pair) { return !pair.result.rows.empty(); };
    if (std::ranges::none_of(result.pairs, has_rows)) fail_incomparable(result, across);
    return result;
}

// A page has no place beside a side for why it was chosen: there it is part of the label.
std::string page_of(const site::Content& content, const summary::ComparedSides& sides) {
    std::vector<analysis::Comparison> comparisons;
    for (const summary::ComparedPair& pair : sides.pairs) {
        comparisons.push_back(pair.result);
        comparisons.back().before.label += fmt::format(" ({})", pair.why);
    }
    return site::comparison_html(content, comparisons);
}

std::string told(const Compare& arguments, const site::Content& content, const summary::ComparedSides& sides,
                 const Screen& screen) {
    switch (arguments.format) {
        case Format::json:
            return comparison_json(content, sides);
        case Format::markdown:
            return summary::comparison_markdown(content, sides);
        case Format::html:
            return page_of(content, sides);
        case Format::matrix:
        case Format::text:
            break;
    }
    return comparison_text(content, sides, screen);
}

}  // namespace

ExitCode compare(const Compare& arguments, const Session& session) {
    Progress progress{session.err, session.quiet};
    const config::Config config = configure(arguments.source, progress);
    const auto clone = arguments.source.clone ? std::optional<Clone>{*arguments.source.clone} : std::nullopt;
    const Clone* known_clone = clone ? &*clone : nullptr;
    const Sides sides = read_sides(arguments, config, known_clone, progress);
    const analysis::Report report = analyse(sides.history, config, arguments.source, progress);
    const site::Content content{sides.history, report, config.analysis, config.site};
    print_result(told(arguments, content, compared(arguments, content, sides, known_clone), session.out));
    return ExitCode::ok;
}

}  // namespace benchfolio::cli
