"""What was answered changes what the pictures show, and the pictures can be read without seeing them."""

from uuid import uuid4

from playwright.async_api import Page, expect

from tests.builders import eventually
from tests.e2e.browsing import Json, Visitor
from tests.e2e.looking import axe_in_every_look, screenshots
from tests.e2e.test_people import become
from tests.main_job.site import CHAPTER, NOTES

_MAP = "[data-skill]"


async def answer_some(visitor: Visitor, subject_id: str, count: int) -> None:
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

    await answer_some(ada, learned["subject_id"], 4)
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
    await answer_some(ada, learned["subject_id"], 3)
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


async def test_how_good_the_guesses_are_is_told_once_there_are_enough_answers(ada: Visitor) -> None:
    page = await ada.open("/progress")
    await page.get_by_role("link", name="How good are these guesses?").click()
    await expect(page.get_by_role("heading", name="Too few answers to tell")).to_be_visible()
    serving = (await ada.get("practice/evaluation"))["serving"]
    await expect(page.get_by_text(serving["text"])).to_be_visible()
    await axe_in_every_look(page)

    learned = await ada.upload(NOTES.encode())
    await answer_some(ada, learned["subject_id"], 6)

    async def is_counted() -> bool:
        return len(await ada.installation.rows("select attempt_id from practice.prediction")) == 6

    await eventually(is_counted)
    assert (await ada.get("practice/evaluation"))["answers"] is None
    # As if six learners had given one each: of fewer than five nobody is told.
    await ada.installation.rows("update practice.prediction set learner_id = attempt_id returning attempt_id")
    bins = (await ada.get("practice/evaluation"))["bins"]
    await page.reload()
    await expect(page.get_by_role("heading", name="What was said, and what happened")).to_be_visible()
    await page.get_by_text("Show the numbers").click()
    await expect(page.get_by_role("group", name="The numbers").get_by_role("row")).to_have_count(len(bins) + 1)
    await axe_in_every_look(page)
    await screenshots(page, "evaluation")


async def test_who_administers_takes_a_predictor_back(visitor: Visitor) -> None:
    await become(visitor, "admin")
    await visitor.installation.rows(
        "insert into practice.predictor"
        " (name, version, state, share, answers, learners, loss, loss_to_beat, trained_at)"
        " values ('stack', 1, 'candidate', 0.1, 5000, 60, 0.512, 0.551, now()) returning id"
    )
    page = await visitor.open("/progress/predictions")
    row = page.get_by_role("list", name="All predictors").get_by_role("listitem").filter(has_text="stack")
    await expect(row).to_contain_text("is tried with 10% of learners")
    await axe_in_every_look(page)
    await screenshots(page, "predictors")

    await page.get_by_role("button", name="Take back: stack").click()
    await page.get_by_role("dialog").get_by_role("button", name="Take back").click()

    await expect(row).to_contain_text("not asked any more")
    assert {each["name"]: each["state"] for each in (await visitor.get("practice/predictors"))["items"]}[
        "stack"
    ] == "retired"
