"""Lists in pages, and cursors that cannot be forged into something else."""

import base64
import json
import zlib
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.platform.errors import Invalid
from lyceum.platform.ids import new_id
from lyceum.platform.pages import CursorInvalid, Page, PageRequest, cut, decode_cursor, encode_cursor

# PostgreSQL keeps no text with a NUL in it.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]))


@given(TEXTS, st.integers(1 - 2**31, 2**31 - 1), MOMENTS)
def test_a_cursor_stands_for_the_position_it_was_made_of(name: str, number: int, moment: datetime) -> None:
    assert decode_cursor(encode_cursor(name, number, moment), str, int, datetime) == (name, number, moment)


@given(st.uuids(), st.floats(allow_nan=False, allow_infinity=False))
def test_identifiers_and_floats_come_back_exactly(identifier: UUID, number: float) -> None:
    assert decode_cursor(encode_cursor(number, identifier), float, UUID) == (number, identifier)


@given(st.text(max_size=200))
def test_garbage_is_refused(text: str) -> None:
    with pytest.raises(CursorInvalid) as refused:
        decode_cursor(text, str)

    assert (refused.value.code, refused.value.status) == ("INVALID_CURSOR", 422)


@given(st.data())
def test_a_changed_character_is_noticed(data: st.DataObject) -> None:
    cursor = encode_cursor("deck", 42)
    place = data.draw(st.integers(0, len(cursor) - 1))
    changed = cursor[:place] + data.draw(st.sampled_from("ABCabc019-_=+/ ü")) + cursor[place + 1 :]

    try:
        position = decode_cursor(changed, str, int)
    except CursorInvalid:
        return

    # The last character has bits that carry nothing.
    assert position == ("deck", 42)


@pytest.mark.parametrize(
    "other",
    [
        encode_cursor(),
        encode_cursor("a"),
        encode_cursor(1, "a"),
        encode_cursor("a", *[True]),
        encode_cursor("a", 1, 1),
        encode_cursor("a", 1.5),
        encode_cursor("a" * 2000, 1),
        "A" * 5000,
    ],
)
def test_the_cursor_of_another_list_is_refused(other: str) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor(other, str, int)


def test_a_text_that_is_no_moment_or_identifier_is_refused() -> None:
    for kind in (datetime, UUID):
        with pytest.raises(CursorInvalid):
            decode_cursor(encode_cursor("yesterday"), kind)
    with pytest.raises(CursorInvalid):
        decode_cursor(encode_cursor("2026-01-01T00:00:00"), datetime)


@pytest.mark.parametrize("number", [2**31, -(2**31), 10**400])
def test_a_number_that_no_column_holds_or_that_cannot_be_turned_round_is_refused(number: int) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor(encode_cursor(number), int)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), 10**400])
def test_a_float_that_stands_nowhere_in_an_order_is_refused(number: float) -> None:
    with pytest.raises(CursorInvalid):
        decode_cursor(encode_cursor(number), float)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800"])
def test_a_text_that_no_column_holds_is_refused(text: str) -> None:
    body = json.dumps([text]).encode()
    forged = base64.urlsafe_b64encode(zlib.crc32(body).to_bytes(4, "big") + body).decode()

    with pytest.raises(CursorInvalid):
        decode_cursor(forged, str)


def test_following_the_cursors_visits_every_row_once() -> None:
    rows = sorted((number % 3, new_id()) for number in range(23))

    def query(after: tuple[int, UUID] | None, limit: int) -> list[tuple[int, UUID]]:
        return [row for row in rows if after is None or row > after][: limit + 1]

    seen: list[tuple[int, UUID]] = []
    cursor: str | None = None
    while True:
        after = decode_cursor(cursor, int, UUID) if cursor else None
        page = cut(query(after, 5), 5, lambda row: row)
        seen += page.items
        if (cursor := page.next_cursor) is None:
            break

    assert seen == rows


def test_the_last_page_has_no_cursor_even_if_it_is_full() -> None:
    assert cut([1, 2], 2, lambda row: (row,)).next_cursor is None
    assert cut([1, 2, 3], 2, lambda row: (row,)).next_cursor is not None


def test_the_items_of_a_page_can_be_changed() -> None:
    assert Page([1, 2], "next").map(str) == Page(["1", "2"], "next")


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_limit_outside_the_range_is_refused(limit: int) -> None:
    with pytest.raises(Invalid, match=str(limit)):
        PageRequest(limit)
