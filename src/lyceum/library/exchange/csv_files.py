"""Decks as CSV (RFC 4180): every type of item, written so that reading it gives the same items again.

Commas, semicolons or tabs part the cells: that of them by which most of the first row are names of columns, since a
spreadsheet writes what its country does. The names may stand in any order; `front` and `back` are needed:

    type           flashcard (if empty), short_answer, cloze, multiple_choice or true_false
    front          what is asked; a gap of a cloze item is ____
    back           the answer: a text, a line for each gap, the text of the right option, or true or false
    accepted       what counts as right besides: JSON, a list of texts for each text to be typed
    options        what can be chosen: JSON as in the API, or a line for each
    skills         the names of the skills it asks for, between |
    jurisdictions  the countries in which it applies, two letters each, between |; everywhere if empty

A spreadsheet takes a cell that begins with = + - @ or a tab for a formula, so that such a cell is written with an
apostrophe in front, which is taken off again when it is read.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from lyceum.library import rules
from lyceum.library.contracts import DeckFileUnreadable, Item, ItemContent, ItemType, Key
from lyceum.library.exchange.notes import (
    MOST_ROWS,
    MOST_SKILLS_OF_FILE,
    DeckFile,
    Note,
    RefusalReason,
    RefusedRow,
    RowRefused,
    checked_content,
    checked_jurisdictions,
    checked_skills,
    too_many_rows,
    too_many_skills,
)

if TYPE_CHECKING:
    import _csv

COLUMNS: Final = ("type", "front", "back", "accepted", "options", "skills", "jurisdictions")
_NEEDED: Final = frozenset({"front", "back"})
_ALSO_CALLED: Final = {"question": "front", "term": "front", "answer": "back", "definition": "back"}
_SEPARATORS: Final = ",;\t"
_BETWEEN: Final = "|"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Longer cells make the file unreadable; shorter ones, too long for an item, are refused row by row.
_LONGEST_CELL: Final = 1_000_000
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def write_csv(items: Sequence[Item]) -> bytes:
    """Items with their keys, for a spreadsheet; the mark in front tells it that this is UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for item in items:
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in _cells(item)])
    return out.getvalue().encode("utf-8-sig")


def read_csv(data: bytes) -> DeckFile:
    """The notes of a file; its rows are counted as a spreadsheet does, the one with the names being the first.

    Raises:
        DeckFileUnreadable: if it is no table with the columns that are needed.
        DeckFileTooLarge: if it has too many rows, or names too many skills.
    """
    text = _decoded(data)
    rows = _rows(text)
    names = [_column(name) for name in next(rows, [])]
    if missing := _NEEDED - set(names):
        raise DeckFileUnreadable(f"The first row names the columns, 'front' and 'back' among them; missing: {missing}.")
    notes, refused = [], []
    for number, cells in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise too_many_rows()
        if not any(map(str.strip, cells)):
            continue
        try:
            notes.append(_note(number, dict(zip(names, map(_plain, cells), strict=False))))
        except RowRefused as refusal:
            refused.append(RefusedRow(number, refusal.reason))
    if len({name for note in notes for name in note.skills}) > MOST_SKILLS_OF_FILE:
        raise too_many_skills()
    return DeckFile(None, tuple(notes), tuple(refused))


def _cells(item: Item) -> tuple[str, ...]:
    """An item, in the order of the columns."""
    back = _back(item)
    keys = [item.key] if item.type is ItemType.SHORT_ANSWER else back.split("\n")
    accepted = "" if item.accepted in ([], [[key] for key in keys]) else json.dumps(item.accepted, ensure_ascii=False)
    options = json.dumps(item.options, ensure_ascii=False) if item.options else ""
    names = [skill.name.replace(_BETWEEN, "/") for skill in item.skills]
    return item.type.value, item.stem, back, accepted, options, _joined(names), _joined(item.jurisdictions)


def _back(item: Item) -> str:
    match item.key:
        case bool():
            return str(item.key).lower()
        case list():
            return "\n".join(item.key)
        case _:
            return next((each["text"] for each in item.options or [] if each["id"] == item.key), item.key)


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DeckFileUnreadable(
            f"The file is neither an Anki package nor text in UTF-8 (byte {error.start}). Save it as CSV in UTF-8."
        ) from error


def _rows(text: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = _reader(text, max(_SEPARATORS, key=lambda separator: _names_known(text, separator)))
    try:
        yield from reader
    except csv.Error as error:
        raise DeckFileUnreadable(
            f"Line {reader.line_num} is no row of a table; look for a quotation mark that is not closed or not doubled."
        ) from error


def _names_known(text: str, separator: str) -> int:
    """How many names of columns the first row has if this parts its cells."""
    try:
        return len(set(map(_column, next(_reader(text, separator), []))).intersection(COLUMNS))
    except csv.Error:
        return 0


def _reader(text: str, separator: str) -> "_csv.Reader":
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _column(name: str) -> str:
    known = name.strip().casefold()
    return _ALSO_CALLED.get(known, known)


def _plain(cell: str) -> str:
    """What a cell says, without the apostrophe that keeps it from being a formula."""
    said = cell[1:] if _GUARDED.match(cell) else cell
    return said.replace("\r\n", "\n").replace("\r", "\n").strip()


def _note(number: int, cells: Mapping[str, str]) -> Note:
    skills = checked_skills(_parts(cells.get("skills", "")))
    jurisdictions = checked_jurisdictions(_parts(cells.get("jurisdictions", "")))
    return Note(number, checked_content(_content(cells)), skills, jurisdictions)


def _joined(parts: Sequence[str]) -> str:
    return f" {_BETWEEN} ".join(parts)


def _parts(cell: str) -> list[str]:
    return [part for part in map(str.strip, cell.split(_BETWEEN)) if part]


def _content(cells: Mapping[str, str]) -> ItemContent:
    try:
        kind = ItemType(cells.get("type", "").casefold() or ItemType.FLASHCARD)
    except ValueError as error:
        raise RowRefused(RefusalReason.TYPE_UNKNOWN) from error
    accepted = _accepted(cells.get("accepted", ""))
    options = _options(cells.get("options", ""))
    key = _key(kind, cells, accepted, options)
    return ItemContent(type=kind, stem=cells["front"], key=key, accepted=accepted, options=options)


def _key(
    kind: ItemType, cells: Mapping[str, str], accepted: list[list[str]], options: list[dict[str, str]] | None
) -> Key:
    back = cells.get("back", "")
    if not back:
        raise RowRefused(RefusalReason.BACK_MISSING)
    if kind is ItemType.CLOZE:
        keys = [line.strip() for line in back.split("\n")]
        gaps = rules.count_gaps(cells["front"])
        # An answer of several lines looks like several answers; what is accepted tells them apart.
        return keys if len(keys) == gaps or not all(accepted) else [texts[0] for texts in accepted] or keys
    if kind is ItemType.TRUE_FALSE:
        return {"true": True, "false": False}.get(back.casefold(), back)
    if kind is ItemType.MULTIPLE_CHOICE:
        # The id of none is the id of no option.
        return next((each["id"] for each in options or [] if each["text"] == back), "none of them")
    return back


def _accepted(cell: str) -> list[list[str]]:
    found = _json(cell) if cell else []
    is_fit = isinstance(found, list) and len(found) <= rules.MOST_GAPS
    if not is_fit or not all(isinstance(texts, list) and all(isinstance(t, str) for t in texts) for texts in found):
        raise RowRefused(RefusalReason.CONTENT_MISFIT)
    return [[text.strip() for text in texts] for texts in found]


def _options(cell: str) -> list[dict[str, str]] | None:
    if not cell:
        return None
    if not cell.startswith("["):
        lines = [line.strip() for line in cell.split("\n") if line.strip()]
        return [{"id": str(number), "text": line} for number, line in enumerate(lines, start=1)]
    found = _json(cell)
    if not isinstance(found, list) or not all(_is_option(each) for each in found):
        raise RowRefused(RefusalReason.CONTENT_MISFIT)
    return [{"id": each["id"], "text": each["text"].strip()} for each in found]


def _is_option(found: object) -> bool:
    return (
        isinstance(found, dict) and found.keys() == {"id", "text"} and all(isinstance(v, str) for v in found.values())
    )


def _json(cell: str) -> Any:  # noqa: ANN401  any JSON there is
    try:
        return json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise RowRefused(RefusalReason.CONTENT_MISFIT) from error
