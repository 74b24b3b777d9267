#include "exporter/derived_schema.hpp"

#include "exporter/columns.hpp"

namespace benchfolio::exporter {
namespace {

using namespace columns;

// ---- Over upgrades ----

Table transitions() {
    return {"transitions",
            "The declared upgrades, in the order of the configuration",
            {key("transition", "its number here"), needed("reason", text, "as declared"),
             maybe("date", text, "as declared, RFC 3339, UTC"), maybe("undefined", text, "why it joins nothing")},
            true,
            {}};
}

Table patterns() {
    return {"transition_patterns",
            "Which runs are of either side of an upgrade: all patterns of the side match",
            {refers("transition", "transitions", ""), needed("side", text, "from or to"),
             needed("name", text, "testbed, or that of a recorded value"), needed("pattern", text, "as declared")},
            false,
            {"transition"}};
}

Table configurations() {
    return {"configurations",
            "Runs of one testbed and suite that no declared upgrade tells apart",
            {key("configuration", "its number here"), needed("label", text, "as pages say it"),
             refers("testbed", "testbeds", ""), maybe("suite", text, "version of the suite"),
             needed("runs", integer, "how many"), refers("first_run", "runs", ""), refers("last_run", "runs", "")},
            true,
            {}};
}

Table links() {
    return {"transition_links",
            "Two configurations that an upgrade joins: of one suite always",
            {key("link", "its number here"), refers("transition", "transitions", ""),
             refers("from_configuration", "configurations", "the older"),
             refers("to_configuration", "configurations", "the newer"),
             needed("seam", text, "RFC 3339, UTC: as declared, else the first run on the newer")},
            true,
            {}};
}

Table factors() {
    return {
        "factors",
        "By what a benchmark's results on the older side of a link are multiplied, or why nothing is",
        {key("factor", "its number here"), refers("link", "transition_links", ""),
         refers("benchmark", "benchmarks", ""), refers("measure", "measures", ""),
         refers("baseline", "benchmarks", "the factor is of how many times better than it", nullable),
         maybe("value", real, "new / old, no unit; null where refused"), maybe("low", real, "95 %"),
         maybe("high", real, ""), maybe("given", boolean, "by the configuration, not measured"),
         maybe("refusal", text, "why there is none"), maybe("wanted_commit", text, "measuring it would give one"),
         maybe("wanted_on_old", boolean, "on the older side"), maybe("wanted_on_new", boolean, "on the newer side")},
        true,
        {"benchmark, measure, link"}};
}

Table factor_commits() {
    return {"factor_commits",
            "The shared commits whose ratios a factor is the median of",
            {refers("factor", "factors", ""), needed("commit_id", text, ""),
             needed("before", real, "median of its runs on the older side; base unit, or times better"),
             needed("after", real, "likewise on the newer side"), needed("runs_before", integer, ""),
             needed("runs_after", integer, ""), needed("runs_beside", integer, "of all these: in no trend")},
            false,
            {"factor"}};
}

Table spreads() {
    return {
        "factor_spreads",
        "The factors of one link and measure over its benchmarks",
        {refers("link", "transition_links", ""), refers("measure", "measures", ""),
         needed("relative", boolean, "of how many times better than baselines"), needed("factors", integer, "how many"),
         needed("refused", integer, "benchmarks without one"), maybe("geometric_mean", real, "of the factors"),
         maybe("low", real, "the smallest"), maybe("median", real, ""), maybe("high", real, "the largest"),
         maybe("deviation", real, "standard deviation of their logarithms")},
        false,
        {"link"}};
}

Table without_baseline() {
    return {"without_baseline",
            "Results without the baseline that they are to be told relative to",
            {refers("benchmark", "benchmarks", ""), refers("measure", "measures", ""),
             needed("baseline", text, "by name: it may have no result at all"), needed("results", integer, "how many"),
             needed("reason", text, "")},
            false,
            {}};
}

Table series() {
    return {"continuous_series",
            "A benchmark's series over upgrades, or relative to a baseline",
            {key("continuous_series", "its number here"), refers("benchmark", "benchmarks", ""),
             refers("measure", "measures", ""),
             refers("baseline", "benchmarks", "the values are how many times better than it", nullable),
             refers("configuration", "configurations", "whose scale it is on"),
             maybe("ends", text, "why it does not go on over the next upgrade")},
            true,
            {"benchmark, measure"}};
}

Table parts() {
    return {"continuous_parts",
            "What one configuration contributes to a continuous series",
            {key("continuous_part", "its number here"), refers("continuous_series", "continuous_series", ""),
             refers("configuration", "configurations", ""), needed("rescaled", boolean, ""),
             needed("multiplied_by", real, "the factor of all links together, 1 on its own scale"),
             maybe("low", real, "of the factor, 95 %"), maybe("high", real, ""),
             needed("given", boolean, "by the configuration, not measured")},
            true,
            {"continuous_series"}};
}

Table continuous_points() {
    return {"continuous_points",
            "The values of a continuous series; what is rescaled is nowhere else",
            {refers("continuous_part", "continuous_parts", ""), refers("run", "runs", ""),
             needed("raw", real, "as measured: base unit of the measure, or times better than the baseline"),
             needed("value", real, "on the scale of the series, same unit")},
            false,
            {"continuous_part", "run"}};
}

Table unjoined() {
    return {"continuous_unjoined",
            "Results on older configurations that a continuous series does not join",
            {refers("continuous_series", "continuous_series", ""), refers("configuration", "configurations", ""),
             needed("results", integer, "how many"), needed("reason", text, "")},
            false,
            {"continuous_series"}};
}

Table continuous_means() {
    return {"continuous_means",
            "The geometric mean of a set's continuous series",
            {key("continuous_mean", "its number here"), needed("set_name", text, ""), refers("measure", "measures", ""),
             needed("relative", boolean, "of how many times better than their baselines the members are"),
             needed("weighted", boolean, "with declared weights"),
             refers("configuration", "configurations", "whose scale it is on")},
            true,
            {}};
}

Table continuous_members() {
    return {"continuous_mean_members",
            "The series that such a mean is of",
            {refers("continuous_mean", "continuous_means", ""), refers("continuous_series", "continuous_series", ""),
             needed("base", real, "what its values are divided by: base unit of the measure, or times better")},
            false,
            {"continuous_mean"}};
}

Table continuous_mean_points() {
    return {"continuous_mean_points",
            "How such a mean stood in one run",
            {refers("continuous_mean", "continuous_means", ""), refers("run", "runs", ""),
             refers("configuration", "configurations", "that the run measured"),
             needed("rescaled", boolean, "one of its values is"), needed("n", integer, "members in it"),
             needed("ratio", real, "to the base, no unit")},
            false,
            {"continuous_mean", "run"}};
}

// ---- Effects ----

Table effects() {
    return {"effects",
            "The declared configurations whose effect is told",
            {key("effect", "its number here"), needed("name", text, ""),
             needed("dimension", text, "in which its testbeds differ"),
             maybe("off_value", text, "of the dimension; null: where none is recorded"),
             maybe("on_value", text, "likewise")},
            true,
            {}};
}

Table effect_pairs() {
    return {
        "effect_pairs",
        "Two testbeds that differ in the dimension of an effect alone",
        {key("effect_pair", "its number here"), refers("effect", "effects", ""), refers("testbed_off", "testbeds", ""),
         refers("testbed_on", "testbeds", ""), needed("commits", integer, "that both measured, each under one suite")},
        true,
        {}};
}

Table effect_pair_runs() {
    return {"effect_pair_runs",
            "The runs that effect_rows and effect_means are of: of the newest shared commits",
            {refers("effect_pair", "effect_pairs", ""), refers("run", "runs", ""),
             needed("is_on", boolean, "on the testbed that has it on")},
            false,
            {"effect_pair"}};
}

Table effect_rows() {
    return {"effect_rows",
            "What an effect is for one benchmark, over the newest shared commits",
            {refers("effect_pair", "effect_pairs", ""), refers("benchmark", "benchmarks", ""),
             refers("measure", "measures", ""), needed("level_off", real, "geometric mean over the commits, base unit"),
             needed("level_on", real, "likewise"), needed("commits", integer, ""), maybe("ratio", real, "on / off"),
             maybe("low", real, "95 %"), maybe("high", real, ""), maybe("noise", real, "between runs, as a fraction"),
             maybe("p_noise", real, "Student's t"), maybe("p_adjusted", real, "over all rows, Benjamini and Hochberg"),
             needed("verdict", text, "slower (worse), faster (better), no_evidence or cannot_tell"),
             maybe("visible", real, "smallest change that could have been seen, 0.02 = 2 %"),
             maybe("more_runs", integer, "shared commits that would do where it cannot be told")},
            false,
            {"effect_pair"}};
}

Table effect_means() {
    return {"effect_means",
            "The geometric mean of an effect over a set, over the newest shared commits",
            {refers("effect_pair", "effect_pairs", ""), needed("set_name", text, ""), refers("measure", "measures", ""),
             needed("weighted", boolean, "with declared weights"), maybe("ratio", real, "on / off"),
             maybe("low", real, "95 %"), maybe("high", real, ""), needed("n", integer, "benchmarks in it"),
             maybe("undefined", text, "why there is none")},
            false,
            {"effect_pair"}};
}

Table effect_points() {
    return {
        "effect_points",
        "The geometric mean of an effect over a set at one shared commit",
        {refers("effect_pair", "effect_pairs", ""), needed("set_name", text, ""), refers("measure", "measures", ""),
         refers("run_off", "runs", "the first of the commit"), refers("run_on", "runs", "likewise"),
         needed("ratio", real, "on / off"), needed("level", real, "of the five commits about it"),
         maybe("low", real, "of the level, 95 %"), maybe("high", real, ""), needed("n", integer, "benchmarks in it"),
         needed("complete", boolean, "no other commit of its suite has more")},
        false,
        {"effect_pair, measure"}};
}

Table effect_exclusions() {
    return {"effect_exclusions",
            "What an effect leaves out",
            {refers("effect", "effects", ""),
             refers("effect_pair", "effect_pairs", "null: a testbed without a partner", nullable),
             needed("what", text, "a testbed, a benchmark, a number of commits"), needed("why", text, "")},
            false,
            {"effect"}};
}

// ---- Releases ----

Table releases() {
    return {"releases",
            "Versions that have a name and were measured, oldest first; none where fewer than two are comparable",
            {key("release_number", "its number here"), needed("name", text, "v5.1"), maybe("commit_id", text, "")},
            true,
            {}};
}

Table release_tables() {
    return {"release_tables",
            "Where releases are comparable: one testbed and version of the suite",
            {key("release_table", "its number here"), refers("testbed", "testbeds", ""), maybe("suite", text, "")},
            true,
            {}};
}

Table release_runs() {
    return {"release_runs",
            "The runs of a release",
            {refers("release_table", "release_tables", ""), refers("release_number", "releases", ""),
             refers("run", "runs", "")},
            false,
            {"release_table"}};
}

Table release_rows() {
    return {
        "release_rows",
        "Benchmarks and measures that several releases of a table have",
        {key("release_row", "its number here"), refers("release_table", "release_tables", ""),
         refers("benchmark", "benchmarks", ""), refers("measure", "measures", ""),
         maybe("noise", real, "between runs, as a fraction"), maybe("noise_degrees", real, "of freedom, of the noise")},
        true,
        {"release_table"}};
}

Table release_values() {
    return {"release_values",
            "The estimates of a release: of each of its runs that has one",
            {refers("release_row", "release_rows", ""), refers("release_number", "releases", ""),
             needed("position", integer, "from 0, by time"), needed("value", real, "base unit of the measure")},
            false,
            {"release_row"}};
}

Table release_pairs() {
    return {"release_pairs",
            "A release against an earlier one",
            {key("release_pair", "its number here"), refers("release_table", "release_tables", ""),
             refers("release_before", "releases", ""), refers("release_after", "releases", ""),
             needed("missing", integer, "benchmarks and measures that only the earlier has"),
             needed("added", integer, "that only the later has"),
             needed("no_value", integer, "that both have, one without a value")},
            true,
            {"release_table"}};
}

Table release_means() {
    return {
        "release_means",
        "How a set of benchmarks moved from one release to another",
        {key("release_mean", "its number here"), refers("release_pair", "release_pairs", ""),
         needed("set_name", text, ""), refers("measure", "measures", ""),
         needed("weighted", boolean, "the mean and its interval, with declared weights"),
         maybe("ratio", real, "geometric mean of after / before"), maybe("low", real, "95 %"), maybe("high", real, ""),
         needed("n", integer, "benchmarks in it"), maybe("undefined", text, "why there is none"),
         maybe("direction", text, "what the hierarchical test supports: better or worse"),
         maybe("confidence", real, "of that, by any factor above 1; 0.99 = 99 %"),
         maybe("ties", integer, "benchmarks without a significant change"),
         maybe("untested", integer, "of the ties: too few runs, and no noise known"),
         maybe("p10", real, "10th percentile of after / before over the benchmarks"), maybe("p90", real, "90th"),
         maybe("smallest", real, "after / before"), maybe("largest", real, "likewise")},
        true,
        {"release_pair"}};
}

Table at_least() {
    return {"release_at_least",
            "The largest factor that the hierarchical test still supports",
            {refers("release_mean", "release_means", ""), needed("confidence", real, "0.99 = 99 %"),
             needed("factor", real, "times better or worse, as direction says; 1: no change is supported")},
            false,
            {"release_mean"}};
}

}  // namespace

std::vector<Table> continuity_schema() {
    return {transitions(),
            patterns(),
            configurations(),
            links(),
            factors(),
            factor_commits(),
            spreads(),
            without_baseline(),
            series(),
            parts(),
            continuous_points(),
            unjoined(),
            continuous_means(),
            continuous_members(),
            continuous_mean_points()};
}

std::vector<Table> effects_schema() {
    return {effects(),      effect_pairs(),  effect_pair_runs(), effect_rows(),
            effect_means(), effect_points(), effect_exclusions()};
}

std::vector<Table> releases_schema() {
    return {releases(),       release_tables(), release_runs(),  release_rows(),
            release_values(), release_pairs(),  release_means(), at_least()};
}

}  // namespace benchfolio::exporter
