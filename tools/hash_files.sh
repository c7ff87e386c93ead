#!/bin/sh
# Print one hash of the names and contents of the files named, and of those in the folders named, but for what is made
# from them.
set -eu

find "$@" \( -name node_modules -o -name .generated -o -name __pycache__ -o -path src/lyceum/app/static \) -prune \
    -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-64
