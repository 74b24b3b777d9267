#include "site/downloads/aside_documents.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "site/downloads.hpp"
#include "site/downloads/columns.hpp"
#include "site/downloads/documents.hpp"
#include "site/routes.hpp"

namespace benchfolio::site::downloads {
namespace {

using model::Columns;
using model::History;

std::size_t series_of_row(const History& aside, std::uint32_t row) {
    const auto at = std::ranges::upper_bound(aside.series, row, {}, &model::Series::last);
    return static_cast<std::size_t>(at - aside.series.begin());
}

std::string head_of(const Content& content, const History& aside, const model::Run& run) {
    const auto text_or_null = [](const std::string& text) { return text.empty() ? "null" : json_text(text); };
    std::string text = "{\"schema_version\":" + std::to_string(schema_version);
    text += ",\n\"run\":" + json_text(run.id) + ",\n\"kind\":" + json_text(model::name_of(run.purpose.kind));
    text += ",\n\"ref\":" + text_or_null(run.purpose.ref) + ",\n\"owner\":" + text_or_null(run.purpose.owner);
    text += ",\n\"testbed\":" + json_text(aside.testbeds[run.testbed].slug);
    text += ",\n\"suite\":" + (run.suite ? json_text(*run.suite) : "null");
    text += ",\n\"commit\":" + (run.commit ? json_text(run.commit->id) : "null");
    const auto url = raw_url(content.options, run);
    return text + ",\n\"raw_url\":" + (url ? json_text(*url) : "null") + ",\n\"results\":[";
}

void append_list(std::string& text, std::string_view name, std::span<const double> values) {
    text.append(",\"").append(name).append("\":[");
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) text += ',';
        append_cell(text, values[i]);
    }
    text += ']';
}

// Samples are kept of the newest run that measured the benchmark on this testbed.
void append_samples(std::string& text, const History& aside, std::size_t series, std::uint32_t row) {
    if (aside.series[series].last != row + 1) return;
    const auto number = static_cast<std::uint32_t>(series);
    const auto at = std::ranges::lower_bound(aside.newest_samples, number, {}, &model::NewestSamples::series);
    if (at != aside.newest_samples.end() && at->series == number) append_list(text, "newest_samples", at->values);
}

void append_result(std::string& text, const History& aside, std::uint32_t row) {
    const std::size_t number = series_of_row(aside, row);
    const model::Series& series = aside.series[number];
    const model::Measure& measure = aside.measures[series.measure];
    const Columns& columns = aside.columns;
    text += "{\"benchmark\":" + json_text(aside.benchmarks[series.benchmark].name);
    text += ",\"measure\":" + json_text(measure.name) + ",\"unit\":" + json_text(measure.unit);
    text.append(",\"direction\":\"").append(model::name_of(measure.direction)).append("\"");
    text += ",\"n\":" + (columns.n[row] == 0 ? "null" : std::to_string(columns.n[row]));
    text.append(",\"from_samples\":").append(columns.from_samples[row] != 0 ? "true" : "false");
    for (const auto& [name, cells] : summary_columns) {
        text.append(",\"").append(name).append("\":");
        append_cell(text, (columns.*cells)[row]);
    }
    const std::array whiskers{columns.whisker_low[row], columns.whisker_high[row]};
    if (!std::isnan(whiskers[0]) && !std::isnan(whiskers[1])) append_list(text, "whiskers", whiskers);
    append_samples(text, aside, number, row);
    text += '}';
}

}  // namespace

RowsOfRuns rows_of_runs(const History& aside) {
    RowsOfRuns rows(aside.runs.size());
    for (std::uint32_t row = 0; row < aside.columns.size(); ++row) rows[aside.columns.run[row]].push_back(row);
    return rows;
}

std::string aside_run_document(const Content& content, std::uint32_t run, const std::vector<std::uint32_t>& rows) {
    const History& aside = *content.history.aside;
    std::string text = head_of(content, aside, aside.runs[run]);
    const char* separator = "\n";
    for (const std::uint32_t row : rows) {
        text += separator;
        append_result(text, aside, row);
        separator = ",\n";
    }
    return text + "]}\n";
}

}  // namespace benchfolio::site::downloads
