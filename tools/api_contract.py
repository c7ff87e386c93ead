"""The promise of the API's first version, and what breaks it: `python -m tools.api_contract [--freeze]`.

`docs/api/v1.json` holds what programs may rely on: addresses, what must and may be sent, what comes back. A newer API
may have more and must not have less: nothing that is promised goes, narrows or becomes required; an answer may have
more fields, and more values where they are named one by one. Without an argument this says what is broken and what is
new; with `--freeze` it promises what is new as well, and refuses if something is broken.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.app.http import API_PREFIX, describe_api

PROMISE = Path(__file__).parent.parent / "docs" / "api" / "v1.json"
# Whoever reads a value relies on these; what they describe besides (examples, words) may change.
_KEPT = ("type", "format", "enum", "const", "pattern")
_BOUNDS = (
    ("minimum", 1), ("exclusiveMinimum", 1), ("minLength", 1), ("minItems", 1),
    ("maximum", -1), ("exclusiveMaximum", -1), ("maxLength", -1), ("maxItems", -1),
)  # fmt: skip

Json = dict[str, Any]


def described() -> Json:
    """What the API promises now."""
    return promise_of(describe_api(compose(DOMAINS)).openapi())


def promise_of(document: Mapping[str, Any]) -> Json:
    """What a description promises: its operations of the first version, without words, and the models they use."""
    schemas = document.get("components", {}).get("schemas", {})
    operations = {
        f"{method.upper()} {path}": _operation(operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if path.startswith(f"{API_PREFIX}/")
    }
    used: Json = {}
    _collect(operations, schemas, used)
    return {"operations": dict(sorted(operations.items())), "models": dict(sorted(used.items()))}


def breaks(promised: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What of a promise does not hold any more, in words; empty if all of it does."""
    return list(_Comparison(promised["models"], now["models"]).operations(promised["operations"], now["operations"]))


def additions(promised: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Operations that are there and not promised yet."""
    return sorted(now["operations"].keys() - promised["operations"].keys())


def _operation(operation: Mapping[str, Any]) -> Json:
    body = operation.get("requestBody")
    return {
        "parameters": {
            f"{each['in']} {each['name']}": {"required": each.get("required", False), "schema": _schema(each["schema"])}
            for each in operation.get("parameters", ())
        },
        "body": None if body is None else {"required": body.get("required", False), "content": _content(body)},
        "answers": {status: _content(response) for status, response in operation["responses"].items() if status < "4"},
        "refusals": sorted(status for status in operation["responses"] if status >= "4"),
    }


def _content(body: Mapping[str, Any]) -> Json:
    return {kind: _schema(content.get("schema", {})) for kind, content in body.get("content", {}).items()}


def _schema(schema: Mapping[str, Any]) -> Json:
    """A schema without what is said of it."""
    if reference := schema.get("$ref"):
        return {"model": reference.rpartition("/")[2]}
    kept = {name: schema[name] for name in (*_KEPT, *(name for name, _ in _BOUNDS)) if name in schema}
    if several := [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
        kept["one_of"] = [_schema(each) for each in several]
    if "items" in schema:
        kept["items"] = _schema(schema["items"])
    if "properties" in schema:
        kept["fields"] = {name: _schema(inner) for name, inner in sorted(schema["properties"].items())}
        kept["required"] = sorted(schema.get("required", ()))
    if isinstance(schema.get("additionalProperties"), dict):
        kept["others"] = _schema(schema["additionalProperties"])
    return kept


def _collect(part: Any, schemas: Mapping[str, Any], used: Json) -> None:  # noqa: ANN401  any JSON
    if isinstance(part, dict):
        name = part.get("model")
        if isinstance(name, str) and name in schemas and name not in used:
            used[name] = _schema(schemas[name])
            _collect(used[name], schemas, used)
        for inner in part.values():
            _collect(inner, schemas, used)
    elif isinstance(part, list):
        for inner in part:
            _collect(inner, schemas, used)


class _Comparison:
    """Compares two promises; a model is gone into once in each direction."""

    def __init__(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        self._before, self._after = before, after
        self._seen: set[tuple[str, str, bool]] = set()

    def operations(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
        for name, promised in before.items():
            if name not in after:
                yield f"{name} is gone"
                continue
            now = after[name]
            yield from self._parameters(name, promised["parameters"], now["parameters"])
            yield from self._body(name, promised["body"], now["body"])
            yield from self._answers(name, promised["answers"], now["answers"])

    def _parameters(self, name: str, before: Json, after: Json) -> Iterator[str]:
        for parameter, promised in before.items():
            if parameter not in after:
                yield f"{name}: the parameter {parameter!r} is gone"
                continue
            if after[parameter]["required"] and not promised["required"]:
                yield f"{name}: the parameter {parameter!r} must be sent now"
            yield from self._taken(f"{name} {parameter}", promised["schema"], after[parameter]["schema"])
        for parameter in after.keys() - before.keys():
            if after[parameter]["required"]:
                yield f"{name}: the new parameter {parameter!r} must be sent"

    def _body(self, name: str, before: Json | None, after: Json | None) -> Iterator[str]:
        if before is None:
            if after is not None and after["required"]:
                yield f"{name}: a body must be sent now"
            return
        if after is None:
            yield f"{name}: no body is taken any more"
            return
        if after["required"] and not before["required"]:
            yield f"{name}: a body must be sent now"
        for kind, promised in before["content"].items():
            if kind not in after["content"]:
                yield f"{name}: a body of {kind} is not taken any more"
            else:
                yield from self._taken(f"{name} body", promised, after["content"][kind])

    def _answers(self, name: str, before: Json, after: Json) -> Iterator[str]:
        for status, contents in before.items():
            if status not in after:
                yield f"{name}: does not answer {status} any more"
                continue
            for kind, promised in contents.items():
                if kind not in after[status]:
                    yield f"{name}: {status} is not {kind} any more"
                else:
                    yield from self._given(f"{name} {status}", promised, after[status][kind])

    def _taken(self, at: str, before: Json, after: Json) -> Iterator[str]:
        """What is sent may be refused less than before, not more."""
        yield from self._compared(at, before, after, taken=True)

    def _given(self, at: str, before: Json, after: Json) -> Iterator[str]:
        """What comes back has at the least what it had, of the same kinds."""
        yield from self._compared(at, before, after, taken=False)

    def _compared(self, at: str, before: Json, after: Json, *, taken: bool) -> Iterator[str]:
        names = (str(before.get("model", "")), str(after.get("model", "")), taken)
        if all(names[:2]):
            if names in self._seen:
                return
            self._seen.add(names)
        was, now = self._forms(before, self._before), self._forms(after, self._after)
        if len(was) == len(now) == 1:
            first, second = self._model(was[0], self._before), self._model(now[0], self._after)
            yield from self._plain(at, first, second, taken=taken)
            return
        # Whatever was taken is taken still; whatever is given now was to be expected.
        for form in was if taken else now:
            pairs = [(form, each) for each in now] if taken else [(each, form) for each in was]
            if all(self._differ(*pair, taken=taken) for pair in pairs):
                yield f"{at}: a form of it ({_short(form)}) {'is not taken any more' if taken else 'is new'}"

    def _differ(self, before: Json, after: Json, *, taken: bool) -> bool:
        fresh = _Comparison(self._before, self._after)
        fresh._seen = set(self._seen)
        return any(True for _ in fresh._compared("", before, after, taken=taken))

    def _forms(self, schema: Json, models: Mapping[str, Any]) -> list[Json]:
        several = self._model(schema, models).get("one_of")
        return [schema] if several is None else [form for each in several for form in self._forms(each, models)]

    def _model(self, schema: Json, models: Mapping[str, Any]) -> Json:
        found: Json = models.get(schema.get("model", ""), schema)
        return found

    def _plain(self, at: str, before: Json, after: Json, *, taken: bool) -> Iterator[str]:
        yield from _kinds(at, before, after, taken=taken)
        if taken:
            yield from _bounds(at, before, after)
        first, second = (after, before) if taken else (before, after)
        for name in first.get("required", ()):
            if name not in second.get("required", ()) and (taken or name in after.get("fields", {})):
                yield f"{at}: the field {name!r} {'must be sent now' if taken else 'may be missing now'}"
        for name, promised in before.get("fields", {}).items():
            if name not in after.get("fields", {}):
                yield f"{at}: the field {name!r} is gone"
            else:
                yield from self._compared(f"{at}.{name}", promised, after["fields"][name], taken=taken)
        for part in ("items", "others"):
            if part in before and part in after:
                yield from self._compared(f"{at}[]", before[part], after[part], taken=taken)


def _kinds(at: str, before: Json, after: Json, *, taken: bool) -> Iterator[str]:
    """Where the kind of a value is not what was promised. A reader has to take values it does not know."""
    source, target = (before, after) if taken else (after, before)
    for part in ("type", "format", "pattern"):
        if part in target and source.get(part) != target[part] and not _is_number(source, target, part):
            yield f"{at}: its {part} is {after.get(part, 'anything')!r} now, was {before.get(part, 'anything')!r}"
    allowed = _values(target)
    if taken and allowed is not None and not (_values(source) or {"any other"}) <= allowed:
        yield f"{at}: its values are fewer now: {', '.join(sorted(allowed))}"


def _is_number(source: Json, target: Json, part: str) -> bool:
    return part == "type" and (source.get("type"), target["type"]) == ("integer", "number")


def _bounds(at: str, before: Json, after: Json) -> Iterator[str]:
    for bound, sign in _BOUNDS:
        if bound in after and (bound not in before or (after[bound] - before[bound]) * sign > 0):
            yield f"{at}: its {bound} is {after[bound]} now, was {before.get(bound, 'none')}"


def _values(schema: Json) -> set[str] | None:
    if "const" in schema:
        return {repr(schema["const"])}
    return {repr(value) for value in schema["enum"]} if "enum" in schema else None


def _short(schema: Json) -> str:
    return str(schema.get("model") or schema.get("type") or "anything")


def load() -> Json:
    """What is promised."""
    promised: Json = json.loads(PROMISE.read_text(encoding="utf-8"))
    return promised


def main(arguments: Sequence[str]) -> int:
    """Say what is broken and what is new; with `--freeze`, promise what is new."""
    now = described()
    promised = load() if PROMISE.exists() else {"operations": {}, "models": {}}
    broken, new = breaks(promised, now), additions(promised, now)
    for line in broken:
        print(f"broken: {line}", file=sys.stderr)
    if broken:
        print("Keep what v1 promises, and give the new form an address under /api/v2 instead.", file=sys.stderr)
        return 1
    for line in new:
        print(f"new: {line}")
    if "--freeze" in arguments:
        PROMISE.parent.mkdir(parents=True, exist_ok=True)
        PROMISE.write_text(json.dumps(now, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{PROMISE.name}: {len(now['operations'])} operations are promised, {len(new)} of them new.")
    elif new:
        print("Promise them with: python -m tools.api_contract --freeze")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
