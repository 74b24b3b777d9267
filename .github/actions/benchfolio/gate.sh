#!/usr/bin/env bash
# Judges new results. Red is no failure of this step: it is an output, and the conclusion of the check that comment.sh
# writes.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

results=${BENCHFOLIO_RESULTS:-}
[ -n "$results" ] || fail 'No results' 'Give the input "results", or "run" and "artifact".'
mapfile -d '' files < <(find "$results" -type f \( -name '*.json' -o -name '*.json.gz' \) -print0 | LC_ALL=C sort -z)
[ ${#files[@]} -gt 0 ] || fail 'No results' "There is no *.json in $results."

verdict=${RUNNER_TEMP:-/tmp}/benchfolio-verdict
mkdir -p "$verdict"
store_arguments
option --config "${BENCHFOLIO_CONFIG:-}"
option --repo "${BENCHFOLIO_CLONE:-}"
option --folder "${BENCHFOLIO_RESULTS_FOLDER:-}"
option --base "${BENCHFOLIO_BASE:-}"
option --branch "${BENCHFOLIO_BRANCH:-}"
option --key "${BENCHFOLIO_KEY:-}"
flag --fail-on-unknown "${BENCHFOLIO_FAIL_ON_UNKNOWN:-}"

status=0
without_commands "$program" gate --head "${files[@]}" --comment "$verdict/comment.md" --check "$verdict/check.json" \
    --cache "$folder/cache" "${arguments[@]}" || status=$?
case $status in
    0 | 1) ;;
    *)
        summarise "**No verdict** (exit code $status): the log of this step says why."
        exit "$status"
        ;;
esac
summarise "$(<"$verdict/comment.md")"
output verdict "$verdict"
output status "$status"
