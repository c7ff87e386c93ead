#!/bin/sh
# Build the web app into src/lyceum/app/static with the environment named by the first argument, if anything it is made
# from has changed. A build is put in place whole: one that is killed leaves the last as it was.
#
# Without it Lyceum still serves its API and the command line, so at home a failure is only said; in CI (variable CI)
# it fails, because the tests would skip what they should test.
set -eu

[ -f web/package.json ] || exit 0

venv=$1
static=src/lyceum/app/static
generated=web/.generated
stamp=$static/.built-from

# What may have changed the build, and what does: most changes of the code leave the API's description as it was.
sources=$(tools/hash_files.sh web src/lyceum tools/build_web.sh tools/openapi.py requirements.lock)
built_from() {
    sed -n "$1p" "$stamp" 2>/dev/null
}
if [ "$(built_from 1)" = "$sources" ]; then
    exit 0
fi

failed() {
    echo "The web app could not be built: $1" >&2
    [ -z "${CI:-}" ] || exit 1
    if [ -f "$static/index.html" ]; then
        echo "Lyceum serves the one that was built before. The next make run, or make web, tries again." >&2
    else
        echo "Lyceum serves its API and the command line without it. The next make run, or make web, tries again." >&2
    fi
    exit 0
}

mkdir -p "$generated"
if command -v flock >/dev/null; then
    # One build at a time; the next finds what this one made.
    exec 9>"$generated/lock"
    flock 9
    [ "$(built_from 1)" != "$sources" ] || exit 0
fi

node=$(tools/prepare_web.sh "$venv" needed) ||
    case $? in
    75) failed "what it needs could not be installed. Is this machine connected?" ;;
    *) failed "the API could not be described." ;;
    esac
made_from=$(tools/hash_files.sh web tools/build_web.sh "$generated/openapi.json")
if [ "$(built_from 2)" = "$made_from" ]; then
    printf '%s\n%s\n' "$sources" "$made_from" >"$stamp"
    exit 0
fi

echo "Building the web app: some seconds, and again only when it has changed."
# Also what a build that was killed has left.
rm -rf "$generated"/build.* "$generated"/old.*
fresh=$(mktemp -d "$PWD/$generated/build.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
if ! (cd web && PATH=$node:$PATH npm run --silent build -- --outDir "$fresh") >"$generated/build.log" 2>&1; then
    cat "$generated/build.log" >&2
    failed "see above."
fi
[ -f "$fresh/index.html" ] || failed "there is no index.html in what was built."
printf '%s\n%s\n' "$sources" "$made_from" >"$fresh/.built-from"
chmod -R u=rwX,go=rX "$fresh"
if [ -d "$static" ]; then
    mv "$static" "$generated/old.$$"
fi
mv "$fresh" "$static"
rm -rf "$generated/old.$$"
