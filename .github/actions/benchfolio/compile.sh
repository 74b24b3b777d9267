#!/usr/bin/env bash
# Builds benchfolio from the checkout that this script lies in, unless the cache had it. The packages are installed
# either way: the program needs their libraries.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

"$root/.ci/install" build
if [ ! -x "$program" ]; then
    cmake -S "$root" -B "$folder/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBENCHFOLIO_TESTS=OFF
    cmake --build "$folder/build" --target benchfolio
    mkdir -p "$(dirname "$program")"
    cp "$folder/build/generator/benchfolio" "$program"
fi
"$program" --version
