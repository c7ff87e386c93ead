"""The body of a request, read so that nothing in it costs more than its size, or means two things.

What JSON leaves open (a name twice, numbers beyond any type, how deep, which encoding) is decided here, before a wire
model sees any of it.
"""

import json
import math
import re
from collections.abc import Callable
from typing import Any, Final, NoReturn

from fastapi import Request
from starlette.datastructures import FormData
from starlette.types import Message, Receive, Scope

from lyceum.platform.errors import TooLarge, Unreadable, UnsupportedType

# The longest form of ours has some ten kilobytes.
LARGEST_BODY_BYTES: Final = 1024 * 1024
# The deepest form of ours is five levels deep.
DEEPEST: Final = 32
# A batch of answers from a device that was away for weeks has some ten thousand.
MOST_VALUES: Final = 50_000
# No column of ours holds a number of twenty digits; one of a million digits takes seconds to read.
_LONGEST_NUMBER: Final = 64
# The largest form of ours has five fields and a file.
MOST_FORM_FIELDS: Final = 32
MOST_FORM_FILES: Final = 8

_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([^\s\";]*)", re.IGNORECASE)
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii"})
_CAMEL_NAME = re.compile(rb'"[a-z][a-z0-9_]*[A-Z][A-Za-z0-9_]*"\s*:')
_BOM = b"\xef\xbb\xbf"
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class BodyTooComplex(TooLarge):
    """The body is deeper, or holds more values, than any form of ours."""

    code = "BODY_TOO_COMPLEX"


class StrictRequest(Request):
    """A request whose body is read strictly.

    Args:
        scope: of the connection.
        receive: of the connection.
        is_bounded: whether a body is refused once it is larger than any form of ours; a route that takes files has its
            own limit.

    Attributes:
        spell: puts the names of a body that has some in camelCase into those of its model.
    """

    def __init__(self, scope: Scope, receive: Receive, *, is_bounded: bool) -> None:
        super().__init__(scope, _counted(receive) if is_bounded else receive)
        self.spell: Callable[[Any], Any] | None = None
        self._parsed: Any = None
        self._is_parsed = False

    async def json(self) -> Any:  # noqa: ANN401  as the base class says
        """The body, as JSON.

        Raises:
            Unreadable: if it is not JSON in UTF-8, names something twice, or holds a number that none of ours is.
            UnsupportedType: if it says that it is in another encoding.
            BodyTooComplex: if it is too deep, or holds too much.
        """
        if not self._is_parsed:
            _check_charset(self.headers.get("content-type", ""))
            body = await self.body()
            self._parsed = parse_json(body)
            if self.spell is not None and _CAMEL_NAME.search(body):
                self._parsed = self.spell(self._parsed)
            self._is_parsed = True
        return self._parsed

    async def _get_form(self, **_limits: Any) -> FormData:  # noqa: ANN401  the base class's own, which ours replace
        return await super()._get_form(max_files=MOST_FORM_FILES, max_fields=MOST_FORM_FIELDS)


def refuse_announced(request: Request) -> None:
    """Refuse a body that announces to be larger than any form of ours, before any of it is read.

    Raises:
        TooLarge: if it does.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > LARGEST_BODY_BYTES:
        raise _too_large()


def parse_json(body: bytes) -> Any:  # noqa: ANN401  any JSON there is
    """JSON as RFC 8259 has it, and nothing that two readers could read differently.

    Raises:
        json.JSONDecodeError: if it is no JSON.
        Unreadable: if it is not in UTF-8, names something twice, or holds a number that none of ours is.
        BodyTooComplex: if it is too deep, or holds too much.
    """
    # Every value but the first of its list or object stands behind a comma, so most bodies need not be counted.
    if body.count(b",") + body.count(b"[") + body.count(b"{") >= MOST_VALUES and _values(body) >= MOST_VALUES:
        raise _too_complex(f"holds more than {MOST_VALUES} values", most_values=MOST_VALUES)
    if body.count(b"[") + body.count(b"{") > DEEPEST and _depth(body) > DEEPEST:
        raise _too_complex(f"is nested deeper than {DEEPEST} levels", deepest=DEEPEST)
    try:
        text = body.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("The body is not text in UTF-8. Encode the JSON in UTF-8 and send it again.") from error
    return json.loads(
        text,
        object_pairs_hook=_object,
        parse_int=_integer,
        parse_float=_number,
        parse_constant=_not_a_number,
    )


def _check_charset(content_type: str) -> None:
    named = _CHARSET.search(content_type)
    if named and named[1].lower() not in _UTF_8:
        raise UnsupportedType(f"JSON comes in UTF-8, not in {named[1]!r}. Encode it in UTF-8 and send it again.")


def _outside_of_texts(body: bytes) -> bytes:
    """What stands between the texts. Linear in the length, whatever it holds."""
    # Without escaped signs every quotation mark begins or ends a text.
    plain = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    return b"".join(plain.split(b'"')[::2])


def _depth(body: bytes) -> int:
    deepest = depth = 0
    for sign in _outside_of_texts(body).translate(None, _NO_BRACKETS):
        depth += 1 if sign in b"[{" else -1
        deepest = max(deepest, depth)
        if deepest > DEEPEST:
            break
    return deepest


def _values(body: bytes) -> int:
    between = _outside_of_texts(body)
    return between.count(b",") + between.count(b"[") + between.count(b"{")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable("The body names a field twice in one object. Name each once.")
    if any(map(_HALF_PAIR.search, found)):
        raise Unreadable("A name in the body is no text: half of a surrogate pair. Send whole characters.")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise Unreadable(f"A number in the body has more than {_LONGEST_NUMBER} digits.")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if len(digits) > _LONGEST_NUMBER or not math.isfinite(number):
        raise Unreadable("A number in the body is beyond what can be computed with.")
    return number


def _not_a_number(name: str) -> NoReturn:
    raise Unreadable(f"{name} is no JSON. Leave the field out, or send null where that is allowed.")


def _too_complex(how: str, **details: int) -> BodyTooComplex:
    return BodyTooComplex(f"The body {how}, which no request of ours needs. Send it in smaller parts.", details=details)


def _counted(receive: Receive) -> Receive:
    received = 0

    async def counting() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_BODY_BYTES:
            raise _too_large()
        return message

    return counting


def _too_large() -> TooLarge:
    limit = LARGEST_BODY_BYTES
    return TooLarge(
        f"This takes up to {limit // 1024} kB; only a document may be larger.", details={"limit_bytes": limit}
    )
