"""Lists in pages: `{items, next_cursor}`, where a cursor says after which row the next page begins."""

import base64
import binascii
import json
import math
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
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
# Rows that can be reached by `offset` (C38): beyond, counting from the beginning costs more than a cursor saves.
LARGEST_OFFSET: Final = 10_000
OFFSET: Final = "offset"
_LONGEST_CURSOR: Final = 1024
_CHECKSUM_BYTES: Final = 4
# What lists are ordered by are integers of 32 bits; some are turned round, which the lowest of them cannot be.
_INTEGERS: Final = 2**31


class CursorInvalid(Invalid):
    """The cursor is not one that a page of this list ended with."""

    code = "INVALID_CURSOR"


class OffsetTooLarge(Invalid):
    """The offset is beyond what can be counted off; a cursor goes on from there."""

    code = "OFFSET_TOO_LARGE"


@dataclass(slots=True)
class Window:
    """The part of a list that is asked for by its number, and what became known of the list.

    Attributes:
        offset: rows before it.
        limit: rows in it at the most.
        total: rows of the list, as far as they were counted: up to 10,000.
        is_exact: whether that is all of them.
    """

    offset: int = 0
    limit: int = DEFAULT_LIMIT
    total: int = 0
    is_exact: bool = True


_window: ContextVar[Window | None] = ContextVar("window", default=None)


@contextmanager
def by_offset() -> Iterator[Window]:
    """For as long as the block lasts, the list that is read is cut by number: `PageRequest.numbered` says by which.

    A use case that reads `page.limit + 1` rows and hands them to `cut` needs not know of it.
    """
    window = Window()
    token = _window.set(window)
    try:
        yield window
    finally:
        _window.reset(token)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is asked for.

    Attributes:
        limit: rows at the most, 1 to 100; of a page that is asked for by its number, all that can be reached so.
        cursor: `next_cursor` of the page before; None is the first page.
    """

    limit: int = DEFAULT_LIMIT
    cursor: str | None = None

    @classmethod
    def numbered(cls, offset: int, limit: int) -> "PageRequest":
        """The page after so many rows, within `by_offset`.

        Raises:
            OffsetTooLarge: if they are more than can be counted off.
        """
        if offset > LARGEST_OFFSET:
            raise OffsetTooLarge(
                f"offset is {offset}; expected 0 to {LARGEST_OFFSET}. Go on with `cursor` instead: each answer has the"
                " `next_cursor` of the page after it.",
                details={"field": OFFSET},
            )
        window = _window.get()
        if window is None:
            raise AssertionError("a page has a number within by_offset only")
        window.offset, window.limit = offset, limit
        return cls(LARGEST_OFFSET)

    def __post_init__(self) -> None:
        """Refuse a limit no list serves."""
        if _window.get() is None and not 1 <= self.limit <= LARGEST_LIMIT:
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
    if limit == LARGEST_OFFSET and (window := _window.get()):
        return _cut_out(rows, window, position)
    if len(rows) <= limit:
        return Page(rows)
    return Page(rows[:limit], encode_cursor(*position(rows[limit - 1])))


def _cut_out(rows: Sequence[T], window: Window, position: Callable[[T], Position]) -> Page[T]:
    window.total, window.is_exact = min(len(rows), LARGEST_OFFSET), len(rows) <= LARGEST_OFFSET
    end = window.offset + window.limit
    shown = rows[window.offset : end]
    return Page(shown, encode_cursor(*position(shown[-1])) if shown and len(rows) > end else None)


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
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
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
    if kind is float and type(value) is int:
        value = float(value)
    # Not isinstance: True is an int to it.
    if type(value) is not kind:
        raise TypeError("another type")
    if not _is_kept(value):
        raise ValueError("no column of ours holds it")
    return value


def _is_kept(value: object) -> bool:
    match value:
        case int():
            return abs(value) < _INTEGERS
        case float():
            return math.isfinite(value)
        case str():
            # Half a pair of surrogates is a ValueError here already.
            return b"\0" not in value.encode()
        case _:
            return False


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(UTC)
