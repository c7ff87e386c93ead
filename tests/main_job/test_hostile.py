"""Cursors and titles that nobody was given, and two requests where one is expected."""

import asyncio
from uuid import uuid4

import pytest

from lyceum.platform.pages import encode_cursor
from tests.main_job.site import Learned, Learner, fine, refused


@pytest.mark.parametrize("number", [2**31, 2**70, -(2**31) - 1, 10**300])
async def test_a_cursor_beyond_what_is_counted_is_no_cursor(ada: Learner, cells: Learned, number: int) -> None:
    passages = await ada.get(f"documents/{cells.document_id}/passages", cursor=encode_cursor(number))
    items = await ada.get(f"decks/{cells.deck_id}/items", cursor=encode_cursor(number, uuid4()))

    assert refused(passages) == refused(items) == (422, "INVALID_CURSOR")


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"])
async def test_a_cursor_outside_time_is_no_cursor(ada: Learner, moment: str) -> None:
    response = await ada.get("practice/reviews", cursor=encode_cursor(0, moment, uuid4()))

    assert refused(response) == (422, "INVALID_CURSOR")


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\ud800"])
async def test_a_title_holds_nothing_that_a_terminal_obeys(ada: Learner, sign: str) -> None:
    assert refused(await ada.post("subjects", {"title": f"Cells{sign}[31m"})) == (422, "INVALID")


async def test_an_answer_seen_while_it_is_answered_is_either_help_or_too_late(ada: Learner, cells: Learned) -> None:
    for _ in range(5):
        session_id = await ada.start(deck_id=cells.deck_id, kind="quiz")
        item = (await ada.next(session_id))["item"]
        response = 3 if item["type"] == "flashcard" else ["nothing of the sort"]

        revealed, answered = await asyncio.gather(
            ada.post("practice/reveal", {"session_id": session_id, "item_id": item["id"]}),
            ada.answer(session_id, item, response),
        )

        result = fine(answered, 201)
        is_help = item["type"] != "flashcard" and revealed.status_code == 200
        assert result["assisted"] == is_help
