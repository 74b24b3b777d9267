#include "exporter/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "exporter/columns.hpp"
#include "exporter/derived_schema.hpp"

namespace benchfolio::exporter {
namespace {

using namespace columns;

Table about() {
    return {"about",
            "What this is",
            {needed("name", text, "what is told: schema_version, generator, newest_run"), maybe("value", text, "")},
            false,
            {}};
}

Table testbeds() {
    return {"testbeds",
            "Where results are comparable: two testbeds are never joined",
            {key("testbed", "its number here"), needed("slug", text, "as in the addresses of pages"),
             needed("label", text, "as pages say it"), maybe("cpu", text, "the brand as recorded"),
             needed("hidden", boolean, "kept out of the plots by configuration")},
            true,
            {}};
}

Table dimensions() {
    return {"testbed_dimensions",
            "What makes a testbed",
            {refers("testbed", "testbeds", ""), needed("name", text, "cpu, or as declared"),
             needed("value", text, "empty where not recorded")},
            false,
            {"testbed"}};
}

Table runs() {
    return {"runs",
            "Every run: of the trends, and those of tags, branches, pull requests and by hand",
            {key("run", "its number here, by time within the trends and within the others"),
             needed("id", text, "as in the addresses of pages"),
             needed("kind", text, "nightly, tag, manual, branch or pull-request"),
             maybe("ref", text, "the tag, the branch, the number of the pull request"),
             maybe("owner", text, "of the fork"),
             needed("in_trend", boolean, "0: beside the trends, never joined"),
             needed("time", text, "when it ended, RFC 3339, UTC"),
             needed("file", text, "relative to the archive"),
             needed("bytes", integer, "of the file, decompressed"),
             needed("format", text, "\"pyperf 1.0\""),
             refers("testbed", "testbeds", ""),
             maybe("suite", text, "version of the suite: results of two versions are not comparable"),
             maybe("commit_id", text, ""),
             maybe("commit_branch", text, ""),
             maybe("commit_time", text, ""),
             maybe("commit_dirty", boolean, "measured with uncommitted changes"),
             maybe("merge_base", text, "where its branch left the one it is to go into"),
             maybe("commit_fork", text, "whose repository it is of"),
             maybe("cpu", text, "as the file records it"),
             maybe("host", text, ""),
             maybe("architecture", text, ""),
             maybe("system", text, ""),
             maybe("release", text, "of the kernel or the system"),
             maybe("cores", integer, ""),
             maybe("memory_bytes", integer, "")},
            true,
            {"id", "testbed, suite"}};
}

Table named_values(std::string_view name, std::string_view what) {
    return {
        name, what, {refers("run", "runs", ""), needed("name", text, ""), needed("value", text, "")}, false, {"run"}};
}

Table benchmarks() {
    return {"benchmarks",
            "What was measured",
            {key("benchmark", "its number here"), needed("name", text, "its identity"),
             needed("slug", text, "as in the addresses of pages"), maybe("group_name", text, "as recorded")},
            true,
            {"name"}};
}

Table parameters() {
    return {"benchmark_parameters",
            "The parameters of a benchmark, in the recorded order",
            {refers("benchmark", "benchmarks", ""), needed("position", integer, "from 0"), needed("name", text, ""),
             needed("type", text, "null, boolean, integer, real, text or json"), needed("value", text, "")},
            false,
            {"benchmark"}};
}

Table texts_of_benchmark(std::string_view name, std::string_view column, std::string_view what) {
    return {name, what, {refers("benchmark", "benchmarks", ""), needed(column, text, "")}, false, {"benchmark"}};
}

Table measures() {
    return {"measures",
            "What is measured of a benchmark",
            {key("measure", "its number here"), needed("name", text, "time, max_rss, ..."),
             needed("unit", text, "of all its values: s, B, or empty"),
             needed("direction", text, "lower_is_better or higher_is_better")},
            true,
            {}};
}

Table results() {
    return {"results",
            "What one run measured of one benchmark, in base units; numbers have seven significant digits",
            {refers("run", "runs", ""), refers("benchmark", "benchmarks", ""), refers("measure", "measures", ""),
             needed("n", integer, "samples or rounds; 0 where not known"),
             needed("from_samples", boolean, "0: as the file reports it"), maybe("mean", real, ""),
             maybe("stddev", real, "of a sample, n - 1"), maybe("min", real, ""), maybe("q1", real, ""),
             maybe("median", real, ""), maybe("q3", real, ""), maybe("max", real, ""),
             maybe("whisker_low", real, "most distant value within 1.5 interquartile ranges"),
             maybe("whisker_high", real, ""), maybe("estimate", real, "the number that stands for the run"),
             maybe("estimate_source", text, "median, mean or min"),
             needed("outlier", boolean, "triage.toml says that it is wrong")},
            false,
            {"benchmark, measure, run", "run"}};
}

Table changes() {
    return {"changes",
            "Every change of a level in the trends",
            {key("change", "its number here"),
             needed("id", text, "stays once it is confirmed"),
             refers("benchmark", "benchmarks", ""),
             refers("measure", "measures", ""),
             refers("testbed", "testbeds", ""),
             needed("state", text, "watching, confirmed or retracted"),
             needed("direction", text, "worse or better"),
             needed("before", real, "median of the level"),
             needed("after", real, "likewise"),
             maybe("ratio", real, "after / before"),
             maybe("ratio_low", real, "95 %"),
             maybe("ratio_high", real, ""),
             refers("last_run_before", "runs", ""),
             refers("first_run_after", "runs", ""),
             needed("runs_before", integer, "of the level"),
             needed("runs_after", integer, ""),
             refers("confirmed_by", "runs", "", nullable),
             refers("retracted_by", "runs", "", nullable),
             needed("agreeing", integer, "testbeds that see it"),
             needed("able", integer, "of those that can"),
             needed("silent", integer, "testbeds that cannot tell"),
             maybe("commit_count", integer, "known with --repo alone"),
             needed("group_id", text, "changes of most likely one cause have one")},
            true,
            {"benchmark, measure, testbed"}};
}

Table suspects() {
    return {"change_suspects",
            "What else the two runs about a change recorded differently",
            {refers("change", "changes", ""), needed("name", text, ""), needed("before", text, "empty: not recorded"),
             needed("after", text, "")},
            false,
            {"change"}};
}

Table aggregates() {
    return {"aggregates",
            "The geometric mean of a set of benchmarks on one testbed",
            {key("aggregate", "its number here"), needed("set_name", text, ""), refers("measure", "measures", ""),
             refers("testbed", "testbeds", ""), needed("weighted", boolean, "with declared weights"),
             maybe("undefined", text, "why it has no points")},
            true,
            {}};
}

Table bases() {
    return {"aggregate_bases",
            "What an aggregate is relative to, for each version of the suite: nothing is joined across",
            {key("basis", "its number here"), refers("aggregate", "aggregates", ""), maybe("suite", text, ""),
             needed("baseline", text, "in words"), maybe("undefined", text, "why it has no points")},
            true,
            {"aggregate"}};
}

Table members() {
    return {"aggregate_members",
            "The benchmarks of a basis, and those of the set that are left out",
            {refers("basis", "aggregate_bases", ""), refers("benchmark", "benchmarks", ""),
             needed("weight", real, "1 unless declared"), needed("excluded", boolean, "")},
            false,
            {"basis"}};
}

Table points() {
    return {"aggregate_points",
            "How an aggregate stood in one run",
            {refers("basis", "aggregate_bases", ""), refers("run", "runs", ""),
             needed("ratio", real, "to the baseline"), needed("level", real, "of the five runs about it"),
             maybe("low", real, "of the level, 95 %"), maybe("high", real, ""),
             needed("n", integer, "benchmarks in it"), needed("complete", boolean, "all members present")},
            false,
            {"basis", "run"}};
}

Table failures() {
    return {"failures",
            "Nights whose benchmarks did not finish",
            {needed("time", text, "RFC 3339, UTC"), needed("file", text, ""), needed("outcome", text, ""),
             maybe("workflow", text, ""), maybe("url", text, ""), maybe("commit_id", text, ""),
             needed("bytes", integer, "")},
            false,
            {}};
}

Table rejections() {
    return {"rejections",
            "Files that are not used",
            {needed("file", text, ""), needed("kind", text, "broken or foreign"), needed("reason", text, ""),
             needed("place", text, "empty where it is the whole file"), needed("bytes", integer, "")},
            false,
            {}};
}

Table duplicates() {
    return {"duplicates",
            "Files whose content is that of another; counted once",
            {needed("file", text, ""), needed("duplicate_of", text, "")},
            false,
            {}};
}

Table omissions() {
    return {"omissions",
            "Parts of used files that are not used",
            {refers("run", "runs", ""), needed("benchmark", text, "by name: it may have no result at all"),
             needed("reason", text, "")},
            false,
            {"run"}};
}

std::vector<Table> recorded_tables() {
    return {about(),
            testbeds(),
            dimensions(),
            runs(),
            named_values("run_environment", "What a run was measured with"),
            named_values("run_machine", "Anything else recorded of the hardware"),
            benchmarks(),
            parameters(),
            texts_of_benchmark("benchmark_tags", "tag", "The tags of a benchmark"),
            texts_of_benchmark("benchmark_earlier_names", "name", "Names that aliases turned into this one"),
            measures(),
            results(),
            changes(),
            suspects(),
            aggregates(),
            bases(),
            members(),
            points()};
}

std::vector<Table> all_tables() {
    std::vector<Table> all = recorded_tables();
    for (std::vector<Table> more : {continuity_schema(), effects_schema(), releases_schema(),
                                    std::vector<Table>{failures(), rejections(), duplicates(), omissions()}})
        std::ranges::move(more, std::back_inserter(all));
    return all;
}

std::string line_of(const Column& column) {
    return fmt::format("| `{}` | {}{}{} | {} |\n", column.name, name_of(column.type), column.nullable ? " or null" : "",
                       column.references.empty() ? "" : fmt::format(", of `{}`", column.references), column.what);
}

}  // namespace

const std::vector<Table>& schema() {
    static const std::vector<Table> all = all_tables();
    return all;
}

std::string_view name_of(Type type) {
    switch (type) {
        case Type::text:
            return "text";
        case Type::integer:
            return "integer";
        case Type::real:
            return "real";
        case Type::boolean:
            break;
    }
    return "boolean";
}

std::string schema_text() {
    std::string text = fmt::format(
        "# benchfolio export, schema {}\n\n"
        "One file a table as CSV or JSON Lines, one database as SQLite. Rows of runs, results and aggregates come "
        "from\n"
        "the trends first, then from the runs beside them (`runs.in_trend` = 0), which are joined with nothing. Two "
        "runs\n"
        "may be compared only where `testbed` and `suite` are equal.\n",
        schema_version);
    for (const Table& table : schema()) {
        text +=
            fmt::format("\n## {}\n\n{}.\n\n| column | type | what |\n| --- | --- | --- |\n", table.name, table.what);
        for (const Column& column : table.columns) text += line_of(column);
    }
    return text;
}

}  // namespace benchfolio::exporter
