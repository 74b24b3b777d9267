#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "cli/findings.hpp"

namespace benchfolio::cli {
namespace {

using model::History;
using model::Run;
using model::Series;

// Texts as small numbers, so that a walk over the results compares no text.
class Numbering {
  public:
    std::uint32_t of(const std::string& text) {
        return numbers_.try_emplace(text, static_cast<std::uint32_t>(numbers_.size())).first->second;
    }
    std::size_t size() const { return numbers_.size(); }

  private:
    std::map<std::string, std::uint32_t> numbers_;
};

constexpr std::uint32_t none = 0;  // the number of the empty text

std::string folder_of(const Run& run) {
    const auto slash = run.file.rfind('/');
    return slash == std::string::npos ? "" : run.file.substr(0, slash + 1);
}

// "CPython 3.10" of "CPython 3.10.9": a pool of machines rolls out patches unevenly, which is no second interpreter.
std::string interpreter_of(const Run& run) {
    const auto entry = std::ranges::find(run.environment, "python", &std::pair<std::string, std::string>::first);
    if (entry == run.environment.end()) return "";
    const std::string& version = entry->second;
    const auto first = version.find('.');
    return version.substr(0, first == std::string::npos ? first : version.find_first_of(". ", first + 1));
}

// What a walk needs to know of each run.
struct Facts {
    std::vector<std::uint32_t> commit, folder, interpreter;
    std::size_t commits = 0;
};

Facts facts_of(const History& history) {
    Facts facts;
    Numbering commits, folders, interpreters;
    for (Numbering* numbering : {&commits, &folders, &interpreters}) numbering->of("");
    for (const Run& run : history.runs) {
        facts.commit.push_back(commits.of(run.commit ? run.commit->id : ""));
        facts.folder.push_back(folders.of(folder_of(run)));
        facts.interpreter.push_back(interpreters.of(interpreter_of(run)));
    }
    facts.commits = commits.size();
    return facts;
}

// Two runs of one series that something tells apart, and in how many series the like was found.
struct Mixture {
    std::size_t series = 0;
    std::uint32_t benchmark = 0, run = 0, other = 0;

    void add(const Series& found, std::uint32_t a, std::uint32_t b) {
        if (series++ == 0) benchmark = found.benchmark, run = a, other = b;
    }
};

// The run that last measured a commit, series by series: entries of earlier series count as absent.
class LastRunOfCommit {
  public:
    explicit LastRunOfCommit(std::size_t commits) : entries_(commits) {}
    void begin_series() { ++series_; }
    std::optional<std::uint32_t> replace(std::uint32_t commit, std::uint32_t run) {
        const Entry before = std::exchange(entries_[commit], {series_, run});
        return before.series == series_ ? std::optional{before.run} : std::nullopt;
    }

  private:
    struct Entry {
        std::uint32_t series = 0, run = 0;
    };
    std::vector<Entry> entries_;
    std::uint32_t series_ = 0;
};

Mixture mixed_folders(const History& history, const Facts& facts) {
    Mixture mixture;
    LastRunOfCommit last{facts.commits};
    for (const Series& series : history.series) {
        last.begin_series();
        for (std::size_t row = series.first; row < series.last; ++row) {
            const std::uint32_t run = history.columns.run[row];
            if (facts.commit[run] == none) continue;
            const auto before = last.replace(facts.commit[run], run);
            if (!before || facts.folder[*before] == facts.folder[run]) continue;
            mixture.add(series, *before, run);
            break;
        }
    }
    return mixture;
}

// An upgrade happens once; an interpreter that comes back after another, and again, runs beside it.
Mixture mixed_interpreters(const History& history, const Facts& facts) {
    constexpr int returns_needed = 2;
    Mixture mixture;
    for (const Series& series : history.series) {
        std::set<std::uint32_t> seen;
        std::uint32_t current = none, previous_run = 0;
        int returns = 0;
        for (std::size_t row = series.first; row < series.last && returns < returns_needed; ++row) {
            const std::uint32_t run = history.columns.run[row], interpreter = facts.interpreter[run];
            if (interpreter == none || interpreter == current) continue;
            if (!seen.insert(interpreter).second && ++returns == returns_needed) mixture.add(series, previous_run, run);
            current = interpreter;
            previous_run = run;
        }
    }
    return mixture;
}

std::vector<std::string> parts_of(const std::string& path) {
    std::vector<std::string> parts;
    std::istringstream stream{path};
    for (std::string part; std::getline(stream, part, '/');) parts.push_back(part);
    return parts;
}

// The pattern that names the first folder in which the two files differ: "{*}/{suite}/{**}".
std::string pattern_for(const std::string& a, const std::string& b) {
    const auto left = parts_of(a), right = parts_of(b);
    const auto differs = std::ranges::mismatch(left, right).in1 - left.begin();
    std::string pattern;
    for (std::ptrdiff_t i = 0; i < differs; ++i) pattern += "{*}/";
    return pattern + "{suite}/{**}";
}

std::string series_text(const History& history, const Mixture& mixture) {
    const std::string& name = history.benchmarks[mixture.benchmark].name;
    return mixture.series == 1 ? fmt::format("the series of `{}`", name)
                               : fmt::format("{} series, `{}` for one,", mixture.series, name);
}

Finding folder_finding(const History& history, const Mixture& mixture) {
    const std::string &a = history.runs[mixture.run].file, &b = history.runs[mixture.other].file;
    return {FindingKind::suggestion, "folders",
            fmt::format("{} {} several results of one commit from different folders", series_text(history, mixture),
                        mixture.series == 1 ? "has" : "have"),
            fmt::format("{} and {}", a, b),
            fmt::format("if the folders are different suites: [archive] path_pattern = \"{}\", dimensions = [\"cpu\", "
                        "\"suite\"]",
                        pattern_for(a, b))};
}

Finding interpreter_finding(const History& history, const Mixture& mixture) {
    const Run &a = history.runs[mixture.run], &b = history.runs[mixture.other];
    return {FindingKind::suggestion, "interpreters",
            fmt::format("{} {} back and forth between {} and {}", series_text(history, mixture),
                        mixture.series == 1 ? "goes" : "go", interpreter_of(a), interpreter_of(b)),
            fmt::format("{} and {}", a.file, b.file),
            "to tell them apart: [archive] dimensions = [\"cpu\", \"python\"]"};
}

bool has_dimension(const config::Config& config, const std::string& name) {
    return std::ranges::find(config.ingest.dimensions, name) != config.ingest.dimensions.end();
}

}  // namespace

std::vector<Finding> mixed_series(const History& history, const config::Config& config) {
    const Facts facts = facts_of(history);
    std::vector<Finding> all;
    if (const Mixture folders = mixed_folders(history, facts); folders.series > 0)
        all.push_back(folder_finding(history, folders));
    if (has_dimension(config, "python")) return all;
    if (const Mixture interpreters = mixed_interpreters(history, facts); interpreters.series > 0)
        all.push_back(interpreter_finding(history, interpreters));
    return all;
}

}  // namespace benchfolio::cli
