#!/bin/sh
# Have what npm needs in web/, and print the folder of node and npm: tools/prepare_web.sh VENV needed|all
#
# Node.js, the packages of web/package-lock.json (`needed` to build, or `all` to check and test too) and the API's
# description, each only if it is not there or has changed. Status 75 if something could not be installed.
set -eu

venv=$1
wanted=$2
generated=web/.generated
installed=web/node_modules/.lyceum-installed

node=$(tools/find_node.sh "$venv") || exit 75
PATH=$node:$PATH
# Without a network the answer is wanted soon: make run goes on without the web app.
export PATH npm_config_fetch_retries=1 npm_config_fetch_retry_mintimeout=1000 npm_config_loglevel=error \
    npm_config_update_notifier=false

packages=$(tools/hash_files.sh web/package.json web/package-lock.json)
present=$(cat "$installed" 2>/dev/null || true)
# Whoever has checked once will check again.
[ "${present##* }" != all ] || wanted=all
case $present in
"$packages all" | "$packages $wanted") ;;
*)
    echo "Installing the packages of the web app: once, and again only when web/package-lock.json has changed." >&2
    omitted=
    [ "$wanted" = all ] || omitted=--omit=dev
    # No script of a package runs at installation, and nothing here needs a browser that such a script would fetch.
    # shellcheck disable=SC2086  # no option is no word
    (cd web && npm ci --ignore-scripts --no-audit --no-fund $omitted) >/dev/null || exit 75
    echo "$packages $wanted" >"$installed"
    ;;
esac

# Written only when it may have changed: reading it off the code takes seconds.
code=$(tools/hash_files.sh src/lyceum tools/openapi.py requirements.lock)
if [ ! -f "$generated/openapi.json" ] || [ "$(cat "$generated/described-code" 2>/dev/null)" != "$code" ]; then
    "$venv/bin/python" -m tools.openapi "$generated/openapi.json"
    echo "$code" >"$generated/described-code"
fi
echo "$node"
