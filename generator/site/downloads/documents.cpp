#include "site/downloads/documents.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "model/significant.hpp"
#include "site/downloads/aside_documents.hpp"
#include "site/downloads/columns.hpp"
#include "site/downloads/members.hpp"
#include "site/routes.hpp"

namespace benchfolio::site::downloads {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text_of(std::string text) {
    return text;
}

template <typename T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

std::string whole_or_null(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : "null";
}

// `"name":[` one item a line `]`.
template <typename Items, typename Describe>
std::string list(std::string_view name, const Items& items, Describe describe) {
    std::string text = "\"" + std::string{name} + "\":[";
    const char* separator = "\n";
    for (const auto& item : items) {
        text += separator + text_of(describe(item));
        separator = ",\n";
    }
    return text + "]";
}

std::string document(std::initializer_list<std::string> members) {
    std::string text = "{\"schema_version\":" + std::to_string(schema_version);
    for (const std::string& member : members) text += ",\n" + member;
    return text + "}\n";
}

std::string_view name_of(analysis::Estimate estimate) {
    switch (estimate) {
        case analysis::Estimate::mean:
            return "mean";
        case analysis::Estimate::min:
            return "min";
        case analysis::Estimate::median:
            break;
    }
    return "median";
}

// JSON text; a nested value as it was recorded, to the byte.
struct ParameterText {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(const model::Nested& value) const {
        return Json::accept(value.json) ? value.json : text_of(Json(value.json));
    }
    template <typename Plain>
    std::string operator()(const Plain& value) const {
        return text_of(Json(value));
    }
};

Json dimensions_of(const model::Testbed& testbed) {
    Json object = Json::object();
    for (const auto& [name, value] : testbed.dimensions) object[name] = value;
    return object;
}

Json testbed_of(const model::Testbed& testbed) {
    return {{"slug", testbed.slug},
            {"label", testbed.label},
            {"brand", or_null(testbed.brand)},
            {"dimensions", dimensions_of(testbed)},
            {"runs", testbed.runs},
            {"hidden", testbed.hidden},
            {"comparable", testbed.comparable()},
            {"colour", or_null(testbed.colour)},
            {"first_seen", model::iso8601(testbed.first_seen)},
            {"last_seen", model::iso8601(testbed.last_seen)},
            {"page", routes::testbed(testbed)}};
}

Json measure_of(const model::Measure& measure) {
    return {{"name", measure.name}, {"unit", measure.unit}, {"direction", model::name_of(measure.direction)}};
}

Json measures_of(const model::History& history, const model::Benchmark& benchmark) {
    Json names = Json::array();
    const auto index = static_cast<std::uint32_t>(&benchmark - history.benchmarks.data());
    for (const model::Series& series : history.series_of(index)) {
        const std::string& name = history.measures[series.measure].name;
        if (names.empty() || names.back() != name) names.push_back(name);
    }
    return names;
}

std::string benchmark_text(const model::History& history, const model::Benchmark& benchmark) {
    const Json head = {{"slug", benchmark.slug},
                       {"name", benchmark.name},
                       {"group", or_null(benchmark.group)},
                       {"measures", measures_of(history, benchmark)},
                       {"tags", benchmark.tags},
                       {"earlier_names", benchmark.earlier_names},
                       {"data", routes::benchmark_data(benchmark)},
                       {"csv", routes::benchmark_csv(benchmark)},
                       {"page", routes::benchmark(benchmark)}};
    std::string text = text_of(head);
    text.pop_back();
    return text + ",\"params\":" + json_text(benchmark.parameters) + "}";
}

Json file_of(const Download& file) {
    return {{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}};
}

// ---- Runs: an archive of ten years has thousands, so their text is written without a tree of values before it ----

// A JSON object of names in order; of one that a file says twice, the last.
std::string object_text(const std::vector<std::pair<std::string, std::string>>& items) {
    std::string text = "{";
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto& [name, value] = items[i];
        if (i + 1 < items.size() && items[i + 1].first == name) continue;
        if (text.size() > 1) text += ',';
        text.append(json_text(name)).append(":").append(json_text(value));
    }
    return text + "}";
}

std::string machine_text(const model::Machine& machine) {
    std::string text = "{";
    Members{text}
        .text_or_null("cpu", machine.cpu_brand)
        .text_or_null("host", machine.host)
        .text_or_null("architecture", machine.architecture)
        .text_or_null("system", machine.system)
        .text_or_null("release", machine.release)
        .json("cores", whole_or_null(machine.cores))
        .json("memory_bytes", whole_or_null(machine.memory_bytes))
        .json("details", object_text(machine.details));
    return text + "}";
}

void add_commit(Members& to, const std::optional<model::Commit>& commit) {
    if (!commit) {
        for (const char* name : {"commit", "commit_branch", "commit_time", "commit_dirty"}) to.json(name, "null");
        return;
    }
    to.text("commit", commit->id).text_or_null("commit_branch", commit->branch);
    to.json("commit_time", commit->time ? json_text(model::iso8601(*commit->time)) : "null");
    to.flag("commit_dirty", commit->dirty);
    if (commit->merge_base) to.text("commit_merge_base", *commit->merge_base);
    if (commit->fork) to.text("commit_fork", *commit->fork);
}

// What only runs beside the trends have stands only there.
void add_purpose(Members& to, const model::Purpose& purpose) {
    to.text("kind", model::name_of(purpose.kind));
    if (!purpose.ref.empty()) to.text("ref", purpose.ref);
    if (!purpose.owner.empty()) to.text("owner", purpose.owner);
}

// Of its second, which orders the runs of a second.
std::int64_t microsecond_of(model::Time time) {
    return (time - std::chrono::floor<std::chrono::seconds>(time)).count();
}

std::string run_text(const Content& content, const model::History& side, const model::Run& run) {
    std::string text = "{";
    Members to{text};
    to.text("id", run.id).text("time", model::iso8601(run.time));
    to.json("microsecond", std::to_string(microsecond_of(run.time)));
    add_commit(to, run.commit);
    to.text("testbed", side.testbeds[run.testbed].slug).text("file", run.file);
    to.json("bytes", std::to_string(run.bytes)).text("format", run.format);
    add_purpose(to, run.purpose);
    to.text_or_null("suite", run.suite).json("environment", object_text(run.environment));
    to.json("machine", machine_text(run.machine)).text_or_null("raw_url", raw_url(content.options, run));
    return text + "}";
}

Json rejection_of(const model::Rejection& rejection) {
    return {{"file", rejection.file},
            {"kind", model::name_of(rejection.kind)},
            {"reason", rejection.reason},
            {"where", rejection.where.empty() ? Json(nullptr) : Json(rejection.where)},
            {"bytes", rejection.bytes}};
}

Json failure_of(const model::Failure& failure) {
    return {{"time", model::iso8601(failure.time)},
            {"file", failure.file},
            {"outcome", failure.outcome},
            {"workflow", or_null(failure.workflow)},
            {"url", or_null(failure.url)},
            {"commit", or_null(failure.commit)},
            {"bytes", failure.bytes}};
}

Json names_of(const model::History& history, const std::vector<std::uint32_t>& benchmarks) {
    Json names = Json::array();
    for (const std::uint32_t benchmark : benchmarks) names.push_back(history.benchmarks[benchmark].name);
    return names;
}

Json ids_of(const model::History& history, const std::vector<std::uint32_t>& runs) {
    Json ids = Json::array();
    for (const std::uint32_t run : runs) ids.push_back(history.runs[run].id);
    return ids;
}

Json basis_of(const model::History& history, const analysis::AggregateBasis& basis) {
    return {{"suite", or_null(basis.suite)},
            {"baseline", basis.baseline},
            {"baseline_runs", ids_of(history, basis.baseline_runs)},
            {"members", names_of(history, basis.members)},
            {"excluded", names_of(history, basis.excluded)},
            {"undefined", or_null(basis.undefined)}};
}

Json bases_of(const model::History& history, const analysis::Aggregate& aggregate) {
    Json all = Json::array();
    for (const analysis::AggregateBasis& basis : aggregate.bases) all.push_back(basis_of(history, basis));
    return all;
}

// The newest basis stands here too: most aggregates have only one.
Json head_of(const model::History& history, const analysis::Aggregate& aggregate) {
    return {{"testbed", history.testbeds[aggregate.testbed].slug},
            {"measure", history.measures[aggregate.measure].name},
            {"baseline", aggregate.baseline},
            {"baseline_runs", ids_of(history, aggregate.baseline_runs)},
            {"members", names_of(history, aggregate.members)},
            {"excluded", names_of(history, aggregate.excluded)},
            {"undefined", or_null(aggregate.undefined)},
            {"bases", bases_of(history, aggregate)}};
}

void append_bound(std::string& text, const std::optional<analysis::Interval>& interval,
                  double analysis::Interval::*end) {
    append_cell(text, interval ? (*interval).*end : model::absent);
}

void append_points(std::string& text, const model::History& history,
                   const std::vector<analysis::AggregatePoint>& points) {
    const auto column = [&](std::string_view name, auto append) {
        append_column(text, name, 0, points.size(), [&](std::string& out, std::size_t i) { append(out, points[i]); });
    };
    using Point = analysis::AggregatePoint;
    column("run", [&](std::string& out, const Point& p) { out += json_text(history.runs[p.run].id); });
    column("ratio", [](std::string& out, const Point& p) { append_cell(out, p.ratio); });
    column("level", [](std::string& out, const Point& p) { append_cell(out, p.level); });
    column("low", [](std::string& out, const Point& p) { append_bound(out, p.interval, &analysis::Interval::low); });
    column("high", [](std::string& out, const Point& p) { append_bound(out, p.interval, &analysis::Interval::high); });
    column("n", [](std::string& out, const Point& p) { out += std::to_string(p.n); });
    column("complete", [](std::string& out, const Point& p) { out += p.complete ? "true" : "false"; });
    column("basis", [](std::string& out, const Point& p) { out += std::to_string(p.basis); });
}

std::string aggregate_text(const model::History& history, const analysis::Aggregate& aggregate) {
    std::string text = text_of(head_of(history, aggregate));
    text.pop_back();
    append_points(text, history, aggregate.points);
    return text + "}";
}

// As they count: the first pattern that fits a name is its weight.
std::string weights_text(const std::vector<analysis::Weight>& weights) {
    Json all = Json::array();
    for (const analysis::Weight& weight : weights)
        all.push_back({{"pattern", weight.pattern}, {"weight", model::significant(weight.value)}});
    return text_of(all);
}

std::string set_text(const Content& content, const analysis::TaggedSet& of) {
    const std::string& set = of.name;
    std::string text = "{\"name\":" + json_text(set);
    if (!of.weights.empty()) text += ",\"weights\":" + weights_text(of.weights);
    text += ",\"series\":[";
    const char* separator = "\n";
    for (const analysis::Aggregate& aggregate : content.report.aggregates) {
        if (aggregate.set != set) continue;
        text += separator + aggregate_text(content.history, aggregate);
        separator = ",\n";
    }
    return text + "]}";
}

// What a benchmark is, but for where its results are.
std::string described(const model::Benchmark& benchmark) {
    std::string text = text_of(Json{{"name", benchmark.name},
                                    {"group", or_null(benchmark.group)},
                                    {"tags", benchmark.tags},
                                    {"earlier_names", benchmark.earlier_names}});
    text.pop_back();
    return text + ",\"params\":" + json_text(benchmark.parameters) + "}";
}

struct ListedRun {
    const model::History* side;
    const model::Run* run;
};

// Those of the trends and those beside them, by time.
std::vector<ListedRun> all_runs(const model::History& history) {
    std::vector<ListedRun> all;
    for (const model::History* side : {&history, history.aside.get()})
        if (side)
            for (const model::Run& run : side->runs) all.push_back({side, &run});
    std::ranges::stable_sort(
        all, {}, [](const ListedRun& each) { return std::tie(each.run->time, each.run->id, each.run->file); });
    return all;
}

std::vector<Json> omissions_of(const model::History& history) {
    std::vector<Json> all;
    for (const model::History* side : {&history, history.aside.get()})
        if (side)
            for (const model::Omission& each : side->omissions)
                all.push_back(
                    {{"run", side->runs[each.run].id}, {"benchmark", each.benchmark}, {"reason", each.reason}});
    return all;
}

}  // namespace

std::string index_document(const Content& content, std::span<const Download> others) {
    const model::History& history = content.history;
    const std::string newest = history.runs.empty() ? "null" : json_text(model::iso8601(history.runs.back().time));
    return document({"\"title\":" + json_text(content.options.title), "\"newest_run\":" + newest,
                     "\"estimate\":" + json_text(name_of(content.analysis_options.estimate)),
                     list("measures", history.measures, measure_of), list("testbeds", history.testbeds, testbed_of),
                     list("benchmarks", history.benchmarks,
                          [&](const model::Benchmark& benchmark) { return benchmark_text(history, benchmark); }),
                     list("files", others, file_of)});
}

std::string runs_document(const Content& content) {
    const model::History& history = content.history;
    const auto duplicate = [](const model::Duplicate& d) { return Json{{"file", d.file}, {"of", d.of}}; };
    const auto as_it_is = [](const Json& each) { return each; };
    return document(
        {list("runs", all_runs(history),
              [&](const ListedRun& each) { return run_text(content, *each.side, *each.run); }),
         list("rejected", history.rejections, rejection_of), list("duplicates", history.duplicates, duplicate),
         list("omissions", omissions_of(history), as_it_is), list("failures", history.failures, failure_of)});
}

std::string aside_document(const model::History& aside) {
    const auto testbed = [](const model::Testbed& each) {
        return Json{{"slug", each.slug},
                    {"label", each.label},
                    {"brand", or_null(each.brand)},
                    {"runs", each.runs},
                    {"comparable", each.comparable()},
                    {"dimensions", dimensions_of(each)}};
    };
    const auto run = [](const model::Run& each) {
        return Json{{"run", each.id}, {"data", routes::aside_run_data(each)}};
    };
    const auto benchmark = [](const model::Benchmark& each) { return described(each); };
    return document({list("measures", aside.measures, measure_of), list("testbeds", aside.testbeds, testbed),
                     list("benchmarks", aside.benchmarks, benchmark), list("runs", aside.runs, run)});
}

std::string geomean_document(const Content& content) {
    std::string sets = "\"sets\":[";
    const char* separator = "\n";
    for (const analysis::TaggedSet& set : content.analysis_options.sets) {
        sets += separator + set_text(content, set);
        separator = ",\n";
    }
    return document({sets + "]"});
}

// Nearly all text is plain and stands for itself.
std::string json_text(std::string_view text) {
    const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
    if (!std::ranges::all_of(text, is_plain)) return text_of(Json(text));
    std::string quoted;
    quoted.reserve(text.size() + 2);
    return quoted.append("\"").append(text).append("\"");
}

std::string json_text(const std::vector<model::Parameter>& parameters) {
    std::string text = "{";
    for (const auto& [name, value] : parameters) {
        if (text.size() > 1) text += ',';
        text += json_text(name) + ":" + std::visit(ParameterText{}, value);
    }
    return text + "}";
}

}  // namespace benchfolio::site::downloads
