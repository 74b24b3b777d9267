#!/usr/bin/env bash
# Stores what another job measured, as what it is for. Whose fork it is of is known by who was asked to measure it, never
# by what the results say.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

results=${BENCHFOLIO_RESULTS:-}
[ -n "$results" ] || fail 'No results' 'BENCHFOLIO_RESULTS names no folder.'
mapfile -d '' files < <(find "$results" -type f \( -name '*.json' -o -name '*.json.gz' \) -print0 | LC_ALL=C sort -z)
[ ${#files[@]} -gt 0 ] || fail 'No results' "There is no *.json in $results."

kind=${BENCHFOLIO_KIND:-manual} owner=${BENCHFOLIO_FORK:-}
owner=${owner%%/*}
ours=${GITHUB_REPOSITORY:-}
store_arguments
case $kind in
    manual)
        option --owner "$owner"
        option --ref "${BENCHFOLIO_REF:-}"
        ;;
    tag)
        [ "$owner" = "${ours%%/*}" ] || fail 'Not ours' 'A tag is one of this repository, not of a fork.'
        option --ref "${BENCHFOLIO_REF:-}"
        ;;
    nightly)
        [ "$owner" = "${ours%%/*}" ] || fail 'Not ours' 'What a fork measured is in no trend.'
        ;;
    *) fail 'Unknown kind' "$kind is neither manual, tag nor nightly." ;;
esac
without_commands "$program" upload --kind "$kind" "${arguments[@]}" "${files[@]}"
