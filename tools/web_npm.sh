#!/bin/sh
# Run npm in web/ with the environment named by the first argument: tools/web_npm.sh VENV ARGUMENT…
# Where its packages cannot be installed, npm is skipped at home, and that is said; in CI (variable CI) it fails.
set -eu

[ -f web/package.json ] || exit 0

venv=$1
shift
node=$(tools/prepare_web.sh "$venv" all) || {
    status=$?
    if [ "$status" = 75 ] && [ -z "${CI:-}" ]; then
        echo "Skipped: npm $*. What it needs could not be installed. Is this machine connected?" >&2
        exit 0
    fi
    exit "$status"
}
cd web
PATH=$node:$PATH exec npm --silent "$@"
