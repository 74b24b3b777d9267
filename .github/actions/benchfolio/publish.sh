#!/usr/bin/env bash
# Publishes the site on the pages branch, with the credentials that actions/checkout left in the workspace.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

site=$(site_folder)

# Where the site says that it is published; else where GitHub Pages serves this repository.
page_url() {
    local canonical owner repository
    canonical=$(sed -n 's/.*<link rel="canonical" href="\([^"]*\)index\.html">.*/\1/p' "$site/index.html" | sed 's/&amp;/\&/g; q')
    owner=${GITHUB_REPOSITORY%%/*} repository=${GITHUB_REPOSITORY#*/}
    if [ -n "$canonical" ]; then
        printf '%s' "$canonical"
    elif [ -n "$owner" ] && [ "${repository,,}" = "${owner,,}.github.io" ]; then
        printf 'https://%s/%s' "${repository,,}" "${BENCHFOLIO_PATH:+$BENCHFOLIO_PATH/}"
    elif [ -n "$owner" ]; then
        printf 'https://%s.github.io/%s/%s' "${owner,,}" "$repository" "${BENCHFOLIO_PATH:+$BENCHFOLIO_PATH/}"
    fi
}

option --remote "${BENCHFOLIO_REMOTE:-}"
option --branch "${BENCHFOLIO_BRANCH:-}"
option --path "${BENCHFOLIO_PATH:-}"
option --message "${BENCHFOLIO_MESSAGE:-}"
option --largest-loss "${BENCHFOLIO_LARGEST_LOSS:-}"
flag --adopt "${BENCHFOLIO_ADOPT:-}"
account=$("$program" publish --site "$site" --repository "${GITHUB_WORKSPACE:-.}" "${arguments[@]}")
printf '%s\n' "$account"

GITHUB_REPOSITORY=${GITHUB_REPOSITORY:-}
url=$(page_url)
output page-url "$url"
output commit "$(sed -n 's/^commit  *//p' <<<"$account")"
[ -z "$url" ] || summarise "Published at <$url>."
