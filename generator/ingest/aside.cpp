#include "ingest/aside.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace benchfolio::ingest {

void set_aside(model::History& trends, model::History aside) {
    for (model::Testbed& testbed : aside.testbeds) {
        const auto same = std::ranges::find(trends.testbeds, testbed.dimensions, &model::Testbed::dimensions);
        if (same != trends.testbeds.end()) {
            testbed.label = same->label;
            testbed.colour = same->colour;
            testbed.variant = same->variant;
        } else if (!trends.testbeds.empty()) {
            testbed.colour.reset();
        }
    }
    trends.aside = std::make_shared<const model::History>(std::move(aside));
}

KindsFound kinds_of(const model::History& history) {
    std::map<model::Kind, std::size_t> counts;
    for (const model::History* side : {&history, history.aside.get()})
        if (side)
            for (const model::Run& run : side->runs) ++counts[run.purpose.kind];
    KindsFound found;
    for (const auto& [kind, runs] : counts) found.counts.push_back({kind, Because::site, runs});
    return found;
}

}  // namespace benchfolio::ingest
