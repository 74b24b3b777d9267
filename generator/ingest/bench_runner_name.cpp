#include "ingest/bench_runner_name.hpp"

#include <algorithm>
#include <array>

#include "model/percent.hpp"

namespace benchfolio::ingest {
namespace {

enum Part { prefix, date, machine, architecture, fork, ref, version, hash, parts };

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

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
    if (found[prefix] != "bm" || found[date].size() != 8 || !is_number(found[date]) || found[fork].empty() ||
        found[ref].empty())
        return std::nullopt;
    return BenchRunnerName{model::percent_decoded(found[fork]), model::percent_decoded(found[ref])};
}

}  // namespace benchfolio::ingest
