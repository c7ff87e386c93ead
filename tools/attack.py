"""What `tools/attack_web.sh` hands to Wapiti, and what it says of what comes back.

    python -m tools.attack plan BASE TOKEN FILE
    python -m tools.attack report FILE BASE

The plan is the description of the API with a learner's own ids in place of its parameters, and without those for which
only nonsense could be given: behind an id that was made up, or a cursor that is none, there is nothing to attack.
"""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

# By the name of a parameter: where one is found, and under which name.
_FOUND_IN = {
    "document_id": ("documents", "id"),
    "subject_id": ("subjects", "id"),
    "deck_id": ("decks", "id"),
    "skill_id": ("progress/me/skills", "skill_id"),
    "job_id": ("documents", "job_id"),
    "session_id": ("practice/sessions", "id"),
    "circle_id": ("groups", "id"),
    "key_id": ("users/me/api-keys", "id"),
}

_FREE_TEXT = frozenset({"q", "query", "fields"})
# What Wapiti takes for a weakness and is none, with the reason; anything else is one.
_EXPLAINED = {
    "Spring4Shell": "a form is another refusal (415) than no body (422); there is no Spring here",
    "Unencrypted Channels": "the installation is asked over the loopback; TLS is the proxy's in front of it",
}
_COUNTED = re.compile(r'lyceum_http_requests_total\{.*status="(\d)\d\d"\} ([\d.]+)')


def plan(description: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """A description of an API in which known ids stand in place of parameters."""
    paths: dict[str, Any] = {}
    for path, operations in description["paths"].items():
        filled = path
        for name, value in ids.items():
            filled = filled.replace(f"{{{name}}}", value)
        paths[filled] = {method: _asked_with(operation, ids) for method, operation in operations.items()}
    schemas = {name: _known_in(schema, ids) for name, schema in description["components"]["schemas"].items()}
    return {**description, "paths": paths, "components": {**description["components"], "schemas": schemas}}


def _asked_with(operation: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """An operation with the parameters that something can be given for."""
    given = []
    for parameter in operation.get("parameters", []):
        if (name := parameter["name"]) in ids:
            given.append({**parameter, "schema": {"type": "string", "default": ids[name]}})
        elif parameter.get("required") or "default" in parameter["schema"] or name in _FREE_TEXT:
            given.append(parameter)
    return {**operation, "parameters": given}


def _known_in(schema: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """A model of a body with the ids that are known."""
    properties = schema.get("properties", {})
    known = {name: {"type": "string", "default": ids[name]} for name in properties.keys() & ids.keys()}
    return {**schema, "properties": {**properties, **known}} if known else schema


def furnish(http: httpx.Client) -> dict[str, str]:
    """Ids of what the learner has, who gets what learning from a chapter did not bring."""
    http.post("groups", json={"name": "Readers"}).raise_for_status()
    http.post("users/me/api-keys", json={"name": "Mine", "scopes": ["progress:read"]}).raise_for_status()
    deck = http.get("decks").raise_for_status().json()["items"][0]["id"]
    session = http.post("practice/sessions", json={"deck_id": deck}).raise_for_status().json()["id"]
    asked = http.get("practice/next", params={"session_id": session}).raise_for_status().json()["item"]["id"]
    found = {"item_id": asked, "user_id": http.get("users/me").raise_for_status().json()["id"]}
    for name, (path, key) in _FOUND_IN.items():
        found[name] = http.get(path).raise_for_status().json()["items"][0][key]
    return found


def summary(report: dict[str, Any]) -> tuple[list[str], int]:
    """What a report says, as lines, and how many findings nothing explains."""
    lines = [f"{report['infos']['crawled_pages_nbr']} addresses attacked"]
    unexplained = 0
    for kind, found in {**report["vulnerabilities"], **report["anomalies"]}.items():
        if found and kind in _EXPLAINED:
            lines.append(f"{len(found)} x {kind}: {_EXPLAINED[kind]}")
            continue
        unexplained += len(found)
        lines += [f"{kind}: {each['method']} {each['path']} ({each['parameter']}): {each['info']}" for each in found]
    return [*lines, f"{unexplained} findings"], unexplained


def answered(metrics: str) -> tuple[int, int]:
    """How many requests the installation has answered, and how many of them it failed at."""
    counted = [(match[1], float(match[2])) for match in _COUNTED.finditer(metrics)]
    return int(sum(number for _, number in counted)), int(sum(number for first, number in counted if first == "5"))


def _plan(base: str, token: str, file: str) -> int:
    with httpx.Client(base_url=base, headers={"authorization": f"Bearer {token}"}, timeout=60) as http:
        description = http.get("openapi.json").raise_for_status().json()
        Path(file).write_text(json.dumps(plan(description, furnish(http))), encoding="utf-8")
    return 0


def _report(file: str, base: str) -> int:
    lines, findings = summary(json.loads(Path(file).read_text(encoding="utf-8")))
    requests, failures = answered(httpx.get(f"{base}/metrics").raise_for_status().text)
    lines.append(f"{requests} requests answered until now, {failures} of them with a failure of the server's")
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(bool(findings or failures))


_COMMANDS: dict[str, Callable[..., int]] = {"plan": _plan, "report": _report}

if __name__ == "__main__":
    sys.exit(_COMMANDS[sys.argv[1]](*sys.argv[2:]))
