"""Lists in pages: `{items, next_cursor}`, where a cursor says after which row the next page begins."""

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar, overload
from uuid import UUID

from lyceum.platform.errors import Invalid

T = TypeVar("T")
R = TypeVar("R")
A = TypeVar("A", bound="str | int | float | datetime | UUID")
B = TypeVar("B", bound="str | int | float | datetime | UUID")
C = TypeVar("C", bound="str | int | float | datetime | UUID")

# What a list can be ordered by.
Position = tuple[str | int | float | datetime | UUID, ...]

DEFAULT_LIMIT: Final = 20
LARGEST_LIMIT: Final = 100
_LONGEST_CURSOR: Final = 1024
_CHECKSUM_BYTES: Final = 4
# What lists are ordered by are integers of 32 bits.
_INTEGERS: Final = 2**31


class CursorInvalid(Invalid):
    """The cursor is not one that a page of this list ended with."""

    code = "INVALID_CURSOR"


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for.

    Attributes:
        limit: rows at the most, 1 to 100.
        cursor: `next_cursor` of the page before; None is the first page.
    """

    limit: int = DEFAULT_LIMIT
    cursor: str | None = None

    def __post_init__(self) -> None:
        """Refuse a limit no list serves."""
        if not 1 <= self.limit <= LARGEST_LIMIT:
            raise Invalid(f"limit is {self.limit!r}; expected 1 to {LARGEST_LIMIT}.", details={"field": "limit"})


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page.

    Attributes:
        items: in the order of the list.
        next_cursor: for the page after; None on the last.
    """

    items: Sequence[T]
    next_cursor: str | None = None

    def map(self, change: Callable[[T], R]) -> "Page[R]":
        """The same page of other items, as when rows become wire models."""
        return Page([change(item) for item in self.items], self.next_cursor)


def cut(rows: Sequence[T], limit: int, position: Callable[[T], Position]) -> Page[T]:
    """The page of `limit` rows out of what a query for `limit + 1` rows found.

    Args:
        rows: up to one more than the page holds; that one only tells that there is a next page.
        limit: of the page.
        position: what the list is ordered by, of a row; ends in something unique.
    """
    if len(rows) <= limit:
        return Page(rows)
    return Page(rows[:limit], encode_cursor(*position(rows[limit - 1])))


def encode_cursor(*position: str | int | float | datetime | UUID) -> str:
    """A position as text that says nothing to a client and that survives being a query parameter."""
    plain = [_plain(value) for value in position]
    body = json.dumps(plain, separators=(",", ":"), ensure_ascii=False).encode()
    sealed = zlib.crc32(body).to_bytes(_CHECKSUM_BYTES, "big") + body
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


@overload
def decode_cursor(cursor: str, first: type[A], /) -> tuple[A]: ...
@overload
def decode_cursor(cursor: str, first: type[A], second: type[B], /) -> tuple[A, B]: ...
@overload
def decode_cursor(cursor: str, first: type[A], second: type[B], third: type[C], /) -> tuple[A, B, C]: ...
def decode_cursor(cursor: str, /, *kinds: type[Any]) -> tuple[Any, ...]:
    """The position a cursor stands for.

    The checksum tells a damaged cursor from a good one. It is no signature: a cursor grants nothing, since every query
    filters by what the person may see.

    Args:
        cursor: as `encode_cursor` made it.
        kinds: the types of the values, in order.

    Raises:
        CursorInvalid: if it is anything else.
    """
    try:
        values = _opened(cursor)
        if len(values) != len(kinds):
            raise ValueError("another list's cursor")
        return tuple(_typed(value, kind) for value, kind in zip(values, kinds, strict=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise CursorInvalid(
            "This cursor does not belong to this list. Use next_cursor of the page before, unchanged, "
            "or leave it out to begin again.",
            details={"field": "cursor"},
        ) from error


def _opened(cursor: str) -> list[object]:
    if len(cursor) > _LONGEST_CURSOR:
        raise ValueError("too long")
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    checksum, body = sealed[:_CHECKSUM_BYTES], sealed[_CHECKSUM_BYTES:]
    if zlib.crc32(body).to_bytes(_CHECKSUM_BYTES, "big") != checksum:
        raise ValueError("damaged")
    values = json.loads(body)
    if not isinstance(values, list):
        raise TypeError("not a position")
    return values


def _plain(value: str | int | float | datetime | UUID) -> str | int | float:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _typed(value: object, kind: type[Any]) -> object:
    if kind is datetime or kind is UUID:
        if not isinstance(value, str):
            raise TypeError("not a text")
        return _moment(value) if kind is datetime else UUID(value)
    if kind is int and type(value) is int and not -_INTEGERS <= value < _INTEGERS:
        raise ValueError("no column of ours holds it")
    if kind is float and type(value) is int:
        return float(value)
    # Not isinstance: True is an int to it.
    if type(value) is not kind:
        raise TypeError("another type")
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("outside the years there are") from error
