#include "ingest/newest.hpp"

#include <algorithm>

#include "model/significant.hpp"

namespace benchfolio::ingest {
namespace {

// At most `newest_samples_kept` of the values, evenly spread over their ranks, the least and the greatest among them.
void keep_evenly(std::span<const double> ascending, std::vector<double>& kept) {
    constexpr std::size_t most = model::newest_samples_kept;
    if (ascending.size() <= most) return kept.assign(ascending.begin(), ascending.end());
    kept.resize(most);
    for (std::size_t i = 0; i < most; ++i) kept[i] = ascending[i * (ascending.size() - 1) / (most - 1)];
}

}  // namespace

void Newest::define(const Block& block, std::uint32_t benchmark, std::uint32_t run, bool is_aside,
                    const std::shared_ptr<const formats::Definition>& definition) {
    std::vector<RecordedDefinition>& definitions = definitions_[is_aside ? 1 : 0];
    if (benchmark >= definitions.size()) definitions.resize(benchmark + 1);
    RecordedDefinition& so_far = definitions[benchmark];
    if (so_far.definition && block.runs[run].age() < block.runs[so_far.run].age()) return;
    so_far.benchmark = benchmark;
    so_far.run = run;
    if (so_far.definition != definition) so_far.definition = definition;
}

void Newest::sample(const Block& block, std::uint32_t row, std::uint32_t testbed, std::span<const double> ascending) {
    const Points& points = block.points;
    const auto [at, first] = samples_.try_emplace({points.benchmark[row], points.measure[row], testbed});
    Samples& so_far = at->second;
    const auto age_of = [&](std::uint32_t of_row) { return block.runs[points.columns.run[of_row]].age(); };
    if (!first && age_of(row) < age_of(so_far.row)) return;
    so_far.row = row;
    keep_evenly(ascending, so_far.values);
}

void Newest::move_to(Block& block) {
    for (std::vector<RecordedDefinition>& definitions : definitions_) {
        for (RecordedDefinition& each : definitions)
            if (each.definition) block.definitions.push_back(std::move(each));
        definitions.clear();
    }
    for (auto& [series, kept] : samples_) {
        std::ranges::transform(kept.values, kept.values.begin(), model::significant);
        block.samples.append(kept.row, kept.values);
    }
    samples_.clear();
}

}  // namespace benchfolio::ingest
