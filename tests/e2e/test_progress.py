"""What was answered changes what the pictures show, and the pictures can be read without seeing them."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.e2e.browsing import Json, Visitor
from tests.e2e.looking import axe_in_every_look, screenshots
from tests.main_job.site import CHAPTER, NOTES

_MAP = "[data-skill]"


async def _answer(visitor: Visitor, subject_id: str, count: int) -> None:
    """Answer some items of a subject with what was just shown to be right, or as an easy card."""
    session = await visitor.post("practice/sessions", {"subject_id": subject_id, "length": count})
    for _ in range(count):
        asked = (await visitor.get(f"practice/next?session_id={session['id']}"))["item"]
        if asked is None:
            return
        await visitor.post("practice/attempts", _attempt(session["id"], asked))


def _attempt(session_id: str, item: Json) -> Json:
    responses = {"flashcard": 4, "true_false": True, "cloze": ["no idea"] * (item["gaps"] or 1)}
    options = item["options"]
    chosen = options[0]["id"] if options else "no idea"
    return {
        "client_attempt_id": str(uuid4()),
        "session_id": session_id,
        "item_id": item["id"],
        "response": responses.get(item["type"], chosen),
    }


async def _focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement?.textContent ?? ''"))


async def test_whoever_is_new_sees_what_will_be_here(ada: Visitor) -> None:
    page = await ada.open("/progress")

    await expect(page.get_by_text("It shows no data")).to_be_visible()
    await expect(page.get_by_role("link", name="Add something to learn")).to_be_visible()
    await axe_in_every_look(page)


async def test_answers_change_the_figures_the_map_and_the_forecast(ada: Visitor) -> None:
    learned = await ada.upload(NOTES.encode())
    page = await ada.open("/progress")
    await expect(page.get_by_text("Nothing comes back in this time")).to_be_visible()
    await expect(page.locator(_MAP).first).to_contain_text("not begun")

    await _answer(ada, learned["subject_id"], 4)
    await page.reload()

    forecast = await ada.get("progress/me/forecast?days=30")
    reviews = sum(day["reviews"] for day in forecast["items"])
    await expect(page.locator("#forecast figcaption")).to_contain_text(f"{reviews} review")
    await expect(page.locator("#days figcaption")).to_have_text("4 answers on 1 day.")
    await expect(page.locator(_MAP).filter(has_text="known").first).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "progress")


async def test_a_skill_shows_the_answers_it_rests_on(ada: Visitor) -> None:
    learned = await ada.upload(NOTES.encode())
    await _answer(ada, learned["subject_id"], 3)
    skills = (await ada.get("progress/me/skills"))["items"]
    skill = max(skills, key=lambda each: each["practice_count"])

    page = await ada.open("/progress")
    await page.locator(f'[data-skill="{skill["skill_id"]}"]').click()

    await expect(page.get_by_role("heading", level=1)).to_have_text(skill["name"])
    evidence = await ada.get(f"practice/attempts?skill_id={skill['skill_id']}")
    await expect(page.locator("ol > li")).to_have_count(len(evidence["items"]))
    await expect(page.get_by_role("link", name="Practise this skill")).to_be_visible()
    await page.get_by_text("How is mastery estimated?").click()
    await expect(page.get_by_text("Mastered means 95 %")).to_be_visible()
    await axe_in_every_look(page)


async def test_the_list_tells_what_the_map_shows(ada: Visitor) -> None:
    learned = await ada.upload(CHAPTER.read_bytes(), "chapter.pdf")
    page = await ada.open("/progress")
    skills = (await ada.get(f"skills?subject_id={learned['subject_id']}"))["items"]
    await expect(page.locator(_MAP)).to_have_count(len(skills))

    await page.get_by_role("button", name="As a list").click()

    rows = page.get_by_role("list", name="Map of skills").get_by_role("listitem")
    await expect(rows).to_have_count(len(skills))
    names = {skill["id"]: skill["name"] for skill in skills}
    for skill in skills:
        row = rows.filter(has=page.get_by_role("link", name=skill["name"], exact=True))
        for need in skill["prerequisites"]:
            await expect(row).to_contain_text(names[need])
    await axe_in_every_look(page)


async def test_the_arrow_keys_follow_the_lines(ada: Visitor) -> None:
    learned = await ada.upload(CHAPTER.read_bytes(), "chapter.pdf")
    skills = (await ada.get(f"skills?subject_id={learned['subject_id']}"))["items"]
    names = {skill["id"]: skill["name"] for skill in skills}
    skill = next(each for each in skills if each["prerequisites"])
    page = await ada.open("/progress")

    await page.locator(f'[data-skill="{skill["id"]}"]').focus()
    await page.keyboard.press("ArrowUp")

    focused = await _focused(page)
    assert any(focused.startswith(names[need]) for need in skill["prerequisites"]), focused
    await page.keyboard.press("Home")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/progress/skills/*")
