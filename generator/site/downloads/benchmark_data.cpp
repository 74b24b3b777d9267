#include "site/downloads/benchmark_data.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "site/downloads.hpp"
#include "site/downloads/columns.hpp"
#include "site/downloads/documents.hpp"

namespace benchfolio::site::downloads {
namespace {

using model::Columns;
using model::Series;

// The columns that both files carry as they are, after the estimate and n.
struct NamedColumn {
    std::string_view name;
    std::vector<double> Columns::*cells;
};
constexpr std::array<NamedColumn, 7> summary_columns{{{"mean", &Columns::mean},
                                                      {"stddev", &Columns::stddev},
                                                      {"min", &Columns::min},
                                                      {"q1", &Columns::q1},
                                                      {"median", &Columns::median},
                                                      {"q3", &Columns::q3},
                                                      {"max", &Columns::max}}};

// What an average result takes in either file, so that the text grows once.
constexpr std::size_t bytes_per_row = 180;

std::size_t rows_of(std::span<const Series> all) {
    std::size_t rows = 0;
    for (const Series& series : all) rows += series.size();
    return rows;
}

// The numbers of one series as text. Each stands in both files, in one column by column, in the other row by row.
class Cells {
  public:
    Cells(const Content& content, const Series& series) : rows_(series.size()) {
        cells_.reserve((summary_columns.size() + 1) * rows_);
        add(content.report.estimate, series);
        for (const auto& [name, cells] : summary_columns) add(content.history.columns.*cells, series);
    }

    std::span<const NumberText> estimate() const { return column(0); }
    std::span<const NumberText> summary(std::size_t index) const { return column(1 + index); }

  private:
    std::span<const NumberText> column(std::size_t index) const {
        return std::span{cells_}.subspan(index * rows_, rows_);
    }
    void add(const std::vector<double>& values, const Series& series) {
        for (std::size_t row = series.first; row < series.last; ++row) cells_.emplace_back(values[row]);
    }

    std::size_t rows_;
    std::vector<NumberText> cells_;
};

// ---- JSON ----

void append_count(std::string& text, std::uint32_t count) {
    std::array<char, 16> buffer{};
    text.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), count).ptr);
}

void append_n(std::string& text, std::uint32_t n) {
    n == 0 ? static_cast<void>(text.append("null")) : append_count(text, n);
}

void append_head(std::string& text, const model::History& history, const Series& series) {
    const model::Measure& measure = history.measures[series.measure];
    text += "{\"testbed\":" + json_text(history.testbeds[series.testbed].slug);
    text += ",\"measure\":" + json_text(measure.name) + ",\"unit\":" + json_text(measure.unit);
    text.append(",\"direction\":\"").append(model::name_of(measure.direction)).append("\"");
}

// The samples that were kept of the newest run, ascending; empty where it has none.
std::span<const double> samples_of(const model::History& history, const Series& series) {
    const auto number = static_cast<std::uint32_t>(&series - history.series.data());
    const auto at = std::ranges::lower_bound(history.newest_samples, number, {}, &model::NewestSamples::series);
    if (at == history.newest_samples.end() || at->series != number) return {};
    return at->values;
}

// What is kept of the newest run alone, since only its distribution is drawn.
void append_newest(std::string& text, const model::History& history, const Series& series) {
    const std::array whiskers{history.columns.whisker_low[series.last - 1],
                              history.columns.whisker_high[series.last - 1]};
    const auto append_values = [&](std::string_view name, std::span<const double> values) {
        append_column(text, name, 0, values.size(),
                      [&](std::string& out, std::size_t i) { append_cell(out, values[i]); });
    };
    append_values("newest_whiskers", whiskers);
    append_values("newest_samples", samples_of(history, series));
}

void append_column_of(std::string& text, std::string_view name, std::span<const NumberText> cells) {
    append_column(text, name, 0, cells.size(), [&](std::string& out, std::size_t i) { append_or_null(out, cells[i]); });
}

void append_json_series(std::string& text, const Content& content, const Series& series, const Cells& cells,
                        std::span<const RunText> runs) {
    const model::History& history = content.history;
    const auto column = [&](std::string_view name, auto append) {
        append_column(text, name, series.first, series.last, append);
    };
    append_head(text, history, series);
    column("run", [&](std::string& out, std::size_t row) { out += runs[history.columns.run[row]].json; });
    append_column_of(text, "estimate", cells.estimate());
    column("n", [&](std::string& out, std::size_t row) { append_n(out, history.columns.n[row]); });
    for (std::size_t i = 0; i < summary_columns.size(); ++i)
        append_column_of(text, summary_columns[i].name, cells.summary(i));
    column("from_samples",
           [&](std::string& out, std::size_t row) { out += history.columns.from_samples[row] ? '1' : '0'; });
    append_newest(text, history, series);
    text += '}';
}

std::string head_of(const model::Benchmark& benchmark) {
    std::string text = "{\"schema_version\":" + std::to_string(schema_version);
    text += ",\n\"name\":" + json_text(benchmark.name);
    text += ",\n\"group\":" + (benchmark.group ? json_text(*benchmark.group) : "null");
    text += ",\n\"params\":" + json_text(benchmark.parameters);
    return text + ",\n\"series\":[";
}

// ---- CSV ----

std::string csv_heading() {
    std::string text = "testbed,measure,unit,run,time,estimate,n";
    for (const auto& column : summary_columns) text.append(",").append(column.name);
    return text + "\n";
}

std::string csv_text(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + "\"";
}

// What every row of a series begins with.
std::string csv_start(const model::History& history, const Series& series) {
    const model::Measure& measure = history.measures[series.measure];
    return csv_text(history.testbeds[series.testbed].label) + "," + csv_text(measure.name) + "," +
           csv_text(measure.unit) + ",";
}

void append_csv_series(std::string& text, const Content& content, const Series& series, const Cells& cells,
                       std::span<const RunText> runs) {
    const Columns& columns = content.history.columns;
    const std::string start = csv_start(content.history, series);
    for (std::size_t i = 0; i < series.size(); ++i) {
        const std::size_t row = series.first + i;
        text.append(start).append(runs[columns.run[row]].csv);
        (text += ',') += cells.estimate()[i];
        text += ',';
        if (columns.n[row] != 0) append_count(text, columns.n[row]);
        for (std::size_t column = 0; column < summary_columns.size(); ++column)
            (text += ',') += cells.summary(column)[i];
        text += '\n';
    }
}

}  // namespace

BenchmarkData benchmark_data(const Content& content, std::uint32_t benchmark, std::span<const RunText> runs) {
    const auto all = content.history.series_of(benchmark);
    BenchmarkData data{head_of(content.history.benchmarks[benchmark]), csv_heading()};
    data.json.reserve(data.json.size() + bytes_per_row * rows_of(all));
    data.csv.reserve(data.csv.size() + bytes_per_row * rows_of(all));
    const char* separator = "\n";
    for (const Series& series : all) {
        const Cells cells{content, series};
        data.json += separator;
        append_json_series(data.json, content, series, cells, runs);
        append_csv_series(data.csv, content, series, cells, runs);
        separator = ",\n";
    }
    data.json += "]}\n";
    return data;
}

}  // namespace benchfolio::site::downloads
