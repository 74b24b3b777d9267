#include <nlohmann/json.hpp>

#include "cli/compare_report.hpp"
#include "model/significant.hpp"

namespace benchfolio::cli {
namespace {

using Json = nlohmann::ordered_json;
using analysis::NotCompared;
using analysis::Verdict;
using model::History;

constexpr int schema_version = 1;

Json number(double value) {
    return model::significant(value);
}

template <class Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json or_null(const std::optional<double>& value) {
    return value ? number(*value) : Json(nullptr);
}

Json low_of(const std::optional<analysis::Interval>& interval) {
    return interval ? number(interval->low) : Json(nullptr);
}

Json high_of(const std::optional<analysis::Interval>& interval) {
    return interval ? number(interval->high) : Json(nullptr);
}

const char* name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::slower:
            return "slower";
        case Verdict::faster:
            return "faster";
        case Verdict::no_evidence:
            return "no_evidence";
        case Verdict::cannot_tell:
            break;
    }
    return "cannot_tell";
}

const char* name_of(NotCompared why) {
    switch (why) {
        case NotCompared::missing:
            return "missing";
        case NotCompared::added:
            return "new";
        case NotCompared::other_suite:
            return "other_suite";
        case NotCompared::other_testbed:
            return "other_testbed";
        case NotCompared::no_value:
            break;
    }
    return "no_value";
}

Json excluded_of(const std::vector<analysis::Excluded>& excluded) {
    Json all = Json::array();
    for (const analysis::Excluded& one : excluded)
        all.push_back({{"what", one.what}, {"why", name_of(one.why)}, {"detail", one.detail}});
    return all;
}

Json side_of(const History& history, const analysis::Side& side, std::uint32_t testbed) {
    Json runs = Json::array();
    for (const std::uint32_t index : side.runs) {
        const model::Run& run = history.runs[index];
        runs.push_back({{"id", run.id},
                        {"time", model::iso8601(run.time)},
                        {"file", run.file},
                        {"commit", run.commit ? Json(run.commit->id) : Json(nullptr)},
                        {"suite", or_null(run.suite)}});
    }
    return {{"label", side.label}, {"testbed", history.testbeds[testbed].slug}, {"runs", runs}};
}

Json row_of(const History& history, const analysis::ComparedBenchmark& row) {
    return {{"name", history.benchmarks[row.benchmark].name},
            {"benchmark", history.benchmarks[row.benchmark].slug},
            {"measure", history.measures[row.measure].name},
            {"unit", history.measures[row.measure].unit},
            {"verdict", name_of(row.verdict)},
            {"before", number(row.before)},
            {"after", number(row.after)},
            {"ratio", or_null(row.ratio)},
            {"ratio_low", low_of(row.interval)},
            {"ratio_high", high_of(row.interval)},
            {"runs_before", row.runs_before},
            {"runs_after", row.runs_after},
            {"noise", or_null(row.noise)},
            {"p_ranks", or_null(row.p)},
            {"p_noise", or_null(row.p_noise)},
            {"p_adjusted", or_null(row.adjusted_p)},
            {"jumps", or_null(row.jumps)},
            {"visible", or_null(row.visible)},
            {"more_runs", or_null(row.more_runs)}};
}

Json mean_of(const History& history, const analysis::ComparedAggregate& mean) {
    return {{"set", mean.set},
            {"measure", history.measures[mean.measure].name},
            {"ratio", mean.undefined ? Json(nullptr) : number(mean.ratio)},
            {"ratio_low", low_of(mean.interval)},
            {"ratio_high", high_of(mean.interval)},
            {"n", mean.n},
            {"undefined", or_null(mean.undefined)}};
}

Json pair_of(const History& history, const summary::ComparedPair& pair) {
    const analysis::Comparison& comparison = pair.result;
    Json rows = Json::array(), means = Json::array();
    for (const auto& row : comparison.rows) rows.push_back(row_of(history, row));
    for (const auto& mean : comparison.means) means.push_back(mean_of(history, mean));
    return {{"testbed", history.testbeds[comparison.testbed_after].slug},
            {"base", side_of(history, comparison.before, comparison.testbed_before)},
            {"base_why", pair.why},
            {"head", side_of(history, comparison.after, comparison.testbed_after)},
            {"across_testbeds", comparison.across_testbeds()},
            {"across_suites", comparison.across_suites},
            {"overall", {{"verdict", name_of(comparison.overall.verdict)}, {"p", or_null(comparison.overall.p)}}},
            {"means", means},
            {"by_chance", comparison.by_chance},
            {"rows", rows},
            {"excluded", excluded_of(comparison.excluded)}};
}

}  // namespace

std::string comparison_json(const site::Content& content, const summary::ComparedSides& sides) {
    Json pairs = Json::array();
    for (const auto& pair : sides.pairs) pairs.push_back(pair_of(content.history, pair));
    const Json all{{"schema_version", schema_version},
                   {"base", sides.base},
                   {"head", sides.head},
                   {"comparisons", pairs},
                   {"refused", excluded_of(sides.refused)}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace benchfolio::cli
