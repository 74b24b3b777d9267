#!/usr/bin/env bash
# Fetches the results that a run of another workflow, or another job of this one, left as an artifact. What is in it is
# not trusted: see artifact.py.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

results=${RUNNER_TEMP:-/tmp}/benchfolio-results
rm -rf "$results" "$results.zip"
if ! "$(dirname "${BASH_SOURCE[0]}")/artifact.py" "${BENCHFOLIO_RUN:-}" "${BENCHFOLIO_ARTIFACT:-}" "$results"; then
    summarise '**No verdict**: the results could not be fetched, or are not what results look like. The log of this step says why.'
    exit 1
fi
output results "$results"
