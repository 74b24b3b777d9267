#!/usr/bin/env bash
# Names what the caches hold: the program by its sources and the system it runs on, what was read by its archive.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

sources() {
    cd "$root"
    find CMakeLists.txt generator templates assets .ci -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
}

system() {
    # shellcheck source=/dev/null
    (. /etc/os-release && printf '%s-%s-%s' "$ID" "$VERSION_ID" "$(uname -m)")
}

hash() { sha256sum | cut -c1-16; }

output program-folder "$folder/bin"
output program-key "benchfolio-program-$(system)-$(sources | hash)"
output cache-folder "$folder/cache"
output cache-key "benchfolio-archive-$(printf '%s %s' "${BENCHFOLIO_ARCHIVE:-}" "${BENCHFOLIO_ENDPOINT:-}" | hash)"
