#include "exporter/numbering.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace benchfolio::exporter {
namespace {

// By index of `things`: the place of each in `all`, which grows by those that it lacks. `key` orders and identifies.
template <typename Thing, typename Key>
std::vector<std::uint32_t> numbered(const std::vector<Thing>& things, std::vector<const Thing*>& all, Key key) {
    std::map<decltype(key(things.front())), std::uint32_t> known;
    for (const Thing* one : all) known.emplace(key(*one), static_cast<std::uint32_t>(known.size()));
    std::vector<std::uint32_t> numbers;
    for (const Thing& one : things) {
        const auto [at, is_new] = known.emplace(key(one), static_cast<std::uint32_t>(all.size()));
        if (is_new) all.push_back(&one);
        numbers.push_back(at->second);
    }
    return numbers;
}

}  // namespace

Numbering numbering_of(const model::History& history) {
    Numbering result;
    std::uint32_t first_run = 0;
    for (const model::History* part : {&history, history.aside.get()}) {
        if (part == nullptr) continue;
        Part& added = result.parts.emplace_back();
        added.history = part;
        added.in_trend = part == &history;
        added.first_run = first_run;
        first_run += static_cast<std::uint32_t>(part->runs.size());
        added.testbeds = numbered(part->testbeds, result.testbeds, [](const model::Testbed& of) {
            return std::pair{of.dimensions, of.label};
        });
        added.benchmarks = numbered(part->benchmarks, result.benchmarks,
                                    [](const model::Benchmark& of) { return std::string_view{of.name}; });
        added.measures = numbered(part->measures, result.measures, [](const model::Measure& of) {
            return std::tuple{std::string_view{of.name}, std::string_view{of.unit}, of.direction};
        });
    }
    return result;
}

}  // namespace benchfolio::exporter
