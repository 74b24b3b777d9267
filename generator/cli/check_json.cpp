
#include "cli/check_report.hpp"
#include "cli/json.hpp"
#include "cli/stages.hpp"

namespace benchfolio::cli {
namespace {

using model::History;

constexpr int schema_version = 1;

Json counts_of(const History& history) {
    return {{"runs", history.runs.size()},
            {"runs_aside", history.aside ? history.aside->runs.size() : 0},
            {"testbeds", history.testbeds.size()},
            {"benchmarks", history.benchmarks.size()},
            {"measures", history.measures.size()},
            {"results", history.columns.size()},
            {"failures", history.failures.size()},
            {"broken", count(history, model::RejectionKind::broken)},
            {"foreign", count(history, model::RejectionKind::foreign)},
            {"duplicates", history.duplicates.size()},
            {"omissions", history.omissions.size()}};
}

template <typename Items, typename Describe>
Json list(const Items& items, Describe describe) {
    Json all = Json::array();
    for (const auto& item : items) all.push_back(describe(item));
    return all;
}

Json kind_of(const ingest::KindCount& count) {
    return {{"kind", model::name_of(count.kind)}, {"runs", count.runs}, {"because", ingest::name_of(count.because)}};
}

Json omissions_of(const History& history) {
    Json all = Json::array();
    for (const History* side : {&history, history.aside.get()})
        if (side)
            for (const model::Omission& o : side->omissions)
                all.push_back({{"file", side->runs[o.run].file}, {"benchmark", o.benchmark}, {"reason", o.reason}});
    return all;
}

Json testbed_of(const model::Testbed& testbed) {
    return {{"slug", testbed.slug},
            {"label", testbed.label},
            {"brand", testbed.brand ? Json(*testbed.brand) : Json(nullptr)},
            {"runs", testbed.runs},
            {"hidden", testbed.hidden},
            {"colour", testbed.colour ? Json(*testbed.colour) : Json(nullptr)}};
}

Json measure_of(const model::Measure& measure) {
    return {{"name", measure.name}, {"unit", measure.unit}};
}

Json rejection_of(const model::Rejection& rejection) {
    return {{"file", rejection.file},
            {"kind", model::name_of(rejection.kind)},
            {"reason", rejection.reason},
            {"where", or_null(rejection.where)}};
}

Json failure_of(const model::Failure& failure) {
    return {{"file", failure.file},        {"time", model::iso8601(failure.time)},
            {"outcome", failure.outcome},  {"workflow", or_null(failure.workflow)},
            {"url", or_null(failure.url)}, {"commit", or_null(failure.commit)}};
}

Json duplicate_of(const model::Duplicate& duplicate) {
    return {{"file", duplicate.file}, {"of", duplicate.of}};
}

Json finding_of(const Finding& finding) {
    return {{"kind", finding.kind == FindingKind::problem ? "problem" : "suggestion"},
            {"code", finding.code},
            {"what", finding.what},
            {"place", or_null(finding.place)},
            {"hint", or_null(finding.hint)}};
}

}  // namespace

std::string json_report(const CheckReport& report) {
    const History& history = report.history;
    const Json document = {{"schema_version", schema_version},
                           {"archive", report.archive},
                           {"configuration", or_null(report.config.source)},
                           {"counts", counts_of(history)},
                           {"kinds", list(report.kinds.counts, kind_of)},
                           {"trend_branches", report.kinds.trend_branches},
                           {"fork", or_null(report.kinds.own_fork)},
                           {"testbeds", list(history.testbeds, testbed_of)},
                           {"measures", list(history.measures, measure_of)},
                           {"failures", list(history.failures, failure_of)},
                           {"rejected", list(history.rejections, rejection_of)},
                           {"duplicates", list(history.duplicates, duplicate_of)},
                           {"omissions", omissions_of(history)},
                           {"findings", list(report.findings, finding_of)}};
    return json_text(document);
}

}  // namespace benchfolio::cli
