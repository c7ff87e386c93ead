"""The names a wire model has, level by level: what `fields` may choose from, and what camelCase stands for."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter

from lyceum.platform.errors import Invalid, Unreadable

_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")


class Shape:
    """One level of a wire model, or of several where it is one of them; lists are as their items.

    Args:
        schema: of JSON, as Pydantic makes it.
        definitions: that it refers to.
    """

    def __init__(self, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> None:
        self._schema = schema
        self._definitions = definitions

    @classmethod
    def of(cls, model: Any, *, sent: bool) -> "Shape":  # noqa: ANN401  any annotation Pydantic takes
        """The shape of a model, as it is sent out or taken in."""
        schema = TypeAdapter(model).json_schema(mode="serialization" if sent else "validation")
        return cls(schema, schema.get("$defs", {}))

    @cached_property
    def parts(self) -> "dict[str, Shape]":
        """What it has, by name; nothing for a plain value, and for an object whose names are data."""
        return {
            name: Shape(schema, self._definitions)
            for form in self._forms(self._schema)
            for name, schema in form.get("properties", {}).items()
        }

    def _forms(self, schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        if reference := schema.get("$ref"):
            return self._forms(self._definitions[reference.rpartition("/")[2]])
        several = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
        if "items" in schema:
            several.append(schema["items"])
        return [form for each in several for form in self._forms(each)] if several else [schema]


def snake_case(name: str) -> str:
    """`deckId` as `deck_id`."""
    return _HUMP.sub(r"_\1", name).lower()


def in_snake_case(value: Any, shape: Shape) -> Any:  # noqa: ANN401  any JSON, and the same again
    """A body with the names that its model has, where it spells them in camelCase; names that are data stay.

    Raises:
        Unreadable: if it names something in both ways.
    """
    if isinstance(value, list):
        return [in_snake_case(each, shape) for each in value]
    if not isinstance(value, dict) or not shape.parts:
        return value
    renamed: dict[str, Any] = {}
    for name, inner in value.items():
        known = known_name(name, shape.parts)
        if known in renamed:
            raise Unreadable(f"The body names {known!r} twice, in two spellings. Name it once.")
        renamed[known] = in_snake_case(inner, shape.parts[known]) if known in shape.parts else inner
    return renamed


def known_name(name: str, known: Mapping[str, object]) -> str:
    """The name among those that are known that this one stands for; itself if none."""
    return name if name in known or (snake := snake_case(name)) not in known else snake


Selection = dict[str, "Selection"]


class FieldsInvalid(Invalid):
    """`fields` is not written as it should be, or names what the answer does not have."""

    code = "FIELDS_INVALID"


_TOKEN = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)|(\S)")
LONGEST_FIELDS = 1000
_DEEPEST = 8


def parse_fields(wished: str, shape: Shape) -> Selection:
    """What `id,title,skills(name)`, or `id,title,skills.name`, chooses; an empty selection is all of that part.

    Raises:
        FieldsInvalid: if it is written differently, or names what there is not.
    """
    if len(wished) > LONGEST_FIELDS:
        raise _unreadable(f"is longer than {LONGEST_FIELDS} characters")
    return _Reader([(match[1], match[2]) for match in _TOKEN.finditer(wished)]).read(shape)


class _Reader:
    """Reads a selection from left to right."""

    def __init__(self, tokens: list[tuple[str | None, str | None]]) -> None:
        self._tokens = tokens
        self._next = 0

    def read(self, shape: Shape) -> Selection:
        chosen = self._list(shape, 1)
        if self._next < len(self._tokens):
            raise _unreadable(f"has a {self._tokens[self._next][1]!r} too many")
        return chosen

    def _list(self, shape: Shape, depth: int) -> Selection:
        if depth > _DEEPEST:
            raise _unreadable(f"goes deeper than {_DEEPEST} levels")
        chosen: Selection = {}
        while True:
            self._item(shape, chosen, depth)
            if not self._took(","):
                return chosen

    def _item(self, shape: Shape, chosen: Selection, depth: int) -> None:
        name = self._name(shape)
        inner = shape.parts[name]
        if self._took("."):
            below: Selection = {}
            if depth >= _DEEPEST:
                raise _unreadable(f"goes deeper than {_DEEPEST} levels")
            self._item(inner, below, depth + 1)
        elif self._took("("):
            below = self._list(inner, depth + 1)
            if not self._took(")"):
                raise _unreadable("lacks a ')'")
        else:
            chosen[name] = {}
            return
        if name not in chosen:
            chosen[name] = below
        elif chosen[name]:
            _merge(chosen[name], below)

    def _name(self, shape: Shape) -> str:
        written, sign = self._tokens[self._next] if self._next < len(self._tokens) else (None, None)
        if written is None:
            raise _unreadable("ends where a name is expected" if sign is None else f"has {sign!r} where a name belongs")
        self._next += 1
        name = known_name(written, shape.parts)
        if name not in shape.parts:
            known = ", ".join(shape.parts) or "none: it is a plain value"
            raise FieldsInvalid(
                f"fields: there is no {written!r} here. There are: {known}.",
                details={"field": "fields", "unknown": written, "known": list(shape.parts)},
            )
        return name

    def _took(self, sign: str) -> bool:
        if self._next < len(self._tokens) and self._tokens[self._next][1] == sign:
            self._next += 1
            return True
        return False


def _merge(chosen: Selection, more: Selection) -> None:
    for name, below in more.items():
        if name not in chosen or not below:
            chosen[name] = below
        elif chosen[name]:
            _merge(chosen[name], below)


def _unreadable(how: str) -> FieldsInvalid:
    return FieldsInvalid(
        f"fields {how}. Expected names such as `id,title`, and `skills(name)` or `skills.name` for parts of parts.",
        details={"field": "fields"},
    )


def pruned(value: Any, chosen: Selection) -> Any:  # noqa: ANN401  any JSON, and less of it
    """What is chosen of an answer, in its own order."""
    if not chosen:
        return value
    if isinstance(value, list):
        return [pruned(each, chosen) for each in value]
    if isinstance(value, dict):
        return {name: pruned(inner, chosen[name]) for name, inner in value.items() if name in chosen}
    return value
