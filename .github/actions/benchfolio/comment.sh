#!/usr/bin/env bash
# Brings the verdict to the pull request whose newest commit was measured: as a comment, as a check, or both. Which one
# that is follows from the commit that GitHub names, never from the results.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

verdict=${BENCHFOLIO_VERDICT:?}
[ "${BENCHFOLIO_COMMENT:-true}" != true ] || option --body "$verdict/comment.md"
[ "${BENCHFOLIO_CHECK:-true}" != true ] || option --check "$verdict/check.json"
if [ ${#arguments[@]} -eq 0 ]; then
    echo 'Neither a comment nor a check is wanted.'
    exit 0
fi
option --pull "${BENCHFOLIO_PULL:-}"
option --commit "${BENCHFOLIO_COMMIT:-}"
flag --only-changes "${BENCHFOLIO_ONLY_CHANGES:-}"
"$program" comment --project "${GITHUB_REPOSITORY:?}" "${arguments[@]}"
