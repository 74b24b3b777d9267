#!/usr/bin/env bash
# What has to be measured again, as a matrix of jobs and, for people, in the job's summary.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

store_arguments
option --config "${BENCHFOLIO_CONFIG:-}"
option --repo "${BENCHFOLIO_CLONE:-}"
option --suite "${BENCHFOLIO_SUITE:-}"
option --nights "${BENCHFOLIO_NIGHTS:-}"
option --testbed "${BENCHFOLIO_TESTBED:-}"
option --cache "$folder/cache"

plan=${RUNNER_TEMP:-/tmp}/benchfolio-plan
mkdir -p "$plan"
"$program" plan --quiet --color never "${arguments[@]}" >"$plan/plan.txt"
"$program" plan --format matrix --color never "${arguments[@]}" >"$plan/matrix.json"
count=$(python3 -c 'import json, sys; print(len(json.load(open(sys.argv[1]))["include"]))' "$plan/matrix.json")
without_commands cat "$plan/plan.txt"
# Indented, so that it is text as it stands, whatever is in it.
summarise "$(sed 's/^/    /' "$plan/plan.txt")"
output matrix "$(<"$plan/matrix.json")"
output count "$count"
