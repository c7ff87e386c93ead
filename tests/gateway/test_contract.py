"""The first version of the API keeps what it promised (API-07), and the comparison sees every way of breaking it."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tools import api_contract

Json = dict[str, Any]


def test_nothing_that_was_promised_is_broken() -> None:
    broken = api_contract.breaks(api_contract.load(), api_contract.described())

    assert broken == [], "v1 is frozen. Keep these, and give the new form an address under /api/v2 instead."


BODY = {
    "type": "object",
    "required": ["title"],
    "properties": {
        "title": {"type": "string", "maxLength": 200},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "of": {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Body"}},
    },
}
VIEW = {
    "type": "object",
    "required": ["id", "size"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "size": {"type": "integer"},
        "kind": {"type": "string", "enum": ["a", "b"]},
        "below": {"anyOf": [{"$ref": "#/components/schemas/View"}, {"type": "null"}]},
    },
}
DOCUMENT: Json = {
    "paths": {
        "/api/v1/things": {
            "post": {
                "parameters": [{"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 100}}],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}},
                },
                "responses": {
                    "201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/View"}}}},
                    "404": {},
                },
            }
        },
        "/api/v2/things": {"get": {"responses": {}}},
    },
    "components": {"schemas": {"Body": BODY, "View": VIEW}},
}


def changed(change: Callable[[Json, Json, Json], object]) -> Json:
    document = copy.deepcopy(DOCUMENT)
    schemas = document["components"]["schemas"]
    change(document["paths"]["/api/v1/things"], schemas["Body"], schemas["View"])
    return api_contract.promise_of(document)


PROMISED = api_contract.promise_of(DOCUMENT)

BREAKING: dict[str, Callable[[Json, Json, Json], object]] = {
    "is gone": lambda path, _body, _view: path.pop("post"),
    "'query limit' is gone": lambda path, _body, _view: path["post"]["parameters"].clear(),
    "'query limit' must be sent now": lambda path, _body, _view: path["post"]["parameters"][0].update(required=True),
    "its maximum is 50 now, was 100": lambda path, _body, _view: path["post"]["parameters"][0]["schema"].update(
        maximum=50
    ),
    "new parameter 'query of' must be sent": lambda path, _body, _view: path["post"]["parameters"].append(
        {"in": "query", "name": "of", "required": True, "schema": {}}
    ),
    "no body is taken": lambda path, _body, _view: path["post"].pop("requestBody"),
    "does not answer 201": lambda path, _body, _view: path["post"]["responses"].pop("201"),
    "201 is not application/json": lambda path, _body, _view: path["post"]["responses"]["201"]["content"].clear(),
    "the field 'kind' must be sent now": lambda _path, body, _view: body["required"].append("kind"),
    "body: the field 'kind' is gone": lambda _path, body, _view: body["properties"].pop("kind"),
    "its maxLength is 100 now": lambda _path, body, _view: body["properties"]["title"].update(maxLength=100),
    "its minLength is 1 now, was none": lambda _path, body, _view: body["properties"]["title"].update(minLength=1),
    "its values are fewer now: 'a'": lambda _path, body, _view: body["properties"]["kind"].update(enum=["a"]),
    "its type is 'integer' now, was 'string'": lambda _path, body, _view: body["properties"]["title"].update(
        type="integer"
    ),
    "a form of it (null) is not taken": lambda _path, body, _view: body["properties"]["of"]["anyOf"].pop(),
    "201: the field 'kind' is gone": lambda _path, _body, view: view["properties"].pop("kind"),
    "'size' may be missing now": lambda _path, _body, view: view["required"].remove("size"),
    "its type is 'string' now, was 'integer'": lambda _path, _body, view: view["properties"]["size"].update(
        type="string"
    ),
    "its type is 'number' now, was 'integer'": lambda _path, _body, view: view["properties"]["size"].update(
        type="number"
    ),
    "a form of it (null) is new": lambda _path, _body, view: view["properties"].update(
        size={"anyOf": [{"type": "integer"}, {"type": "null"}]}
    ),
}


@pytest.mark.parametrize("said", BREAKING)
def test_what_breaks_a_program_is_told(said: str) -> None:
    broken = api_contract.breaks(PROMISED, changed(BREAKING[said]))

    assert any(said in line for line in broken), broken


ADDING: dict[str, Callable[[Json, Json, Json], object]] = {
    "nothing": lambda _path, _body, _view: None,
    "an operation": lambda path, _body, _view: path.update(get={"responses": {"200": {}}}),
    "a parameter": lambda path, _body, _view: path["post"]["parameters"].append(
        {"in": "query", "name": "of", "schema": {}}
    ),
    "a refusal": lambda path, _body, _view: path["post"]["responses"].update({"409": {}}),
    "a field that may be sent": lambda _path, body, _view: body["properties"].update(more={"type": "string"}),
    "longer texts": lambda _path, body, _view: body["properties"]["title"].update(maxLength=300),
    "texts of any length": lambda _path, body, _view: body["properties"]["title"].pop("maxLength"),
    "a value to send": lambda _path, body, _view: body["properties"]["kind"]["enum"].append("c"),
    "nothing where something had to be": lambda _path, body, _view: body["required"].clear(),
    "null to send": lambda _path, body, _view: body["properties"].update(
        title={"anyOf": [{"type": "string"}, {"type": "null"}]}
    ),
    "a field that comes back": lambda _path, _body, view: view["properties"].update(more={"type": "string"}),
    "a value that comes back": lambda _path, _body, view: view["properties"]["kind"]["enum"].append("c"),
    "a field that always comes back": lambda _path, _body, view: view["required"].append("kind"),
    "words": lambda _path, _body, view: view["properties"]["size"].update(description="Its size.", examples=[1]),
}


@pytest.mark.parametrize("what", ADDING)
def test_what_breaks_nobody_may_be_added(what: str) -> None:
    assert api_contract.breaks(PROMISED, changed(ADDING[what])) == []


def test_what_is_new_is_told() -> None:
    now = changed(ADDING["an operation"])

    assert api_contract.additions(PROMISED, now) == ["GET /api/v1/things"]
    assert PROMISED["operations"].keys() == {"POST /api/v1/things"}
