"""Practising in the browser: by keyboard alone, without a connection, over reloads and in two tabs."""

import re
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Locator, Page, Route, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

import lyceum
from tests.e2e.browsing import Json, Visitor
from tests.e2e.looking import axe_in_every_look, screenshots

_CHAPTER = Path(lyceum.__file__).parents[2] / "examples" / "spaced-practice.md"
ATTEMPTS = "**/api/v1/practice/attempts**"
_ONWARDS = re.compile("Continue|See what has changed")


async def session_of(ada: Visitor, *, length: int, kind: str = "quiz") -> Json:
    """A session over a chapter that was learned just now."""
    learned = await ada.upload(_CHAPTER.read_bytes(), _CHAPTER.name)
    body = {"document_id": learned["document_id"], "kind": kind, "length": length}
    return await ada.post("practice/sessions", body)


async def attempts_of(ada: Visitor, session: Json) -> list[Json]:
    """What the server has of a session."""
    found: list[Json] = (await ada.get(f"practice/sessions/{session['id']}/attempts?limit=100"))["items"]
    return found


async def see_question(page: Page, number: int) -> None:
    """Wait until this question is asked."""
    await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"Question {number} of "))
    await expect(page.get_by_role("button", name="I don’t know")).to_be_visible()


async def answer_by_keyboard(page: Page) -> str:
    """Answer what is asked without touching the mouse; says what kind of question it was."""
    if await page.get_by_role("button", name="Turn the card").count():
        await page.keyboard.press("Space")
        await expect(page.get_by_role("group", name="How well did you know it?")).to_be_visible()
        await page.keyboard.press("3")
        kind = "card"
    elif await page.get_by_role("radio").count():
        await page.keyboard.press("2")
        await expect(page.get_by_role("radio").nth(1)).to_be_checked()
        await page.keyboard.press("Enter")
        kind = "choice"
    else:
        gaps = page.get_by_role("main").get_by_role("textbox")
        for _ in range(await gaps.count()):
            await page.keyboard.type("retention")
            await page.keyboard.press("Enter")
        kind = "text"
    await expect(page.get_by_role("button", name=_ONWARDS)).to_be_focused()
    return kind


async def be_busy(route: Route) -> None:
    """Answer as a server does that has too much to do."""
    await route.fulfill(status=503, content_type="text/plain", body="busy")


async def send_now(button: Locator) -> None:
    """Press it, unless what waited has gone by itself meanwhile."""
    with suppress(PlaywrightTimeout):
        await button.click(timeout=5_000)


async def test_twenty_questions_are_answered_by_keyboard_alone(ada: Visitor) -> None:
    session = await session_of(ada, length=20)
    page = await ada.open(f"/sessions/{session['id']}")
    kinds = set()

    for number in range(1, 21):
        await see_question(page, number)
        kind = await answer_by_keyboard(page)
        if kind not in kinds:
            await axe_in_every_look(page)
            await screenshots(page, f"told-{kind}")
        kinds.add(kind)
        await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Session done")
    await axe_in_every_look(page)
    attempts = await attempts_of(ada, session)
    assert len({attempt["item"]["id"] for attempt in attempts}) == 20
    assert all(0 < attempt["time_ms"] < 60_000 and not attempt["offline"] for attempt in attempts)
    assert kinds == {"card", "choice", "text"}


async def test_without_a_connection_an_answer_is_kept_and_then_sent_once(ada: Visitor) -> None:
    session = await session_of(ada, length=3)
    page = await ada.open(f"/sessions/{session['id']}")
    await see_question(page, 1)

    async with ada.problems.expected("ERR_INTERNET_DISCONNECTED"):
        await ada.context.set_offline(True)
        await page.get_by_role("button", name="I don’t know").click()
        await expect(page.get_by_text("Your answer is kept")).to_be_visible()
        await axe_in_every_look(page)
        await ada.context.set_offline(False)
    await expect(page.get_by_role("button", name=_ONWARDS)).to_be_focused()

    (attempt,) = await attempts_of(ada, session)
    assert attempt["offline"]
    await page.keyboard.press("Enter")
    await see_question(page, 2)
    assert len(await attempts_of(ada, session)) == 1


async def test_on_a_small_screen_grades_and_verdicts_are_in_sight(ada: Visitor) -> None:
    session = await session_of(ada, length=20)
    page = await ada.open(f"/sessions/{session['id']}")
    await page.set_viewport_size({"width": 320, "height": 480})

    for number in range(1, 21):
        await see_question(page, number)
        is_card = await page.get_by_role("button", name="Turn the card").count() > 0
        if is_card:
            await page.get_by_role("button", name="Turn the card").click()
            await expect(page.get_by_role("button", name="Not at all")).to_be_in_viewport(ratio=1)
            await page.get_by_role("button", name="Not at all").click()
        else:
            await page.get_by_role("button", name="I don’t know").click()
        await expect(page.get_by_role("button", name=_ONWARDS)).to_be_in_viewport(ratio=1)
        await expect(page.get_by_role("main").locator("section p").first).to_be_in_viewport(ratio=1)
        if is_card:
            return
        await page.get_by_role("button", name=_ONWARDS).click()
    raise AssertionError("no card was asked")


async def test_an_answer_outlasts_a_reload_while_the_server_is_busy(ada: Visitor) -> None:
    session = await session_of(ada, length=3)
    page = await ada.open(f"/sessions/{session['id']}")
    await see_question(page, 1)
    await page.route(ATTEMPTS, be_busy)
    async with ada.problems.expected("503"):
        await page.get_by_role("button", name="I don’t know").click()
        await expect(page.get_by_text("Your answer is kept")).to_be_visible()
        await page.reload()
        await expect(page.get_by_text("Your answer is kept")).to_be_visible()
        assert await attempts_of(ada, session) == []
    await page.unroute(ATTEMPTS)
    await send_now(page.get_by_role("button", name="Send it now"))
    await expect(page.get_by_role("button", name=_ONWARDS)).to_be_focused()

    (attempt,) = await attempts_of(ada, session)
    assert attempt["offline"]


async def test_a_reload_goes_on_where_the_session_was(ada: Visitor) -> None:
    session = await session_of(ada, length=5)
    page = await ada.open(f"/sessions/{session['id']}")
    await see_question(page, 1)
    await answer_by_keyboard(page)

    await page.reload()
    await see_question(page, 2)
    await page.keyboard.press("?")
    await expect(page.get_by_role("main").get_by_text("See page")).to_be_visible()
    asked = (await ada.get(f"practice/next?session_id={session['id']}"))["item"]
    await page.reload()

    await see_question(page, 2)
    await expect(page.get_by_role("main").get_by_text("See page")).to_be_visible()
    assert (await ada.get(f"practice/next?session_id={session['id']}"))["item"]["id"] == asked["id"]
    assert len(await attempts_of(ada, session)) == 1


async def test_what_was_answered_in_another_tab_is_told_and_passed(ada: Visitor) -> None:
    session = await session_of(ada, length=5)
    page = await ada.open(f"/sessions/{session['id']}")
    await see_question(page, 1)
    asked = (await ada.get(f"practice/next?session_id={session['id']}"))["item"]
    blank: Json = {"flashcard": {"response": 1}, "cloze": {"response": [""] * (asked["gaps"] or 1)}}
    answer = {"client_attempt_id": "5d0e7f3a-90a5-4a83-9c39-0a5a1f0c0a11", "session_id": session["id"]}
    await ada.post(
        "practice/attempts", {**answer, "item_id": asked["id"], **blank.get(asked["type"], {"response": ""})}
    )

    async with ada.problems.expected("409"):
        await page.get_by_role("button", name="I don’t know").click()
        await expect(page.get_by_text("This answer could not be counted")).to_be_visible()
    await axe_in_every_look(page)
    await page.keyboard.press("Enter")

    await see_question(page, 2)
    assert len(await attempts_of(ada, session)) == 1


async def test_what_is_due_is_reviewed_and_then_all_is_done(ada: Visitor) -> None:
    page = await ada.open("/practise")
    await expect(page.get_by_role("link", name="Add a document")).to_be_visible()
    await axe_in_every_look(page)
    page = await ada.open("/review")
    await expect(page.get_by_text("All done")).to_be_visible()
    session = await session_of(ada, length=1)
    page = await ada.open(f"/sessions/{session['id']}")
    await see_question(page, 1)
    await page.get_by_role("button", name="I don’t know").click()
    await expect(page.get_by_role("button", name=_ONWARDS)).to_be_focused()

    page = await ada.open("/review")
    await expect(page.get_by_text("The next ones come tomorrow")).to_be_visible()
    await axe_in_every_look(page)
    page = await ada.open("/practise?kind=review")

    await expect(page.get_by_text("Nothing is due for review.")).to_be_visible()
    await axe_in_every_look(page)


async def test_an_answer_that_is_missing_is_asked_for(ada: Visitor) -> None:
    session = await session_of(ada, length=10)
    page = await ada.open(f"/sessions/{session['id']}")
    number = 1
    await see_question(page, number)
    while not await page.get_by_role("radio").count():
        await page.get_by_role("button", name="I don’t know").click()
        await expect(page.get_by_role("button", name=_ONWARDS)).to_be_focused()
        await page.keyboard.press("Enter")
        number += 1
        await see_question(page, number)

    await page.get_by_role("button", name="Answer").click()
    await expect(page.get_by_role("alert")).to_contain_text("There is no answer yet")
    await axe_in_every_look(page)
    await page.keyboard.press("1")

    await expect(page.get_by_role("alert")).to_have_count(0)
    assert len(await attempts_of(ada, session)) == number - 1


async def test_why_a_question_comes_now_is_told_in_words_and_in_numbers_on_request(ada: Visitor) -> None:
    session = await session_of(ada, length=5, kind="practice")
    turn = await ada.get(f"practice/next?session_id={session['id']}")
    page = await ada.open(f"/sessions/{session['id']}")

    await page.get_by_text("Why this one?").click()
    for reason in turn["reasons"]:
        await expect(page.get_by_text(reason["text"])).to_be_visible()
    chance = page.get_by_role("meter", name="Likely right, without help")
    await expect(chance).to_have_count(0)
    await page.get_by_text("In numbers").click()

    (predicted,) = (await ada.post("practice/predictions", {"item_ids": [turn["item"]["id"]]}))["items"]
    await expect(chance).to_have_attribute("aria-valuenow", str(round(predicted["chance"] * 100)))
    difficulty = await ada.get(f"practice/items/{turn['item']['id']}/difficulty")
    await expect(page.get_by_text(difficulty["chance"])).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "why")
