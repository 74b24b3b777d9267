#!/usr/bin/env bash
# Records in the archive that a night gave no results, so that the pages show it as failed. A record of the same end of
# the same workflow is stored once, however often this runs.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The conclusions of a workflow, to how a night can end.
outcome() {
    case $1 in
        success | skipped | neutral | action_required | stale | '') ;;
        cancelled | timed_out) printf '%s' "$1" ;;
        *) printf 'failure' ;;
    esac
}

failed=$(outcome "${BENCHFOLIO_OUTCOME:-}")
if [ -z "$failed" ]; then
    echo "Nothing to record: the benchmarks' outcome is '${BENCHFOLIO_OUTCOME:-}'."
    exit 0
fi
store_arguments
option --workflow "${BENCHFOLIO_OUTCOME_WORKFLOW:-}"
option --url "${BENCHFOLIO_OUTCOME_URL:-}"
option --commit "${BENCHFOLIO_OUTCOME_COMMIT:-}"
option --at "${BENCHFOLIO_OUTCOME_TIME:-}"
"$program" upload --failed "$failed" "${arguments[@]}"
