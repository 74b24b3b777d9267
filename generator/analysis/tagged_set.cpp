#include "analysis/tagged_set.hpp"

#include <algorithm>

#include "model/glob.hpp"

namespace benchfolio::analysis {

bool belongs(const model::Benchmark& benchmark, const TaggedSet& set) {
    if (set.benchmarks.empty() && set.tags.empty()) return true;
    const auto matches = [&](const std::string& pattern) { return model::glob_matches(pattern, benchmark.name); };
    const auto tagged = [&](const std::string& tag) { return std::ranges::binary_search(benchmark.tags, tag); };
    return std::ranges::any_of(set.benchmarks, matches) || std::ranges::any_of(set.tags, tagged);
}

double weight_of(const model::Benchmark& benchmark, const TaggedSet& set) {
    const auto found = std::ranges::find_if(
        set.weights, [&](const Weight& weight) { return model::glob_matches(weight.pattern, benchmark.name); });
    return found == set.weights.end() ? 1 : found->value;
}

bool is_weighted(const Options& options, const std::string& set) {
    const auto found = std::ranges::find(options.sets, set, &TaggedSet::name);
    return found != options.sets.end() && !found->weights.empty();
}

}  // namespace benchfolio::analysis
