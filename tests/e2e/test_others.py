"""Other people: who may see what one knows, whom one follows or blocks, where one belongs, and who may teach."""

import re

from playwright.async_api import expect

from tests.e2e.browsing import Visitor
from tests.e2e.conftest import NewVisitor
from tests.e2e.looking import axe_in_every_look, screenshots
from tests.e2e.test_entering import PASSWORD
from tests.e2e.test_people import become
from tests.e2e.test_progress import answer_some
from tests.main_job.site import NOTES


async def test_a_teacher_sees_what_a_student_knows_and_the_student_sees_who_looked(
    visitor: Visitor, new_visitor: NewVisitor
) -> None:
    await become(visitor, "teacher")
    made = await visitor.post("classes", {"name": "Biology"})
    learner = await new_visitor()
    await learner.sign_up("ben")
    learned = await learner.upload(NOTES.encode())
    await answer_some(learner, learned["subject_id"], 4)
    await learner.post("classes/join", {"code": made["join_code"]["code"]})
    practised = (await learner.get("progress/me/stats"))["skill_levels"]

    page = await visitor.open(f"/classes/{made['id']}")
    await page.get_by_role("link", name="Progress of Ben").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Progress of Ben")
    await expect(page.get_by_text("They see in the log of their account that you looked")).to_be_visible()
    skills = page.get_by_role("list", name="Skills").get_by_role("listitem")
    await expect(skills).to_have_count(len(practised))
    await axe_in_every_look(page)
    await screenshots(page, "learner")
    await page.get_by_role("button", name="Show also what is not begun").click()
    await expect(skills).to_have_count(len((await learner.get("progress/me/skills"))["items"]))

    theirs = await learner.open("/account/devices")
    looked = theirs.get_by_role("listitem").filter(has_text="looked at what you know: Thea")
    # One look at the figures, and one at all skills.
    await expect(looked).to_have_count(2)
    await axe_in_every_look(theirs)


async def test_a_guardian_sees_that_nothing_was_practised_yet_and_a_stranger_sees_nothing(
    ada: Visitor, new_visitor: NewVisitor
) -> None:
    guardian, stranger = await new_visitor(), await new_visitor()
    await guardian.sign_up("grace")
    await stranger.sign_up("eve")
    made = await ada.post("guardianships/codes", {"side": "learner"})
    await guardian.post("guardianships/join", {"side": "guardian", "code": made["code"]})
    page = await guardian.open("/people")

    await page.get_by_role("link", name="Progress of Ada").click()

    await expect(page.get_by_role("heading", name="Nothing practised yet")).to_be_visible()
    await axe_in_every_look(page)
    me = (await ada.get("users/me"))["id"]
    async with stranger.problems.expected("404", "There is no person"):
        theirs = await stranger.open(f"/people/{me}/progress")
        await expect(theirs.get_by_role("heading", name="There is nothing here")).to_be_visible()


async def test_somebody_is_followed_blocked_and_found_again(ada: Visitor, new_visitor: NewVisitor) -> None:
    made = await ada.post("groups", {"name": "Exam in June"})
    ben = await new_visitor()
    await ben.sign_up("ben")
    await ben.post("groups/join", {"code": made["join_code"]["code"]})
    page = await ada.open(f"/groups/{made['id']}")

    await page.get_by_role("link", name="Ben").click()
    await expect(page.get_by_text("You are in a group together.")).to_be_visible()
    await page.get_by_role("button", name="Follow", exact=True).click()
    await expect(page.get_by_text("1 follower")).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "person")
    theirs = await ben.open("/people/bonds")
    await expect(theirs.get_by_role("list", name="Your followers")).to_contain_text("Ada")
    await theirs.get_by_role("radio", name="Nobody").click()
    await expect(theirs.get_by_role("radio", name="Nobody")).to_be_checked()
    await expect(theirs.get_by_role("radio", name="Nobody")).to_be_enabled()
    await axe_in_every_look(theirs)
    await screenshots(theirs, "bonds")
    await theirs.reload()
    await expect(theirs.get_by_role("radio", name="Nobody")).to_be_checked()

    await page.get_by_role("button", name="Block").click()
    await page.get_by_role("dialog").get_by_role("button", name="Block").click()
    await expect(page.get_by_role("list", name="Blocked")).to_contain_text("Ben")
    await expect(page.get_by_text("You follow nobody yet.")).to_be_visible()
    await page.get_by_role("button", name="Unblock Ben").click()
    await expect(page.get_by_text("You have blocked nobody.")).to_be_visible()


async def test_a_guardian_is_asked_by_their_address(ada: Visitor, new_visitor: NewVisitor) -> None:
    grace = await new_visitor()
    await grace.sign_up("grace")
    for somebody in (ada, grace):
        await somebody.page.goto(await somebody.link("verify-email"))
        await expect(somebody.page.get_by_text("Your e-mail address is verified.")).to_be_visible()
    page = await ada.open("/people")
    await page.get_by_text("Ask by e-mail address instead").click()
    await page.get_by_role("radio", name="the learner they look after").check()
    await page.get_by_label("Their e-mail address").fill(grace.email)
    await axe_in_every_look(page)

    await page.keyboard.press("Enter")

    await expect(page.get_by_text("The question is on its way.").first).to_be_visible()
    await expect(page.get_by_role("listitem").filter(has_text="waiting for their answer")).to_be_visible()
    await axe_in_every_look(page)
    theirs = await grace.open("/people")
    await theirs.get_by_role("button", name="Accept: Ada").click()
    await expect(theirs.get_by_role("link", name="Progress of Ada")).to_be_visible()


async def test_a_school_is_made_and_a_class_belongs_to_it(visitor: Visitor, new_visitor: NewVisitor) -> None:
    await become(visitor, "admin")
    page = await visitor.open("/people")
    await page.get_by_role("button", name="Make an organisation").click()
    await page.get_by_role("dialog").get_by_label("Name").fill("Hill Street School")
    await page.get_by_role("dialog").get_by_label("Country").select_option("United Kingdom")
    await axe_in_every_look(page)
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Your role here: owner.")).to_be_visible()
    await expect(page.get_by_text("Country: United Kingdom")).to_be_visible()
    await axe_in_every_look(page)
    await screenshots(page, "organisation")
    code = await page.get_by_text(re.compile(r"^\w{4}-\w{4}-\w{4}$")).inner_text()

    teacher = await new_visitor()
    await become(teacher, "teacher", "tom")
    await teacher.post("organisations/join", {"code": code})
    theirs = await teacher.open("/people")
    await expect(theirs.get_by_role("link", name="Hill Street School")).to_be_visible()
    await theirs.get_by_role("button", name="Make a class").click()
    dialog = theirs.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Economics")
    await dialog.get_by_label("Belongs to").select_option("Hill Street School")
    await axe_in_every_look(theirs)
    await dialog.get_by_role("button", name="Save").click()
    await expect(theirs.get_by_role("heading", name="Economics")).to_be_visible()
    (made,) = (await teacher.get("classes"))["items"]
    (school,) = (await teacher.get("organisations"))["items"]
    assert (made["organisation_id"], school["jurisdiction"]) == (school["id"], "GB")

    await page.get_by_role("button", name="Change the organisation").click()
    await page.get_by_role("dialog").get_by_label("Country").select_option("Ireland")
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Country: Ireland")).to_be_visible()


async def test_who_asks_to_teach_is_answered_by_who_administers(visitor: Visitor, new_visitor: NewVisitor) -> None:
    await become(visitor, "super_admin")
    emmy = await new_visitor()
    theirs = await emmy.open("/register")
    await theirs.get_by_label("Your name").fill("Emmy")
    await theirs.get_by_label("E-mail address").fill("emmy@example.org")
    await theirs.get_by_label("Password", exact=True).fill(PASSWORD)
    await theirs.get_by_role("checkbox", name="I would like to teach").check()
    await axe_in_every_look(theirs)
    await theirs.get_by_role("button", name="Create account").click()
    await expect(theirs.get_by_role("button", name="Account", exact=True)).to_be_visible()
    await emmy.open("/account")
    await expect(theirs.get_by_text("You asked to teach.")).to_be_visible()
    # Taken back, and asked again: as somebody may who said nothing of it when they registered.
    await theirs.get_by_role("button", name="Take it back").click()
    await expect(theirs.get_by_text("You asked to teach.")).to_have_count(0)
    assert (await emmy.get("users/me"))["teacher_requested"] is False
    await axe_in_every_look(theirs)
    await theirs.get_by_role("button", name="Ask to teach").click()
    await expect(theirs.get_by_text("You asked to teach.")).to_be_visible()
    await axe_in_every_look(theirs)
    await screenshots(theirs, "asks-to-teach")

    page = await visitor.open("/people")
    await page.get_by_role("link", name="All accounts").click()
    await page.get_by_role("checkbox", name="Only who asks to teach").check()
    await expect(page.get_by_role("list", name="All accounts").get_by_role("listitem")).to_have_count(1)
    await axe_in_every_look(page)
    await screenshots(page, "accounts")
    await page.get_by_role("button", name="Let them teach: Emmy").click()
    await expect(page.get_by_text("Nobody is waiting for an answer.")).to_be_visible()

    await theirs.reload()
    await expect(theirs.get_by_text("You asked to teach.")).to_have_count(0)
    await emmy.open("/people")
    await expect(theirs.get_by_role("button", name="Make a class")).to_be_visible()


async def test_how_many_files_may_be_sent_is_said_before_one_is(ada: Visitor) -> None:
    (rate,) = (await ada.get("documents/limits"))["rates"]

    page = await ada.open("/library")

    files = f"{rate['files']:,}".replace(",", "")
    await expect(page.get_by_text(f"At most {files} files in {rate['seconds'] // 60} minutes.")).to_be_visible()
