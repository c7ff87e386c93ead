"""Decks as files: what is written is read again as it was, and what was made to do harm does none."""

import contextlib
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.text.hygiene import without_unreadable
from lyceum.library import rules
from lyceum.library.contracts import (
    Deck,
    DeckFileTooLarge,
    DeckFileUnreadable,
    DeckFileUnsupported,
    Item,
    ItemContent,
    ItemParameters,
    ItemType,
    SkillName,
)
from lyceum.library.exchange.anki_writing import write_apkg
from lyceum.library.exchange.csv_files import write_csv
from lyceum.library.exchange.field_text import to_text
from lyceum.library.exchange.notes import MOST_ROWS, DeckFile, RefusalReason
from lyceum.library.exchange.reading import read_deck_file

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
DECK = Deck(
    id=UUID(int=7), subject_id=UUID(int=8), document_id=None, title="Cells: a first look", items=0, created_at=NOW
)
CARD = ItemContent(type=ItemType.FLASHCARD, stem="Osmosis", key="Water on the move.", accepted=[])


def item_of(content: ItemContent) -> Item:
    return Item(
        id=uuid4(),
        version=1,
        type=content.type,
        stem=content.stem,
        key=content.key,
        accepted=content.accepted,
        options=content.options,
        skills=(SkillName(UUID(int=1), "Law of demand"), SkillName(UUID(int=2), "Prices")),
        source=None,
        parameters=ItemParameters(),
        subject_id=DECK.subject_id,
        document_id=None,
        is_active=True,
    )


def csv_again(*contents: ItemContent) -> DeckFile:
    return read_deck_file(write_csv([item_of(each) for each in contents]))


def apkg_again(*contents: ItemContent) -> DeckFile:
    return read_deck_file(write_apkg(DECK, [item_of(each) for each in contents], NOW))


def contents_of(file: DeckFile) -> list[ItemContent]:
    return [note.content for note in file.notes]


def refusals(file: DeckFile) -> list[tuple[int, RefusalReason]]:
    return [(each.row, each.reason) for each in file.refused]


def is_writable(text: str) -> bool:
    """Whether an author could have written it."""
    return bool(text) and text == text.strip() and without_unreadable(text) == text and "\xa0" not in text


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")) | st.sampled_from("=+-@'\"\n\t;,|{}:<&"),
    min_size=1,
    max_size=30,
)
TEXTS = WORDS.map(str.strip).filter(is_writable)
# An answer to be typed has a letter; a gap is where a text has one.
ANSWERS = TEXTS.map(lambda text: f"a{text}")
PIECES = TEXTS.filter(lambda text: "_" not in text)
CARDS = st.builds(
    lambda front, back: ItemContent(type=ItemType.FLASHCARD, stem=front, key=back, accepted=[]), TEXTS, TEXTS
)


@st.composite
def clozes(draw: st.DrawFn, *, accepts: bool) -> ItemContent:
    keys = draw(st.lists(ANSWERS, min_size=1, max_size=3))
    pieces = [draw(PIECES) for _ in keys]
    accepted = [draw(st.lists(ANSWERS, max_size=2)) if accepts else [] for _ in keys]
    stem = "".join(f"{piece}____" for piece in pieces) + "."
    return rules.checked(ItemContent(type=ItemType.CLOZE, stem=stem, key=keys, accepted=accepted))


@st.composite
def choices(draw: st.DrawFn) -> ItemContent:
    texts = draw(st.lists(TEXTS, min_size=2, max_size=5, unique_by=lambda text: " ".join(text.casefold().split())))
    options = [{"id": f"o{number}", "text": text} for number, text in enumerate(texts)]
    key = draw(st.sampled_from(options))["id"]
    return ItemContent(type=ItemType.MULTIPLE_CHOICE, stem=draw(TEXTS), key=key, accepted=[], options=options)


TYPED = st.builds(
    lambda stem, key, others: rules.checked(
        ItemContent(type=ItemType.SHORT_ANSWER, stem=stem, key=key, accepted=[others])
    ),
    TEXTS,
    ANSWERS,
    st.lists(ANSWERS, max_size=3),
)
STATEMENTS = st.builds(
    lambda stem, key: ItemContent(type=ItemType.TRUE_FALSE, stem=stem, key=key, accepted=[]), TEXTS, st.booleans()
)


@given(st.lists(CARDS | clozes(accepts=True) | choices() | TYPED | STATEMENTS, max_size=4))
def test_csv_gives_the_items_that_were_written(contents: list[ItemContent]) -> None:
    file = csv_again(*contents)

    assert (contents_of(file), file.refused) == (contents, ())
    assert {note.skills for note in file.notes} <= {("Law of demand", "Prices")}


@given(st.lists(CARDS | clozes(accepts=False), max_size=4))
def test_a_package_gives_the_cards_and_gaps_that_were_written(contents: list[ItemContent]) -> None:
    file = apkg_again(*contents)

    assert (contents_of(file), file.refused, file.title) == (contents, (), "Cells: a first look")


def test_a_choice_is_a_card_with_its_options_in_a_package() -> None:
    options = [{"id": "a", "text": "It falls."}, {"id": "b", "text": "It rises."}]

    file = apkg_again(
        ItemContent(type=ItemType.MULTIPLE_CHOICE, stem="Demand?", key="a", accepted=[], options=options),
        ItemContent(type=ItemType.TRUE_FALSE, stem="Is it so?", key=True, accepted=[]),
    )

    assert [(each.stem, each.key) for each in contents_of(file)] == [
        ("Demand?\nIt falls.\nIt rises.", "It falls."),
        ("Is it so?", "True"),
    ]


def test_the_same_deck_is_the_same_notes_to_anki() -> None:
    item = item_of(CARD)

    def identities(package: bytes) -> tuple[object, ...]:
        with closing(collection_of(package)) as database:
            return tuple(database.execute("select guid, mid, (select did from cards) from notes").fetchone())

    assert identities(write_apkg(DECK, [item], NOW)) == identities(write_apkg(DECK, [item], NOW.replace(year=2027)))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''+", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    card = ItemContent(type=ItemType.FLASHCARD, stem=text, key=text, accepted=[])

    written = write_csv([item_of(card)]).decode("utf-8-sig")

    assert f'"\'{text}"' in written
    assert contents_of(csv_again(card)) == [card]


@pytest.mark.parametrize(
    "head",
    [
        "front;back;Quelle (Buch, Band, Seite)",
        "Quelle (Buch, Band, Seite);front;back",
        '"front";"back";"recto, verso"',
        "front\tback\tsource, page; line, column; note",
    ],
    ids=["German", "the other way round", "quoted", "tabs"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["n", "rn", "r"])
def test_the_names_of_the_columns_tell_what_parts_them(head: str, end: str) -> None:
    separator = "\t" if "\t" in head else ";"
    cells = ["Osmosis, or: a, b, c"] * 3
    row = separator.join(cells)

    file = read_deck_file(f"{head}{end}{row}{end}".encode())

    assert [(each.stem, each.key) for each in contents_of(file)] == [(cells[0], cells[0])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_tables_are_read_as_programs_write_them(encoding: str, separator: str, end: str) -> None:
    rows = [["Back", "front", "colour"], ["Übung", "Größe", "red"], ["", "", ""], ['"Water', ' it moves"', "x"]]

    file = read_deck_file(end.join(separator.join(row) for row in rows[:3]).encode(encoding))

    assert [(note.row, note.content.stem, note.content.key) for note in file.notes] == [(2, "Größe", "Übung")]
    assert file.refused == ()


def test_every_row_that_is_no_item_says_why() -> None:
    rows = [
        "type,front,back,accepted,options,skills,jurisdictions",
        ",,Back,,,",
        ",Front,,,,",
        f",{'x' * 2001},Back,,,",
        ",Fr\x07ont,Back,,,",
        "essay,Front,Back,,,",
        "cloze,No gap,Back,,,",
        "true_false,Front,perhaps,,,",
        'multiple_choice,Front,c,,"a\nb",',
        "short_answer,Front,Back,[[[[,,",
        'short_answer,Front,Back,"[[""B"", 4]]",,',
        f"short_answer,Front,Back,{'[' * 9000},,",
        f",Front,Back,,,{'|'.join(map(str, range(11)))}",
        ",Front,Back,,,,DE | Germany",
        'multiple_choice,Front,b,,"a\nb",One | Two,GB | de',
    ]

    file = read_deck_file("\n".join(rows).encode())

    expected = ["front_missing", "back_missing", "too_long", "unprintable", "type_unknown", *["content_misfit"] * 6]
    expected += ["skills_misfit", "jurisdictions_misfit"]
    assert refusals(file) == list(enumerate(map(RefusalReason, expected), start=2))
    (note,) = file.notes
    assert (note.row, note.content.key, note.skills, note.jurisdictions) == (15, "2", ("One", "Two"), ("DE", "GB"))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"question 1, answer 1\nquestion 2, answer 2", id="no-names"),
        pytest.param("front,back\nGr\xf6\xdfe,1".encode("latin-1"), id="latin-1"),
        pytest.param(b'front,back\n"never closed,1\n', id="open-quote"),
        pytest.param(b"front,back\n" + b"x" * 1_100_000 + b",1", id="huge-cell"),
        pytest.param(b"%PDF-1.7 \xff\xfe\x00", id="pdf"),
        pytest.param(b"PK\x03\x04 and nothing else", id="cut-off"),
    ],
)
def test_what_is_no_table_and_no_package_is_refused(data: bytes) -> None:
    with pytest.raises(DeckFileUnreadable):
        read_deck_file(data)


def test_a_million_rows_are_refused_at_the_first_that_is_too_many() -> None:
    with pytest.raises(DeckFileTooLarge):
        read_deck_file(b"front,back\n" + b"a,b\n" * 1_000_000)
    full = read_deck_file(b"front,back\n" + b"a,b\n" * MOST_ROWS)

    assert len(full.notes) == MOST_ROWS


def package_of(collection: bytes, name: str = "collection.anki2", others: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, collection)
        for other in others:
            archive.writestr(other, b"x")
    return out.getvalue()


def collection_of(package: bytes) -> sqlite3.Connection:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read("collection.anki2"))
        return database


def changed(*statements: str, values: tuple[object, ...] = ()) -> bytes:
    """A package of one card, changed by hand."""
    with closing(collection_of(write_apkg(DECK, [item_of(CARD)], NOW))) as database:
        for statement in statements:
            database.execute(statement, values)
        database.commit()
        return package_of(database.serialize())


def noted(fields: str, *, is_cloze: bool = False) -> DeckFile:
    """What is read of a note with these fields."""
    package = changed("update notes set flds = ?", values=(fields,))
    if is_cloze:
        model = json.dumps({"1": {"type": 1}})
        with closing(collection_of(package)) as database:
            database.execute("update col set models = ?", (model,))
            database.execute("update notes set mid = 1")
            database.commit()
            package = package_of(database.serialize())
    return read_deck_file(package)


def test_a_field_becomes_plain_text() -> None:
    field = (
        "<style>b {}</style><div>A <b>cell</b>&nbsp;&amp; more</div><div>wall<br>x<img src='../a.png' onerror=x></div>"
        "[sound:cell.mp3]<script>alert(1)</script><ul><li>one</li><li>t\nwo</li></ul>"
    )

    assert to_text(field) == "A cell & more\nwall\nx\none\nt wo"


def test_a_cloze_note_is_an_item_for_each_number() -> None:
    file = noted("{{c1::Osmosis}} moves {{c2::<i>water</i>::a liquid}} and {{c1::salt}}.\x1fmore", is_cloze=True)

    assert [(each.stem, each.key) for each in contents_of(file)] == [
        ("____ moves water and ____.", ["Osmosis", "salt"]),
        ("Osmosis moves ____ and salt.", ["water"]),
    ]


@pytest.mark.parametrize(
    "field", ["No gap", "{{c1::a {{c2::b}}}}", "{{c1::}} x", "{{c1::" * 2000, "{{c1::a}}{{c1::b}}"]
)
def test_a_cloze_note_without_clear_answers_is_refused(field: str) -> None:
    assert refusals(noted(field, is_cloze=True))[0][0] == 1


def test_a_note_that_is_no_card_says_why() -> None:
    assert refusals(noted("Front")) == [(1, RefusalReason.BACK_MISSING)]
    assert refusals(noted("<img src=x>\x1fBack")) == [(1, RefusalReason.FRONT_MISSING)]
    assert refusals(noted(f"Front\x1f{'<b>' * 200_000}")) == [(1, RefusalReason.TOO_LONG)]


def test_reviews_are_counted_and_left_out() -> None:
    package = changed("insert into revlog values (1, 1, -1, 3, 4, 1, 2500, 900, 1)", "update cards set ivl = 4000")

    file = read_deck_file(package)

    assert (file.reviews, contents_of(file)) == (1, [CARD])


ENDLESS_VIEW = """create view notes as with recursive n(i) as (select 1 union all select i + 1 from n)
    select i as id, i as mid, i as flds from n"""
FILLED = f"""insert into notes with recursive n(i) as (select 2 union all select i + 1 from n limit {MOST_ROWS})
    select i, i, 1, 0, 0, '', 'a' || i || char(31) || 'b', '', 0, 0, '' from n"""  # noqa: S608  a number of ours


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(("create trigger t after insert on notes begin delete from notes; end",), id="trigger"),
        pytest.param(("drop table notes", ENDLESS_VIEW), id="view"),
        pytest.param(("create view other as select 1",), id="another-view"),
        pytest.param(("drop table notes", "create virtual table notes using fts5(mid, flds)"), id="virtual"),
        pytest.param(("drop table notes",), id="no-notes"),
        pytest.param(("alter table notes rename column flds to fields",), id="other-columns"),
        pytest.param(("delete from col",), id="no-collection"),
        pytest.param(("update col set models = 'no json'",), id="no-models"),
        pytest.param(("update col set models = '[]'",), id="other-models"),
        pytest.param(("update col set models = replace(hex(zeroblob(50000)), '0', '[')",), id="deep-models"),
        pytest.param(
            (
                "drop table notes",
                "create table notes (id integer, mid integer, flds text as (hex(zeroblob(100000000))))",
                "insert into notes (id, mid) values (1, 1)",
            ),
            id="computed",
        ),
    ],
)
def test_a_collection_that_is_more_than_data_is_refused(statements: tuple[str, ...]) -> None:
    with pytest.raises(DeckFileUnreadable):
        read_deck_file(changed(*statements))


def test_packages_of_other_formats_are_refused_with_what_to_do() -> None:
    with pytest.raises(DeckFileUnsupported, match="Support older Anki versions"):
        read_deck_file(changed("update col set ver = 18"))
    with pytest.raises(DeckFileUnsupported, match="Support older Anki versions"):
        read_deck_file(package_of(b"", "collection.anki21b"))
    with pytest.raises(DeckFileUnreadable):
        read_deck_file(package_of(b"", "notes.txt"))
    with pytest.raises(DeckFileUnreadable):
        read_deck_file(package_of(b"no database"))


def test_a_package_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(DeckFileTooLarge):
        read_deck_file(package_of(b"SQLite format 3\0" + bytes(30_000_000)))
    with pytest.raises(DeckFileTooLarge):
        read_deck_file(b"PK\x03\x04" + b"PK\x01\x02" * 30_000)


def test_a_package_with_names_that_climb_is_read_all_the_same() -> None:
    with zipfile.ZipFile(io.BytesIO(write_apkg(DECK, [item_of(CARD)], NOW))) as archive:
        collection = archive.read("collection.anki2")

    file = read_deck_file(package_of(collection, others=("../../evil", "/etc/evil")))

    assert contents_of(file) == [CARD]


def test_a_package_with_too_many_notes_is_refused() -> None:
    with pytest.raises(DeckFileTooLarge):
        read_deck_file(changed(FILLED))


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=40))
def test_a_damaged_package_is_read_or_refused(place: int, noise: bytes) -> None:
    whole = write_apkg(DECK, [item_of(CARD)], NOW)
    damaged = whole[:place] + noise + whole[place + len(noise) :]

    with contextlib.suppress(DeckFileUnreadable, DeckFileUnsupported, DeckFileTooLarge):
        read_deck_file(damaged)


@given(st.integers(100, 4000), st.binary(min_size=1, max_size=40))
def test_a_damaged_collection_is_read_or_refused(place: int, noise: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(write_apkg(DECK, [item_of(CARD)], NOW))) as archive:
        whole = archive.read("collection.anki2")
    damaged = whole[:place] + noise + whole[place + len(noise) :]

    with contextlib.suppress(DeckFileUnreadable, DeckFileUnsupported, DeckFileTooLarge):
        read_deck_file(package_of(damaged))
