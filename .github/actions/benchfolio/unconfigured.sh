#!/usr/bin/env bash
# Says, where everybody looks, that this repository has no archive to keep its results in.
set -euo pipefail
# shellcheck source=.github/actions/benchfolio/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

text='Nothing was stored or published: the repository variable BENCHFOLIO_ARCHIVE is not set.'
printf '::warning title=No archive::%s\n' "$text"
summarise "$text Set it to where results are kept, for example \`s3://bucket/prefix\`; \`AWS_ROLE\` and \`AWS_REGION\` name the role that may write there."
