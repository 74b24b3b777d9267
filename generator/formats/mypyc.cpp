#include "formats/mypyc.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "model/digest.hpp"
#include "model/time.hpp"

namespace benchfolio::formats {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view scaling_file = "scaling.csv", ending = ".csv";
constexpr std::chrono::hours longest_run{24};

struct Row {
    std::string benchmark;
    model::Time time{};
    double runtime = 0, stddev = 0;  // seconds
    std::string timestamp, commit, suite_commit, python, hardware, system, compiler;

    auto configuration() const { return std::tie(commit, suite_commit, python, hardware, system, compiler); }
    bool failed() const { return !(runtime > 0); }
};

std::vector<std::string> fields_of(std::string_view line) {
    std::vector<std::string> fields;
    for (;;) {
        const auto comma = line.find(',');
        fields.emplace_back(line.substr(0, comma));
        if (comma == line.npos) return fields;
        line.remove_prefix(comma + 1);
    }
}

std::optional<double> number_of(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && std::isfinite(number);
    return whole ? std::optional{number} : std::nullopt;
}

// "2020-05-16 10:57:00.303924", which is UTC, or with its offset behind it.
std::optional<model::Time> time_of(std::string text) {
    if (text.size() < 19) return std::nullopt;
    text[10] = 'T';
    if (text.find_first_of("+-Z", 19) == std::string::npos) text += 'Z';
    return model::parse_time(text);
}

// Calls `use(number, line)` for each line that is not empty, counted from 1.
template <class Use>
void for_each_line(std::string_view text, Use use) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) use(number, line);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
}

// A row, or what is wrong with it.
std::string read_row(const std::vector<std::string>& fields, Row& row) {
    constexpr std::size_t columns = 9;
    if (fields.size() < columns) return "fewer than nine columns";
    const auto time = time_of(fields[0]);
    const auto runtime = number_of(fields[1]), percent = number_of(fields[2]);
    if (!time) return "the timestamp is none";
    if (!runtime || *runtime < 0) return "the runtime is no number";
    row.time = *time;
    row.runtime = *runtime;
    row.stddev = percent.value_or(0) / 100 * *runtime;
    row.timestamp = fields[0];
    row.commit = fields[3];
    row.suite_commit = fields[4];
    row.python = fields[5];
    row.hardware = fields[6];
    row.system = fields[7];
    row.compiler = fields[8];
    return {};
}

std::string place(const NamedText& file, std::size_t line) {
    return file.name + ":" + std::to_string(line) + ": ";
}

void read_results(const NamedText& file, std::vector<Row>& rows, MypycHistory& history) {
    for_each_line(file.text, [&](std::size_t number, std::string_view line) {
        if (line.starts_with("Timestamp,")) return;
        Row row;
        row.benchmark = file.name.substr(0, file.name.size() - ending.size());
        if (const std::string fault = read_row(fields_of(line), row); !fault.empty())
            return history.unreadable.push_back(place(file, number) + fault);
        ++history.results;
        history.failed += row.failed() ? 1 : 0;
        rows.push_back(std::move(row));
    });
}

// ---- Runs ----

using Run = std::vector<Row>;  // by time

// The rows are ordered by configuration, then time.
std::vector<Run> runs_of(std::vector<Row> rows) {
    std::ranges::stable_sort(rows, [](const Row& a, const Row& b) {
        return std::pair{a.configuration(), a.time} < std::pair{b.configuration(), b.time};
    });
    std::vector<Run> runs;
    std::set<std::string> measured;
    for (Row& row : rows) {
        const bool goes_on = !runs.empty() && runs.back().front().configuration() == row.configuration() &&
                             row.time - runs.back().front().time < longest_run && !measured.contains(row.benchmark);
        if (!goes_on) {
            runs.emplace_back();
            measured.clear();
        }
        measured.insert(row.benchmark);
        runs.back().push_back(std::move(row));
    }
    return runs;
}

// No statistics for a failed one: so it is told as such when the file is read.
Json benchmark_of(const Row& row) {
    Json benchmark{
        {"name", row.benchmark}, {"fullname", row.benchmark}, {"extra_info", {{"timestamp", row.timestamp}}}};
    if (!row.failed()) benchmark["stats"] = {{"mean", row.runtime}, {"stddev", row.stddev}};
    return benchmark;
}

Json document_of(const Run& run) {
    const Row& first = run.front();
    Json benchmarks = Json::array();
    for (const Row& row : run) benchmarks.push_back(benchmark_of(row));
    Json document{{"machine_info",
                   {{"cpu", {{"brand_raw", first.hardware}}},
                    {"machine", "x86_64"},
                    {"system", "Linux"},
                    {"release", first.system},
                    {"python_implementation", "CPython"},
                    {"python_version", first.python},
                    {"python_compiler", first.compiler}}}};
    if (!first.commit.empty()) document["commit_info"] = {{"id", first.commit}, {"dirty", false}};
    document["package_versions"] = {{"mypyc-benchmarks", first.suite_commit}};
    document["datetime"] = model::iso8601(first.time);
    document["version"] = "4.0.0";
    document["imported_from"] = "mypyc-benchmark-results";
    document["benchmarks"] = std::move(benchmarks);
    return document;
}

// Of what it measured, not of how it went: "2020/20200516T105700Z-1a2b3c4d.json".
std::string name_of(const Run& run) {
    const Row& first = run.front();
    std::string identity;
    for (const std::string* part :
         {&first.commit, &first.suite_commit, &first.python, &first.hardware, &first.system, &first.compiler})
        (identity += *part) += '\n';
    const std::string stamp = model::compact_stamp(first.time);
    return stamp.substr(0, 4) + "/" + stamp + "-" + model::hex(model::sha256(identity)).substr(0, 8) + ".json";
}

// ---- The scaling file ----

struct Scaling {
    std::string old_hardware, old_python, new_hardware, new_python;
    auto operator<=>(const Scaling&) const = default;
};
using Scalings = std::map<Scaling, std::map<std::string, double>>;  // by benchmark

// "3.13.1" is "3.13".
std::string minor_version(const std::string& version) {
    const auto dot = version.find('.');
    return dot == version.npos ? version : version.substr(0, version.find('.', dot + 1));
}

Scalings read_scaling(const NamedText& file, MypycHistory& history) {
    Scalings scalings;
    for_each_line(file.text, [&](std::size_t number, std::string_view line) {
        constexpr std::size_t columns = 6;
        const auto fields = fields_of(line);
        const auto factor = fields.size() == columns ? number_of(fields[1]) : std::nullopt;
        if (!factor || !(*factor > 0))
            return history.unreadable.push_back(place(file, number) + "no factor between two configurations");
        const Scaling of{fields[2], minor_version(fields[3]), fields[4], minor_version(fields[5])};
        scalings[of].emplace(fields[0], *factor);  // of several the first counts, as in mypyc's reports
    });
    return scalings;
}

std::string quoted(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);  // a basic string of TOML is one of JSON
}

std::string side_text(const std::string& hardware, const std::string& python) {
    return "{testbed = " + quoted(hardware) + ", python = " + quoted("CPython " + python + ".*") + "}";
}

std::string number_text(double number) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    const std::string written{text, end};
    return written.find_first_of(".e") == std::string::npos ? written + ".0" : written;
}

std::string configuration_of(const Scalings& scalings) {
    std::string text;
    for (const auto& [of, factors] : scalings) {
        text += "[[transition]]\nfrom = " + side_text(of.old_hardware, of.old_python) +
                "\nto = " + side_text(of.new_hardware, of.new_python) +
                "\nreason = " + quoted(of.new_hardware + ", Python " + of.new_python) +
                "\n[transition.relative_factors]\n";
        for (const auto& [benchmark, factor] : factors) text += quoted(benchmark) + " = " + number_text(factor) + "\n";
        text += "\n";
    }
    return text + "[[relative]]\npairs = {\"*\" = \"*-cpython\"}\nscope = \"configuration\"\n";
}

}  // namespace

MypycHistory mypyc_history(const std::vector<NamedText>& files) {
    MypycHistory history;
    std::vector<Row> rows;
    Scalings scalings;
    for (const NamedText& file : files) {
        if (file.name == scaling_file)
            scalings = read_scaling(file, history);
        else if (file.name.ends_with(ending))
            read_results(file, rows, history);
    }
    for (const Run& run : runs_of(std::move(rows)))
        history.runs.push_back({name_of(run), document_of(run).dump(1) + "\n"});
    std::ranges::sort(history.runs, {}, &NamedText::name);
    history.configuration = configuration_of(scalings);
    return history;
}

}  // namespace benchfolio::formats
