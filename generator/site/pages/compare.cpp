#include <algorithm>

#include "site/comparison_words.hpp"
#include "site/pages/comparison_values.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_others = 12;  // on the page of one; the list has all of them

html::Values item_of(const Page& page, const ShownComparison& shown) {
    html::Values item = with("COMPARISON_URL", page.to(routes::comparison(shown.slug)));
    item.set("TITLE", shown.title).set("SENTENCE", sentence_of(page.history(), shown.result));
    item.set("RUNS_BEFORE", runs_text(page.history(), shown.result.before));
    item.set("RUNS_AFTER", runs_text(page.history(), shown.result.after));
    return item;
}

// Those of the same CPU.
void set_others(html::Values& values, const Page& page, std::uint32_t index) {
    const auto& all = page.site().comparisons;
    std::size_t shown = 0;
    values.declare("OTHER");
    for (std::uint32_t i = 0; i < all.size() && shown < most_others; ++i) {
        if (i == index || all[i].result.testbed_after != all[index].result.testbed_after) continue;
        values.add("OTHER", item_of(page, all[i]));
        ++shown;
    }
}

// Those of one CPU, beneath its name; nothing where there is none.
void add_testbed(html::Values& list, const Page& page, std::uint32_t testbed) {
    html::Values section;
    bool any = false;
    for (const ShownComparison& shown : page.site().comparisons) {
        if (shown.result.testbed_after != testbed) continue;
        section.add("COMPARISON", item_of(page, shown));
        any = true;
    }
    if (!any) return;
    set_cpu(section, page, testbed);
    list.add("CPU", std::move(section));
}

}  // namespace

html::Values comparison_page(const Page& page, std::uint32_t index) {
    const ShownComparison& shown = page.site().comparisons[index];
    html::Values values = page.frame(shown.title, routes::comparisons);
    values.set("TITLE", shown.title).set("COMPARISONS_URL", page.to(routes::comparisons));
    set_comparison(values, page, shown.result, {shown.slug, true});
    set_others(values, page, index);
    return values;
}

html::Values comparison_index_page(const Page& page) {
    const auto& all = page.site().comparisons;
    html::Values values = page.frame("Compare", routes::comparisons);
    values.show("EMPTY", all.empty()).declare("ANY");
    if (all.empty()) return values;
    html::Values list = with("COUNT", counted(all.size(), "comparison"));
    for (std::uint32_t testbed = 0; testbed < page.history().testbeds.size(); ++testbed)
        add_testbed(list, page, testbed);
    values.add("ANY", std::move(list));
    return values;
}

}  // namespace benchfolio::site
