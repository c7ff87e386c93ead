"""The whole road in a browser, as a stranger goes it: from signing up to the next day's review."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Page, expect

import lyceum
from tests.builders import eventually
from tests.e2e.browsing import Json, Visitor
from tests.e2e.looking import axe_in_every_look, screenshots
from tests.e2e.test_practising import answer_by_keyboard, see_question

_SAMPLE = Path(lyceum.__file__).parents[2] / "examples" / "demand-and-supply.pdf"
_QUESTIONS = 20


async def seen(page: Page, name: str) -> None:
    """Look at the page as it is: no barrier in any look, and a picture of each."""
    await axe_in_every_look(page)
    await screenshots(page, name)


async def counted(visitor: Visitor, attempts: int) -> Json:
    """The progress that tells of so many answers: each is counted once its event has been heard."""

    async def are_counted() -> bool:
        return bool((await visitor.get("progress/me"))["total"]["attempts"] == attempts)

    await eventually(are_counted)
    return await visitor.get("progress/me")


async def sign_up(visitor: Visitor) -> Page:
    page = await visitor.open("/")
    await page.get_by_role("link", name="Create an account").first.click()
    await page.get_by_label("Your name").fill("Ada Lovelace")
    await page.get_by_label("E-mail address").fill("ada@example.org")
    await page.get_by_label("Password", exact=True).fill("Wander7-Quilt-Orbit-Plum")
    await seen(page, "register")
    await page.get_by_role("button", name="Create account").click()
    await expect(page.get_by_role("button", name="Choose files")).to_be_visible()
    return page


async def learn_sample(visitor: Visitor) -> Json:
    """Hand in the sample on the first page, and watch it become skills and questions; its record."""
    page = visitor.page
    await seen(page, "home-new")
    await page.locator("input[type=file]").set_input_files(_SAMPLE)
    await page.wait_for_url("**/documents/*")
    await expect(page.get_by_role("link", name="Practise this")).to_be_visible()
    records: list[Json] = (await visitor.get("progress/me/documents"))["items"]
    (record,) = records
    await expect(page.get_by_text(f"{record['skills']} skills").first).to_be_visible()
    await seen(page, "document")
    return record


async def answer_questions(visitor: Visitor) -> set[str]:
    """Answer twenty questions, by keyboard alone, with a reload in the middle; the reasons that were given."""
    page, reasons = visitor.page, set()
    await page.get_by_role("link", name="Practise", exact=True).focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("radio", name=str(_QUESTIONS), exact=True).focus()
    await page.keyboard.press("Space")
    start = page.get_by_role("button", name="Start", exact=True)
    await expect(start).to_be_enabled()
    await start.focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/sessions/*")
    session_id = page.url.rpartition("/")[2].partition("?")[0]
    for number in range(1, _QUESTIONS + 1):
        await see_question(page, number)
        told = await visitor.get(f"practice/next?session_id={session_id}")
        reasons |= {reason["code"] for reason in told["reasons"]}
        await answer_by_keyboard(page)
        await page.keyboard.press("Enter")
        if number == _QUESTIONS // 2:
            await page.reload()
    return reasons


async def test_a_stranger_learns_a_chapter_and_comes_back_the_next_day(visitor: Visitor) -> None:
    page = await sign_up(visitor)
    record = await learn_sample(visitor)
    before = await visitor.get("progress/me")
    assert before["total"]["attempts"] == 0

    reasons = await answer_questions(visitor)

    await expect(page.get_by_role("heading", level=1)).to_have_text("Session done")
    await seen(page, "summary")
    assert len(reasons) > 1, "one reason for every question explains none"
    after = await counted(visitor, _QUESTIONS)
    assert sum(day["reviews"] for day in after["forecast"]) > 0

    # Map and forecast show it, and still do after a reload.
    skills: list[Json] = (await visitor.get("progress/me/skills"))["items"]
    best = max(skills, key=lambda skill: float(skill["mastery"]))
    assert best["practice_count"] > 0
    for _ in range(2):
        await visitor.open("/progress")
        node = page.get_by_role("link", name=re.compile(re.escape(best["name"]))).first
        await expect(node).to_have_accessible_name(re.compile(f"{best['mastery']:.0%}".replace("%", r"\s?%")))
        await expect(page.get_by_text(str(_QUESTIONS), exact=True).first).to_be_visible()
    await seen(page, "progress")
    await visitor.open(f"/progress/skills/{best['skill_id']}")
    await seen(page, "skill")
    await visitor.open(f"/subjects/{record['subject_id']}")
    await seen(page, "subject")

    await visitor.move(timedelta(days=1, hours=1))
    async with visitor.problems.expected("401"):  # the sign-in of yesterday is renewed by itself
        await visitor.open("/")
        await expect(page.get_by_role("heading", level=2, name="Review")).to_be_visible()
    assert (await visitor.get("progress/me"))["due_now"] > 0
    await seen(page, "home-next-day")
    await visitor.open("/review")
    await seen(page, "review-due")
    await (
        page.get_by_role("button", name=re.compile("^Start"))
        .or_(page.get_by_role("link", name=re.compile("^Start")))
        .first.click()
    )
    await page.wait_for_url("**/sessions/*")
    await see_question(page, 1)
    await answer_by_keyboard(page)

    await counted(visitor, _QUESTIONS + 1)
