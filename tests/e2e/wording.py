"""Reading every word of a page, to find those that come neither from a catalogue nor from the reader's own documents.

In the made-up language `qps` every text of a catalogue stands in ⟦brackets⟧, the app's and the API's. What stands
outside them has to be what a person wrote or uploaded, as the API returns it; or a date or a figure, written as in
English.
"""

import calendar
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page

from lyceum.platform.i18n import pseudo
from tests.e2e.browsing import Json, Visitor

_LOCALES = Path(__file__).parents[2] / "web" / "src" / "locales" / "en"
# Every text that is shown, read out or told on hovering, with where it stands; but for what names itself in its own
# language, keys on the keyboard, the initials of skills, and the letters of a printed page, drawn from the file.
_TEXTS = """() => {
  const leftOut = "[lang]:not(html), script, style, datalist, kbd, .textLayer";
  const initials = "[data-skill] > [aria-hidden]:not(:has(span))";
  const isLeftOut = (element) => element.closest(`${leftOut}, ${initials}`) !== null;
  const cut = "mark, blockquote, svg, [data-skill] [aria-hidden]";
  const isPiece = (element) =>
    element.closest(cut) !== null || element.querySelector(":scope > mark") !== null;
  const isShown = (element) =>
    element.matches("option") || element.checkVisibility({ visibilityProperty: true });
  const told = [{ text: document.title, isPiece: false, place: "title" }];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!isShown(element) || isLeftOut(element)) continue;
    told.push({ text: node.data, isPiece: isPiece(element), place: element.tagName.toLowerCase() });
  }
  const names = ["alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription", "aria-valuetext",
    "placeholder", "title"];
  for (const element of document.querySelectorAll(names.map((name) => `[${name}]`).join())) {
    if (isLeftOut(element)) continue;
    for (const name of names) {
      const text = element.getAttribute(name);
      if (text !== null) told.push({ text, isPiece: false, place: `${element.tagName.toLowerCase()}[${name}]` });
    }
  }
  return told;
}"""
_NAMES = {"Lyceum"}
_CONTENT = {"accepted", "display_name", "email", "file_name", "full_name", "heading", "key", "name", "quote", "stem"}
_CONTENT |= {"text", "title", "username"}
_BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]{2}")
_MONTHS = "|".join([*calendar.month_name[1:], *calendar.month_abbr[1:], "Sept"])
_WEEKDAYS = "|".join([*calendar.day_name, *calendar.day_abbr])
_UNITS = r"(?:second|minute|hour|day)s?"
# What the browser writes by itself: dates, spans of time, sizes, and a language's name.
_FORMATTED = re.compile(
    rf"\b(?:{_MONTHS}|{_WEEKDAYS}|today|tomorrow|yesterday|this minute|this hour|in \d+ {_UNITS}|\d+ {_UNITS}(?: ago)?"
    r"|[\d.]+ ?(?:kB|MB)|English|and|at|am|pm)\b"
)
_SHORTEST_EXCERPT = 40


def said(name: str) -> str:
    """A text of the app in the made-up language, by its catalogue and key: `said("practice:hint.button")`."""
    catalogue, _, key = name.partition(":")
    found: str | Json = json.loads((_LOCALES / f"{catalogue}.json").read_text(encoding="utf-8"))
    for part in key.split("."):
        assert isinstance(found, dict)
        found = found[part]
    assert isinstance(found, str)
    return pseudo(found)


@dataclass
class Reader:
    """Remembers what was read on which page, to be judged once it is known what the documents say.

    Attributes:
        read: each text with where it stood.
        typed: what the test itself wrote into the page.
    """

    read: list[tuple[str, Json]] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)

    async def look(self, page: Page, where: str) -> None:
        """Open whatever can be opened, and read."""
        await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        texts: list[Json] = await page.evaluate(_TEXTS)
        assert len(texts) > 1, f"{where} is empty"
        # A style that a module does not have is written as a class of this name.
        assert await page.locator(".undefined").count() == 0, f"{where} has a style that there is not"
        self.read += [(where, each) for each in texts]

    def judge(self, content: set[str]) -> None:
        """Fail if a text has words from nowhere: each is told once, with the first place it was read at."""
        known = {_plain(each) for each in content | self.typed | _NAMES}
        found: dict[str, str] = {}
        for where, told in self.read:
            text = _plain(told["text"])
            if text not in found and not _is_known(text, known, is_piece=told["isPiece"]):
                found[text] = f"{where}, {told['place']}: {text}"
        assert not found, "texts from outside the catalogues:\n" + "\n".join(found.values())


async def content_of(visitor: Visitor) -> set[str]:
    """All that this person's documents say and all that they have named, as the API tells it; in whole and in parts."""
    answers: list[Json] = [await visitor.get("users/me")]
    for document in await _all(visitor, "documents"):
        answers += [document, *await _all(visitor, f"documents/{document['id']}/passages")]
    for subject in await _all(visitor, "subjects"):
        answers += [subject, *(await visitor.get(f"skills?subject_id={subject['id']}"))["items"]]
    for deck in await _all(visitor, "decks"):
        answers += [deck, *await _all(visitor, f"decks/{deck['id']}/items")]
    whole = {text for answer in answers for text in _strings(answer)}
    return whole | {part for text in whole for part in re.split(r"\n+|_{3,}", text)}


async def _all(visitor: Visitor, path: str) -> list[Json]:
    found, cursor = [], ""
    while True:
        page = await visitor.get(f"{path}?limit=100{cursor}")
        found += page["items"]
        if not page["next_cursor"]:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def _strings(answer: object, name: str = "") -> Iterator[str]:
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield from _strings(value, key)
    elif isinstance(answer, list):
        for value in answer:
            yield from _strings(value, name)
    elif isinstance(answer, str) and name in _CONTENT:
        yield answer


def _is_known(text: str, known: set[str], *, is_piece: bool) -> bool:
    if text in known or not _WORD.search(text):
        return True
    excerpt = text.strip("… ")
    if (is_piece or len(excerpt) >= _SHORTEST_EXCERPT) and any(excerpt in each for each in known):
        return True
    # A text that takes in another has brackets within brackets.
    while (rest := _BRACKETED.sub("\n", text)) != text:
        text = rest
    return all(_is_made_of(part.strip(" ·,:;–()→"), known) for part in text.split("\n"))


def _is_made_of(text: str, known: set[str]) -> bool:
    """Whether a text says nothing but what is known, one thing after another, and dates and figures between."""
    for each in sorted((each for each in known if each in text), key=len, reverse=True):
        if _WORD.search(each):
            text = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", " ", text)
    return not _WORD.search(_FORMATTED.sub("", text))


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())
