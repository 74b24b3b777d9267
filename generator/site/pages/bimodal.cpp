#include "site/pages/bimodal.hpp"

#include <algorithm>
#include <cmath>

#include "chart/quantity.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_listed = 50;

std::vector<std::uint32_t> bimodal_series(const Page& page, std::optional<std::uint32_t> testbed) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < page.history().series.size(); ++i) {
        const bool wanted = !testbed || page.history().series[i].testbed == *testbed;
        if (wanted && page.report().series[i].bimodal) found.push_back(i);
    }
    std::ranges::stable_sort(found, std::ranges::greater{},
                             [&](std::uint32_t i) { return page.report().series[i].bimodal->ratio; });
    return found;
}

}  // namespace

void set_bimodality(html::Values& values, const Page& page, std::uint32_t index) {
    const model::Series& series = page.history().series[index];
    const analysis::Bimodality& bimodal = *page.report().series[index].bimodal;
    set_benchmark(values, page, series.benchmark);
    set_cpu(values, page, series.testbed);
    values.set("OF_MEASURE_NAME", goes_without_saying(page.history().measures[series.measure])
                                      ? ""
                                      : heading_of(page.history().measures[series.measure]));
    values.set("APART", chart::signed_percent(bimodal.ratio - 1)).set("UPPER_SHARE", chart::percent(bimodal.share));
    values.set("FLIPS", number(bimodal.flips));
}

void set_bimodal_list(html::Values& values, const Page& page, std::optional<std::uint32_t> testbed) {
    values.declare("BIMODAL_LIST");
    const std::vector<std::uint32_t> all = bimodal_series(page, testbed);
    if (all.empty()) return;
    html::Values table;
    const std::size_t shown = std::min(all.size(), most_listed);
    for (std::size_t i = 0; i < shown; ++i) {
        html::Values row;
        set_bimodality(row, page, all[i]);
        table.add("BIMODAL_ROW", std::move(row.show("WITH_CPU", !testbed)));
    }
    table.show("WITH_CPUS", !testbed).declare("BIMODAL_MORE");
    if (shown < all.size()) table.add("BIMODAL_MORE", with("BIMODAL_COUNT", number(all.size() - shown)));
    values.add("BIMODAL_LIST", std::move(table));
}

}  // namespace benchfolio::site
