#include <algorithm>

#include "analysis/standing.hpp"
#include "model/slug.hpp"
#include "site/pages/bimodal.hpp"
#include "site/pages/cpu_table.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_inline = 2;    // pictures in the page; the others are shown as files, to keep it small
constexpr std::size_t most_groups = 300;  // shown; the others are counted

html::Values group_section(const Page& page, std::uint32_t index, std::uint32_t measure, bool in_page) {
    const analysis::Group& group = page.report().groups[index];
    html::Values values = with("GROUP", group.name);
    values.set("GROUP_URL", page.to(routes::group(group.name)))
        .set("SIZE", counted(group.benchmarks.size(), "benchmark"));
    values.set("ANCHOR", "g" + std::to_string(index)).declare("IN_PAGE").declare("AS_FILE");
    Figure drawn = group_spread(page.content(), index, measure);
    values.show("NOTHING", drawn.svg.empty());
    if (drawn.svg.empty()) return values;
    const bool as_file = !in_page && !drawn.standalone.empty();
    html::Values figure;
    set_figure(figure, page, std::move(drawn), group.name + ": spread between runs", "spread", model::slug(group.name));
    values.add(as_file ? html::Name{"AS_FILE"} : html::Name{"IN_PAGE"}, std::move(figure));
    return values;
}

// What is no longer measured says nothing about the noise of today.
bool is_measured(const Page& page, std::uint32_t group) {
    const std::vector<std::uint32_t>& all = page.report().groups[group].benchmarks;
    return !std::all_of(all.begin(), all.end(),
                        [&](auto benchmark) { return analysis::is_retired(page.history(), page.report(), benchmark); });
}

}  // namespace

html::Values distributions_page(const Page& page) {
    html::Values values = page.frame("Noise", routes::distributions);
    const std::size_t groups = page.report().groups.size();
    values.declare("GROUP_SECTION").show("EMPTY", groups == 0).show("ANY", groups > 0);
    set_cpu_table(values, page);
    std::size_t measured = 0;
    for (std::uint32_t i = 0; i < groups; ++i) {
        if (!is_measured(page, i) || ++measured > most_groups) continue;
        values.add("GROUP_SECTION", group_section(page, i, 0, measured <= most_inline));
    }
    set_bimodal_list(values, page, std::nullopt);
    values.declare("LEFT_OUT").declare("MORE_GROUPS");
    if (measured > most_groups) values.add("MORE_GROUPS", with("COUNT", counted(measured - most_groups, "more group")));
    if (measured < groups) values.add("LEFT_OUT", with("COUNT", counted(groups - measured, "group")));
    return values;
}

}  // namespace benchfolio::site
