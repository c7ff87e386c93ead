#!/bin/sh
# Make a virtual environment with a Python that is new enough, or say what is missing.
set -eu

venv=$1

for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done

if [ -z "${python:-}" ]; then
    echo "Lyceum needs Python 3.11 or newer, and none was found as ${PYTHON:-python3 or python3.11 to python3.14}." >&2
    echo "Install one (Debian, Ubuntu: apt-get install python3 python3-venv), or name it: make run PYTHON=/path/to/python3" >&2
    exit 1
fi

# Debian and Ubuntu ship Python without the modules that make environments.
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "Python $version is here, but it cannot make a virtual environment: its modules venv and ensurepip are missing." >&2
    echo "Debian, Ubuntu: apt-get install python$version-venv   Then run the same command again." >&2
    exit 1
fi

# What an interrupted attempt or an upgraded Python has left is replaced; any other folder is not touched.
if [ -e "$venv" ] && [ ! -e "$venv/pyvenv.cfg" ] && [ -n "$(ls -A "$venv")" ]; then
    echo "$venv exists and is not a virtual environment. Move it away, or choose another: make run VENV=folder" >&2
    exit 1
fi
"$python" -m venv --clear "$venv"
