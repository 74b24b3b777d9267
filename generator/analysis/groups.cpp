#include "analysis/groups.hpp"

#include <algorithm>
#include <map>

#include "analysis/naming.hpp"

namespace benchfolio::analysis {
namespace {

std::string group_name(const model::Benchmark& benchmark) {
    if (benchmark.group && !benchmark.group->empty()) return *benchmark.group;
    return std::string{module_of(benchmark.name).value_or("all benchmarks")};
}

}  // namespace

std::vector<Group> groups(const model::History& history, const ParameterRoles& roles) {
    const auto& benchmarks = history.benchmarks;
    std::map<std::string, std::vector<std::uint32_t>> members;
    for (std::uint32_t i = 0; i < benchmarks.size(); ++i) members[group_name(benchmarks[i])].push_back(i);
    std::vector<Group> result;
    for (auto& [name, indices] : members) {
        std::ranges::sort(indices, [&](auto a, auto b) { return benchmark_less(benchmarks[a], benchmarks[b]); });
        Group group{name, std::move(indices), {}};
        std::ranges::copy_if(group.benchmarks, std::back_inserter(group.excluded),
                             [&](std::uint32_t i) { return is_excluded(benchmarks[i], roles); });
        result.push_back(std::move(group));
    }
    return result;
}

}  // namespace benchfolio::analysis
