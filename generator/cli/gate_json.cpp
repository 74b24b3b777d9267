
#include "cli/gate_report.hpp"
#include "cli/json.hpp"
#include "model/significant.hpp"

namespace benchfolio::cli {
namespace {

Json number(double value) {
    return model::significant(value);
}

Json low_of(const std::optional<analysis::Interval>& interval) {
    return interval ? number(interval->low) : Json(nullptr);
}
Json high_of(const std::optional<analysis::Interval>& interval) {
    return interval ? number(interval->high) : Json(nullptr);
}

Json base_of(const model::History& history, const analysis::GateBase& base) {
    const model::Run* run = base.run ? &history.runs[*base.run] : nullptr;
    return {{"testbed", history.testbeds[base.testbed].slug},
            {"run", run ? Json(run->id) : Json(nullptr)},
            {"commit", run && run->commit ? Json(run->commit->id) : Json(nullptr)},
            {"runs", base.runs},
            {"how", base.how}};
}

Json shift_of(const model::History& history, const analysis::RunShift& shift) {
    return {{"testbed", history.testbeds[shift.testbed].slug},
            {"measure", history.measures[shift.measure].name},
            {"verdict", analysis::name_of(shift.light)},
            {"better", shift.better},
            {"ratio", number(shift.ratio)},
            {"ratio_low", low_of(shift.interval)},
            {"ratio_high", high_of(shift.interval)},
            {"benchmarks", shift.benchmarks},
            {"taken_off", shift.taken_off},
            {"reason", shift.reason}};
}

Json threshold_of(const analysis::GateRow& row, const analysis::GateOptions& options) {
    if (!row.threshold) return nullptr;
    const analysis::Threshold& threshold = options.thresholds[*row.threshold];
    return {{"test", analysis::name_of(threshold.test)}, {"place", threshold.place}};
}

Json row_of(const model::History& history, const analysis::GateRow& row, const analysis::GateOptions& options) {
    return {{"name", history.benchmarks[row.benchmark].name},
            {"benchmark", history.benchmarks[row.benchmark].slug},
            {"measure", history.measures[row.measure].name},
            {"unit", history.measures[row.measure].unit},
            {"testbed", history.testbeds[row.testbed].slug},
            {"run", history.runs[row.run].id},
            {"verdict", analysis::name_of(row.light)},
            {"better", row.better},
            {"value", number(row.value)},
            {"baseline", row.n > 0 ? number(row.baseline) : Json(nullptr)},
            {"runs", row.n},
            {"ratio", or_null(row.ratio)},
            {"ratio_low", low_of(row.interval)},
            {"ratio_high", high_of(row.interval)},
            {"lower", or_null(row.lower)},
            {"upper", or_null(row.upper)},
            {"p", or_null(row.p)},
            {"adjusted_p", or_null(row.adjusted_p)},
            {"threshold", threshold_of(row, options)},
            {"reason", row.reason}};
}

}  // namespace

std::string gate_json(const model::History& history, const analysis::GateReport& gate,
                      const analysis::GateOptions& options) {
    Json rows = Json::array(), bases = Json::array(), shifts = Json::array();
    for (const analysis::GateRow& row : gate.rows) rows.push_back(row_of(history, row, options));
    for (const analysis::GateBase& base : gate.bases) bases.push_back(base_of(history, base));
    for (const analysis::RunShift& shift : gate.shifts) shifts.push_back(shift_of(history, shift));
    const Json report{{"schema_version", 1},     {"verdict", analysis::name_of(gate.light())},
                      {"red", gate.red},         {"amber", gate.amber},
                      {"green", gate.green},     {"unknown", gate.unknown},
                      {"bases", bases},          {"false_alarm_rate", gate.false_alarm_rate},
                      {"shifts", shifts},        {"rows", rows},
                      {"missing", gate.missing}, {"unmatched", gate.unmatched}};
    return json_text(report, 1);
}

}  // namespace benchfolio::cli
