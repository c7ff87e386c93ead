"""The API describes itself wholly: no route, parameter, body or error is left to guessing (API-14)."""

from collections.abc import Iterator
from typing import Any

import pytest

from lyceum.app.composition import compose
from lyceum.app.domains import DOMAINS
from lyceum.app.http import describe_api

DOCUMENT = describe_api(compose(DOMAINS)).openapi()
Operation = dict[str, Any]


def operations() -> Iterator[tuple[str, Operation]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


EVERY = pytest.mark.parametrize("operation", [pytest.param(found, id=name) for name, found in operations()])


def resolve(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def has_example(schema: dict[str, Any]) -> bool:
    schema = resolve(schema)
    if "example" in schema or "examples" in schema or "const" in schema or "enum" in schema:
        return True
    if properties := schema.get("properties"):
        return all(has_example(inner) or "default" in inner for inner in properties.values())
    return any(has_example(inner) for inner in schema.get("anyOf", ())) or schema.get("format") == "binary"


@EVERY
def test_every_operation_says_what_it_does(operation: Operation) -> None:
    assert operation.get("summary")
    assert operation.get("description") or operation["tags"] == ["operations"]
    assert operation["tags"]


@EVERY
def test_every_parameter_is_described(operation: Operation) -> None:
    assert [p["name"] for p in operation.get("parameters", ()) if not p.get("description")] == []


@EVERY
def test_every_body_has_an_example(operation: Operation) -> None:
    for content in operation.get("requestBody", {}).get("content", {}).values():
        assert "example" in content or "examples" in content or has_example(content["schema"])


@EVERY
def test_every_success_has_a_schema_and_an_example(operation: Operation) -> None:
    for status, response in operation["responses"].items():
        json_body = response.get("content", {}).get("application/json")
        if status.startswith("2") and json_body is not None and operation["tags"] != ["operations"]:
            assert "example" in json_body or has_example(json_body["schema"])


@EVERY
def test_every_refusal_is_the_envelope_and_says_its_codes(operation: Operation) -> None:
    for status, response in operation["responses"].items():
        if status >= "4":
            schema = response["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/ErrorEnvelope"}
            assert response["description"].startswith("`")


@EVERY
def test_whatever_takes_a_body_tells_that_it_may_be_unreadable(operation: Operation) -> None:
    told = operation["responses"].get("400", {}).get("description", "")

    assert "requestBody" not in operation or told.count("UNREADABLE_REQUEST") == 1


def test_who_must_be_signed_in_is_told() -> None:
    told = dict(operations())

    assert told["GET /api/v1/jobs/{job_id}"]["security"] == [{"bearer": []}, {"cookie": []}]
    assert "security" not in told["GET /health/live"]


def test_operation_ids_are_unique() -> None:
    ids = [operation["operationId"] for _, operation in operations()]

    assert len(ids) == len(set(ids))


def missing_in(example: object, schema: dict[str, Any]) -> list[str]:
    schema = resolve(schema)
    if any(resolve(inner).get("type") == "null" for inner in schema.get("anyOf", ())):
        return []
    if isinstance(example, list):
        return [name for each in example for name in missing_in(each, schema.get("items", {}))]
    if not isinstance(example, dict):
        return []
    properties = schema.get("properties", {})
    inner = [name for key, value in example.items() for name in missing_in(value, properties.get(key, {}))]
    return inner + [name for name in schema.get("required", ()) if name not in example]


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_every_example_has_what_its_schema_requires(name: str) -> None:
    schema = DOCUMENT["components"]["schemas"][name]

    assert missing_in(schema.get("example"), schema) == []


@EVERY
def test_every_operation_with_a_body_says_that_it_may_be_unreadable_or_too_large(operation: Operation) -> None:
    assert "requestBody" not in operation or {"400", "413"} <= operation["responses"].keys()
