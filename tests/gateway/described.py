"""What the API says of itself, as the measure of what it answers."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
from jsonschema import Draft202012Validator, FormatChecker

from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.app.http import describe_api

Json = dict[str, Any]

DOCUMENT: Json = describe_api(compose(DOMAINS)).openapi()


class Operation(NamedTuple):
    """One operation of the API."""

    method: str
    path: str
    description: Json

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def body(self) -> Json | None:
        """The schema of the JSON it takes."""
        content: Json = self.description.get("requestBody", {}).get("content", {})
        schema: Json | None = content.get("application/json", {}).get("schema")
        return schema


def operations() -> Iterator[Operation]:
    for path, methods in DOCUMENT["paths"].items():
        for method, description in methods.items():
            yield Operation(method.upper(), path, description)


def resolved(schema: Json) -> Json:
    while reference := schema.get("$ref"):
        schema = DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]
    return schema


def wrong_with(value: object, schema: Json) -> list[str]:
    """Where a value is not as its schema says."""
    whole = {**schema, "components": DOCUMENT["components"]}
    found = Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in found]


_PATTERNS = [
    (operation, re.compile(re.sub(r"\{\w+\}", "[^/]+", operation.path)))
    # What is written out wins over what has a parameter in its place.
    for operation in sorted(operations(), key=lambda each: each.path.count("{"))
]


def operation_of(request: httpx.Request) -> Operation | None:
    """The operation that a request asks for."""
    for operation, pattern in _PATTERNS:
        if operation.method == request.method and pattern.fullmatch(request.url.path):
            return operation
    return None


class Checked:
    """Holds every answer against what was documented; a hook of a client."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.succeeded: set[str] = set()

    async def __call__(self, response: httpx.Response) -> None:
        if (operation := operation_of(response.request)) is None:
            return
        told = operation.description["responses"].get(str(response.status_code))
        if told is None:
            self._note(operation, response, "the status is not documented")
            return
        if response.is_success:
            self.succeeded.add(operation.name)
        kind = response.headers.get("content-type", "").partition(";")[0]
        content = told.get("content", {})
        if kind == "application/json" and kind in content:
            await response.aread()
            for wrong in wrong_with(response.json(), content[kind].get("schema", {})):
                self._note(operation, response, wrong)
        elif content and kind not in content:
            self._note(operation, response, f"{kind!r} is none of the documented {sorted(content)}")
        elif not content and await response.aread():
            self._note(operation, response, "a body that is not documented")

    def _note(self, operation: Operation, response: httpx.Response, problem: str) -> None:
        self.problems.append(f"{operation.name} {response.status_code}: {problem}")
