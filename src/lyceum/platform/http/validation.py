"""What is wrong with the fields of a request, in words for whoever wrote the request, not for whoever wrote the server.

Pydantic says it in English; in every other language the text of its type of problem is told, `invalid.<type>`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lyceum.platform import i18n, telling

# So many wrong fields the message names, and `details`: a body may be wrong in a hundred thousand places.
_NAMED, _MOST_FIELDS = 5, 20
# What Pydantic calls a branch of a union that is no plain type: "list[constrained-str]", "function-after[…, str]".
_VALIDATOR = re.compile(r"[a-z\-]+\[.*\]$", re.DOTALL)
_OURS = {
    "model_attributes_type": "object_expected",
    "model_type": "object_expected",
    "dict_type": "object_expected",
}


def wrong_fields(problems: Sequence[Mapping[str, Any]]) -> tuple[str, list[dict[str, str]]]:
    """The message, and the fields for a program. What was sent is not repeated: it may be a password."""
    fields = [{"field": _named(problem["loc"]), "message": _said(problem)} for problem in problems[:_MOST_FIELDS]]
    named = "; ".join(f"{field['field']}: {field['message']}" for field in fields[:_NAMED])
    if len(problems) <= _NAMED:
        return telling.text("invalid.fields", fields=named), fields
    return telling.text("invalid.fields_and_more", fields=named, number=len(problems) - _NAMED), fields


def _named(place: Sequence[int | str]) -> str:
    """Where the problem is, without the validators that Pydantic puts into the names of a union's branches."""
    return ".".join(str(part) for part in place if not _VALIDATOR.match(str(part)))


def _said(problem: Mapping[str, Any]) -> str:
    kind, values = _OURS.get(problem["type"], problem["type"]), dict(problem.get("ctx", {}))
    if kind == "value_error" and "UploadFile" in problem["msg"]:
        kind = "file_expected"
    reads, key = telling.language(), f"invalid.{kind}"
    if reads == i18n.SOURCE and kind not in {"object_expected", "file_expected"}:
        return str(problem["msg"]).removeprefix("Value error, ")
    if isinstance(expected := values.get("expected"), str):
        values["expected"] = expected.replace("' or '", f"' {telling.text('invalid.or')} '")
    return telling.text(key if key in i18n.catalogue(i18n.SOURCE) else "invalid.other", **values)
