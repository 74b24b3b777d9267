#!/usr/bin/env bash
# The last step: fails where the site is there, but not as it should be.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

case ${BENCHFOLIO_STATUS:-} in
    0) echo 'The results are as they should be.' ;;
    1) fail 'The newest result is too old' 'It is older than max_age of the configuration; the site is up to date. The log of the build says which result.' ;;
    3) fail 'Broken result files' 'The archive holds damaged results; the site lists them with the reasons on its page "not used".' ;;
    *) fail 'No site' 'The build ended before there was a site; its log says why.' ;;
esac
