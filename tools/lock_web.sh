#!/bin/sh
# Write web/package-lock.json with the environment named by the first argument; with UPGRADE set, with the newest
# versions that web/package.json allows.
set -eu

[ -f web/package.json ] || exit 0

node=$(tools/find_node.sh "$1")
command=install
[ -z "${UPGRADE:-}" ] || command=update
(cd web && PATH=$node:$PATH npm "$command" --package-lock-only --ignore-scripts --no-audit --no-fund)
"$1/bin/python" -m tools.complete_web_lock
