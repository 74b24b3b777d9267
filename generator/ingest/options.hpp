// What the configuration says about reading the archive.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "formats/measure_rule.hpp"

namespace benchfolio::ingest {

struct Options {
    unsigned jobs = 1;  // threads; the result does not depend on it
    std::string cache;  // a folder for what was read, so that it need not be read again; empty: none. Nor on this

    // Dimensions that make a testbed: one of `builtin_dimensions` (ingest/testbeds.hpp), a name from `path_pattern` or
    // one of `dimension_places`. The CPU is always one of them, named or not: what two CPUs measured is never joined.
    std::vector<std::string> dimensions{"cpu"};
    // Names parts of a file's path, "{suite}/{*}.json": `{name}` is one or more characters without a slash, `{*}`
    // likewise but unnamed, `{**}` anything with slashes. A file that does not match has no such dimension ("").
    // `{cpu}` stands in where the file itself records no CPU.
    std::string path_pattern;

    // Where the measured commit stands, "package_versions.qutip": a path into the file, whose value is a hash or a
    // version with a local part ("5.0.0.dev0+1ede0b8"). Empty: the commit the file itself names.
    std::string commit_from;
    // Where the suite's version stands for formats that have none of their own; same form, or "path.NAME".
    std::string suite_from;

    // Where the value of a dimension stands: "backend" -> "machine_info.backend". A place in the file, else the name of
    // something in the environment ("compiler", a package), or "path.NAME". It comes before the path's field of that
    // name, and that before what the run says of itself.
    std::vector<std::pair<std::string, std::string>> dimension_places;

    // Where a run says what it was made for (model::Kind), of which ref and whose fork; same form as `suite_from`.
    // Empty: as the folders `upload --kind` makes, the branch and the format tell.
    std::string kind_from, ref_from, owner_from;
    // Patterns of the branches whose runs are nightly ones. Empty: main, master and their like where runs record them,
    // else the branch with most runs, or, where none has many, all that follow each other (ingest/purpose.hpp).
    std::vector<std::string> trend_branches;
    // Whose repository is measured, "python" of github.com/python/cpython; runs of other forks are manual ones. Where
    // no run is of that one, the fork that most runs record.
    std::string repository_owner;

    // Numbers of the files that are measures besides the time; first match wins.
    std::vector<formats::MeasureRule> measures;

    // Renames, first match wins: pattern -> new name, each `*` carried over. Old and new names are one history.
    std::vector<std::pair<std::string, std::string>> benchmark_aliases, group_aliases;

    // Patterns that are looked for anywhere in the raw brand: "E5", "EPYC 7*3".
    std::vector<std::string> hidden_cpus;
    std::vector<std::pair<std::string, int>> cpu_colours;  // -> 1 to 6
};

}  // namespace benchfolio::ingest
