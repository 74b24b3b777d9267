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

// What a result takes at most in either file, about, so that the text grows once.
constexpr std::size_t bytes_per_row = 260;

std::size_t rows_of(std::span<const Series> all) {
    std::size_t rows = 0;
    for (const Series& series : all) rows += series.size();
    return rows;
}

// Writes at the end of a text into room made beforehand, without asking for each piece whether there is any left.
class Writer {
  public:
    // `most`: bytes that will be written at most, with room for the longest number behind the last one.
    Writer(std::string& text, std::size_t most) : text_(text), at_(text.size()) {
        text_.resize(at_ + most);
        out_ = text_.data() + at_;
    }
    ~Writer() { text_.resize(static_cast<std::size_t>(out_ - text_.data())); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void put(char c) { *out_++ = c; }
    void put(std::string_view piece) { out_ = std::copy(piece.begin(), piece.end(), out_); }
    void put(const NumberText& number) { out_ = number.copy_to(out_); }
    void put_count(std::uint32_t count) { out_ = std::to_chars(out_, out_ + NumberText::longest, count).ptr; }

  private:
    std::string& text_;
    std::size_t at_;
    char* out_ = nullptr;
};

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

std::span<const std::uint32_t> runs_of(const Columns& columns, const Series& series) {
    return std::span{columns.run}.subspan(series.first, series.size());
}

// Of what is said of the runs of a series.
std::size_t longest(std::span<const RunText> runs, std::string RunText::*text, std::span<const std::uint32_t> of) {
    std::size_t most = 0;
    for (const std::uint32_t run : of) most = std::max(most, (runs[run].*text).size());
    return most;
}

// ---- JSON ----

// `,\n"name":[...]` with a cell for each of `size`, of `most` bytes at most; `put(writer, i)` writes one.
template <typename Put>
void append_cells(std::string& text, std::string_view name, std::size_t size, std::size_t most, Put put) {
    text.append(",\n\"").append(name).append("\":[");
    Writer writer{text, size * (most + 1) + NumberText::longest};
    for (std::size_t i = 0; i < size; ++i) {
        if (i > 0) writer.put(',');
        put(writer, i);
    }
    writer.put(']');
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
    append_cells(text, name, cells.size(), NumberText::longest,
                 [&](Writer& writer, std::size_t i) { cells[i].empty() ? writer.put("null") : writer.put(cells[i]); });
}

void append_json_series(std::string& text, const Content& content, const Series& series, const Cells& cells,
                        std::span<const RunText> runs) {
    const model::History& history = content.history;
    const Columns& columns = history.columns;
    const auto column = [&](std::string_view name, std::size_t most, auto put) {
        append_cells(text, name, series.size(), most,
                     [&](Writer& writer, std::size_t i) { put(writer, series.first + i); });
    };
    append_head(text, history, series);
    column("run", longest(runs, &RunText::json, runs_of(columns, series)),
           [&](Writer& writer, std::size_t row) { writer.put(runs[columns.run[row]].json); });
    append_column_of(text, "estimate", cells.estimate());
    column("n", NumberText::longest, [&](Writer& writer, std::size_t row) {
        columns.n[row] == 0 ? writer.put("null") : writer.put_count(columns.n[row]);
    });
    for (std::size_t i = 0; i < summary_columns.size(); ++i)
        append_column_of(text, summary_columns[i].name, cells.summary(i));
    column("from_samples", 1,
           [&](Writer& writer, std::size_t row) { writer.put(columns.from_samples[row] ? '1' : '0'); });
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
    constexpr std::size_t numbers = summary_columns.size() + 2;  // the estimate and n
    const std::size_t most =
        start.size() + longest(runs, &RunText::csv, runs_of(columns, series)) + numbers * (NumberText::longest + 1) + 1;
    Writer writer{text, series.size() * most + NumberText::longest};
    for (std::size_t i = 0; i < series.size(); ++i) {
        const std::size_t row = series.first + i;
        writer.put(start);
        writer.put(runs[columns.run[row]].csv);
        writer.put(',');
        writer.put(cells.estimate()[i]);
        writer.put(',');
        if (columns.n[row] != 0) writer.put_count(columns.n[row]);
        for (std::size_t column = 0; column < summary_columns.size(); ++column) {
            writer.put(',');
            writer.put(cells.summary(column)[i]);
        }
        writer.put('\n');
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
