"""Learning with others: a class is made, shown, joined and left; a group is, too."""

import re

from playwright.async_api import expect

from tests.e2e.browsing import Visitor
from tests.e2e.conftest import NewVisitor
from tests.e2e.looking import axe_in_every_look, screenshots
from tests.e2e.test_entering import PASSWORD

_CODE = re.compile(r"^\w{4}-\w{4}-\w{4}$")


async def test_a_class_is_made_shown_large_joined_by_link_and_left(visitor: Visitor, new_visitor: NewVisitor) -> None:
    await become(visitor, "teacher")
    page = await visitor.open("/people")
    await axe_in_every_look(page)
    await page.get_by_role("button", name="Make a class").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Economics, year 11")
    await dialog.get_by_label("What it is about").fill("Mondays and Thursdays.")
    await axe_in_every_look(page)
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Economics, year 11")).to_be_visible()
    code = await page.get_by_text(_CODE).inner_text()
    await page.get_by_role("button", name="Show it large").click()
    await expect(page.get_by_role("dialog").get_by_text(code)).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "code")
    await page.keyboard.press("Escape")

    # Somebody who has no account yet follows the link, and is led back to it.
    learner = await new_visitor()
    theirs = await learner.open(f"/join#code={code}")
    assert theirs.url.endswith("/join")
    await axe_in_every_look(theirs)
    await theirs.get_by_role("main").get_by_role("link", name="Create an account").click()
    await theirs.get_by_label("Your name").fill("Ben")
    await theirs.get_by_label("E-mail address").fill("ben@example.org")
    await theirs.get_by_label("Password", exact=True).fill(PASSWORD)
    await theirs.keyboard.press("Enter")
    await theirs.get_by_role("button", name="Join", exact=True).click()
    await expect(theirs.get_by_role("heading", name="Economics, year 11")).to_be_visible()
    await expect(theirs.get_by_text("You learn here.")).to_be_visible()
    await expect(theirs.get_by_text(_CODE)).to_have_count(0)
    await axe_in_every_look(theirs)
    await screenshots(theirs, "class-student")

    await visitor.open("/people")
    await page.get_by_role("link", name="Economics, year 11").click()
    await expect(page.get_by_role("listitem").filter(has_text="Ben")).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "class-teacher")
    await theirs.get_by_role("button", name="Leave").click()
    await theirs.get_by_role("dialog").get_by_role("button", name="Leave").click()
    await expect(theirs.get_by_text("You are in no class.")).to_be_visible()


async def test_who_is_removed_is_out_at_once_and_an_old_code_lets_nobody_in(
    visitor: Visitor, new_visitor: NewVisitor
) -> None:
    await become(visitor, "teacher")
    made = await visitor.post("classes", {"name": "Biology"})
    learner = await new_visitor()
    await learner.sign_up("ben")
    await learner.post("classes/join", {"code": made["join_code"]["code"]})
    page = await visitor.open(f"/classes/{made['id']}")

    await page.get_by_role("button", name="Remove Ben").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(page.get_by_role("listitem").filter(has_text="Ben")).to_have_count(0)
    assert (await learner.get("classes"))["items"] == []
    await page.get_by_role("button", name="New code").click()
    await expect(page.get_by_text(made["join_code"]["code"])).to_have_count(0)

    other = await new_visitor()
    await other.sign_up("cleo")
    theirs = await other.open("/people")
    await theirs.get_by_label("Code", exact=True).fill(made["join_code"]["code"])
    async with other.problems.expected("404"):
        await theirs.keyboard.press("Enter")
        await expect(theirs.get_by_label("Code", exact=True)).to_have_attribute("aria-invalid", "true")
    await axe_in_every_look(theirs)


async def test_a_group_is_made_joined_by_code_and_by_invitation_and_roles_are_given(
    ada: Visitor, new_visitor: NewVisitor
) -> None:
    page = await ada.open("/people")
    await page.get_by_role("button", name="Make a group").click()
    await page.get_by_role("dialog").get_by_label("Name").fill("Exam in June")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    code = await page.get_by_text(_CODE).inner_text()

    ben, cleo = await new_visitor(), await new_visitor()
    await ben.sign_up("ben")
    theirs = await ben.open("/people")
    # As somebody types it who reads it off a wall.
    await theirs.get_by_label("Code", exact=True).fill(code.lower().replace("-", " "))
    async with ben.problems.expected("404"):
        await theirs.keyboard.press("Enter")
        await expect(theirs.get_by_role("heading", name="Exam in June")).to_be_visible()
    await cleo.sign_up("cleo")
    username = (await cleo.get("users/me"))["username"]
    await page.get_by_label("Invite somebody").fill(username)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("listitem").filter(has_text="Cleo")).to_contain_text("invited")

    hers = await cleo.open("/people")
    await axe_in_every_look(hers)
    await screenshots(hers, "people")
    await hers.get_by_role("button", name="Accept").click()
    await expect(hers.get_by_role("link", name="Exam in June")).to_be_visible()

    await page.reload()
    await page.get_by_label("Role of Ben").select_option("moderator")
    await expect(page.get_by_role("listitem").filter(has_text="Ben")).to_contain_text("moderator")
    await axe_in_every_look(page)
    await screenshots(page, "group-owner")
    await theirs.reload()
    await expect(theirs.get_by_role("button", name="Remove Cleo")).to_be_visible()


async def test_a_learner_lets_a_guardian_look_and_ends_it(ada: Visitor, new_visitor: NewVisitor) -> None:
    page = await ada.open("/people")
    await page.get_by_role("button", name="Make a code for a guardian").click()
    code = await page.get_by_text(_CODE).inner_text()
    guardian = await new_visitor()
    await guardian.sign_up("grace")
    theirs = await guardian.open("/people")

    await theirs.get_by_label("A learner’s code").fill(code)
    await theirs.keyboard.press("Enter")

    await expect(theirs.get_by_role("listitem").filter(has_text="Ada")).to_contain_text("You look at their progress")
    await axe_in_every_look(theirs)
    await page.reload()
    await page.get_by_role("button", name="End: Grace").click()
    await expect(page.get_by_role("listitem").filter(has_text="Grace")).to_have_count(0)
    assert (await guardian.get("guardianships"))["items"] == []


async def become(visitor: Visitor, role: str, name: str = "thea") -> None:
    """Sign somebody up who has a role from the start."""
    await visitor.sign_up(name)
    await visitor.installation.rows(
        "update identity.account set roles = array[:role] where email = :email returning id",
        role=role,
        email=visitor.email,
    )
