"""From a file to its questions and back to the sentence: what a reader sees of the library and of a document."""

import re
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from playwright.async_api import FilePayload, Page, expect

from tests.e2e.browsing import Json, Visitor
from tests.e2e.looking import axe_in_every_look, screenshots
from tests.main_job.site import NOTES

_PDF = Path(__file__).parents[2] / "examples" / "demand-and-supply.pdf"
# Reading a chapter takes seconds on a busy machine.


async def test_files_are_chosen_and_read_and_a_damaged_one_is_refused_in_words(ada: Visitor) -> None:
    page = await ada.open("/library")

    files: list[FilePayload] = [
        {"name": "notes.md", "mimeType": "text/markdown", "buffer": NOTES.encode()},
        {"name": "damaged.pdf", "mimeType": "application/pdf", "buffer": _PDF.read_bytes()[:20_000]},
    ]

    await page.locator("input[type=file]").set_input_files(files)

    good, bad = (page.get_by_role("listitem").filter(has_text=name) for name in ("notes.md", "damaged.pdf"))
    await expect(good).to_contain_text("Read.")
    await expect(bad).to_contain_text("damaged or cut off")
    await axe_in_every_look(page)
    await screenshots(page, "library")
    await good.get_by_role("link", name="Open").click()
    await expect(page.get_by_role("link", name="Practise this")).to_be_visible()


async def test_an_address_that_leads_nowhere_says_so_whatever_stands_in_it(ada: Visitor) -> None:
    nobodys = uuid4()
    for address in (f"/decks/{nobodys}", f"/subjects/{nobodys}", f"/sessions/{nobodys}/summary", "/documents/abc"):
        async with ada.problems.expected(*((" 404 ", "You have no") if str(nobodys) in address else ())):
            page = await ada.open(address)
            await expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
            await expect(page.get_by_role("link", name="To the start")).to_be_visible()


async def test_what_was_typed_into_a_question_is_not_thrown_away_unasked(ada: Visitor) -> None:
    page = await ada.open("/library")
    await _drop(page, "notes.md", NOTES)
    await expect(page.get_by_role("listitem").filter(has_text="notes.md")).to_contain_text("Read.")
    page = await ada.open(f"/decks/{(await ada.get('decks'))['items'][0]['id']}")

    await page.get_by_role("button", name="Write a question").press("Enter")
    await page.get_by_label("Question", exact=True).press_sequentially("Why?")
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("alert")).to_contain_text("not saved yet")
    await page.get_by_role("button", name="Close").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_question_that_applies_in_one_country_is_asked_of_who_is_there(ada: Visitor) -> None:
    subject = (await ada.post("subjects", {"title": "Traffic"}))["id"]
    deck = (await ada.post("decks", {"subject_id": subject, "title": "Rules"}))["id"]
    skill = (await ada.post(f"subjects/{subject}/skills", {"name": "Driving"}))["id"]
    for stem in ("Which side?", "How fast?"):
        card = {"type": "flashcard", "stem": stem, "key": "Look it up.", "skill_ids": [skill]}
        await ada.post(f"decks/{deck}/items", card)

    page = await ada.open(f"/decks/{deck}")
    await page.get_by_role("button", name="Edit: Which side?").press("Enter")
    countries = page.get_by_label("Applies only in these countries")
    await countries.fill("Britain")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("two letters")
    await axe_in_every_look(page)
    await countries.fill("gb, ie")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert (await ada.get(f"decks/{deck}/items"))["items"][0]["jurisdictions"] == ["GB", "IE"]

    await ada.post("practice/sessions", {"deck_id": deck, "kind": "quiz"})
    session = (await ada.get("practice/sessions"))["items"][0]["id"]
    await ada.open(f"/sessions/{session}")
    await expect(page.get_by_text("1 question is left out")).to_be_visible()
    await axe_in_every_look(page)

    await ada.open("/people/bonds")
    await page.get_by_label("Your country").fill("ie")
    async with page.expect_response("**/people/me/privacy"):
        await page.get_by_label("Your country").press("Enter")
    await expect(page.get_by_label("Your country")).to_have_value("IE")
    await axe_in_every_look(page)
    assert (await ada.post("practice/sessions", {"deck_id": deck, "kind": "quiz"}))["left_out"] == 0


async def test_what_is_dropped_anywhere_on_the_page_is_read(ada: Visitor) -> None:
    page = await ada.open("/library")

    await _drop(page, "notes.md", NOTES)

    await expect(page.get_by_role("listitem").filter(has_text="notes.md")).to_contain_text("Read.")
    subjects = (await ada.get("subjects"))["items"]
    await expect(page.get_by_role("heading", level=3).get_by_role("link")).to_have_text([subjects[0]["title"]])


async def test_a_file_whose_connection_was_lost_is_sent_again(ada: Visitor) -> None:
    page = await ada.open("/library")
    await page.route("**/api/v1/documents", lambda route: route.abort("connectionreset"), times=1)

    async with ada.problems.expected("request: POST .*RESET", "console: .*RESET"):
        await _drop(page, "notes.md", NOTES)
        row = page.get_by_role("listitem").filter(has_text="notes.md")
        await expect(row).to_contain_text("The connection was lost")
    await row.get_by_role("button", name="Send again").click()

    await expect(row).to_contain_text("Read.")
    assert len((await ada.get("documents"))["items"]) == 1


async def test_questions_appear_without_a_reload_while_a_document_is_read(ada: Visitor) -> None:
    page = await ada.open("/library")
    await page.locator("input[type=file]").set_input_files(_PDF)
    await page.get_by_role("button", name="Stop reading").or_(page.get_by_text("Read.")).first.wait_for()
    document = (await ada.get("documents"))["items"][0]

    await ada.open(f"/documents/{document['id']}")

    await expect(page.get_by_text("Show the answer").first).to_be_visible()
    await expect(page.get_by_role("heading", name=re.compile(r"^\d+ skills$"))).to_be_visible()
    await expect(page.get_by_role("progressbar")).to_have_count(0)


async def test_a_source_opens_the_page_with_its_sentence_marked(ada: Visitor) -> None:
    made = await ada.upload(_PDF.read_bytes(), "demand-and-supply.pdf")
    sources = [item["source"] for item in (await ada.get(f"decks/{made['deck_id']}/items"))["items"]]
    source = next(each for each in sources if each["page"] > 1)

    page = await ada.open(f"/documents/{made['document_id']}?{urlencode(_place(source))}")

    marks = page.locator("main mark")
    await expect(marks.first).to_be_in_viewport()
    assert _letters("".join(await marks.all_text_contents())) == _letters(source["quote"])
    await expect(page.get_by_label("Go to page")).to_have_value(str(source["page"]))
    await axe_in_every_look(page)
    await screenshots(page, "source")

    await page.get_by_role("button", name="Text", exact=True).click()
    await expect(marks.first).to_be_in_viewport()
    assert _letters("".join(await marks.all_text_contents())) == _letters(source["quote"])


async def test_pages_are_turned_by_keys(ada: Visitor) -> None:
    made = await ada.upload(_PDF.read_bytes(), "demand-and-supply.pdf")
    page = await ada.open(f"/documents/{made['document_id']}?page=3")
    await page.get_by_role("button", name="Next page").focus()

    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_label("Go to page")).to_have_value("4")
    await page.get_by_label("Go to page").fill("20")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("region", name="Page 20 of")).to_be_visible()
    await expect(page.get_by_role("button", name="Next page")).to_be_disabled()


async def test_the_text_of_other_kinds_is_read_with_the_sentence_marked(ada: Visitor) -> None:
    made = await ada.upload(NOTES.encode())
    source = (await ada.get(f"decks/{made['deck_id']}/items"))["items"][0]["source"]

    page = await ada.open(f"/documents/{made['document_id']}?{urlencode(_place(source))}")

    await expect(page.locator("main mark")).to_have_count(1)
    assert _letters("".join(await page.locator("main mark").all_text_contents())) == _letters(source["quote"])


async def test_a_search_leads_to_the_passage(ada: Visitor) -> None:
    made = await ada.upload(_PDF.read_bytes(), "demand-and-supply.pdf")
    page = await ada.open("/search")

    await page.get_by_role("searchbox").fill("price ceiling")
    await page.keyboard.press("Enter")

    first = page.get_by_role("main").get_by_role("listitem").first
    await expect(first.locator("mark").first).to_be_visible()
    await axe_in_every_look(page)
    await first.get_by_role("link").click()
    await expect(page.get_by_label("Go to page")).to_be_visible()
    assert made["document_id"] in page.url


async def test_archiving_says_what_happens_and_puts_a_document_away(ada: Visitor) -> None:
    made = await ada.upload(NOTES.encode())
    page = await ada.open(f"/documents/{made['document_id']}")
    await axe_in_every_look(page)

    await page.get_by_role("button", name="Archive").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Your answers")
    await page.get_by_role("button", name="Archive it").click()

    await page.wait_for_url("**/library")
    assert (await ada.get("documents"))["items"] == []


async def test_a_question_that_was_archived_long_ago_is_taken_back(ada: Visitor) -> None:
    made = await ada.upload(NOTES.encode())
    item, *others = (await ada.get(f"decks/{made['deck_id']}/items"))["items"]
    page = await ada.open(f"/decks/{made['deck_id']}")
    await page.get_by_role("button", name=f"Archive: {item['stem']}").first.click()
    await expect(page.get_by_text("Archived: it is not asked any more")).to_be_visible()
    await page.reload()

    await page.get_by_text("Archived questions").click()
    archived = page.get_by_role("list", name="Archived questions").get_by_role("listitem")
    await expect(archived).to_have_count(1)
    await axe_in_every_look(page)
    await screenshots(page, "archived")
    await page.get_by_role("button", name=f"Restore: {item['stem']}").click()

    await expect(page.get_by_text("No question of this deck is archived.")).to_be_visible()
    assert len((await ada.get(f"decks/{made['deck_id']}/items"))["items"]) == len(others) + 1


async def test_a_deck_goes_out_as_a_file_and_comes_in_again(ada: Visitor) -> None:
    made = await ada.upload(NOTES.encode())
    page = await ada.open(f"/decks/{made['deck_id']}")
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="Save for Anki").click()
    package = await (await saving.value).path()
    table: FilePayload = {"name": "Sums.csv", "mimeType": "text/csv", "buffer": b"front,back\n1+1,2\n2+2,\n"}

    await page.goto(f"/subjects/{made['subject_id']}")
    await page.locator("input[type=file][accept*=apkg]").set_input_files(table)
    await expect(page.get_by_text("Row 3: The back is empty.")).to_be_visible()
    await axe_in_every_look(page)
    await page.locator("input[type=file][accept*=apkg]").set_input_files(package)
    await expect(page.get_by_role("link", name="Sums", exact=True)).to_be_visible()
    await page.get_by_role("link", name="Open the deck").click()

    await expect(page.get_by_role("button", name="Save as CSV")).to_be_visible()


async def _drop(page: Page, name: str, text: str) -> None:
    """Let go of a file over the page."""
    files = await page.evaluate_handle(
        "([name, text]) => { const files = new DataTransfer();"
        " files.items.add(new File([text], name, { type: 'text/markdown' })); return files; }",
        [name, text],
    )
    await page.get_by_role("heading", level=1).dispatch_event("dragover", {"dataTransfer": files})
    await page.get_by_role("heading", level=1).dispatch_event("drop", {"dataTransfer": files})


def _place(source: Json) -> dict[str, str]:
    return {"page": source["page"], "passage": source["passage_id"], "quote": source["quote"]}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
