"""What a person chooses holds at once, after a reload, and in another browser; another language changes texts only."""

import asyncio

from playwright.async_api import Page, Route, expect

from lyceum.algorithms.scheduling.fsrs import DEFAULT_WEIGHTS
from tests.e2e.browsing import Visitor
from tests.e2e.conftest import NewVisitor
from tests.e2e.looking import axe_in_every_look, screenshots
from tests.e2e.test_progress import answer_some
from tests.main_job.site import NOTES


async def test_how_things_look_holds_at_once_after_a_reload_and_in_another_browser(
    ada: Visitor, new_visitor: NewVisitor
) -> None:
    page = await ada.open("/settings")
    await axe_in_every_look(page)
    await screenshots(page, "settings")

    for choice in ("Dark", "Very large", "More", "None"):
        await page.get_by_role("radio", name=choice, exact=True).check()
    await _expect_looks(page)
    await expect(page.get_by_text("Saved")).to_be_visible()
    await axe_in_every_look(page)

    await page.reload()
    await _expect_looks(page)
    other = await new_visitor()
    await other.context.add_cookies([dict(each) for each in await ada.context.cookies()])  # type: ignore[misc]  # as given
    await _expect_looks(await other.open("/"))


async def test_what_is_chosen_while_another_choice_is_on_its_way_stays_chosen(ada: Visitor) -> None:
    page = await ada.open("/settings")
    held: asyncio.Queue[Route] = asyncio.Queue()

    async def hold(route: Route) -> None:
        await (held.put(route) if route.request.method == "PATCH" else route.continue_())

    await page.route("**/api/v1/users/me", hold)
    dark, very_large = (page.get_by_role("radio", name=name, exact=True) for name in ("Dark", "Very large"))

    await dark.check()
    await very_large.check()
    await (await held.get()).continue_()
    # Sent once the first was answered, by a server that has not heard of it yet.
    second = await held.get()
    await expect(dark).to_be_checked()
    await expect(very_large).to_be_checked()
    await second.continue_()

    await expect(page.get_by_text("Saved")).to_be_visible()
    kept = await ada.get("users/me")
    assert (kept["theme"], kept["text_size"]) == ("dark", "larger")


async def test_another_language_changes_every_text_and_keeps_progress(ada: Visitor) -> None:
    before = await ada.get("progress/me")
    page = await ada.open("/settings")

    await page.get_by_role("radio", name="Deutsch").check()

    await expect(page.get_by_role("heading", name="Einstellungen")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await page.get_by_role("link", name="Start").click()
    await expect(page.get_by_role("heading", name="Leg hier ein Kapitel ab")).to_be_visible()
    assert (await ada.get("users/me"))["language"] == "de"
    assert await ada.get("progress/me") == before


async def test_the_language_of_the_account_wins_over_that_of_the_browser(new_visitor: NewVisitor) -> None:
    eve = await new_visitor(locale="de")
    await eve.sign_up("eve")
    await eve.upload(NOTES.encode())

    page = await eve.open("/")

    await expect(page.get_by_role("heading", name="What now?")).to_be_visible()
    # This the server has put into words.
    await expect(page.get_by_text("You have not begun it yet")).to_be_visible()


async def test_a_time_zone_is_found_by_its_city(ada: Visitor) -> None:
    page = await ada.open("/settings")
    zone = page.get_by_label("Time zone")

    await zone.fill("atlantis")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Choose one from the list")
    await zone.fill("tokyo")
    await page.keyboard.press("Enter")

    await expect(zone).to_have_value("Asia/Tokyo")
    await expect(page.get_by_text("Saved")).to_be_visible()
    assert (await ada.get("users/me"))["time_zone"] == "Asia/Tokyo"


async def test_how_reviews_are_planned_is_said_and_kept(ada: Visitor) -> None:
    page = await ada.open("/settings")
    slider = page.get_by_role("slider")
    await slider.focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_text("rests")).to_be_visible()
    await expect(page.get_by_text("Saved")).to_be_visible()
    assert (await ada.get("practice/settings"))["desired_retention"] == 0.91

    await page.get_by_role("radio", name="SM-2").check()

    await expect(slider).to_be_hidden()


async def test_who_has_reviewed_enough_chooses_between_weights_for_everybody_and_their_own(ada: Visitor) -> None:
    me = (await ada.get("users/me"))["id"]
    await ada.installation.rows(
        "insert into practice.learner_fit"
        " (learner_id, version, weights, reviews, log_loss, log_loss_default, serves, fitted_at)"
        " values (:me, 1, :weights, 412, 0.311, 0.338, true, now()) returning version",
        me=me,
        weights=list(DEFAULT_WEIGHTS),
    )
    page = await ada.open("/settings")
    told = await ada.get("practice/settings")
    await expect(page.get_by_text(told["fit"]["text"])).to_be_visible()
    await expect(page.get_by_role("radio", name="Fitted to you")).to_be_checked()
    await axe_in_every_look(page)

    await page.get_by_role("radio", name="As for everybody").check()

    await expect(page.get_by_text("Saved")).to_be_visible()
    assert (await ada.get("practice/settings"))["weights"] == "default"


async def _expect_looks(page: Page) -> None:
    html = page.locator("html")
    for name, value in {"theme": "dark", "text-size": "larger", "contrast": "more", "motion": "reduced"}.items():
        await expect(html).to_have_attribute(f"data-{name}", value)


async def test_what_a_setting_brings_is_told_and_what_others_would(ada: Visitor) -> None:
    page = await ada.open("/settings")
    await expect(page.get_by_text("Nothing you have begun comes back in this time.")).to_be_visible()
    learned = await ada.upload(NOTES.encode())
    await answer_some(ada, learned["subject_id"], 4)

    await page.reload()

    forecast = await ada.get("practice/settings/forecast?scheduler=fsrs&desired_retention=0.9")
    await expect(page.locator("figcaption")).to_have_text(forecast["text"])
    await page.get_by_text("What other choices would bring").click()
    for share in ("80%", "90%", "95%"):
        await expect(page.get_by_text(f"FSRS at {share}")).to_be_visible()
    await expect(page.get_by_role("definition").filter(has_text="a day")).to_have_count(4)
    await axe_in_every_look(page)
    await screenshots(page, "forecast")
    assert (await ada.get("practice/settings"))["desired_retention"] == 0.9
    await page.get_by_role("radio", name="SM-2").check()
    of_sm2 = await ada.get("practice/settings/forecast?scheduler=sm2&desired_retention=0.9")
    await expect(page.locator("figcaption")).to_have_text(of_sm2["text"])
