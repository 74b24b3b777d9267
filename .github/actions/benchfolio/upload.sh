#!/usr/bin/env bash
# Stores result files in the archive: upload.sh FILE...
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

store_arguments
"$program" upload "${arguments[@]}" "$@"
