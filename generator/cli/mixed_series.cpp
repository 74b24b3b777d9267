#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "cli/findings.hpp"
#include "ingest/testbeds.hpp"

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
    const std::string version = ingest::environment_value(run, "python");
    const auto first = version.find('.');
    return version.substr(0, first == std::string::npos ? first : version.find_first_of(". ", first + 1));
}

// What runs say of themselves that may run side by side without being told apart.
struct Fact {
    std::string_view code;       // of the finding
    std::string_view dimension;  // that would tell them apart
    std::string (*of)(const Run&);
};

constexpr std::array side_by_side{
    Fact{"interpreters", "python", interpreter_of},
    Fact{"systems", "os", [](const Run& run) { return run.machine.system.value_or(""); }},
    Fact{"architectures", "architecture", [](const Run& run) { return run.machine.architecture.value_or(""); }},
    Fact{"compilers", "compiler", [](const Run& run) { return ingest::environment_value(run, "compiler"); }},
};

// What a walk needs to know of each run.
struct Facts {
    std::vector<std::uint32_t> commit, folder;
    std::array<std::vector<std::uint32_t>, side_by_side.size()> said;
    std::size_t commits = 0;
};

Facts facts_of(const History& history) {
    Facts facts;
    Numbering commits, folders;
    std::array<Numbering, side_by_side.size()> said;
    for (Numbering* numbering : {&commits, &folders}) numbering->of("");
    for (Numbering& numbering : said) numbering.of("");
    for (const Run& run : history.runs) {
        facts.commit.push_back(commits.of(run.commit ? run.commit->id : ""));
        facts.folder.push_back(folders.of(folder_of(run)));
        for (std::size_t i = 0; i < said.size(); ++i) facts.said[i].push_back(said[i].of(side_by_side[i].of(run)));
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

// An upgrade happens once; an interpreter, say, that comes back after another, and again, runs beside it. `said`: by
// run, what it says of itself.
Mixture back_and_forth(const History& history, const std::vector<std::uint32_t>& said) {
    constexpr int returns_needed = 2;
    Mixture mixture;
    for (const Series& series : history.series) {
        std::set<std::uint32_t> seen;
        std::uint32_t current = none, previous_run = 0;
        int returns = 0;
        for (std::size_t row = series.first; row < series.last && returns < returns_needed; ++row) {
            const std::uint32_t run = history.columns.run[row], value = said[run];
            if (value == none || value == current) continue;
            if (!seen.insert(value).second && ++returns == returns_needed) mixture.add(series, previous_run, run);
            current = value;
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

struct Suggestion {
    std::string pattern, dimension;
};

// "bm-2025-abc-JIT" beside "bm-2025-abc": what is appended are flags, wherever the folder stands.
std::optional<Suggestion> suffix_pattern(const std::string& a, const std::string& b) {
    const auto& [shorter, longer] = std::minmax(a, b, [](const auto& x, const auto& y) { return x.size() < y.size(); });
    if (!longer.starts_with(shorter + "-")) return std::nullopt;
    const auto dash = shorter.find('-');
    if (dash == std::string::npos) return std::nullopt;
    std::string pattern = "{**}" + shorter.substr(0, dash);
    for (auto i = std::ranges::count(shorter, '-'); i > 0; --i) pattern += "-{*}";
    return Suggestion{pattern + "-{flags}/{**}", "flags"};
}

// The pattern that names the first folder in which the two files differ: "{*}/{suite}/{**}".
Suggestion pattern_for(const std::string& a, const std::string& b) {
    const auto left = parts_of(a), right = parts_of(b);
    const auto [in_a, in_b] = std::ranges::mismatch(left, right);
    if (in_a != left.end() && in_b != right.end())
        if (auto flags = suffix_pattern(*in_a, *in_b)) return std::move(*flags);
    std::string pattern;
    for (auto part = left.begin(); part != in_a; ++part) pattern += "{*}/";
    return {pattern + "{suite}/{**}", "suite"};
}

std::string series_text(const History& history, const Mixture& mixture) {
    const std::string& name = history.benchmarks[mixture.benchmark].name;
    return mixture.series == 1 ? fmt::format("the series of `{}`", name)
                               : fmt::format("{} series, `{}` for one,", mixture.series, name);
}

Finding folder_finding(const History& history, const Mixture& mixture) {
    const std::string &a = history.runs[mixture.run].file, &b = history.runs[mixture.other].file;
    const Suggestion suggestion = pattern_for(a, b);
    return {FindingKind::suggestion, "folders",
            fmt::format("{} {} several results of one commit from different folders", series_text(history, mixture),
                        mixture.series == 1 ? "has" : "have"),
            fmt::format("{} and {}", a, b),
            fmt::format("if the folders are different {}: [archive] path_pattern = \"{}\", dimensions = [\"cpu\", "
                        "\"{}\"]",
                        suggestion.dimension == "suite" ? "suites" : "configurations", suggestion.pattern,
                        suggestion.dimension)};
}

Finding side_by_side_finding(const History& history, const Mixture& mixture, const Fact& fact) {
    const Run &a = history.runs[mixture.run], &b = history.runs[mixture.other];
    return {FindingKind::suggestion, std::string{fact.code},
            fmt::format("{} {} back and forth between {} and {}", series_text(history, mixture),
                        mixture.series == 1 ? "goes" : "go", fact.of(a), fact.of(b)),
            fmt::format("{} and {}", a.file, b.file),
            fmt::format("to tell them apart: [archive] dimensions = [\"cpu\", \"{}\"]", fact.dimension)};
}

bool has_dimension(const config::Config& config, std::string_view name) {
    return std::ranges::find(config.ingest.dimensions, name) != config.ingest.dimensions.end();
}

}  // namespace

std::vector<Finding> mixed_series(const History& history, const config::Config& config) {
    const Facts facts = facts_of(history);
    std::vector<Finding> all;
    if (const Mixture folders = mixed_folders(history, facts); folders.series > 0)
        all.push_back(folder_finding(history, folders));
    for (std::size_t i = 0; i < side_by_side.size(); ++i) {
        if (has_dimension(config, side_by_side[i].dimension)) continue;
        if (const Mixture found = back_and_forth(history, facts.said[i]); found.series > 0)
            all.push_back(side_by_side_finding(history, found, side_by_side[i]));
    }
    return all;
}

}  // namespace benchfolio::cli
