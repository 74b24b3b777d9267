#!/usr/bin/env bash
# Builds the site. Where it is written but something is wrong all the same (results too old, broken files with `strict`),
# this step succeeds and says so in its output `status`: the site is published first, then verdict.sh fails.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

site=$(site_folder)
store_arguments
option --config "${BENCHFOLIO_CONFIG:-}"
option --repo "${BENCHFOLIO_CLONE:-}"
flag --strict "${BENCHFOLIO_STRICT:-}"
[ "${BENCHFOLIO_SUMMARY:-true}" != true ] || option --summary "${GITHUB_STEP_SUMMARY:-}"
if [ "${BENCHFOLIO_CACHE:-true}" = true ]; then option --cache "$folder/cache"; else arguments+=(--no-cache); fi

status=0
"$program" build --out "$site" "${arguments[@]}" || status=$?
case $status in
    0 | 1 | 3) ;;
    *)
        summarise "**No site was built** (exit code $status): the log of this step says why. What was published stays."
        exit "$status"
        ;;
esac
output site "$site"
output status "$status"
