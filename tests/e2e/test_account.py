"""One's account: what it is, how one comes in, from where, with which keys; and what happens when it is too often."""

import re
import time
from datetime import timedelta
from itertools import pairwise

from playwright.async_api import Page, Route, expect

from tests.builders import eventually
from tests.e2e.browsing import Visitor
from tests.e2e.conftest import NewVisitor
from tests.e2e.looking import axe_in_every_look, screenshots
from tests.e2e.test_entering import PASSWORD, REFUSED

_NEW_PASSWORD = "Pebble4-Anchor-Violet-Kite"
_KEY = re.compile(r"^lyk_\w+$")
_LATER = timedelta(minutes=11)


async def test_an_address_is_verified_by_the_link_of_the_letter(ada: Visitor) -> None:
    page = await ada.open("/account")
    await expect(page.get_by_text("Not verified yet")).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "account")
    link = await ada.link("verify-email")

    await page.goto(link)

    await expect(page.get_by_text("Your e-mail address is verified.")).to_be_visible()
    # At once: it would stay in the history.
    assert page.url.endswith("/verify-email")
    await axe_in_every_look(page)
    await ada.open("/account")
    await expect(page.get_by_text("Letters reach you here")).to_be_visible()


async def test_a_forgotten_password_is_replaced_by_way_of_a_letter(ada: Visitor) -> None:
    await ada.context.clear_cookies()
    page = await ada.open("/sign-in")
    await page.get_by_role("link", name="Forgot your password?").click()
    await expect(page.get_by_role("heading", name="A new password")).to_be_visible()
    await page.get_by_label("E-mail address").fill(ada.email)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("If there is an account with this address")).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "forgot-password")

    await page.goto(await ada.link("reset-password"))
    await axe_in_every_look(page)
    await screenshots(page, "reset-password")
    await page.get_by_label("New password").fill(_NEW_PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Your password is changed.")).to_be_visible()
    await page.get_by_role("main").get_by_role("link", name="Sign in").click()
    await page.get_by_label("E-mail address").fill(ada.email)
    await page.get_by_label("Password", exact=True).fill(_NEW_PASSWORD)
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("button", name="Account")).to_be_visible()


async def test_a_link_that_does_not_hold_or_is_not_whole_says_so(ada: Visitor) -> None:
    link = await ada.link("verify-email")
    page = await ada.open(link)
    await expect(page.get_by_text("Your e-mail address is verified.")).to_be_visible()

    # While its page is there, opening a link loads nothing anew.
    async with ada.problems.expected(REFUSED):
        await page.evaluate("(link) => { location.href = link; }", f"{link}x")
        await expect(page.get_by_role("alert")).to_be_visible()

    await ada.open("/reset-password")
    await expect(page.get_by_text("The link is not whole.")).to_be_visible()


async def test_the_password_is_changed_and_ends_the_other_sign_ins(ada: Visitor, new_visitor: NewVisitor) -> None:
    other = await _also_signed_in(ada, new_visitor)
    page = await ada.open("/account")
    await page.get_by_role("button", name="Change the password").click()
    dialog = page.get_by_role("dialog")
    await axe_in_every_look(page)

    await dialog.get_by_label("Your password now").fill("Wander7-Quilt-Orbit-Pear")
    await dialog.get_by_label("New password").fill(_NEW_PASSWORD)
    async with ada.problems.expected(REFUSED):
        await page.keyboard.press("Enter")
        await expect(dialog.get_by_label("Your password now")).to_have_attribute("aria-invalid", "true")
    await dialog.get_by_label("Your password now").fill(PASSWORD)
    await page.keyboard.press("Enter")

    await expect(dialog).to_be_hidden()
    assert (await ada.get("users/me"))["email"] == ada.email
    assert (await other.context.request.get("/api/v1/users/me")).status == 401


async def test_the_address_changes_once_its_own_letter_was_answered(ada: Visitor) -> None:
    page = await ada.open("/account")
    await page.get_by_role("button", name="Change the address").click()
    dialog = page.get_by_role("dialog")
    await axe_in_every_look(page)
    await dialog.get_by_label("New e-mail address").fill("ada.king@example.org")
    await dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("A letter went to ada.king@example.org.")).to_be_visible()
    await axe_in_every_look(page)

    await page.goto(await ada.link("confirm-email", "ada.king@example.org"))

    await expect(page.get_by_text("This is your e-mail address from now on.")).to_be_visible()
    assert (await ada.get("users/me"))["email"] == "ada.king@example.org"


async def test_sign_ins_are_listed_and_ended(ada: Visitor, new_visitor: NewVisitor) -> None:
    other = await _also_signed_in(ada, new_visitor)
    page = await ada.open("/account/devices")
    rows = page.get_by_role("main").get_by_role("list").first.get_by_role("listitem")
    await expect(rows).to_have_count(2)
    await expect(rows.first).to_contain_text("this one")
    await expect(page.get_by_role("heading", name="What happened lately")).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "devices")

    await rows.nth(1).get_by_role("button").click()

    await expect(rows).to_have_count(1)
    assert (await other.context.request.get("/api/v1/users/me")).status == 401
    assert (await ada.get("users/me"))["email"] == ada.email


async def test_a_key_is_shown_once_works_as_far_as_it_may_and_is_revoked(ada: Visitor) -> None:
    page = await ada.open("/account/keys")
    await axe_in_every_look(page)
    await page.get_by_role("button", name="Make a key").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Make a key").click()
    await expect(dialog.get_by_text("Give it a name.")).to_be_visible()
    await expect(dialog.get_by_text("Choose at least one thing.")).to_be_visible()
    await axe_in_every_look(page)
    await dialog.get_by_role("textbox", name="Name").fill("Notebook")
    await dialog.get_by_role("checkbox").first.check()
    await screenshots(page, "new-key")
    await dialog.get_by_role("button", name="Make a key").click()

    shown = dialog.get_by_text(_KEY)
    key = await shown.inner_text()
    await axe_in_every_look(page)
    await dialog.get_by_role("button", name="I have kept it").click()
    headers = {"authorization": f"Bearer {key}"}
    assert (await page.request.get("/api/v1/users/me/api-keys", headers=headers)).status == 403
    row = page.get_by_role("listitem").filter(has_text="Notebook")
    await expect(row).to_be_visible()
    assert key not in await page.content()
    await axe_in_every_look(page)
    await screenshots(page, "keys")

    await row.get_by_role("button").click()
    await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    await expect(page.get_by_role("heading", name="No keys yet")).to_be_visible()
    assert (await page.request.get("/api/v1/documents", headers=headers)).status == 401


async def test_what_could_hurt_waits_until_the_person_has_proved_that_it_is_them(ada: Visitor) -> None:
    await ada.move(_LATER)
    page = await ada.open("/account/keys")
    await page.get_by_role("button", name="Make a key").click()
    form = page.get_by_role("dialog")
    await form.get_by_role("textbox", name="Name").fill("Notebook")
    await form.get_by_role("checkbox").first.check()
    async with ada.problems.expected(REFUSED):
        await form.get_by_role("button", name="Make a key").click()
        asking = page.get_by_role("dialog", name="Prove that it is you")
        await expect(asking).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "prove")
    async with ada.problems.expected(REFUSED):
        await asking.get_by_label("Password", exact=True).fill("Wander7-Quilt-Orbit-Pear")
        await page.keyboard.press("Enter")
        await expect(asking.get_by_label("Password", exact=True)).to_have_attribute("aria-invalid", "true")

    await asking.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")

    await expect(asking).to_be_hidden()
    await expect(page.get_by_text(_KEY)).to_be_visible()


async def test_what_was_asked_too_often_is_told_and_asked_again_after_the_pause(ada: Visitor) -> None:
    asked_at: list[float] = []

    async def refuse(route: Route) -> None:
        asked_at.append(time.monotonic())
        await route.fulfill(status=429, headers={"retry-after": "8"}, json=_TOO_OFTEN)

    page = ada.page
    await page.route("**/api/v1/subjects?*", refuse)
    async with ada.problems.expected("429"):
        await page.goto("/library")
        await expect(page.get_by_text("takes a short breath")).to_be_visible()
        await expect(page.get_by_role("alert")).to_contain_text("That was too often.")
    await page.unroute("**/api/v1/subjects?*")
    assert all(later - earlier > 4 for earlier, later in pairwise(asked_at))
    await axe_in_every_look(page)
    await screenshots(page, "too-often")

    await expect(page.get_by_role("alert")).to_have_count(0)
    await expect(page.get_by_text("takes a short breath")).to_have_count(0)


_TOO_OFTEN = {
    "error": {
        "code": "RATE_LIMITED",
        "type": "rate_limit",
        "message": "That was too often. Wait a moment and try again.",
        "details": {},
        "request_id": "01a1faa1bda0703bae1b86f322b41488",
        "retryable": True,
    }
}


async def _also_signed_in(visitor: Visitor, new_visitor: NewVisitor) -> Visitor:
    """The same person in another browser."""
    other = await new_visitor()
    page: Page = await other.open("/sign-in")
    await page.get_by_label("E-mail address").fill(visitor.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")

    async def is_in() -> bool:
        return (await other.context.request.get("/api/v1/users/me")).ok

    await eventually(is_in)
    return other
