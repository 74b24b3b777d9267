#include "cli/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "cli/columns.hpp"
#include "cli/json.hpp"
#include "model/glob.hpp"

namespace benchfolio::cli {
namespace {

using model::History;

constexpr int schema_version = 1;

// "*" about it, so that a part of a name is a pattern.
bool is_found(const std::optional<std::string>& pattern, const std::string& text) {
    return !pattern || model::glob_matches("*" + *pattern + "*", text);
}

// The branch that a run is of: the recorded one, or what it was made for.
std::string branch_of(const model::Run& run) {
    if (run.purpose.kind == model::Kind::branch) return run.purpose.ref;
    return run.commit ? run.commit->branch.value_or("") : "";
}

// A run that passes the filter, with how many results of the benchmarks that are asked for.
struct Seen {
    const History* side;
    std::uint32_t number;
    std::size_t results;

    const model::Run& run() const { return side->runs[number]; }
    const model::Testbed& testbed() const { return side->testbeds[run().testbed]; }
};

class Selection {
  public:
    Selection(const List& arguments, const History& history) : arguments_(arguments) {
        for (const History* side : {&history, history.aside.get()})
            if (side) sides_.push_back(side);
        for (const History* side : sides_) select(*side);
        std::ranges::stable_sort(runs_, {}, [](const Seen& seen) { return seen.run().time; });
    }

    const std::vector<Seen>& runs() const { return runs_; }
    const std::vector<const History*>& sides() const { return sides_; }
    bool has(const History& side, std::uint32_t run) const { return is_selected_.at(&side)[run]; }
    bool is_wanted(const model::Benchmark& benchmark) const { return is_found(arguments_.benchmark, benchmark.name); }

  private:
    const List& arguments_;
    std::vector<const History*> sides_;
    std::vector<Seen> runs_;
    std::map<const History*, std::vector<bool>> is_selected_;

    void select(const History& side) {
        std::vector<std::size_t> results(side.runs.size());
        for (const model::Series& series : side.series) {
            if (!is_wanted(side.benchmarks[series.benchmark])) continue;
            for (std::size_t row = series.first; row < series.last; ++row) ++results[side.columns.run[row]];
        }
        std::vector<bool>& is_selected = is_selected_[&side];
        for (std::uint32_t run = 0; run < side.runs.size(); ++run) {
            const Seen seen{&side, run, results[run]};
            is_selected.push_back(passes(seen));
            if (is_selected.back()) runs_.push_back(seen);
        }
    }

    bool passes(const Seen& seen) const {
        const model::Run& run = seen.run();
        const bool is_of_kind = !arguments_.kind || run.purpose.kind == *arguments_.kind;
        const bool is_of_branch = !arguments_.branch || model::glob_matches(*arguments_.branch, branch_of(run));
        const bool is_here =
            is_found(arguments_.testbed, seen.testbed().label) || is_found(arguments_.testbed, seen.testbed().slug);
        return is_of_kind && is_of_branch && is_here && (!arguments_.since || run.time >= *arguments_.since) &&
               (!arguments_.benchmark || seen.results > 0);
    }
};

class Archived {
  public:
    explicit Archived(const std::vector<std::string>& patterns) : patterns_(patterns) {}

    bool operator()(const model::Run& run) const {
        return run.purpose.kind == model::Kind::branch && is_archived(run.purpose.ref);
    }

  private:
    const std::vector<std::string>& patterns_;

    bool is_archived(const std::string& branch) const {
        return std::ranges::any_of(patterns_,
                                   [&](const std::string& pattern) { return model::glob_matches(pattern, branch); });
    }
};

// ---- runs

Json row_of(const Seen& seen, const Archived& is_archived) {
    const model::Run& run = seen.run();
    return {{"run", run.id},
            {"time", model::iso8601(run.time)},
            {"kind", model::name_of(run.purpose.kind)},
            {"ref", or_null(run.purpose.ref)},
            {"owner", or_null(run.purpose.owner)},
            {"branch", or_null(branch_of(run))},
            {"commit", run.commit ? or_null(run.commit->id) : Json(nullptr)},
            {"testbed", seen.testbed().label},
            {"suite", or_null(run.suite.value_or(""))},
            {"results", seen.results},
            {"file", run.file},
            {"archived", is_archived(run)}};
}

Json runs_in(const Selection& selection, const Archived& is_archived) {
    Json rows = Json::array();
    for (const Seen& seen : selection.runs()) rows.push_back(row_of(seen, is_archived));
    return rows;
}

// ---- branches

struct Branch {
    std::string name, owner;
    bool is_trend = false;
    std::vector<const model::Run*> runs;  // by time

    std::optional<std::string> start() const {
        for (const model::Run* run : runs)
            if (!is_trend && run->commit && run->commit->merge_base) return run->commit->merge_base;
        return std::nullopt;
    }
};

Json row_of(const Branch& branch, const Archived& is_archived) {
    const model::Run& newest = *branch.runs.back();
    return {{"branch", or_null(branch.name)},
            {"owner", or_null(branch.owner)},
            {"trend", branch.is_trend},
            {"runs", branch.runs.size()},
            {"first", model::iso8601(branch.runs.front()->time)},
            {"last", model::iso8601(newest.time)},
            {"commit", newest.commit ? or_null(newest.commit->id) : Json(nullptr)},
            {"start", or_null(branch.start().value_or(""))},
            {"archived", is_archived(newest)}};
}

Json branches_in(const Selection& selection, const Archived& is_archived) {
    std::map<std::pair<std::string, std::string>, Branch> found;
    for (const Seen& seen : selection.runs()) {
        const model::Run& run = seen.run();
        const bool is_trend = run.purpose.kind == model::Kind::nightly;
        if (!is_trend && run.purpose.kind != model::Kind::branch) continue;
        Branch& branch = found[{branch_of(run), run.purpose.owner}];
        branch.name = branch_of(run);
        branch.owner = run.purpose.owner;
        branch.is_trend = branch.is_trend || is_trend;
        branch.runs.push_back(&run);
    }
    std::vector<const Branch*> order;
    for (const auto& [key, branch] : found) order.push_back(&branch);
    std::ranges::stable_sort(order, std::ranges::greater{}, [](const Branch* b) { return b->runs.back()->time; });
    Json rows = Json::array();
    for (const Branch* branch : order) rows.push_back(row_of(*branch, is_archived));
    return rows;
}

// ---- benchmarks

struct Counted {
    const model::Benchmark* benchmark = nullptr;  // as the trends describe it, where they have it
    bool is_in_trends = false;
    std::set<std::string> measures;
    std::size_t runs = 0, results = 0;
    model::Time last{};
};

void count(const Selection& selection, const History& side, bool is_trends, std::map<std::string, Counted>& all) {
    constexpr std::uint32_t none = 0;
    std::vector<std::uint32_t> met(side.runs.size(), none);  // the benchmark that a run was last counted for, from 1
    for (const model::Series& series : side.series) {
        const model::Benchmark& benchmark = side.benchmarks[series.benchmark];
        if (!selection.is_wanted(benchmark)) continue;
        for (std::size_t row = series.first; row < series.last; ++row) {
            const std::uint32_t run = side.columns.run[row];
            if (!selection.has(side, run)) continue;
            Counted& counted = all[benchmark.name];
            if (!counted.benchmark) counted.benchmark = &benchmark;
            counted.is_in_trends = counted.is_in_trends || is_trends;
            counted.measures.insert(side.measures[series.measure].name);
            ++counted.results;
            if (std::exchange(met[run], series.benchmark + 1) != series.benchmark + 1) ++counted.runs;
            counted.last = std::max(counted.last, side.runs[run].time);
        }
    }
}

Json benchmarks_in(const Selection& selection) {
    std::map<std::string, Counted> all;
    for (const History* side : selection.sides()) count(selection, *side, side == selection.sides().front(), all);
    Json rows = Json::array();
    for (const auto& [name, counted] : all)
        rows.push_back({{"benchmark", name},
                        {"group", or_null(counted.benchmark->group.value_or(""))},
                        {"measures", counted.measures},
                        {"runs", counted.runs},
                        {"results", counted.results},
                        {"last", model::iso8601(counted.last)},
                        {"trend", counted.is_in_trends}});
    return rows;
}

// ---- testbeds

Json dimensions_of(const model::Testbed& testbed) {
    Json object = Json::object();
    for (const auto& [name, value] : testbed.dimensions) object[name] = or_null(value);
    return object;
}

struct Used {
    const model::Testbed* testbed = nullptr;
    std::size_t runs = 0, in_trends = 0;
    model::Time first{}, last{};
};

Json testbeds_in(const Selection& selection) {
    std::map<std::string, Used> found;  // by slug
    std::vector<const Used*> order;
    for (const Seen& seen : selection.runs()) {
        Used& used = found[seen.testbed().slug];
        if (!used.testbed) {
            used.testbed = &seen.testbed();
            used.first = seen.run().time;
            order.push_back(&used);
        }
        ++used.runs;
        used.in_trends += seen.run().purpose.kind == model::Kind::nightly ? 1 : 0;
        used.last = seen.run().time;
    }
    Json rows = Json::array();
    for (const Used* used : order)
        rows.push_back({{"testbed", used->testbed->label},
                        {"slug", used->testbed->slug},
                        {"runs", used->runs},
                        {"in_trends", used->in_trends},
                        {"first", model::iso8601(used->first)},
                        {"last", model::iso8601(used->last)},
                        {"hidden", used->testbed->hidden},
                        {"dimensions", dimensions_of(*used->testbed)}});
    return rows;
}

// ---- the table

// What of the rows is in the table; JSON has all of it.
std::span<const std::string_view> columns_of(Listed what) {
    static constexpr std::string_view runs[] = {"run",    "kind",    "ref",   "owner",   "branch",
                                                "commit", "testbed", "suite", "results", "archived"};
    static constexpr std::string_view branches[] = {"branch", "owner",  "trend", "runs",    "first",
                                                    "last",   "commit", "start", "archived"};
    static constexpr std::string_view benchmarks[] = {"benchmark", "group", "measures", "runs", "last", "trend"};
    static constexpr std::string_view testbeds[] = {"testbed", "runs", "in_trends", "first", "last", "hidden"};
    switch (what) {
        case Listed::branches:
            return branches;
        case Listed::benchmarks:
            return benchmarks;
        case Listed::testbeds:
            return testbeds;
        case Listed::runs:
            break;
    }
    return runs;
}

std::string cell_of(std::string_view column, const Json& value) {
    constexpr std::size_t digits = 10, day = 10;
    if (value.is_null()) return "-";
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "-";
    if (value.is_array()) return fmt::format("{}", fmt::join(value.get<std::vector<std::string>>(), ", "));
    if (!value.is_string()) return value.dump();
    const std::string text = value.get<std::string>();
    if (column == "commit" || column == "start") return text.substr(0, digits);
    return column == "first" || column == "last" ? text.substr(0, day) : text;
}

std::string line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += cells[i] + std::string(widths[i] - width_of(cells[i]) + 2, ' ');
    return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

std::string_view name_of(Listed what) {
    constexpr std::string_view names[] = {"runs", "branches", "benchmarks", "testbeds"};
    return names[static_cast<std::size_t>(what)];
}

}  // namespace

Json listed(const List& arguments, const History& history, const std::vector<std::string>& archived) {
    const Selection selection{arguments, history};
    const Archived is_archived{archived};
    switch (arguments.what) {
        case Listed::branches:
            return branches_in(selection, is_archived);
        case Listed::benchmarks:
            return benchmarks_in(selection);
        case Listed::testbeds:
            return testbeds_in(selection);
        case Listed::runs:
            break;
    }
    return runs_in(selection, is_archived);
}

std::string listing_text(Listed what, const Json& rows) {
    if (rows.empty()) return fmt::format("no {}\n", name_of(what));
    const auto columns = columns_of(what);
    std::vector<std::vector<std::string>> lines(1);
    for (const std::string_view column : columns) lines[0].emplace_back(column == "in_trends" ? "in trends" : column);
    for (const Json& row : rows) {
        std::vector<std::string>& line = lines.emplace_back();
        for (const std::string_view column : columns) line.push_back(cell_of(column, row.at(std::string{column})));
    }
    std::vector<std::size_t> widths(columns.size());
    for (const auto& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width_of(line[i]));
    std::string text;
    for (const auto& line : lines) text += line_of(line, widths);
    return text;
}

std::string listing_json(const List& arguments, Json rows) {
    const Json document = {{"schema_version", schema_version},
                           {"archive", arguments.source.archive},
                           {std::string{name_of(arguments.what)}, std::move(rows)}};
    return json_text(document);
}

}  // namespace benchfolio::cli
