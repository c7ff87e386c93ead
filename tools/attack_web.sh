#!/bin/sh
# Attack a fresh installation, its web app and every route of its API, with Wapiti: tools/attack_web.sh [OPTIONS]
#
# Wapiti (GPL-2.0) runs as a program of its own, in an environment beside ours: LYCEUM_ATTACKER names another one's
# `wapiti`. All its modules are used but `ssrf`, which asks a server of Wapiti's makers whether it was called; those that
# need a list from the internet say so and find nothing without it. The first pass brings no credentials; the second is a
# learner with a document learned from, whose own ids stand in the description of the API. Status 1 if anything was
# found. LYCEUM_PYTHON is the interpreter that has Lyceum; OPTIONS are Wapiti's, such as `--max-attack-time 60`.
set -eu

. tools/own_installation.sh

wapiti=${LYCEUM_ATTACKER:-}
if [ -z "$wapiti" ]; then
    "$python" -m venv "$work/attacker"
    "$work/attacker/bin/pip" install --disable-pip-version-check --quiet 'wapiti3>=3.2,<4'
    wapiti=$work/attacker/bin/wapiti
fi

start_installation
token=$(learner ada@example.org)
"$python" -m tools.attack plan "$base/api/v1" "$token" "$work/api.json"

found=0
# Signing out, or away, would end the pass.
ends="auth/logout auth/revoke auth/end-session users/me/password users/me/email users/me/sessions*"
pass() {
    name=$1
    shift
    for end in $ends; do
        set -- "$@" -x "$base/api/v1/$end"
    done
    echo "== $name"
    "$wapiti" --url "$base/" --swagger "$work/api.json" --module all,-ssrf --flush-session --no-bugreport \
        --store-session "$work/sessions" --store-config "$work/config" --format json --output "$work/$name.json" \
        --endpoint http://127.0.0.1:9/ --dns-endpoint 127.0.0.1 --tasks 4 "$@" >"$work/$name.log" 2>&1 ||
        { tail -n 20 "$work/$name.log" >&2; exit 2; }
    "$python" -m tools.attack report "$work/$name.json" "$base" || found=1
}
pass stranger "$@"
pass learner --header "Authorization: Bearer $token" "$@"
crashed || found=1
exit $found
