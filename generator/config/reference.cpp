#include "config/config.hpp"

namespace benchfolio::config {

// Prose starts with "# ", a key that is switched off with "#" alone: a test switches every key on and holds this text
// against what `parse` knows.
std::string_view reference() {
    return R"(# The configuration of a benchmark dashboard, and its reference.
#
# Every key stands here with its default or an example, switched off by the "#" before it: remove that to set the key.
# In patterns, * stands for any characters and ? for one. `benchfolio check` says which patterns match nothing.

[site]
# The name of the dashboard, on every page.
#title = "Benchmarks"

# Where the site is published. Only absolute links need it; all others are relative.
#base_url = "https://qutip.org/qutip-benchmark/"

# The repository of the measured project: commits are linked to REPOSITORY/commit/ID.
#repository_url = "https://github.com/qutip/qutip"

# Where readers fetch the raw result of a run: {file} is its path in the archive, {id} the run's id.
#raw_url = "https://results.example/{file}"

# A sentence shown on every page.
#notice = "Measured on shared machines."

# A folder, relative to this file, whose templates replace the built-in ones of the same name.
#templates = "templates"

# Likewise for the stylesheet (site.css) and the script (site.js).
#assets = "assets"

[archive]
# Runs are comparable when these agree: "cpu", "os", "os_release", "architecture", "interpreter" (CPython, PyPy), "python"
# (with its version), "compiler", "host", a name of path_pattern, or one declared under [dimensions].
#dimensions = ["cpu", "suite", "backend"]

# Names parts of a result file's path. {name} and {*} stand for characters without a slash, {**} for any.
#path_pattern = "{suite}/{**}"

# Where a result says which commit was measured, if the suite has a repository of its own: the path of a value that is a
# hash, or a version such as 5.0.0.dev0+1ede0b8.
#commit_from = "package_versions.qutip"

# Where a result says which version of the suite it is; results of two versions are never compared. "path.NAME" takes
# it from path_pattern.
#suite_from = "path.suite"

# Where a dimension stands that has no name of its own above: a place in the result files, else the name of a package or
# another part of the recorded environment, or "path.NAME". Where a file has nothing there, the value is empty.
[dimensions]
#"backend" = "machine_info.backend"

[cpu]
# CPUs left out of the plots, by patterns on the recorded name. They stay counted, and one click away.
#hide = ["*E5-26*"]

# Colour and shape of a CPU, 1 to 6, the same on every page and for ever. `benchfolio check` prints those in use.
#colours = {"*EPYC 7763*" = 1, "*8370C*" = 2}

# Numbers that are measures besides the time: each has pages, axes, aggregates and thresholds of its own. `from` is a
# pattern of places: "extra_info.NAME" of pytest-benchmark (with dots into objects), "counter.NAME" of Google Benchmark,
# "metadata.NAME" of pyperf's runs, "pystats.NAME" of CPython's interpreter statistics. The first that matches counts.
# `benchfolio check` prints which numbers there are. Google Benchmark's counters and cpu_time, and pyperf's max_rss, need
# no entry: only what it says otherwise.
#[[measure]]
#from = "extra_info.peak_kib"
# Where several numbers of a benchmark get one name, the measure is their sum. Each * is what it was in `from`. Without
# it, the place without its first part.
#name = "peak_memory"
# s, ms, us, ns, min, B, kB, KiB to TB, TiB, each also with /s; any other word as it is, "" for a plain number.
#unit = "KiB"
# Which is better, "lower" or "higher". Without unit or direction, the name says them: NAME_per_second (bytes: B/s; items:
# items/s), NAMEthroughput, ipc, hit_rate are better where higher; NAMEbytes, NAMErss, memory are B, NAME_kb, _kib, _mb
# and their like in these; NAME_ns, _us, _ms, seconds, duration are times; NAMEinstructions, cycles, cache_misses,
# branch_misses, page_faults, allocations, objects count these. Anything else is a plain number, lower is better.
#direction = "lower"

[parameters]
# Patterns on parameters' names: whose values make the lines of a plot. Without it the data decide.
#lines = ["*type*", "*model*"]

# Whose values make pages of their own.
#pages = ["density"]

# Benchmarks left off the plots over parameters, "name=pattern". They are counted there.
#exclude = ["size=1024"]

[statistics]
# What a run's result is: its "median", "mean" or "min". Where a file has no median, its mean.
#estimate = "median"

# What geometric means are relative to: a run's id or the start of a commit. Without it, the median of the first ten
# runs of each CPU.
#baseline = "1ede0b8"

# Geometric means are over all benchmarks, unless sets are named here, by patterns on benchmarks' names or by tags.
#[[aggregate]]
#name = "solvers"
#benchmarks = ["*mesolve*", "*sesolve*"]
#tags = ["solver"]
# Benchmarks count alike, unless weights are declared here, by patterns: the longest that fits counts, 1 where none does.
# The mean is then called weighted wherever it stands.
#weights = { "*mesolve*" = 2, "*smoke*" = 0.5 }

# What one dimension does, on against off, on the same CPU at the same commits: each has a page. "" is where none is
# recorded.
#[[effect]]
#name = "GPU"
#dimension = "backend"
#off = "cpu"
#on = "gpu"

[freshness]
# The newest run may be this old, "36 hours", "3 days", "1 week". Where it is older, `benchfolio build` writes the site
# and ends with exit code 1, so that a nightly job that stopped is noticed. Without it the age is no error.
#max_age = "3 days"

# Days on which nobody expects results, both included: they do not count in the age, and the pages show them with the
# reason.
#[[pause]]
#from = 2026-12-24
#to = 2027-01-06
#reason = "The machines are moved to another room."

# Upgrades of hardware, operating system or runtime. Where one commit was measured on both sides, its results give each
# benchmark a factor; older results are shown times that factor in a series that goes on, beside the normal one. A side
# is a pattern on testbeds, or a table of patterns: testbed, os, release, architecture, host, and any name of the
# recorded environment.
#[[transition]]
#from = {testbed = "*i7-2600K*", python = "CPython 3.8.*"}
#to = "*i5-1145G7*"
#reason = "The machine was replaced."
# When; else the first run of the new side. Runs that are of both sides are told apart by it.
#date = 2026-06-12
# Only these count as measured on both; else all that were, the ten nearest to the upgrade.
#commits = ["8d57ffa817526fde"]
# Factors of time from elsewhere, in place of measured ones; and of how many times faster than its baseline one is.
#factors = {"nbody" = 0.67}
#relative_factors = {"nbody" = 1.02}

# Benchmarks seen relative to another one, as compiled against interpreted: how many times faster they are. Each * of the
# baseline is what it was in the benchmark.
#[[relative]]
#pairs = {"*-compiled" = "*-interpreted"}
# The baseline is of the same "run" (else the same commit), or, where that has none, of the same "configuration".
#scope = "run"
# Whether older ratios are multiplied by factors, too, or taken as they are on every configuration.
#rescale = true

[kinds]
# Results are nightly ones, which make the trends, or those of a tag, of a branch, of a pull request, or asked for by
# hand ("manual"): these have pages of their own and are joined with nothing. What a run is, the folders tell that
# `benchfolio upload --kind` makes, {kind}, {ref} and {owner} of the path_pattern, and the branch and the fork that it
# records. Here, where else it stands in a result, as of suite_from: one of these words, or the name of the event that
# started the workflow.
#from = "machine_info.event"
# Of which tag, branch or pull request it is.
#ref_from = "machine_info.ref"
# Whose fork was measured.
#owner_from = "machine_info.fork"
# Patterns of the branches whose runs are nightly. Without it, `gate.base_branch`; else main, master, trunk or the like,
# whichever has most runs; else the branch with most runs; where none has five runs and main hardly any, all that follow
# each other. Runs that record no branch are nightly.
#trend_branches = ["main"]
# Patterns of branches that are over: out of the lists, their pages and data stay.
#archived = ["feature/*"]

[gate]
# How often `benchfolio gate` may fail without a change: of one invocation, however many benchmarks it has.
#false_alarm_rate = 0.05

# A change is a regression where all of its 95 % interval is beyond this: 0.01 is 1 %.
#minimum_effect = 0.01

# The branch whose runs are the history, and whose thresholds count for a branch that has none. Runs that record no branch
# are taken to be of it. Without it, the runs of every branch are.
#base_branch = "main"

# Limits for new results in place of the gate's own rule; of several that match, the last counts. Tests: "static" (the
# limits themselves, in base units), "percentage" (of the mean; 0.1 is 10 %), "z_score", "t_test" and "log_normal" (the share
# of unchanged results that stay within, 0.5 to 1), "iqr" (interquartile ranges about the median), "delta_iqr" (the same
# of the relative steps from run to run). Results strictly outside fail.
#[[threshold]]
#test = "t_test"
#lower = 0.99
#upper = 0.99
# Of the newest runs of the same CPU before the new one: no verdict with fewer, no more than so many are looked at.
#min_sample_size = 2
#max_sample_size = 64
# Patterns; without them everything. Testbeds by their label, slug or recorded name.
#measures = ["time"]
#benchmarks = ["*solve*"]
#testbeds = ["*EPYC*"]
#branches = ["main", "release/*"]

[triage]
# What was decided about changes and results: which are known, explained, ignored for a time, or outliers. A file,
# relative to this one; without the key, triage.toml beside this file, if there is one. `benchfolio init --triage` writes
# it with all its keys.
#file = "triage.toml"
# Where a reader edits it, or looks at it. Without the key: that file on the HEAD of the repository at
# `site.repository_url`.
#edit_url = "https://github.com/example/benchmarks/edit/main/triage.toml"

# Renamed benchmarks: "old" = "new" makes them one history. Each * of the new name is what it was in the old one; of
# several patterns the first counts.
[aliases]
#"old_solvers.py::*" = "solvers.py::*"

# Renamed groups, likewise.
[group_aliases]
#"Linear algebra*" = "linalg*"
)";
}

}  // namespace benchfolio::config
