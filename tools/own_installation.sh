# Sourced by tools that attack an installation: one that is thrown away, and a learner in it.
#
# `start_installation` sets `work`, a folder of its own, and `base`, the address; whoever leaves leaves nothing behind.
# `python` is the interpreter that has Lyceum; LYCEUM_PYTHON names it, `.venv/bin/python` by default.
# shellcheck shell=sh

python=${LYCEUM_PYTHON:-.venv/bin/python}
work=$(mktemp -d)
chmod 755 "$work"
server=
leave() {
    [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" || true; }
    rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT TERM

start_installation() {
    port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    # Limits would answer instead of the routes, and a token must outlast the run.
    LYCEUM_HOME="$work/home" LYCEUM_LIMITS='{"factor": 1000000}' LYCEUM_ACCESS_TOKEN_MINUTES=1440 \
        LYCEUM_PASSWORD_HASH_COST=cheap LYCEUM_LOG_LEVEL=warning LYCEUM_LOG_FORMAT=json \
        "$python" -m lyceum up --port "$port" >"$work/server.log" 2>&1 &
    server=$!
    base=http://127.0.0.1:$port
    "$python" - "$base/health/ready" <<'PYTHON'
import sys, time, urllib.request

for _ in range(600):
    try:
        urllib.request.urlopen(sys.argv[1], timeout=2)
        sys.exit(0)
    except OSError:
        time.sleep(0.1)
sys.exit("the installation did not become ready")
PYTHON
}

# Prints the token of a new learner who has learned from the example chapter.
learner() {
    "$python" - "$base/api/v1" "$1" <<'PYTHON'
import sys, time

import httpx

base, email = sys.argv[1:]
http = httpx.Client(base_url=base, timeout=60)
person = {"email": email, "password": "Tall-Giraffe-79-hums", "full_name": "Ada Lovelace"}
token = http.post("/auth/register", json=person).raise_for_status().json()["access_token"]
http.headers["authorization"] = f"Bearer {token}"
with open("examples/demand-and-supply.pdf", "rb") as chapter:
    job = http.post("/documents", files={"file": chapter}).raise_for_status().json()["job_id"]
while http.get(f"/jobs/{job}").raise_for_status().json()["status"] in {"queued", "running"}:
    time.sleep(0.5)
print(token)
PYTHON
}

# 1 if a request crashed the server's code; says which.
crashed() {
    grep -q request_crashed "$work/server.log" || return 0
    echo "The server crashed on a request:" >&2
    grep -m 5 request_crashed "$work/server.log" >&2
    return 1
}
