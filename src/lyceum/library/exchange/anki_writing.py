"""Decks as Anki packages, in the format that every version of Anki reads (schema 11), without media and schedules.

A cloze item becomes a cloze note, with all its gaps asked at once; every other item becomes a card with two sides, on
which the options of a choice are shown. What is accepted besides the key, and skills, are only in CSV. Ids come of the
items', so that a deck that is imported into Anki again changes its notes rather than doubling them.
"""

import base64
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from lyceum.library import rules
from lyceum.library.contracts import Deck, Item, ItemType
from lyceum.library.exchange.field_text import to_cloze_html, to_html

# What any two collections must not have in common: made up once, by us.
_CARD_MODEL, _CLOZE_MODEL = 1_706_184_931_001, 1_706_184_931_002
_DEFAULT: Final = 1
_NEW_CARD: Final = 0
_SCHEMA: Final = """
    create table col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
        ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
        models text not null, decks text not null, dconf text not null, tags text not null);
    create table notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
        usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,
        flags integer not null, data text not null);
    create table cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
        mod integer not null, usn integer not null, type integer not null, queue integer not null,
        due integer not null, ivl integer not null, factor integer not null, reps integer not null,
        lapses integer not null, left integer not null, odue integer not null, odid integer not null,
        flags integer not null, data text not null);
    create table revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,
        ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,
        type integer not null);
    create table graves (usn integer not null, oid integer not null, type integer not null);
    create index ix_notes_usn on notes (usn);
    create index ix_cards_usn on cards (usn);
    create index ix_revlog_usn on revlog (usn);
    create index ix_cards_nid on cards (nid);
    create index ix_cards_sched on cards (did, queue, due);
    create index ix_revlog_cid on revlog (cid);
    create index ix_notes_csum on notes (csum);"""
_NOTE = "insert into notes values (?, ?, ?, ?, -1, '', ?, ?, ?, 0, '')"
_CARD = "insert into cards values (?, ?, ?, 0, ?, -1, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"
_LATEX_HEAD: Final = (
    "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage[utf8]{inputenc}\n"
    "\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n"
)


def write_apkg(deck: Deck, items: Sequence[Item], now: datetime) -> bytes:
    """A package that holds one deck."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_SCHEMA)
        _write_collection(database, deck, now)
        for number, item in enumerate(items, start=1):
            _write_note(database, deck, item, number, now)
        database.commit()
        collection = database.serialize()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", collection)
        archive.writestr("media", "{}")
    return out.getvalue()


def fields_of(item: Item) -> tuple[int, str, str]:
    """The model of an item's note, and its two fields."""
    if item.type is ItemType.CLOZE and isinstance(item.key, list):
        keys = item.key
        text = rules.filled(item.stem, lambda gap: f"{{{{c1::{to_cloze_html(keys[gap])}}}}}", to_cloze_html)
        return _CLOZE_MODEL, text, ""
    front = to_html(item.stem)
    if item.options:
        choices = "".join(f"<li>{to_html(each['text'])}</li>" for each in item.options)
        front += f"<ul>{choices}</ul>"
    return _CARD_MODEL, front, to_html(_shown_key(item))


def _shown_key(item: Item) -> str:
    match item.key:
        case bool():
            return str(item.key)
        case list():
            return "\n".join(item.key)
        case _:
            return next((each["text"] for each in item.options or [] if each["id"] == item.key), item.key)


def _write_note(database: sqlite3.Connection, deck: Deck, item: Item, number: int, now: datetime) -> None:
    model, first, second = fields_of(item)
    # Anki takes ids for milliseconds since 1970, and gives out new ones where they are taken.
    note_id, seconds = _ms(now) + number, int(now.timestamp())
    guid = base64.b85encode(item.id.bytes).decode()
    checksum = int(hashlib.sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    database.execute(_NOTE, (note_id, guid, model, seconds, f"{first}\x1f{second}", first, checksum))
    database.execute(_CARD, (note_id, note_id, _deck_number(deck.id), seconds, _NEW_CARD, _NEW_CARD, number))


def _write_collection(database: sqlite3.Connection, deck: Deck, now: datetime) -> None:
    seconds, number = int(now.timestamp()), _deck_number(deck.id)
    decks = {str(_DEFAULT): _deck(_DEFAULT, "Default", seconds), str(number): _deck(number, deck.title, seconds)}
    models = {str(each["id"]): each for each in _models(number, seconds)}
    conf = {"curDeck": number, "activeDecks": [number], "curModel": str(_CARD_MODEL), "nextPos": 1,
            "sortType": "noteFld", "sortBackwards": False, "addToCur": True, "dueCounts": True, "estTimes": True,
            "newSpread": 0, "collapseTime": 1200, "timeLim": 0, "newBury": True}  # fmt: skip
    whole = map(json.dumps, (conf, models, decks, {str(_DEFAULT): _options(seconds)}, {}))
    database.execute(
        f"insert into col values (1, ?, ?, ?, 11, 0, 0, 0, {', '.join('?' * 5)})",  # noqa: S608  only question marks
        (seconds, _ms(now), _ms(now), *whole),
    )


def _deck(number: int, name: str, seconds: int) -> dict[str, Any]:
    # Two colons would make a deck within a deck.
    return {"id": number, "name": name.replace("::", ":"), "desc": "", "mod": seconds, "usn": -1, "dyn": 0, "conf": 1,
            "collapsed": False, "browserCollapsed": False, "extendNew": 10, "extendRev": 50, "newToday": [0, 0],
            "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0]}  # fmt: skip


def _models(deck: int, seconds: int) -> list[dict[str, Any]]:
    back = "{{FrontSide}}<hr id=answer>{{Back}}"
    cards = _model(_CARD_MODEL, "Lyceum", 0, ("Front", "Back"), ("Card 1", "{{Front}}", back))
    text = "{{cloze:Text}}"
    cloze = _model(_CLOZE_MODEL, "Lyceum Cloze", 1, ("Text", "Extra"), ("Cloze", text, f"{text}<br>{{{{Extra}}}}"))
    return [{**each, "did": deck, "mod": seconds} for each in (cards, cloze)]


def _model(number: int, name: str, kind: int, fields: Sequence[str], template: tuple[str, str, str]) -> dict[str, Any]:
    """`template`: its name, what it asks, what it answers."""
    style = ".card { font-family: arial; font-size: 20px; text-align: center; } li { text-align: left; }"
    return {
        "id": number, "name": name, "type": kind, "usn": -1, "sortf": 0, "tags": [], "vers": [], "css": style,
        "latexPre": _LATEX_HEAD, "latexPost": "\\end{document}", "req": [[0, "any", [0]]],
        "flds": [{"name": each, "ord": place, "sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}
                 for place, each in enumerate(fields)],
        "tmpls": [{"name": template[0], "ord": 0, "qfmt": template[1], "afmt": template[2], "did": None, "bqfmt": "",
                   "bafmt": ""}],
    }  # fmt: skip


def _options(seconds: int) -> dict[str, Any]:
    """How Anki schedules, as it does where nobody has chosen otherwise."""
    return {
        "id": _DEFAULT, "name": "Default", "mod": seconds, "usn": -1, "maxTaken": 60, "autoplay": True, "timer": 0,
        "replayq": True, "dyn": False,
        "new": {"bury": True, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1, "perDay": 20,
                "separate": True},
        "rev": {"bury": True, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "minSpace": 1, "perDay": 200},
        "lapse": {"delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0},
    }  # fmt: skip


def _deck_number(deck_id: UUID) -> int:
    """A number that no other deck of whoever imports it has: of 31 bits, and not that of the deck all have."""
    return 2**30 + int.from_bytes(hashlib.sha256(deck_id.bytes).digest()[:4], "big") % 2**30


def _ms(now: datetime) -> int:
    return int(now.timestamp() * 1000)
