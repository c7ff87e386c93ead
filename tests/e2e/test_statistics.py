"""What answers say about the questions of a subject, for who wrote them."""

import asyncio
import random
from types import SimpleNamespace
from typing import cast

from playwright.async_api import expect

from lyceum.platform.jobs import start_job
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice.workflows import CALIBRATE
from tests.builders import eventually
from tests.e2e.browsing import Json, Visitor
from tests.e2e.conftest import NewVisitor
from tests.e2e.installation import Installation
from tests.e2e.looking import axe_in_every_look, screenshots
from tests.main_job.crowd import Answering, Given, answers_of, put
from tests.main_job.site import NOTES, Site

_STEM = "Which of these stores the genes?"
_WHICH: Json = {
    "type": "multiple_choice",
    "stem": _STEM,
    "key": "a",
    "options": [{"id": "a", "text": "DNA"}, {"id": "b", "text": "fat"}, {"id": "c", "text": "salt"}],
}


async def test_items_stand_with_their_figures_their_options_and_what_may_be_wrong(ada: Visitor) -> None:
    learned = await ada.upload(NOTES.encode())
    page = await ada.open(f"/subjects/{learned['subject_id']}")
    await page.get_by_role("link", name="What answers say about its questions").click()
    await expect(page.get_by_role("heading", name="No answers have been counted yet")).to_be_visible()
    await axe_in_every_look(page)

    skill = (await ada.get(f"skills?subject_id={learned['subject_id']}"))["items"][0]["id"]
    choice = await ada.post(f"decks/{learned['deck_id']}/items", {**_WHICH, "skill_ids": [skill]})
    others = [each["id"] for each in (await ada.get(f"decks/{learned['deck_id']}/items"))["items"]][:4]
    await _count(ada.installation, answers_of(30, [choice["id"], *others], _mostly_salt(choice["id"])))
    told: dict[str, Json] = {}

    async def is_counted() -> bool:
        found = await ada.get(f"practice/statistics?subject_id={learned['subject_id']}")
        told.update({each["item_id"]: each for each in found["items"]})
        return choice["id"] in told

    await eventually(is_counted)
    await page.reload()
    rows = page.get_by_role("row")
    await expect(rows).to_have_count(len(told) + 1)
    row = rows.filter(has_text=_STEM)
    for flag in told[choice["id"]]["flags"]:
        await expect(row.get_by_text(flag["text"])).to_be_visible()
    await expect(row.get_by_role("list", name="How often each option was chosen")).to_contain_text("salt")
    await axe_in_every_look(page)
    await screenshots(page, "statistics")

    await page.get_by_role("checkbox", name="Only questions that something may be wrong with").check()
    flagged = await ada.get(f"practice/statistics?subject_id={learned['subject_id']}&flagged=true")
    await expect(rows).to_have_count(len(flagged["items"]) + 1)


async def test_what_answers_say_of_somebody_elses_questions_is_not_there(ada: Visitor, new_visitor: NewVisitor) -> None:
    learned = await ada.upload(NOTES.encode())
    eve = await new_visitor()
    await eve.sign_up("eve")

    async with eve.problems.expected("404", "ApiError"):
        page = await eve.open(f"/subjects/{learned['subject_id']}/statistics")
        await expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()


async def _count(installation: Installation, given: list[Given]) -> None:
    """Keep answers, and have them counted as every night."""
    kernel = installation.process.kernel

    async def behind_the_door() -> None:
        await put(cast("Site", SimpleNamespace(kernel=kernel)), given)
        async with unit_of_work(kernel) as uow:
            await start_job(uow, CALIBRATE, {}, owner_id=None)

    await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(behind_the_door(), installation.loop))


def _mostly_salt(choice: str) -> Answering:
    """Who does not know the one question takes the last option, and nobody the one between."""

    def answer(rng: random.Random, item: str, _: float) -> tuple[bool, object]:
        right = rng.random() < (0.35 if item == choice else 0.6)
        return right, ("a" if right else "c") if item == choice else 1

    return answer
