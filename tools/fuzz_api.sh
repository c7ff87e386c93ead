#!/bin/sh
# Ask a fresh installation whatever its API's description allows, and what it does not: tools/fuzz_api.sh [EXAMPLES] [OPTIONS]
#
# With Schemathesis (MIT), in an environment of its own beside ours: LYCEUM_FUZZER names another one's `st`. The first
# pass is a learner with a document learned from; the second, what ends a sign-in. Status 1 if anything was found.
# LYCEUM_PYTHON is the interpreter that has Lyceum, `.venv/bin/python` by default; OPTIONS are Schemathesis's, such as
# `--phases coverage,fuzzing`.
set -eu

examples=${1:-40}
[ $# -eq 0 ] || shift
options=$*
. tools/own_installation.sh

st=${LYCEUM_FUZZER:-}
if [ -z "$st" ]; then
    "$python" -m venv "$work/fuzzer"
    "$work/fuzzer/bin/pip" install --disable-pip-version-check --quiet 'schemathesis>=4.32,<5'
    st=$work/fuzzer/bin/st
fi

start_installation
found=0
ends='/auth/(logout|revoke|end-session)|/users/me/(password|email|sessions)'
# A stream ends when its job does; nothing that is made up here is a job.
pass() {
    name=$1
    shift
    echo "== $name"
    token=$(learner "$name@example.org")
    # shellcheck disable=SC2086  # options are several words
    "$st" run "$base/api/v1/openapi.json" --header "Authorization: Bearer $token" \
        --max-examples "$examples" --generation-database none $options "$@" || found=1
}
pass learner --exclude-path-regex "$ends"
pass leaver --include-path-regex "$ends"

crashed || found=1
exit $found
