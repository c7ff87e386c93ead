"""Notes from Anki packages of the format that every version of Anki writes (schema 11).

Fields become plain text. A note becomes a flashcard of its first two fields; a cloze note becomes a cloze item for each
number of its deletions. Reviews and schedules are counted and not read: only an answer given here changes what is
believed of a learner. Pictures, sounds, tags and what else stands in a note are left out.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import Any, Final

from lyceum.algorithms.text.hygiene import clean_line
from lyceum.library import rules
from lyceum.library.contracts import DeckFileUnreadable, DeckFileUnsupported, ItemContent, ItemType
from lyceum.library.exchange.field_text import to_text
from lyceum.library.exchange.notes import (
    LONGEST_NAME,
    MOST_ROWS,
    DeckFile,
    Note,
    RefusalReason,
    RefusedRow,
    RowRefused,
    checked_content,
    flashcard,
    too_many_rows,
)
from lyceum.library.exchange.package import collection_in

_SCHEMA: Final = 11
_MAGIC: Final = b"SQLite format 3\0"
# How the file is written and read: 1 is a journal; 2 is a log beside it, which is not here.
_WRITE_VERSION, _READ_VERSION = 18, 19
_LONGEST_VALUE: Final = 8 * 1024 * 1024
_LONGEST_FIELD: Final = 50_000
_MOST_STEPS, _STEPS = 20_000, 1_000
_READABLE: Final = frozenset({"notes", "col", "revlog", "sqlite_master"})
_IS_CLOZE: Final = 1
_BETWEEN_FIELDS: Final = "\x1f"
_GAP: Final = "____"
_DELETION = re.compile(r"\{\{c(\d{1,3})::((?:(?!\{\{|\}\}).)*)\}\}", re.DOTALL)
_LEFT_OVER = re.compile(r"\{\{c\d{1,3}::")
_NOT_OURS: Final = "The collection of the package is not as Anki writes it. Export the deck again, or as CSV."


def read_apkg(data: bytes) -> DeckFile:
    """The notes of a package, counted from 1 in the order in which they were made.

    Raises:
        DeckFileUnreadable: if it is no package of Anki's, or one with more than data in it.
        DeckFileUnsupported: if it is of another format.
        DeckFileTooLarge: if it has too many notes, or unpacks to too much.
    """
    collection = bytearray(collection_in(data))
    if not collection.startswith(_MAGIC) or len(collection) <= _READ_VERSION:
        raise DeckFileUnreadable(_NOT_OURS)
    collection[_WRITE_VERSION] = collection[_READ_VERSION] = 1
    try:
        with closing(_opened(bytes(collection))) as database:
            return _deck_file(database)
    except (sqlite3.Error, ValueError, RecursionError, TypeError, AttributeError, OverflowError) as error:
        raise DeckFileUnreadable(_NOT_OURS) from error


def _opened(collection: bytes) -> sqlite3.Connection:
    """The database in memory, from which nothing but a few tables can be read, and in which nothing of its own runs."""
    database = sqlite3.connect(":memory:")
    database.deserialize(collection)
    database.text_factory = lambda raw: raw.decode("utf-8", "replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    for pragma in ("trusted_schema = off", "query_only = on", "cell_size_check = on"):
        # nosemgrep: sql-from-text  the constants of the line above
        database.execute(f"pragma {pragma}")
    database.set_authorizer(_may)
    database.set_progress_handler(_bounded(), _STEPS)
    _check_schema(database)
    return database


def _may(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    is_allowed = (
        action == sqlite3.SQLITE_SELECT
        or (action == sqlite3.SQLITE_READ and first in _READABLE)
        or (action == sqlite3.SQLITE_FUNCTION and second == "count")
    )
    return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY


def _bounded() -> Callable[[], bool]:
    """Ends a statement that takes longer than reading all that a package may hold."""
    steps = iter(range(_MOST_STEPS))
    return lambda: next(steps, None) is None


def _check_schema(database: sqlite3.Connection) -> None:
    tables = set()
    for kind, name, sql in database.execute("select type, name, sql from sqlite_master"):
        is_plain = kind == "index" or (kind == "table" and str(sql).lstrip().lower().startswith("create table"))
        if not is_plain:
            raise DeckFileUnreadable(_NOT_OURS)
        tables.add(name)
    if not {"col", "notes"} <= tables:
        raise DeckFileUnreadable(_NOT_OURS)


def _deck_file(database: sqlite3.Connection) -> DeckFile:
    version, models, decks = database.execute("select ver, models, decks from col").fetchone()
    if version != _SCHEMA:
        raise DeckFileUnsupported(
            f"The package is of schema {version!r}; schema {_SCHEMA} is read. "
            "Export it again, with 'Support older Anki versions' ticked."
        )
    cloze_models = {int(each) for each, model in json.loads(models).items() if model.get("type") == _IS_CLOZE}
    rows = database.execute("select mid, flds from notes order by id")
    notes: list[Note] = []
    refused: list[RefusedRow] = []
    for number, (model, fields) in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise too_many_rows()
        try:
            contents = list(_contents(str(fields).split(_BETWEEN_FIELDS), is_cloze=model in cloze_models))
        except RowRefused as refusal:
            refused.append(RefusedRow(number, refusal.reason))
        else:
            notes += [Note(number, content) for content in contents]
    return DeckFile(_title(json.loads(decks)), tuple(notes), tuple(refused), _reviews(database))


def _reviews(database: sqlite3.Connection) -> int:
    known = database.execute("select name from sqlite_master where name = 'revlog'").fetchone()
    return int(database.execute("select count(*) from revlog").fetchone()[0]) if known else 0


def _title(decks: Any) -> str | None:  # noqa: ANN401  any JSON
    """What all the decks of a package are parts of; the one that every collection has does not count."""
    names = {str(deck["name"]) for number, deck in decks.items() if number != "1"}
    roots = {name.split("::")[0] for name in names}
    if len(roots) != 1:
        return None
    whole = names.pop() if len(names) == 1 else roots.pop()
    return clean_line(whole.replace("::", ": "))[:LONGEST_NAME].strip() or None


def _contents(fields: list[str], *, is_cloze: bool) -> Iterator[ItemContent]:
    if any(len(field) > _LONGEST_FIELD for field in fields[:2]):
        raise RowRefused(RefusalReason.TOO_LONG)
    if is_cloze:
        yield from _cloze_items(fields[0])
    else:
        yield checked_content(flashcard(to_text(fields[0]), to_text(fields[1]) if fields[1:] else ""))


def _cloze_items(field: str) -> Iterator[ItemContent]:
    numbers = sorted({int(found[1]) for found in _DELETION.finditer(field)})
    # A deletion within another has no single answer; a note without any has nothing to ask.
    if not 1 <= len(numbers) <= rules.MOST_GAPS or _LEFT_OVER.search(_DELETION.sub("", field)):
        raise RowRefused(RefusalReason.CONTENT_MISFIT)
    for number in numbers:
        keys = [to_text(_answer(found)) for found in _DELETION.finditer(field) if int(found[1]) == number]
        stem = to_text(_DELETION.sub(partial(_shown, number), field))
        yield checked_content(ItemContent(type=ItemType.CLOZE, stem=stem, key=keys, accepted=[]))


def _shown(asked: int, deletion: re.Match[str]) -> str:
    """What stands in place of a deletion, when those of one number are asked."""
    return _GAP if int(deletion[1]) == asked else _answer(deletion)


def _answer(deletion: re.Match[str]) -> str:
    """What is left out, without the hint that may stand behind it."""
    return deletion[2].split("::")[0]
