"""Cursors and titles that nobody was given, and two requests where one is expected."""

import asyncio
from uuid import UUID, uuid4

import pytest

from lyceum.documents import facade as documents
from lyceum.platform.pages import encode_cursor
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice.store.sessions import lock_learner
from tests.main_job.site import Learned, Learner, Site, refused


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


@pytest.mark.parametrize("help_", ["reveal", "hints"])
async def test_no_help_is_given_while_an_answer_is_taken(site: Site, ada: Learner, cells: Learned, help_: str) -> None:
    """Given in between, it would not be counted with the answer."""
    session_id = await ada.start(deck_id=cells.deck_id)
    item = (await ada.next(session_id))["item"]

    async with unit_of_work(site.kernel) as uow:
        await lock_learner(uow, ada.user_id)
        body = {"session_id": session_id, "item_id": item["id"]}
        helping = asyncio.create_task(ada.post(f"practice/{help_}", body))
        done, _ = await asyncio.wait({helping}, timeout=0.5)
        assert not done

    assert (await helping).status_code == 200


async def test_a_session_asked_many_times_at_once_serves_one_item(site: Site, ada: Learner, cells: Learned) -> None:
    session_id = await ada.start(deck_id=cells.deck_id)

    asked = await asyncio.gather(*(ada.next(session_id) for _ in range(8)))

    assert len({each["item"]["id"] for each in asked}) == 1
    assert await site.rows("select count(*) from practice.session_item") == [(1,)]


async def test_a_document_is_not_archived_while_something_is_made_from_it(
    site: Site, ada: Learner, cells: Learned
) -> None:
    async with unit_of_work(site.kernel) as uow:
        await documents.hold_document(uow, UUID(cells.document_id))
        archiving = asyncio.create_task(ada.delete(f"documents/{cells.document_id}"))
        done, _ = await asyncio.wait({archiving}, timeout=0.5)
        assert not done

    assert (await archiving).status_code == 204
