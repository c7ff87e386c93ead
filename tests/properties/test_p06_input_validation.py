"""P6 (SEC-06): what is not as documented is refused with 400 or 422 and the name of the field; what is, is taken."""

import asyncio
import copy
import json
import re
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lyceum.app.composition import Composition
from lyceum.app.http import create_app
from lyceum.platform.kernel import Kernel
from tests.gateway.described import Json, Operation, operations, resolved

BODIES = [each for each in operations() if each.body is not None]
EVERY = pytest.mark.parametrize("operation", [pytest.param(each, id=each.name) for each in BODIES])
NOWHERE = "0198c0de-7a11-7000-8000-00000000dead"
# Refused for what is there and who asks, not for how it is written. 410 and 423 are of codes that have ended.
_REFUSED_FOR_REASONS = {401, 403, 404, 409, 410, 423}


@pytest.fixture
async def door(kernel: Kernel, composition: Composition) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who is signed in."""
    transport = httpx.ASGITransport(create_app(kernel, composition, asyncio.Event()), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        person = {"email": "eve@example.org", "password": "Tall-Giraffe-79-hums", "full_name": "Eve"}
        registered = await client.post("/api/v1/auth/register", json=person)
        client.headers["authorization"] = f"Bearer {registered.json()['access_token']}"
        yield client


async def send(door: httpx.AsyncClient, operation: Operation, body: object) -> httpx.Response:
    path = re.sub(r"\{\w+\}", NOWHERE, operation.path)
    # Escaped, so that what no encoding can write reaches the server too.
    return await door.request(
        operation.method, path, content=json.dumps(body), headers={"content-type": "application/json"}
    )


def example_of(operation: Operation) -> Json:
    content: Json = operation.description["requestBody"]["content"]["application/json"]
    schema = resolved(content["schema"])
    found = content.get("example") or schema.get("example") or (schema.get("examples") or [None])[0]
    made = {name: value for name, inner in schema.get("properties", {}).items() if (value := _value(inner)) is not None}
    return copy.deepcopy(found if found is not None else made)


def _value(schema: Json) -> object:
    inner = resolved(schema)
    return next(iter([*schema.get("examples", ()), *inner.get("examples", ()), *inner.get("enum", ())]), None)


def forms(schema: Json) -> list[Json]:
    schema = resolved(schema)
    several = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return [form for each in several for form in forms(each)] if several else [schema]


def wrong_bodies(operation: Operation) -> Iterator[tuple[str, Json]]:
    """The example, wrong in one field each time, and the field's name."""
    schema = resolved(operation.body or {})
    example = example_of(operation)
    for name in schema.get("required", ()):
        yield name, {key: value for key, value in example.items() if key != name}
    for name, inner in schema.get("properties", {}).items():
        for value in wrong_values(forms(inner)):
            yield name, {**example, name: value}


def wrong_values(allowed: list[Json]) -> Iterator[object]:
    """Values that no form of a field is."""
    kinds = {form.get("type") for form in allowed}
    if None in kinds:
        return
    others: dict[str, object] = {"string": "\u0000", "array": [[]], "object": {"a": {}}, "null": None}
    for kind, value in others.items():
        if kind not in kinds and not (kind == "string" and kinds & {"integer", "number", "boolean"}):
            yield value
    if len(allowed) == 1:
        yield from beyond(allowed[0])


def beyond(form: Json) -> Iterator[object]:
    """Just outside of what a form says."""
    if "enum" in form:
        yield "no such value"
    if "maxLength" in form:
        yield "a" * (form["maxLength"] + 1)
    if form.get("minLength"):
        yield ""
    if "maximum" in form:
        yield form["maximum"] + 1
    if "minimum" in form:
        yield form["minimum"] - 1
    if form.get("minItems"):
        yield []
    if form.get("format") == "uuid":
        yield "not-a-uuid"
    # A password or a token that is no text is a wrong one.
    if form.get("type") == "string" and not form.keys() & {"enum", "writeOnly"}:
        yield "half a pair \ud800"


@EVERY
async def test_p6_what_is_not_as_documented_is_refused_by_its_name(
    door: httpx.AsyncClient, operation: Operation
) -> None:
    tried = 0
    for name, body in wrong_bodies(operation):
        response = await send(door, operation, body)

        assert response.status_code in {400, 422}, (name, body, response.text)
        error = response.json()["error"]
        told = " ".join([error["message"], *(str(each["field"]) for each in error["details"].get("fields", ()))])
        assert name in told or error["details"].get("field") == name or error["code"] != "INVALID", (name, error)
        tried += 1
    assert tried or not resolved(operation.body or {}).get("properties")


@EVERY
async def test_p6_what_is_as_documented_is_not_refused_for_how_it_is_written(
    door: httpx.AsyncClient, operation: Operation
) -> None:
    response = await send(door, operation, example_of(operation))

    assert response.is_success or response.status_code in _REFUSED_FOR_REASONS, response.text


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@given(data=st.data())
# One database for all examples.
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_p6_whatever_is_sent_is_the_senders_mistake_at_worst(
    door: httpx.AsyncClient, data: st.DataObject
) -> None:
    operation = data.draw(st.sampled_from(BODIES))
    names = list(resolved(operation.body or {}).get("properties", {}))
    body = example_of(operation)
    for name in data.draw(st.lists(st.sampled_from(names), max_size=3)) if names else ():
        body[name] = data.draw(anything)

    response = await send(door, operation, body)

    assert response.status_code < 500, (operation.name, body, response.text)
    if response.status_code == 422:
        error = response.json()["error"]
        assert error["message"]
        assert error["type"] == "VALIDATION_ERROR"
