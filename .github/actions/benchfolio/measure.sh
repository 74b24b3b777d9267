#!/usr/bin/env bash
# Builds and measures the checkout in a folder, by its own means: measure.sh FOLDER. Its code runs as a user of its own,
# which is not root and has no way to it: the runner's own process knows a token that may write the caches of this branch,
# from which jobs with rights take the program, and who is root or the same user can read it there. So packages that only
# that code wants are not there: they are installed once .ci/packages of the default branch names them.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

subject=$(cd "${1:?}" && pwd)
results=${RUNNER_TEMP:-/tmp}/benchmarks.json
user=benchfolio-subject
place=$(mktemp --directory) # RUNNER_TEMP lies in a folder that other users may not enter
home=$place/home

as_subject() {
    sudo --non-interactive --user "$user" env --ignore-environment --chdir "$home" PATH="$PATH" HOME="$home" LC_ALL=C.UTF-8 \
        RUNNER_TEMP="$home" CXXFLAGS="${BENCHFOLIO_FLAGS:-}" BENCHFOLIO_SUITE="${BENCHFOLIO_SUITE:-}" "$@"
}

"$root/.ci/install" build
chmod 755 "$place"
sudo --non-interactive useradd --create-home --home-dir "$home" "$user"
sudo --non-interactive cp --recursive --no-target-directory "$subject" "$home/subject"
sudo --non-interactive chown --recursive --no-dereference "$user:" "$home"
as_subject subject/.github/actions/benchfolio/compile.sh
as_subject subject/tests/perf/nightly --benchfolio benchfolio/bin/benchfolio --out benchmarks.json
as_subject cat benchmarks.json >"$results"
[ -s "$results" ]
