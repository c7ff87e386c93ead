"""Coming in: an account, the way back, and what happens when a sign-in ends."""

import re
from urllib.parse import urlencode

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.e2e.browsing import Visitor
from tests.e2e.looking import axe_in_every_look, screenshots
from tests.e2e.test_practising import ATTEMPTS, attempts_of, be_busy, see_question, session_of
from tests.main_job.site import NOTES

PASSWORD = "Wander7-Quilt-Orbit-Plum"
NOTES_FILE: FilePayload = {"name": "notes.md", "mimeType": "text/markdown", "buffer": NOTES.encode()}
# Reading takes seconds on a busy machine.
# What a browser writes into its console about an answer that refuses something.
REFUSED = r"Failed to load resource: the server responded with a status of 4\d\d"


async def test_three_fields_make_an_account_and_lead_home(visitor: Visitor) -> None:
    page = await visitor.open("/")
    await page.get_by_role("link", name="Create an account").click()
    await axe_in_every_look(page)
    await screenshots(page, "register")

    await page.get_by_label("Your name").fill("Ada")
    await page.get_by_label("E-mail address").fill("ada@example.org")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="Drop a chapter here")).to_be_visible()
    person = await visitor.get("users/me")
    assert (person["time_zone"], person["language"]) == ("Europe/Berlin", "en")
    await axe_in_every_look(page)
    await screenshots(page, "newcomer")


async def test_what_a_password_needs_is_ticked_off_and_refusals_stand_at_their_fields(visitor: Visitor) -> None:
    page = await visitor.open("/register")
    await page.get_by_label("Your name").fill("Ada")
    password = page.get_by_label("Password", exact=True)

    await password.fill("tall")
    await expect(page.get_by_text("an upper-case letter")).to_contain_text("still missing")
    await password.fill("Tall")
    await expect(page.get_by_text("an upper-case letter")).to_contain_text("done")
    await page.get_by_role("button", name="Create account").click()
    await expect(page.get_by_text("Enter your e-mail address.")).to_be_visible()
    await expect(page.get_by_label("E-mail address")).to_be_focused()

    await page.get_by_label("E-mail address").fill("ada@example.org")
    async with visitor.problems.expected(REFUSED):
        await page.keyboard.press("Enter")
        await expect(password).to_have_attribute("aria-invalid", "true")
    await expect(password).to_be_focused()
    await axe_in_every_look(page)


async def test_an_address_that_is_taken_is_said_at_its_field(ada: Visitor) -> None:
    await ada.context.clear_cookies()
    page = await ada.open("/register")
    await page.get_by_label("Your name").fill("Ada")
    await page.get_by_label("E-mail address").fill(ada.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)

    async with ada.problems.expected(REFUSED):
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("E-mail address")).to_have_attribute("aria-invalid", "true")


async def test_a_wrong_password_is_told_and_the_right_one_leads_on(ada: Visitor) -> None:
    await ada.context.clear_cookies()
    page = await ada.open("/settings")
    await expect(page).to_have_url(re.compile(r"/sign-in\?next=%2Fsettings$"))
    await axe_in_every_look(page)

    await page.get_by_label("E-mail address").fill(ada.email)
    await page.get_by_label("Password", exact=True).fill("Wander7-Quilt-Orbit-Pear")
    async with ada.problems.expected(REFUSED):
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")

    await expect(page).to_have_url(re.compile("/settings$"))


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
async def test_signing_in_never_leads_to_another_site(ada: Visitor, elsewhere: str) -> None:
    page = await ada.open(f"/sign-in?{urlencode({'next': elsewhere})}")

    # Somebody who is signed in is led on at once.
    await expect(page).to_have_url(f"{ada.installation.url}/")


async def test_a_sign_in_that_ends_is_renewed_on_the_spot_and_nothing_typed_is_lost(ada: Visitor) -> None:
    page = await ada.open("/account")
    await page.get_by_label("Your name").fill("Ada King")
    await _end_session(ada)

    async with ada.problems.expected(REFUSED):
        await page.get_by_role("button", name="Save").click()
        dialog = page.get_by_role("dialog", name="Please sign in again")
        await expect(dialog).to_be_visible()
    await axe_in_every_look(page)
    await dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")

    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("textbox", name="Your name")).to_have_value("Ada King")
    await expect(page.get_by_text("Saved")).to_be_visible()
    assert (await ada.get("users/me"))["full_name"] == "Ada King"


async def test_an_upload_whose_sign_in_has_ended_goes_on_after_the_next(ada: Visitor) -> None:
    page = await ada.open("/library")
    await _end_session(ada)

    async with ada.problems.expected(REFUSED):
        await page.locator("input[type=file]").set_input_files(NOTES_FILE)
        dialog = page.get_by_role("dialog", name="Please sign in again")
        await expect(dialog).to_be_visible()
    await dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("listitem").filter(has_text=NOTES_FILE["name"])).to_contain_text("Read.")
    assert len((await ada.get("documents"))["items"]) == 1


async def test_answers_that_wait_outlast_a_sign_out_and_are_sent_after_the_next_sign_in(ada: Visitor) -> None:
    session = await session_of(ada, length=3)
    page = await ada.open(f"/sessions/{session['id']}")
    await see_question(page, 1)
    await page.route(ATTEMPTS, be_busy)
    async with ada.problems.expected("503"):
        await page.get_by_role("button", name="I don’t know").click()
        await expect(page.get_by_text("Your answer is kept")).to_be_visible()
        await page.get_by_role("link", name="Lyceum").click()

        await page.get_by_role("button", name="Account").click()
        await page.get_by_role("button", name="Sign out").click()
        dialog = page.get_by_role("dialog", name="Sign out?")
        await expect(dialog).to_contain_text("One answer has not been sent yet.")
        await axe_in_every_look(page)
        await dialog.get_by_role("button", name="Sign out").click()
        await _expect_welcome(page)
    await page.unroute(ATTEMPTS)

    await page.goto("/sign-in")
    await page.get_by_label("E-mail address").fill(ada.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    async with page.expect_response(ATTEMPTS) as sent:
        await page.keyboard.press("Enter")

    assert (await sent.value).ok
    assert len(await attempts_of(ada, session)) == 1


async def test_signing_out_in_one_tab_is_noticed_in_the_other(ada: Visitor) -> None:
    first = await ada.open("/")
    second = await ada.tab()
    await second.goto("/settings")
    await expect(second.get_by_role("heading", name="Settings")).to_be_visible()

    await first.get_by_role("button", name="Account").click()
    await first.get_by_role("button", name="Sign out").click()

    for page in (first, second):
        await _expect_welcome(page)
    await second.goto("/library")
    await expect(second).to_have_url(re.compile("/sign-in"))


async def test_keys_help_and_lead_and_can_be_switched_off(ada: Visitor) -> None:
    page = await ada.open("/")
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(dialog).to_be_visible()
    await axe_in_every_look(page)
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()

    await page.keyboard.type("gs")
    await expect(page.get_by_role("heading", name="Settings")).to_be_focused()

    await page.keyboard.press("?")
    await dialog.get_by_role("checkbox").uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press("g")
    await page.keyboard.press("h")
    await expect(page.get_by_role("heading", name="Settings")).to_be_visible()


async def _end_session(visitor: Visitor) -> None:
    """End the sign-in as an administrator or a theft would: the browser keeps its cookies, and they hold no more."""
    cookies = await visitor.context.cookies()
    await visitor.post("auth/logout")
    await visitor.context.add_cookies([dict(each) for each in cookies])  # type: ignore[misc]  # what it gave


async def _expect_welcome(page: Page) -> None:
    await expect(page.get_by_role("link", name="Create an account")).to_be_visible()
