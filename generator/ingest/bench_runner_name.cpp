#include "ingest/bench_runner_name.hpp"

#include <algorithm>
#include <array>

#include "model/ascii.hpp"
#include "model/percent.hpp"

namespace benchfolio::ingest {
namespace {

enum Part { prefix, date, machine, architecture, fork, ref, version, hash, parts };

}  // namespace

std::optional<BenchRunnerName> bench_runner_name(std::string_view path) {
    std::string_view name = path.substr(path.rfind('/') + 1);
    name = name.substr(0, name.find(".json"));
    std::array<std::string_view, parts> found{};
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (name.empty()) return std::nullopt;
        found[i] = name.substr(0, name.find('-'));
        name.remove_prefix(std::min(found[i].size() + 1, name.size()));
    }
    if (found[prefix] != "bm" || found[date].size() != 8 || !model::is_number(found[date]) || found[fork].empty() ||
        found[ref].empty())
        return std::nullopt;
    return BenchRunnerName{model::percent_decoded(found[fork]), model::percent_decoded(found[ref])};
}

}  // namespace benchfolio::ingest
