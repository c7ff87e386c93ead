"""What a person chooses holds at once, after a reload, and in another browser; another language changes texts only."""

import calendar
import re

from playwright.async_api import Page, expect

from tests.e2e.browsing import Visitor
from tests.e2e.conftest import NewVisitor
from tests.e2e.looking import axe_in_every_look, screenshots

# Every text that is shown or read out, but for what names itself in its own language.
_TEXTS = """() => {
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const isForeign = (element) => element.closest("[lang]:not(html), script, style, datalist, kbd") !== null;
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (isShown(node.parentElement) && !isForeign(node.parentElement)) texts.push(node.data);
  }
  for (const element of document.querySelectorAll("[aria-label], [alt], [title], [placeholder]")) {
    for (const name of ["aria-label", "alt", "title", "placeholder"]) texts.push(element.getAttribute(name) ?? "");
  }
  return [document.title, ...texts];
}"""
_PAGES = ("/", "/library", "/practise", "/review", "/progress", "/search", "/settings")
_ENTRANCES = ("/", "/register", "/sign-in")
_NAMES = {"Lyceum"}
# The made-up language writes dates as English does.
_DATES = re.compile("|".join([*calendar.month_name[1:], *calendar.day_name, *calendar.day_abbr]))


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


async def test_no_page_shows_a_text_from_outside_the_catalogues(ada: Visitor, new_visitor: NewVisitor) -> None:
    stranger = await new_visitor()
    for visitor, paths in ((stranger, _ENTRANCES), (ada, _PAGES)):
        for path in paths:
            page = await visitor.open(f"{path}?lang=qps")
            await expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert await _foreign(page) == [], path
    async with ada.problems.expected("404"):
        page = await ada.open("/nowhere?lang=qps")
    assert await _foreign(page) == []


async def _foreign(page: Page) -> list[str]:
    """Texts with words that are neither bracketed as the made-up language's are, nor names."""
    texts = [text.strip() for text in await page.evaluate(_TEXTS)]
    bare = [_DATES.sub("", text) for text in texts]
    # A text that takes in another has brackets within brackets.
    while any("⟦" in text for text in bare) and (rest := [re.sub(r"⟦[^⟦⟧]*⟧", "", text) for text in bare]) != bare:
        bare = rest
    return [
        text
        for text, rest in zip(texts, bare, strict=True)
        if re.search(r"[^\W\d_]{2}", rest) and text not in _NAMES and "@example.org" not in text and text != "Ada"
    ]


async def _expect_looks(page: Page) -> None:
    html = page.locator("html")
    for name, value in {"theme": "dark", "text-size": "larger", "contrast": "more", "motion": "reduced"}.items():
        await expect(html).to_have_attribute(f"data-{name}", value)
