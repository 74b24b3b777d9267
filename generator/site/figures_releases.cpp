#include <algorithm>

#include "chart/forest.hpp"
#include "chart/quantity.hpp"
#include "site/comparison_words.hpp"
#include "site/figure_parts.hpp"
#include "site/figures.hpp"
#include "site/words.hpp"
#include "svg/svg.hpp"

namespace benchfolio::site {
namespace {

using analysis::ComparedAggregate;

const ComparedAggregate* same_mean(const analysis::ReleasePair& pair, const ComparedAggregate& of) {
    const auto found = std::ranges::find_if(
        pair.means, [&](const ComparedAggregate& mean) { return mean.set == of.set && mean.measure == of.measure; });
    return found == pair.means.end() || found->undefined || found->n == 0 ? nullptr : &*found;
}

chart::ForestRow row_of(const std::string& name, const ComparedAggregate& mean, const model::Measure& measure) {
    chart::ForestRow row{name, times_text(mean.ratio, measure), chart::Certainty::unknown, mean.ratio, {}, {}};
    if (!mean.interval) return row;
    row.interval = chart::Span{mean.interval->low, mean.interval->high};
    const bool clear = mean.interval->low > 1 || mean.interval->high < 1;
    row.certainty = clear ? chart::Certainty::clear : chart::Certainty::within_noise;
    return row;
}

ValueTable table_of(const chart::Forest& forest) {
    ValueTable table{forest.title, {{"Release"}, {"Against the first", true}, {"Interval from", true}, {"to", true}}};
    const auto difference = [](double ratio) { return chart::signed_percent(ratio - 1); };
    for (const chart::ForestRow& row : forest.groups.front().rows)
        table.add_row({row.label, difference(row.ratio), row.interval ? difference(row.interval->from) : "",
                       row.interval ? difference(row.interval->to) : ""});
    return table;
}

}  // namespace

Figure release_forest(const analysis::Releases& releases, const analysis::ReleaseTable& table,
                      const ComparedAggregate& of, std::string_view id) {
    const model::Measure& measure = releases.measures[of.measure];
    const auto name_of = [&](std::uint32_t result) { return releases.releases[table.results[result].release].name; };
    chart::Forest forest;
    chart::ForestGroup& group = forest.groups.emplace_back();
    group.heading = "against " + name_of(0);
    for (auto pair = table.pairs.rbegin(); pair != table.pairs.rend(); ++pair)
        if (const ComparedAggregate* mean = pair->before == 0 ? same_mean(*pair, of) : nullptr)
            group.rows.push_back(row_of(name_of(pair->after), *mean, measure));
    if (group.rows.empty()) return {};
    forest.id = picture_id("releases", id, of.measure);
    forest.title = capitalised(mean_name(of.weighted)) + " of the releases on " + table.label;
    forest.description = group.rows.front().label + ": " + group.rows.front().value + " than " + name_of(0) + ".";
    forest.lower_is_better = measure.direction == model::Direction::lower_is_better;
    using analysis::Verdict;
    forest.below_one = "← " + verdict_word(forest.lower_is_better ? Verdict::faster : Verdict::slower, measure);
    forest.above_one = verdict_word(forest.lower_is_better ? Verdict::slower : Verdict::faster, measure) + " →";
    Figure figure = figure_of(chart::lay_out(forest), table_of(forest));
    forest.size = chart::Size::narrow;
    forest.id += "-narrow";
    figure.narrow = svg::draw(chart::lay_out(forest));
    return figure;
}

}  // namespace benchfolio::site
