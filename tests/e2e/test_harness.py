"""What the tests here lean on: problems are noticed, barriers are found, people can sign in, and time passes."""

from datetime import timedelta

import pytest

from tests.e2e import browsing
from tests.e2e.browsing import Visitor
from tests.e2e.conftest import NewVisitor
from tests.e2e.looking import axe
from tests.main_job.site import NOTES


async def test_a_problem_on_a_page_is_noticed_unless_it_is_expected(visitor: Visitor) -> None:
    page = await visitor.open("/")

    await page.route("**/health/live", lambda route: route.abort("connectionrefused"))

    async with visitor.problems.expected(
        "alas", "nothing there", "404", "request: GET .*REFUSED", "console: .*REFUSED"
    ):
        await page.evaluate("console.error('alas')")
        await page.evaluate("setTimeout(() => { throw new Error('nothing there'); })")
        await page.evaluate("fetch('/api/v1/nowhere')")
        await page.evaluate("fetch('/health/live').catch(() => {})")
    await page.evaluate("console.error('and again')")

    async with visitor.problems.expected("never mind"):
        await page.evaluate("console.error('never mind')")
    assert visitor.problems.found == ["console: and again ()"]
    visitor.problems.found.clear()


async def test_an_expected_problem_has_to_come(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "_TOLD_WITHIN_S", 1.0)
    await visitor.open("/")

    with pytest.raises(AssertionError, match="not every problem"):
        async with visitor.problems.expected("alas"):
            pass


async def test_a_page_runs_nothing_that_was_slipped_into_it(visitor: Visitor) -> None:
    page = await visitor.open("/")

    async with visitor.problems.expected("Content Security Policy"):
        await page.evaluate(
            "const script = document.createElement('script'); script.textContent = 'window.slipped = true';"
            "document.head.append(script)"
        )

    assert await page.evaluate("window.slipped") is None


async def test_a_barrier_is_found(visitor: Visitor) -> None:
    page = await visitor.open("/")
    await page.evaluate("document.querySelector('main').append(document.createElement('button'))")

    with pytest.raises(AssertionError, match="button-name"):
        await axe(page)


async def test_whoever_signed_up_is_signed_in_until_the_token_has_run_out(ada: Visitor) -> None:
    assert (await ada.get("users/me"))["email"] == "ada@example.org"

    await ada.move(timedelta(days=1))

    with pytest.raises(AssertionError, match="401"):
        await ada.get("users/me")
    await ada.post("auth/refresh")
    assert (await ada.get("users/me"))["email"] == "ada@example.org"


async def test_the_browser_moves_with_the_server(ada: Visitor) -> None:
    page = await ada.open("/")
    before = await page.evaluate("Date.now()")

    await ada.move(timedelta(days=3))

    assert await page.evaluate("Date.now()") - before >= timedelta(days=3) / timedelta(milliseconds=1)


async def test_what_is_uploaded_is_learned_by_the_workers(ada: Visitor) -> None:
    learned = await ada.upload(NOTES.encode(), "cells.md")

    (document,) = await ada.installation.rows("select file_name from documents.document")
    assert document.file_name == "cells.md"
    assert (await ada.get(f"decks/{learned['deck_id']}"))["subject_id"] == learned["subject_id"]


async def test_two_people_have_two_browsers(ada: Visitor, new_visitor: NewVisitor) -> None:
    eve = await new_visitor(locale="de")
    await eve.sign_up("eve")

    assert (await ada.get("users/me"))["email"] == "ada@example.org"
    assert (await eve.get("users/me"))["email"] == "eve@example.org"
    assert await (await eve.open("/")).evaluate("navigator.language") == "de"
