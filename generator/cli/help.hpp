// What stands below the options in the help of each command: examples, what is worth knowing, and exit codes. A text a
// command, of at most 100 columns.
#pragma once

namespace benchfolio::cli::help {

inline constexpr auto overview = R"(Examples:
  benchfolio build --archive results --out site
  benchfolio build --archive s3://bucket/prefix --out site
  benchfolio serve --archive https://owner.github.io/project/
  benchfolio upload result.json --archive s3://bucket/prefix
  benchfolio import mypyc mypyc-benchmark-results --archive results
  benchfolio publish --site site
  benchfolio changes --archive results --since 2026-11-01
  benchfolio compare before.json after.json
  benchfolio export --archive results --format sqlite --out results.db
  benchfolio gate --head result.json --archive s3://bucket/prefix
  benchfolio continuity --archive results
  benchfolio plan --archive results --repo ../project
  benchfolio bisect 2f1c9a --archive results --repo ../project
  benchfolio request alice/project@3b6f1e2
  benchfolio check --archive results
  benchfolio list branches --archive results
  benchfolio init

Exit codes:
  0    done
  1    check found problems, gate a regression, continuity --check a jump, or the newest result is
       older than max_age (the site is written)
  2    wrong usage or configuration
  3    broken result files: under --strict (the site is written), or given to a command; or lines
       that import could not read
  4    a disk, a store or a remote refused
  130  interrupted; the old site stands)";

inline constexpr auto build = R"(Examples:
  benchfolio build --archive results --out site
  benchfolio build --archive results --out site --config lab.toml --strict
  benchfolio build --archive results --out site --jobs 4 --now 2026-11-21T06:00:00Z

The site replaces an earlier one in --out whole; files there that are not benchfolio's stay.
Exit codes: 0 done, 1 the newest result is older than max_age (the site is written), 2 usage or
configuration, 3 broken files under --strict, 4 storage, 130 interrupted)";

inline constexpr auto ingest = R"(Examples:
  benchfolio ingest --archive s3://bucket/prefix --shard 2/16 --cache shard-2
  benchfolio ingest --archive s3://bucket/prefix --shard $SLURM_ARRAY_TASK_ID/256 --cache /shared/cache
  seq 16 | parallel benchfolio ingest --archive s3://bucket/prefix --shard {}/16 --cache cache -j1

Which shard a file is in follows from its key alone. The caches' files may be laid in one folder,
as by `cp -r`; `benchfolio build --cache` of the same program reads nothing of them again. Of a
folder only a build on this machine, or on the same shared file system, believes it.
Exit codes: 0 read, 2 usage or configuration, 4 storage, 130 interrupted; run again, it goes on)";

inline constexpr auto check = R"(Examples:
  benchfolio check --archive results
  benchfolio check --archive results --json | jq .findings

Exit codes: 0 no problems, 1 problems, 2 usage or configuration, 4 storage, 130 interrupted)";

inline constexpr auto changes = R"(Examples:
  benchfolio changes --archive results
  benchfolio changes --archive s3://bucket/results --since 2026-11-01 --format markdown
  benchfolio changes --archive results --repo ../project --format json | jq '.changes[].ratio'

Exit codes: 0 told, whatever was found, 2 usage or configuration, 4 storage, 130 interrupted)";

inline constexpr auto export_tables = R"(Examples:
  benchfolio export --archive results --format sqlite --out results.db
  benchfolio export --archive s3://bucket/results --format csv --out tables
  benchfolio export --archive results --format jsonl --out tables
  benchfolio export --schema

Everything: runs of all kinds, benchmarks, results, changes, aggregates, and what is not used, for
DuckDB, pandas, Datasette or a spreadsheet. CSV and JSON Lines are a folder with a file a table.
What is at --out is replaced where it is an earlier export, else left alone.
Exit codes: 0 written, 2 usage or configuration, 4 storage, 130 interrupted)";

inline constexpr auto compare = R"(Examples:
  benchfolio compare before.json after.json
  benchfolio compare v5.1 latest --archive results --repo ../project
  benchfolio compare main after.json --archive s3://bucket/results --format markdown

A side is a result file, a folder of them, a run's id, a commit, a tag, a branch, or `latest`.
Sides are compared CPU by CPU. HEAD of a branch is its newest run; BASE of a branch is the merge-base
with HEAD, where --repo or the result knows it and it was measured, else the newest earlier run. The
output says which.
Exit codes: 0 compared, whatever was found, 2 usage, or there is nothing to compare, 3 a file is no
sound result, 4 storage, 130 interrupted)";

inline constexpr auto gate = R"(Examples:
  benchfolio gate --head result.json --archive s3://bucket/results
  benchfolio gate --head result.json --archive https://owner.github.io/project/ --comment comment.md
  benchfolio gate --head a.json b.json --archive results --base main --fail-on-unknown

The files are held against the archive's runs of the same CPU.
Exit codes: 0 no regression, 1 a regression (or, with --fail-on-unknown, one that cannot be told),
2 usage or configuration, 3 a file is no sound result, 4 storage, 130 interrupted)";

inline constexpr auto backtest = R"(Examples:
  benchfolio backtest --archive results
  benchfolio backtest --archive results --since 2026-01-01 --format json

Exit codes: 0 told, 2 usage or configuration, 4 storage, 130 interrupted)";

inline constexpr auto continuity = R"(Examples:
  benchfolio continuity --archive results
  benchfolio continuity --archive results --json | jq '.factors[] | select(.refusal)'
  benchfolio continuity --archive results --check 8d57ffa

Transitions and relative series are declared in the configuration.
Exit codes: 0 told, or no abrupt change, 1 with --check an abrupt change, 2 usage or configuration,
or the commit was not measured on the newer side, 4 storage, 130 interrupted)";

inline constexpr auto import_history = R"(Examples:
  benchfolio import mypyc mypyc-benchmark-results --archive results
  benchfolio import mypyc mypyc-benchmark-results --archive s3://bucket/mypyc --quiet

One result file a run, of the same name each time: what is there already is not stored again. Failed
runs are told as such. Printed last is what belongs into benchfolio.toml: the transitions of the
scaling file with their factors, and the interpreted baselines.
Exit codes: 0 imported, 2 usage, 3 lines that could not be read (the others are imported), 4 storage,
130 interrupted)";

inline constexpr auto comment = R"(Examples:
  benchfolio comment --project owner/name --pull 12 --body comment.md
  benchfolio comment --project owner/name --commit SHA --body comment.md --check check.json

The token is read from GITHUB_TOKEN. A comment that is there already is replaced.
Exit codes: 0 written, or nothing to do, 2 usage, 4 GitHub refused, 130 interrupted)";

inline constexpr auto plan = R"help(Examples:
  benchfolio plan --archive s3://bucket/results
  benchfolio plan --archive results --suite 1.11.0 --nights "28 days" --repo ../project
  echo "matrix=$(benchfolio plan --archive results --format matrix)" >> "$GITHUB_OUTPUT"

What a new version of the suite makes of no use: every tag, the nights of the last two weeks, and
the results that were asked for by hand, testbed by testbed, as far as there is no result with it.
A matrix is one line of at most 256 jobs, which is what GitHub Actions takes.
Exit codes: 0 told, whatever there is to do, 2 usage or configuration, 4 storage, 130 interrupted)help";

inline constexpr auto bisect = R"(Examples:
  benchfolio bisect 2f1c9a0b3d --archive results
  benchfolio bisect 2f1c --archive results --repo ../project
  benchfolio bisect 2f1c --archive results --repo ../project --first-parent --format matrix

The id of a change is that of its page, and of `benchfolio changes`. Without a clone only the commits
are known that were measured.
Exit codes: 0 told, 2 usage or configuration, 4 storage, 130 interrupted)";

inline constexpr auto request = R"(Examples:
  benchfolio request alice/project@3b6f1e2
  benchfolio request alice/project@3b6f1e2 --project owner/project --archive s3://bucket/results
  GITHUB_TOKEN=... benchfolio request alice/project@3b6f1e2 --dispatch

Prints how the workflow is started and the address where its result will stand; with --dispatch, and
a token in GITHUB_TOKEN that may write actions, starts it.
Exit codes: 0 told or started, 2 usage, or the token may not, 4 GitHub refused, 130 interrupted)";

inline constexpr auto init = R"(Examples:
  benchfolio init
  benchfolio init --config lab.toml
  benchfolio init --triage

A file that is there is never overwritten.
Exit codes: 0 written, 2 it is there already, 4 storage)";

inline constexpr auto upload = R"(Examples:
  benchfolio upload result.json --archive s3://bucket/results
  benchfolio upload *.json --archive results --folder nightly/linux
  benchfolio upload result.json --archive s3://bucket/results --kind manual --owner alice --ref jit
  benchfolio upload --archive s3://bucket/results --failed failure --workflow benchmarks --url URL

All files are read first; where one is no sound result, none is stored. A file gets the name
YEAR/RUN-ID.json (or .json.gz), which its content gives it, and never takes the place of another:
the same file once more is there already.
Exit codes: 0 stored, or there already, 2 usage, 3 a file is no sound result, 4 storage,
130 interrupted)";

inline constexpr auto list = R"(Examples:
  benchfolio list runs --archive results --kind manual --since 2026-11-01
  benchfolio list branches --archive results
  benchfolio list benchmarks --archive results --testbed EPYC --json
  benchfolio list testbeds --archive s3://bucket/results

Runs of every kind are listed, those of archived branches marked as such.
Exit codes: 0 listed, also where there is nothing, 2 usage or configuration, 4 storage, 130 interrupted)";

inline constexpr auto publish = R"(Examples:
  benchfolio publish --site site
  benchfolio publish --site site --path bench --message "Nightly benchmarks"
  benchfolio publish --site site --remote https://github.com/owner/project.git --dry-run

The branch becomes one commit without history. Files on it that benchfolio did not write stay.
Nothing in the checkout is touched; its remotes and credentials are used.
Exit codes: 0 published, or nothing to do, 2 refused, 4 git or the remote refused, 130 interrupted)";

inline constexpr auto serve = R"(Examples:
  benchfolio serve --archive results --open
  benchfolio serve --archive s3://bucket/results --no-sign-request
  benchfolio serve --archive https://owner.github.io/project/ --templates templates --assets assets

Serves this computer alone. Whatever of archive, configuration, templates and assets is touched is
built again, and the page reloads. Ctrl-C ends it.
Exit codes: 0 ended by Ctrl-C, 2 usage or configuration, 4 storage, or the port is taken)";

}  // namespace benchfolio::cli::help
