#include "summary/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chart/quantity.hpp"
#include "site/comparison_words.hpp"
#include "site/words.hpp"
#include "summary/markdown.hpp"

namespace benchfolio::summary {
namespace {

using analysis::ComparedBenchmark;
using analysis::Comparison;
using analysis::Verdict;
using site::Content;

constexpr std::size_t longest = 60000;  // bytes; GitHub takes 65,536 of a comment
constexpr std::size_t most_excluded = 10;

bool is_changed(const ComparedBenchmark& row) {
    return row.verdict == Verdict::slower || row.verdict == Verdict::faster;
}

std::string row_text(const model::History& history, const ComparedBenchmark& row) {
    const model::Measure& measure = history.measures[row.measure];
    std::string name = code(site::label_of(history.benchmarks[row.benchmark]));
    if (!site::goes_without_saying(measure)) name += ", " + text(site::heading_of(measure));
    std::string told = is_changed(row) ? "" : text(site::verdict_text(row, measure));
    if (const std::string telling = site::telling_text(row); !telling.empty()) told += ": " + text(telling);
    return fmt::format("| {} {} | {} | {} → {} | {} | {} |\n", site::glyph_of(row.verdict),
                       row.ratio ? text(site::times_text(*row.ratio, measure)) : "no ratio",
                       row.interval ? site::interval_text(*row.interval) : "",
                       chart::quantity(row.before, measure.unit), chart::quantity(row.after, measure.unit), name, told);
}

constexpr const char* head =
    "| Change | 95 % interval | Before → after | Benchmark | |\n| --- | --- | --- | --- | --- |\n";

// As many rows as there is room for, the rest counted.
std::string rows_text(const model::History& history, const std::vector<const ComparedBenchmark*>& rows,
                      std::size_t room) {
    std::string told = head;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string line = row_text(history, *rows[i]);
        if (told.size() + line.size() > room)
            return told + fmt::format("\nAnd {} more.\n\n", site::number(rows.size() - i));
        told += line;
    }
    return told + "\n";
}

std::string excluded_text(const std::vector<analysis::Excluded>& excluded) {
    std::string told;
    for (std::size_t i = 0; i < std::min(excluded.size(), most_excluded); ++i)
        told += fmt::format("- {}: {}. {}\n", code(excluded[i].what), site::name_of(excluded[i].why),
                            text(site::capitalised(excluded[i].detail)));
    if (excluded.size() > most_excluded)
        told += fmt::format("- and {} more\n", site::number(excluded.size() - most_excluded));
    return told.empty() ? told : "Not compared:\n\n" + told + "\n";
}

std::string warning(const Content& content, const Comparison& comparison) {
    std::string told;
    if (comparison.across_testbeds())
        told += fmt::format("{} before, {} after: different CPUs. ",
                            text(content.history.testbeds[comparison.testbed_before].label),
                            text(content.history.testbeds[comparison.testbed_after].label));
    return told.empty() ? told
                        : fmt::format("> [!WARNING]\n> {}The numbers say as much of that as of the code.\n\n", told);
}

std::string means_text(const model::History& history, const Comparison& comparison) {
    std::string told;
    for (const analysis::ComparedAggregate& mean : comparison.means) {
        const model::Measure& measure = history.measures[mean.measure];
        told += fmt::format("- {}, {}, {}: {}\n", site::mean_name(mean.weighted), text(mean.set),
                            text(site::heading_of(measure)), text(site::mean_text(mean, measure)));
        if (mean.test) told += fmt::format("  - hierarchical test: {}\n", text(site::test_text(mean, measure)));
        if (mean.range && mean.n > 1)
            told += fmt::format("  - the middle 80 % of its benchmarks: {}\n",
                                text(site::range_text(*mean.range, measure)));
    }
    return told.empty() ? told : told + "\n";
}

std::string pair_text(const Content& content, const ComparedPair& pair, std::size_t room) {
    const Comparison& comparison = pair.result;
    std::vector<const ComparedBenchmark*> telling, silent;
    for (const ComparedBenchmark& row : comparison.rows)
        (row.verdict == Verdict::no_evidence ? silent : telling).push_back(&row);
    std::string told = fmt::format("### {}\n\n", text(content.history.testbeds[comparison.testbed_after].label));
    told += warning(content, comparison);
    told += fmt::format("Before: {} ({})<br>After: {}\n\n", text(runs_text(content.history, comparison.before)),
                        text(pair.why), text(runs_text(content.history, comparison.after)));
    told += fmt::format("**{}**\n\n", text(site::sentence_of(content.history, comparison)));
    told += means_text(content.history, comparison);
    if (!telling.empty()) told += rows_text(content.history, telling, room * 2 / 3);
    if (!silent.empty())
        told += fmt::format("<details><summary>{} without evidence of change</summary>\n\n{}</details>\n\n",
                            site::counted(silent.size(), "benchmark"), rows_text(content.history, silent, room / 4));
    if (const std::string chance = chance_text(comparison); !chance.empty()) told += text(chance) + "\n\n";
    return told + excluded_text(comparison.excluded);
}

}  // namespace

std::string runs_text(const model::History& history, const analysis::Side& side) {
    if (side.runs.size() != 1) return site::runs_text(history, side);
    const model::Run& run = history.runs[side.runs.front()];
    return fmt::format("run {}, {}{}", run.id, run.commit ? site::short_commit(*run.commit) + ", " : "",
                       site::day(run.time));
}

std::string chance_text(const Comparison& comparison) {
    const auto judged = static_cast<std::size_t>(std::ranges::count_if(
        comparison.rows, [](const ComparedBenchmark& row) { return row.adjusted_p.has_value(); }));
    if (judged == 0) return {};
    std::string told =
        fmt::format("Of {} compared, about {} would lie outside their interval by chance alone", site::number(judged),
                    site::number(static_cast<std::size_t>(std::lround(0.05 * static_cast<double>(judged)))));
    if (comparison.by_chance > 0)
        told += fmt::format("; {} that do are no clearer than that, and not called changed",
                            site::number(comparison.by_chance));
    return told + ".";
}

std::string comparison_markdown(const Content& content, const ComparedSides& sides) {
    std::string told = fmt::format("## {} → {}\n\n", text(sides.base), text(sides.head));
    const std::size_t pairs = std::max<std::size_t>(1, sides.pairs.size());
    for (std::size_t i = 0; i < sides.pairs.size(); ++i) {
        const std::string section = pair_text(content, sides.pairs[i], longest / pairs);
        if (told.size() + section.size() > longest)
            return told + fmt::format("And {} more.\n", site::counted(sides.pairs.size() - i, "CPU"));
        told += section;
    }
    return told + excluded_text(sides.refused);
}

}  // namespace benchfolio::summary
