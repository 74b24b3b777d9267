#!/usr/bin/env bash
# Builds and measures the checkout in a folder, by its own means: measure.sh FOLDER. Its code is run, so there is nothing
# in this job that it could take or change: no secret, no right to write, no cache that is kept.
set -euo pipefail

folder=${1:?}
results=${RUNNER_TEMP:-/tmp}/benchmarks.json
export CXXFLAGS="${BENCHFOLIO_FLAGS:-}"
"$folder/.github/actions/benchfolio/compile.sh"
"$folder/tests/perf/nightly" --benchfolio "${RUNNER_TEMP:-/tmp}/benchfolio/bin/benchfolio" --out "$results"
[ -s "$results" ]
