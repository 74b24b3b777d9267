#include "formats/extra_measures.hpp"

#include <algorithm>
#include <cmath>

namespace benchfolio::formats {
const Extra* ExtraPlaces::find(const std::string& place) {
    if (const auto known = found_.find(place); known != found_.end()) return known->second.get();
    auto read = rules_.declared(place);
    if (!read && all_) read = usual(place);
    if (!read && offers_) offers_->insert(place);
    auto extra = read ? std::make_unique<const Extra>(Extra{catalog_.measure(read->measure), read->factor}) : nullptr;
    return found_.emplace(place, std::move(extra)).first->second.get();
}

bool ExtraSums::add(const Extra& extra, double number) {
    const double value = number * extra.factor;
    if (!(std::abs(value) <= largest_extra)) return false;
    const auto known = std::ranges::find(sums_, extra.measure, &Sum::measure);
    if (known == sums_.end()) {
        sums_.push_back({extra.measure, value});
    } else {
        known->value += value;
    }
    return true;
}

void add_rows(const ExtraSums& extras, std::uint32_t benchmark, const std::shared_ptr<const Definition>& definition,
              ParsedRun& run) {
    for (const auto& [measure, value] : extras.sums()) {
        run.rows.push_back({benchmark, measure, definition, {}, run.samples.size(), 1});
        run.samples.push_back(value);
    }
}

}  // namespace benchfolio::formats
