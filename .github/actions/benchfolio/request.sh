#!/usr/bin/env bash
# Starts the workflow that measures a commit of a fork, and answers where its result will stand.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ -n "${BENCHFOLIO_FORK:-}" ] || fail 'Nothing to measure' 'The fork is empty.'
[ -n "${BENCHFOLIO_REF:-}" ] || fail 'Nothing to measure' 'The ref is empty.'
option --config "${BENCHFOLIO_CONFIG:-}"
request=${RUNNER_TEMP:-/tmp}/benchfolio-request.json
"$program" request "$BENCHFOLIO_FORK@$BENCHFOLIO_REF" --project "${GITHUB_REPOSITORY:?}" --dispatch --format json \
    "${arguments[@]}" >"$request"
"$(dirname "${BASH_SOURCE[0]}")/answer.py" "${BENCHFOLIO_PULL:?}" "$request"
