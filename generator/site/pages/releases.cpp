#include <fmt/format.h>

#include <algorithm>

#include "site/comparison_words.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

using analysis::ComparedAggregate;
using analysis::ReleasePair;
using analysis::ReleaseTable;

constexpr std::size_t most_plots = 4, most_in_matrix = 12;  // a page of many CPUs and sets names the rest in the table

// One set and measure of a table; their pairs by (before, after).
class Means {
  public:
    Means(const analysis::Releases& releases, const ReleaseTable& table, const ComparedAggregate& of)
        : releases_{releases}, table_{table}, of_{of} {}

    const model::Measure& measure() const { return releases_.measures[of_.measure]; }
    const ComparedAggregate& of() const { return of_; }
    const ReleaseTable& table() const { return table_; }
    const std::string& name(std::uint32_t result) const {
        return releases_.releases[table_.results[result].release].name;
    }

    // Nothing where it was not compared.
    const ReleasePair* pair(std::uint32_t before, std::uint32_t after) const {
        const auto found = std::ranges::find_if(
            table_.pairs, [&](const ReleasePair& one) { return one.before == before && one.after == after; });
        return found == table_.pairs.end() ? nullptr : &*found;
    }
    const ComparedAggregate* mean(std::uint32_t before, std::uint32_t after) const {
        const ReleasePair* of = pair(before, after);
        if (!of) return nullptr;
        const auto found = std::ranges::find_if(
            of->means, [&](const ComparedAggregate& one) { return one.set == of_.set && one.measure == of_.measure; });
        return found == of->means.end() ? nullptr : &*found;
    }
    std::string words(const ComparedAggregate* mean) const {
        return mean ? mean_text(*mean, measure()) : "nothing in common";
    }

  private:
    const analysis::Releases& releases_;
    const ReleaseTable& table_;
    const ComparedAggregate& of_;
};

// Every set and measure that a pair of the table has, in order of the first.
std::vector<ComparedAggregate> kinds_of(const ReleaseTable& table) {
    std::vector<ComparedAggregate> kinds;
    for (const ReleasePair& pair : table.pairs)
        for (const ComparedAggregate& mean : pair.means)
            if (std::ranges::none_of(kinds, [&](const ComparedAggregate& one) {
                    return one.set == mean.set && one.measure == mean.measure;
                }))
                kinds.push_back(mean);
    return kinds;
}

std::string left_out_text(const ReleasePair& pair) {
    std::vector<std::string> parts;
    if (pair.missing > 0) parts.push_back(number(pair.missing) + " gone");
    if (pair.added > 0) parts.push_back(number(pair.added) + " new");
    if (pair.no_value > 0) parts.push_back(number(pair.no_value) + " without a value");
    return parts.empty() ? "none left out" : listed(parts);
}

html::Values release_row(const Means& means, std::uint32_t after) {
    html::Values row = with("RELEASE", means.name(after));
    row.set("RUNS", counted(means.table().results[after].runs.size(), "run"));
    row.declare("BEFORE").show("OLDEST", after == 0);
    if (after == 0) return row;
    const ComparedAggregate* mean = means.mean(after - 1, after);
    html::Values before = with("MEAN_TEXT", means.words(mean));
    before.set("NAME", means.name(after - 1)).set("LEFT_OUT", left_out_text(*means.pair(after - 1, after)));
    before.set("TEST", mean ? test_text(*mean, means.measure()) : "");
    before.set("RANGE", mean && mean->range ? range_text(*mean->range, means.measure()) : "");
    before.set("FIRST", means.words(means.mean(0, after)));
    row.add("BEFORE", std::move(before));
    return row;
}

// Every pair of the newest: a release a row, those before it across.
void set_matrix(html::Values& values, const Means& means) {
    values.declare("MATRIX");
    const auto count = static_cast<std::uint32_t>(means.table().results.size());
    if (count < 3) return;
    const std::uint32_t first = count - static_cast<std::uint32_t>(std::min<std::size_t>(count, most_in_matrix));
    html::Values matrix;
    for (std::uint32_t before = first; before + 1 < count; ++before)
        matrix.add("AGAINST", with("NAME", means.name(before)));
    for (std::uint32_t after = count - 1; after > first; --after) {
        html::Values row = with("NAME", means.name(after));
        for (std::uint32_t before = first; before + 1 < count; ++before) {
            const ComparedAggregate* mean = before < after ? means.mean(before, after) : nullptr;
            const bool defined = mean && !mean->undefined && mean->n > 0;
            row.add("CELL", with("TIMES", defined ? times_text(mean->ratio, means.measure()) : ""));
        }
        matrix.add("ROW", std::move(row));
    }
    values.add("MATRIX", std::move(matrix));
}

html::Values means_values(const Page& page, const Means& means, const std::string& id, bool with_plot) {
    html::Values values;
    const std::string set = means.of().set == "all" ? "all benchmarks" : means.of().set;
    values.set("WHAT", capitalised(mean_name(means.of().weighted)) + " of " + set + ", " + heading_of(means.measure()));
    values.set("FIRST_NAME", means.name(0));
    for (auto after = static_cast<std::uint32_t>(means.table().results.size()); after-- > 0;)
        values.add("RELEASE_ROW", release_row(means, after));
    set_matrix(values, means);
    values.declare("PLOTTED");
    Figure figure = with_plot ? release_forest(page.report().releases, means.table(), means.of(), id) : Figure{};
    if (figure.svg.empty()) return values;
    html::Values plotted;
    set_figure(plotted, page, std::move(figure), "Every release against " + means.name(0), "releases", id);
    values.add("PLOTTED", std::move(plotted));
    return values;
}

void set_testbed(html::Values& values, const Page& page, const ReleaseTable& table) {
    const auto& all = page.history().testbeds;
    const auto found = std::ranges::find(all, table.testbed, &model::Testbed::slug);
    values.declare("LINKED").declare("PLAIN").declare("SUITE");
    if (found == all.end()) {
        values.add("PLAIN", with("LABEL", table.label));
    } else {
        html::Values linked;
        set_cpu(linked, page, static_cast<std::uint32_t>(found - all.begin()));
        values.add("LINKED", std::move(linked));
    }
    if (table.suite) values.add("SUITE", with("SUITE_NAME", *table.suite));
}

std::string lead_of(const analysis::Releases& releases) {
    const ReleaseTable& table = releases.tables.front();
    const ReleasePair& newest = *std::ranges::max_element(table.pairs, {}, [](const ReleasePair& pair) {
        return std::pair{pair.after, pair.before};
    });
    const auto name = [&](std::uint32_t result) { return releases.releases[table.results[result].release].name; };
    const std::string rest = " Releases are compared on one CPU under one suite version only.";
    if (newest.means.empty())
        return name(newest.after) + " has nothing in common with " + name(newest.before) + "." + rest;
    const ComparedAggregate& mean = newest.means.front();
    return name(newest.after) + " against " + name(newest.before) + " on " + table.label + ": " +
           mean_text(mean, releases.measures[mean.measure]) + "." + rest;
}

}  // namespace

html::Values releases_page(const Page& page) {
    html::Values values = page.frame("Releases", routes::releases);
    const analysis::Releases& releases = page.report().releases;
    values.set("LEAD", lead_of(releases)).set("METHODS", page.to(routes::methods));
    values.set("RELEASES_JSON_URL", page.to(routes::releases_data));
    std::size_t plots = 0, sections = 0;
    for (const bool hidden : {false, true})
        for (const ReleaseTable& table : releases.tables) {
            if (table.hidden != hidden) continue;
            html::Values section = with("ANCHOR", "t" + std::to_string(sections));
            set_testbed(section, page, table);
            section.declare("MEANS");
            const auto kinds = kinds_of(table);
            for (std::size_t i = 0; i < kinds.size(); ++i)
                section.add("MEANS", means_values(page, Means{releases, table, kinds[i]},
                                                  fmt::format("{}-{}", sections, i), plots++ < most_plots));
            values.add("TABLE", std::move(section.set("COUNT", counted(table.results.size(), "release"))));
            ++sections;
        }
    return values;
}

}  // namespace benchfolio::site
