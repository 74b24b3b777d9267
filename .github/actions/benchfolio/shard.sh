#!/usr/bin/env bash
# Reads a share of the archive into the cache, as one of many jobs; another job has all of their caches and builds.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

store_arguments
option --config "${BENCHFOLIO_CONFIG:-}"
"$program" ingest --shard "$BENCHFOLIO_SHARD" --cache "$folder/cache" "${arguments[@]}"
