#!/usr/bin/env bash
# What the scripts of the action share; sourced. Every input comes in the environment, never as part of a script's text.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
folder=${BENCHFOLIO_FOLDER:-${RUNNER_TEMP:-/tmp}/benchfolio} # the program, and the cache of what it read
program=$folder/bin/benchfolio
export root program

fail() {
    printf '::error title=%s::%s\n' "$1" "$2"
    exit 1
}

# output NAME VALUE: an output of the step. A line end would begin another output.
output() {
    case $2 in *$'\n'*) fail 'An output of two lines' "$1" ;; esac
    printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:-/dev/stdout}"
}

summarise() {
    [ "${BENCHFOLIO_SUMMARY:-true}" != true ] || printf '%s\n\n' "$1" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
}

# option NAME VALUE: adds to `arguments` what was given; an empty input is none.
arguments=()
option() {
    [ -z "$2" ] || arguments+=("$1" "$2")
}

# flag NAME VALUE: an input that is true or false.
flag() {
    case $2 in
        true) arguments+=("$1") ;;
        false | '') ;;
        *) fail 'Neither true nor false' "$1: $2" ;;
    esac
}

# Where the results are, and how they are reached.
store_arguments() {
    [ -n "${BENCHFOLIO_ARCHIVE:-}" ] || fail 'No archive' 'The input "archive" is empty: name a folder or s3://bucket/prefix.'
    option --archive "$BENCHFOLIO_ARCHIVE"
    option --endpoint "${BENCHFOLIO_ENDPOINT:-}"
    option --region "${BENCHFOLIO_REGION:-}"
    option --addressing "${BENCHFOLIO_ADDRESSING:-}"
    flag --no-sign-request "${BENCHFOLIO_NO_SIGN_REQUEST:-}"
}

site_folder() {
    printf '%s' "${BENCHFOLIO_SITE:-${RUNNER_TEMP:-/tmp}/benchfolio-site}"
}

# without_commands COMMAND...: what it prints may hold the words of others; a line of theirs is no command to the runner.
without_commands() {
    local word status=0
    word=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '::stop-commands::%s\n' "$word"
    "$@" || status=$?
    printf '\n::%s::\n' "$word"
    return "$status"
}
