#include "ingest/published_documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "formats/syntax.hpp"
#include "ingest/members.hpp"
#include "model/error.hpp"
#include "model/slug.hpp"
#include "model/summary_columns.hpp"

namespace benchfolio::ingest {
namespace {

using formats::Damage;
using formats::Value;

// ---- a document

model::Error damaged(std::string_view what, std::string place) {
    return {model::ExitCode::storage, "archive", fmt::format("the site's data are damaged: {}", what), std::move(place),
            "build and publish that site again"};
}

// What is wrong with the JSON itself says more than what that makes of the content.
model::Error explained(std::string_view what, std::string_view where, std::string_view json,
                       std::string_view document) {
    if (const auto defect = formats::first_defect(json))
        return damaged(defect->reason, fmt::format("{}: {}", document, formats::line_and_column(json, defect->offset)));
    return damaged(what, where.empty() ? std::string{document} : fmt::format("{}: {}", document, where));
}

void read_document(std::string& text, std::string_view document, std::initializer_list<Member> members) {
    try {
        simdjson::ondemand::parser parser;
        auto json = formats::start(parser, text);
        read_members(formats::Object{json.get_object()}, members);
        if (json.current_location().error() != simdjson::OUT_OF_BOUNDS) throw Damage{"something follows the document"};
    } catch (const Damage& damage) {
        throw explained(damage.what(), damage.where(), text, document);
    } catch (const simdjson::simdjson_error& error) {
        throw explained(error.what(), "", text, document);
    }
}

// ---- the index

PublishedTestbed read_testbed(Value value) {
    PublishedTestbed testbed;
    read_members(value, {needs("slug", testbed.slug), needs("dimensions", testbed.dimensions)});
    if (testbed.dimensions.empty() || testbed.dimensions.front().name != "cpu")
        throw Damage{"the first dimension must be `cpu`", "dimensions"};
    return testbed;
}

model::Measure read_measure(Value value) {
    model::Measure measure;
    read_members(value,
                 {needs("name", measure.name), needs("unit", measure.unit), needs("direction", measure.direction)});
    return measure;
}

PublishedBenchmark read_benchmark(Value value) {
    PublishedBenchmark result;
    model::Benchmark& benchmark = result.benchmark;
    read_members(value, {needs("name", benchmark.name), needs("group", benchmark.group),
                         needs("params", benchmark.parameters), needs("tags", benchmark.tags),
                         needs("earlier_names", benchmark.earlier_names), needs("data", result.data)});
    benchmark.slug = model::slug(benchmark.name);
    return result;
}

model::Benchmark read_described(Value value) {
    model::Benchmark benchmark;
    read_members(value,
                 {needs("name", benchmark.name), needs("group", benchmark.group), needs("params", benchmark.parameters),
                  needs("tags", benchmark.tags), needs("earlier_names", benchmark.earlier_names)});
    benchmark.slug = model::slug(benchmark.name);
    return benchmark;
}

// ---- the runs

struct Commit {
    std::optional<std::string> id, branch, merge_base, fork;
    std::optional<model::Time> time;
    std::optional<bool> dirty;

    std::optional<model::Commit> value() const {
        if (!id) return std::nullopt;
        return model::Commit{*id, branch, time, dirty.value_or(false), merge_base, fork};
    }
};

// Sites of earlier versions say nothing: all of their runs are nightly.
struct Kind {
    std::optional<std::string> name;

    model::Kind value() const {
        const auto kind = model::kind_of(name.value_or("nightly"));
        if (!kind) throw Damage{fmt::format("`{}` is no kind of run", *name), "kind"};
        return *kind;
    }
};

model::Machine read_machine(Value value) {
    model::Machine machine;
    read_members(value, {needs("cpu", machine.cpu_brand), needs("host", machine.host),
                         needs("architecture", machine.architecture), needs("system", machine.system),
                         needs("release", machine.release), needs("cores", machine.cores),
                         needs("memory_bytes", machine.memory_bytes), needs("details", machine.details)});
    return machine;
}

// Ids are the names of pages: only what the program itself makes of time and content passes.
void require_sound_id(const model::Run& run) {
    const std::string start = model::compact_stamp(run.time) + "-";
    const bool sound = run.id.starts_with(start) && run.id.size() == start.size() + 8 &&
                       run.id.find_first_not_of("0123456789abcdef", start.size()) == std::string::npos;
    if (!sound) throw Damage{fmt::format("the id of this run must be {} and eight hexadecimal digits", start), "id"};
}

PublishedRun read_run(Value value) {
    PublishedRun result;
    model::Run& run = result.run;
    Commit commit;
    std::uint64_t microsecond = 0;
    Kind kind;
    const Member machine{"machine", [&](Value v) { run.machine = read_machine(v); }};
    read_members(
        value,
        {needs("id", run.id), needs("time", run.time), may("microsecond", microsecond), needs("commit", commit.id),
         needs("commit_branch", commit.branch), needs("commit_time", commit.time), needs("commit_dirty", commit.dirty),
         may("commit_merge_base", commit.merge_base), may("commit_fork", commit.fork), may("kind", kind.name),
         may("ref", run.purpose.ref), may("owner", run.purpose.owner), needs("testbed", result.testbed),
         needs("file", run.file), needs("bytes", run.bytes), needs("format", run.format), needs("suite", run.suite),
         needs("environment", run.environment), machine});
    if (microsecond >= 1'000'000) throw Damage{"a second has a million of them", "microsecond"};
    require_sound_id(run);
    run.time += std::chrono::microseconds{microsecond};
    run.commit = commit.value();
    run.purpose.kind = kind.value();
    return result;
}

model::Rejection read_rejection(Value value) {
    model::Rejection rejection;
    std::optional<std::string> where;
    read_members(value, {needs("file", rejection.file), needs("kind", rejection.kind),
                         needs("reason", rejection.reason), needs("where", where), needs("bytes", rejection.bytes)});
    rejection.where = where.value_or("");
    return rejection;
}

model::Duplicate read_duplicate(Value value) {
    model::Duplicate duplicate;
    read_members(value, {needs("file", duplicate.file), needs("of", duplicate.of)});
    return duplicate;
}

PublishedOmission read_omission(Value value) {
    PublishedOmission omission;
    read_members(
        value, {needs("run", omission.run), needs("benchmark", omission.benchmark), needs("reason", omission.reason)});
    return omission;
}

model::Failure read_failure(Value value) {
    model::Failure failure;
    read_members(value, {needs("time", failure.time), needs("file", failure.file), needs("outcome", failure.outcome),
                         needs("workflow", failure.workflow), needs("url", failure.url),
                         needs("commit", failure.commit), needs("bytes", failure.bytes)});
    const auto& url = failure.url;  // it becomes a link, so nothing but the addresses of pages
    if (url && !url->starts_with("https://") && !url->starts_with("http://"))
        throw Damage{"an address that begins with https:// or http:// must stand here", "url"};
    return failure;
}

// ---- the results of a benchmark

std::uint32_t number_of_measure(const model::Measure& wanted, const std::vector<model::Measure>& measures) {
    const auto found = std::ranges::find(measures, wanted);
    if (found == measures.end()) throw Damage{"the index has no such measure", "measure"};
    return static_cast<std::uint32_t>(found - measures.begin());
}

std::uint32_t number_of_benchmark(const std::string& name, const PublishedAside& aside) {
    const auto found = std::ranges::lower_bound(aside.benchmarks, name, {}, &model::Benchmark::name);
    if (found == aside.benchmarks.end() || found->name != name)
        throw Damage{"data/aside.json has no such benchmark", "benchmark"};
    return static_cast<std::uint32_t>(found - aside.benchmarks.begin());
}

std::uint32_t number_of_run(Value value, const std::string& testbed, const Published& published) {
    const auto id = formats::text(value);
    const auto found = id ? published.number_of.find(*id) : published.number_of.end();
    if (found == published.number_of.end()) throw Damage{"data/runs.json has no such run"};
    if (published.runs[found->second].testbed != testbed) throw Damage{"this run was on another testbed"};
    return found->second;
}

void require_in_time_order(const std::vector<std::uint32_t>& runs) {
    if (runs.empty()) throw Damage{"a series without results", "run"};
    if (!std::ranges::is_sorted(runs)) throw Damage{"the runs are not in the order of time", "run"};
}

void require_length(std::string_view name, std::size_t length, std::size_t wanted) {
    if (length != wanted) throw Damage{fmt::format("{} values for {} runs", length, wanted), std::string{name}};
}

void require_equal_lengths(const model::Columns& columns) {
    require_length("n", columns.n.size(), columns.size());
    require_length("from_samples", columns.from_samples.size(), columns.size());
    for (const auto& [name, cells] : model::summary_columns)
        require_length(name, (columns.*cells).size(), columns.size());
}

// Whiskers are published of the newest run alone.
void place_whiskers(const std::vector<double>& whiskers, model::Columns& columns) {
    columns.whisker_low.resize(columns.size(), model::absent);
    columns.whisker_high.resize(columns.size(), model::absent);
    if (whiskers.empty()) return;
    require_length("newest_whiskers", whiskers.size(), 2);
    columns.whisker_low.back() = whiskers[0];
    columns.whisker_high.back() = whiskers[1];
}

void require_ascending(const std::vector<double>& samples) {
    if (std::ranges::any_of(samples, [](double value) { return std::isnan(value); }) ||
        !std::ranges::is_sorted(samples))
        throw Damage{"ascending numbers must stand here", "newest_samples"};
}

PublishedSeries read_series(Value value, const Published& published) {
    PublishedSeries series;
    model::Columns& columns = series.columns;
    model::Measure measure;
    std::string testbed;
    std::vector<double> whiskers;
    // The testbed and the measure stand before the columns, as the program writes them.
    const Member runs = needs_list<std::uint32_t>("run", columns.run,
                                                  [&](Value run) { return number_of_run(run, testbed, published); });
    read_members(value, {needs("testbed", testbed), needs("measure", measure.name), needs("unit", measure.unit),
                         needs("direction", measure.direction), runs, needs("n", columns.n),
                         needs("mean", columns.mean), needs("stddev", columns.stddev), needs("min", columns.min),
                         needs("q1", columns.q1), needs("median", columns.median), needs("q3", columns.q3),
                         needs("max", columns.max), may("from_samples", columns.from_samples),
                         may("newest_whiskers", whiskers), may("newest_samples", series.newest_samples)});
    series.measure = number_of_measure(measure, published.measures);
    columns.from_samples.resize(columns.from_samples.empty() ? columns.size() : columns.from_samples.size());
    require_in_time_order(columns.run);
    require_equal_lengths(columns);
    place_whiskers(whiskers, columns);
    require_ascending(series.newest_samples);
    return series;
}

std::uint32_t count_of_results(std::optional<std::int64_t> n) {
    if (!n) return 0;
    if (*n < 0 || *n > std::numeric_limits<std::uint32_t>::max()) throw Damage{"no number of results", "n"};
    return static_cast<std::uint32_t>(*n);
}

PublishedAside::Data read_data_of_run(Value value) {
    PublishedAside::Data data;
    read_members(value, {needs("run", data.run), needs("data", data.path)});
    return data;
}

PublishedResult read_result(Value value, const PublishedAside& aside) {
    PublishedResult result;
    model::Summary& summary = result.summary;
    std::string benchmark;
    model::Measure measure;
    std::vector<double> whiskers;
    std::optional<std::int64_t> n;
    read_members(value, {needs("benchmark", benchmark), needs("measure", measure.name), needs("unit", measure.unit),
                         needs("direction", measure.direction), needs("n", n), needs("mean", summary.mean),
                         needs("stddev", summary.stddev), needs("min", summary.min), needs("q1", summary.q1),
                         needs("median", summary.median), needs("q3", summary.q3), needs("max", summary.max),
                         needs("from_samples", summary.from_samples), may("whiskers", whiskers),
                         may("newest_samples", result.newest_samples)});
    result.benchmark = number_of_benchmark(benchmark, aside);
    result.measure = number_of_measure(measure, aside.measures);
    summary.n = count_of_results(n);
    if (!whiskers.empty()) require_length("whiskers", whiskers.size(), 2);
    if (!whiskers.empty()) summary.whisker_low = whiskers[0];
    if (!whiskers.empty()) summary.whisker_high = whiskers[1];
    require_ascending(result.newest_samples);
    return result;
}

}  // namespace

PublishedIndex read_published_index(std::string& text, std::string_view document) {
    PublishedIndex index;
    read_document(text, document,
                  {needs_list<PublishedTestbed>("testbeds", index.testbeds, read_testbed),
                   needs_list<model::Measure>("measures", index.measures, read_measure),
                   needs_list<PublishedBenchmark>("benchmarks", index.benchmarks, read_benchmark)});
    const auto name_of = [](const PublishedBenchmark& each) -> const std::string& { return each.benchmark.name; };
    if (std::ranges::adjacent_find(index.benchmarks, std::ranges::greater_equal{}, name_of) != index.benchmarks.end())
        throw damaged("the benchmarks are not in the order of their names", std::string{document} + ": benchmarks");
    return index;
}

PublishedRuns read_published_runs(std::string& text, std::string_view document) {
    PublishedRuns all;
    const Member failures{"failures", needs_list<model::Failure>("failures", all.failures, read_failure).read, false};
    read_document(text, document,
                  {needs_list<PublishedRun>("runs", all.runs, read_run),
                   needs_list<model::Rejection>("rejected", all.rejections, read_rejection),
                   needs_list<model::Duplicate>("duplicates", all.duplicates, read_duplicate),
                   needs_list<PublishedOmission>("omissions", all.omissions, read_omission), failures});
    if (!std::ranges::is_sorted(all.runs, {}, [](const PublishedRun& each) { return each.run.time; }))
        throw damaged("the runs are not in the order of time", std::string{document} + ": runs");
    return all;
}

std::vector<PublishedSeries> read_published_series(std::string& text, std::string_view document,
                                                   const Published& published) {
    std::vector<PublishedSeries> all;
    read_document(
        text, document,
        {needs_list<PublishedSeries>("series", all, [&](Value value) { return read_series(value, published); })});
    return all;
}

PublishedAside read_published_aside(std::string& text, std::string_view document) {
    PublishedAside aside;
    read_document(text, document,
                  {needs_list<PublishedTestbed>("testbeds", aside.testbeds, read_testbed),
                   needs_list<model::Measure>("measures", aside.measures, read_measure),
                   needs_list<model::Benchmark>("benchmarks", aside.benchmarks, read_described),
                   needs_list<PublishedAside::Data>("runs", aside.runs, read_data_of_run)});
    if (std::ranges::adjacent_find(aside.benchmarks, std::ranges::greater_equal{}, &model::Benchmark::name) !=
        aside.benchmarks.end())
        throw damaged("the benchmarks are not in the order of their names", std::string{document} + ": benchmarks");
    return aside;
}

std::vector<PublishedResult> read_published_results(std::string& text, std::string_view document,
                                                    const PublishedAside& aside, std::string_view run) {
    std::vector<PublishedResult> all;
    std::string of;
    read_document(text, document, {needs("run", of), needs_list<PublishedResult>("results", all, [&](Value value) {
                                       return read_result(value, aside);
                                   })});
    if (of != run) throw damaged("these are the results of another run, " + of, std::string{document} + ": run");
    return all;
}

}  // namespace benchfolio::ingest
