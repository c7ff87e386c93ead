"""Every page in every state says only what its catalogues say, and what the reader's own documents say."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, expect

import lyceum
from tests.e2e.browsing import Json, Visitor
from tests.e2e.test_practising import ATTEMPTS, be_busy, send_now, session_of
from tests.e2e.wording import Reader, content_of, said
from tests.main_job.site import NOTES

_EXAMPLES = Path(lyceum.__file__).parents[2] / "examples"
_PDF = _EXAMPLES / "demand-and-supply.pdf"
# Reading a chapter takes seconds on a busy machine.
_TYPES = {"flashcard", "cloze", "multiple_choice", "true_false", "short_answer"}
_QUESTIONS = 40
_REFUSED = r"the server responded with a status of 4\d\d"


@pytest.fixture
async def reader() -> Reader:
    return Reader()


@pytest.fixture
async def foreigner(ada: Visitor) -> Visitor:
    """Ada, to whom everything is said in the made-up language."""
    await ada.open("/?lang=qps")
    return ada


async def test_entrances(visitor: Visitor, reader: Reader) -> None:
    page = await visitor.open("/?lang=qps")
    await reader.look(page, "welcome")
    await visitor.open("/register")
    await page.get_by_label(said("identity:password.label"), exact=True).fill("tall")
    await page.get_by_role("button", name=said("identity:register.submit")).click()
    await reader.look(page, "register, with errors")
    await visitor.open("/sign-in")
    await page.get_by_role("main").get_by_role("textbox").first.fill("ada@example.org")
    await page.get_by_label(said("identity:password.label"), exact=True).fill("Wrong-7-Quilt-Orbit")
    async with visitor.problems.expected(_REFUSED):
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_be_visible()
    await reader.look(page, "sign-in, refused")
    async with visitor.problems.expected("404"):
        await visitor.open("/nowhere")
    await reader.look(page, "not found")

    await visitor.open("/forgot-password")
    await page.get_by_role("main").get_by_role("textbox").fill("ada@example.org")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main").get_by_role("status")).to_be_visible()
    await reader.look(page, "forgotten password")
    for path in ("/reset-password#token=none", "/reset-password", "/undo-email#token=none", "/join#code=none"):
        await visitor.open(path)
        await reader.look(page, path)
    for path in ("/verify-email#token=none", "/confirm-email#token=none"):
        async with visitor.problems.expected(_REFUSED):
            await visitor.open(path)
            await expect(page.get_by_role("alert")).to_be_visible()
        await reader.look(page, path)

    # The language's own name, beside the button that changes it.
    reader.judge({"ada@example.org", "QPS"})


async def test_an_account_and_those_one_learns_with(foreigner: Visitor, reader: Reader) -> None:
    page = foreigner.page
    group = await foreigner.post(
        "groups", {"name": "Exam in June", "description": "Until the third.", "is_private": False}
    )
    me = (await foreigner.get("users/me"))["id"]
    accounts = ("/account", "/account/devices", "/account/keys")
    people = ("/people", "/people/bonds", f"/people/{me}", f"/people/{me}/progress", f"/groups/{group['id']}")
    for path in (*accounts, *people):
        await foreigner.open(path)
        await _settled(page)
        await reader.look(page, path)
    await page.get_by_role("button", name=said("people:code.large")).click()
    await reader.look(page, "code, large")
    await page.keyboard.press("Escape")
    for name in ("people:change.group", "people:leave.do", "people:putAway.do"):
        await page.get_by_role("button", name=said(name)).click()
        await reader.look(page, name)
        await page.keyboard.press("Escape")
    await foreigner.open("/account")
    for name in ("account:email.change", "account:password.change"):
        await page.get_by_role("button", name=said(name)).click()
        await page.keyboard.press("Enter")
        await reader.look(page, name)
        await page.keyboard.press("Escape")
    await page.get_by_role("button", name=said("account:email.send")).click()
    async with foreigner.problems.expected("429"):
        await expect(page.get_by_role("main").get_by_role("alert")).to_be_visible()
    await reader.look(page, "a letter too many")
    await foreigner.move(timedelta(minutes=11))
    await foreigner.open("/account/keys")
    await page.get_by_role("button", name=said("account:keys.make")).click()
    await page.get_by_role("dialog").get_by_role("button", name=said("account:keys.make")).click()
    await reader.look(page, "a key, with errors")
    await page.get_by_role("dialog").get_by_role("textbox").fill("Notebook")
    await page.get_by_role("dialog").get_by_role("checkbox").first.check()
    async with foreigner.problems.expected(_REFUSED):
        await page.get_by_role("dialog").get_by_role("button", name=said("account:keys.make")).click()
        await expect(page.get_by_role("dialog", name=said("account:prove.title"))).to_be_visible()
    await reader.look(page, "prove that it is you")

    site = foreigner.installation.url.split("//")[1]
    reader.typed |= {"Notebook", "Exam in June", "Until the third.", group["join_code"]["code"], f"{site}/join"}
    reader.judge(await content_of(foreigner))


async def test_a_newcomers_pages_dialogs_and_menus(foreigner: Visitor, reader: Reader) -> None:
    page = foreigner.page
    for path in (
        "/",
        "/library",
        "/practise",
        "/review",
        "/progress",
        "/progress/predictions",
        "/search",
        "/search?q=photosynthesis",
        "/settings",
    ):
        await foreigner.open(path)
        await _settled(page)
        await reader.look(page, path)
    await page.get_by_role("button", name=said("common:account.label")).click()
    await reader.look(page, "account menu")
    await page.get_by_role("button", name=said("common:keys.title")).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await reader.look(page, "keyboard help")
    await page.keyboard.press("Escape")
    await page.get_by_role("radio", name=said("settings:reviewing.sm2.name")).check()
    await _settled(page)
    await reader.look(page, "settings, SM-2")
    async with foreigner.problems.expected("404", "ApiError"):
        await foreigner.open("/documents/01900000-0000-7000-8000-000000000000")
        await _settled(page)
    await reader.look(page, "a document that is not there")

    reader.judge(await content_of(foreigner))


async def test_documents_while_read_done_and_failed(foreigner: Visitor, reader: Reader) -> None:
    page = await foreigner.open("/library")
    files: list[FilePayload] = [
        {"name": "demand.pdf", "mimeType": "application/pdf", "buffer": _PDF.read_bytes()},
        {"name": "damaged.pdf", "mimeType": "application/pdf", "buffer": _PDF.read_bytes()[:20_000]},
        {"name": "table.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04 no document at all"},
    ]
    # Until it has been read, a document is called as its file is.
    reader.typed |= {"table.xlsx", "demand", "damaged"}
    async with foreigner.problems.expected(_REFUSED):
        await page.locator("input[type=file]").set_input_files(files)
        await reader.look(page, "library, sending")
        await page.get_by_role("progressbar").first.wait_for()
        await reader.look(page, "library, reading")
        await page.get_by_role("alert").nth(1).wait_for()
    found = (await foreigner.get("documents"))["items"]
    documents: dict[str, Json] = {each["file_name"]: each for each in found}
    document = f"/documents/{documents['demand.pdf']['id']}"
    await foreigner.open(document)
    await reader.look(page, "document, reading")
    await foreigner.open("/")
    await _settled(page)
    await reader.look(page, "home, reading")
    await foreigner.open(f"/documents/{documents['damaged.pdf']['id']}")
    await _settled(page)
    await reader.look(page, "document, failed")

    await foreigner.open(document)
    await expect(page.get_by_role("progressbar")).to_have_count(0)
    await _settled(page)
    await reader.look(page, "document, done")
    await page.get_by_role("button", name=said("documents:archive.action")).click()
    await reader.look(page, "archiving")
    await page.keyboard.press("Escape")
    await foreigner.open(f"{document}?page=3")
    await expect(page.locator("canvas").first).to_be_visible()
    await reader.look(page, "viewer, page")
    await page.get_by_role("button", name=said("documents:viewer.text"), exact=True).click()
    await _settled(page)
    await reader.look(page, "viewer, text")
    await foreigner.open("/search?q=price%20ceiling")
    await _settled(page)
    await reader.look(page, "search, found")
    await foreigner.open("/library")
    await page.get_by_role("combobox").select_option("new")
    await _settled(page)
    await reader.look(page, "library, full")

    reader.judge(await content_of(foreigner))


async def test_what_can_be_put_right(foreigner: Visitor, reader: Reader) -> None:
    learned = await foreigner.upload(NOTES.encode())
    await foreigner.open(f"/subjects/{learned['subject_id']}/statistics")
    await _settled(foreigner.page)
    await reader.look(foreigner.page, "statistics")
    page = await foreigner.open(f"/subjects/{learned['subject_id']}")
    await _settled(page)
    await reader.look(page, "subject")
    for name in ("skill.add", "deck.add", "rename", "archive"):
        await page.get_by_role("button", name=said(f"library:{name}"), exact=True).first.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await reader.look(page, f"subject, {name}")
        await page.keyboard.press("Escape")
    await page.get_by_text(said("library:skill.changeNeeds"), exact=True).first.click()
    await reader.look(page, "subject, what a skill needs")
    await page.keyboard.press("Escape")

    await foreigner.open(f"/decks/{learned['deck_id']}")
    await _settled(page)
    await reader.look(page, "deck")
    own = await foreigner.post("decks", {"subject_id": learned["subject_id"], "title": "My own"})
    await foreigner.open(f"/decks/{own['id']}")
    await _settled(page)
    await reader.look(page, "deck, empty")
    for name in ("rename", "archive"):
        await page.get_by_role("button", name=said(f"library:{name}"), exact=True).first.click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await reader.look(page, f"deck, {name}")
        await page.keyboard.press("Escape")
    await page.get_by_role("button", name=said("library:write.action"), exact=True).first.click()
    for kind in sorted(_TYPES):
        await page.get_by_role("dialog").get_by_role("combobox").select_option(kind)
        await page.get_by_role("button", name=said("common:save")).click()
        await expect(page.get_by_role("alert").first).to_be_visible()
        await reader.look(page, f"new {kind}")
    await page.keyboard.press("Escape")
    await foreigner.open(f"/decks/{learned['deck_id']}")
    await page.get_by_text(said("library:item.edit"), exact=True).first.click()
    await reader.look(page, "item, edited")
    await page.keyboard.press("Escape")
    await page.get_by_role("searchbox").fill("nowhere to be found")
    await reader.look(page, "deck, filtered")
    await page.get_by_role("searchbox").fill("")

    reader.judge(await content_of(foreigner))


async def test_a_session_in_each_stage_and_for_each_type(foreigner: Visitor, reader: Reader) -> None:
    session = await session_of(foreigner, length=_QUESTIONS)
    page = await foreigner.open(f"/sessions/{session['id']}")
    reader.typed.add("retention")
    (deck,) = (await foreigner.get("decks"))["items"]
    every = {item["type"] for item in (await foreigner.get(f"decks/{deck['id']}/items?limit=100"))["items"]}
    types: set[str] = set()
    async for kind in _questions(foreigner, session):
        await _ask_for_hints(foreigner)
        await reader.look(page, f"{kind}, asked")
        if not types:
            await _wait_and_end(page, reader, foreigner)
        else:
            await _answer(page, kind, reader)
        await expect(page.get_by_role("button", name=said("practice:told.goOn"))).to_be_visible()
        await reader.look(page, f"{kind}, told")
        if not types:
            await page.locator("figcaption button").click()
            await expect(page.get_by_role("dialog")).to_be_visible()
            await _settled(page)
            await reader.look(page, "source")
            await page.keyboard.press("Escape")
        types.add(kind)
        if types == every:
            break
        await page.get_by_role("button", name=said("practice:told.goOn")).click()
    assert types == every
    assert len(types) >= 4
    await foreigner.open(f"/sessions/{session['id']}/summary")
    await _settled(page)
    await reader.look(page, "summary, open")
    await foreigner.open("/practise")
    for choice in await page.locator("input[name=scope]").all():
        await choice.check()
        await _settled(page)
        await reader.look(page, "practise")
    await foreigner.post(f"practice/sessions/{session['id']}/end")
    await foreigner.open(f"/sessions/{session['id']}/summary")
    await _settled(page)
    await reader.look(page, "summary")

    await foreigner.open("/")
    await _settled(page)
    await reader.look(page, "home")
    await foreigner.open("/progress")
    await _settled(page)
    await reader.look(page, "progress")
    await page.get_by_role("button", name=said("progress:map.asList")).click()
    await reader.look(page, "progress, as a list")
    for skill in (await foreigner.get("progress/me/skills"))["items"][:3]:
        await foreigner.open(f"/progress/skills/{skill['skill_id']}")
        await _settled(page)
        await reader.look(page, "skill")
    await foreigner.open("/review")
    await _settled(page)
    await reader.look(page, "review, done")
    await foreigner.move(timedelta(days=4))
    await foreigner.post("auth/refresh")
    for path in ("/review", "/", "/practise", "/progress"):
        await foreigner.open(path)
        await _settled(page)
        await reader.look(page, f"{path}, days later")

    reader.judge(await content_of(foreigner))


async def _questions(visitor: Visitor, session: Json) -> AsyncIterator[str]:
    """The type of each question, once it is asked."""
    for number in range(1, _QUESTIONS + 1):
        heading = visitor.page.get_by_role("heading", level=1)
        await expect(heading).to_have_text(re.compile(rf"\D{number}\D"))
        await expect(visitor.page.get_by_role("button", name=said("practice:ask.unknown"))).to_be_visible()
        item = (await visitor.get(f"practice/next?session_id={session['id']}"))["item"]
        yield item["type"]


async def _ask_for_hints(visitor: Visitor) -> None:
    """Ask until there is none left; some items have none at all, which is said."""
    page = visitor.page
    hint = page.get_by_role("button", name=said("practice:hint.button")).or_(
        page.get_by_role("button", name=said("practice:hint.another"))
    )
    while await hint.count():
        async with page.expect_response("**/practice/hints") as asked:
            await hint.click()
        if not (await asked.value).ok:
            await expect(page.get_by_role("main").get_by_role("status").last).to_be_visible()
            visitor.problems.found[:] = [each for each in visitor.problems.found if "practice/hints" not in each]
            return
        await expect(hint.and_(page.locator("[aria-busy]"))).to_have_count(0)


async def _answer(page: Page, kind: str, reader: Reader) -> None:
    if kind == "flashcard":
        await page.get_by_role("button", name=said("practice:card.turn")).click()
        await expect(page.locator("fieldset")).to_be_visible()
        await reader.look(page, "flashcard, turned")
        await page.keyboard.press("3")
    elif kind in {"multiple_choice", "true_false"}:
        await page.keyboard.press("2")
        await page.keyboard.press("Enter")
    else:
        for gap in await page.get_by_role("main").get_by_role("textbox").all():
            await gap.fill("retention")
            await page.keyboard.press("Enter")


async def _wait_and_end(page: Page, reader: Reader, visitor: Visitor) -> None:
    """Answer while the server is busy, and ask for the end meanwhile."""
    await page.get_by_role("button", name=said("practice:end.button")).click()
    await reader.look(page, "ending")
    await page.keyboard.press("Escape")
    await page.route(ATTEMPTS, be_busy)
    async with visitor.problems.expected("503"):
        await page.get_by_role("button", name=said("practice:ask.unknown")).click()
        now = page.get_by_role("button", name=said("practice:waiting.now"))
        await expect(now).to_be_visible()
        await reader.look(page, "kept")
    await page.unroute(ATTEMPTS)
    await send_now(now)


async def _settled(page: Page) -> None:
    """Wait until nothing is being fetched any more."""
    loading = page.get_by_text(said("common:loading"), exact=True)
    await expect(loading).to_have_count(0)
    await page.wait_for_load_state("networkidle")
    await expect(loading).to_have_count(0)
