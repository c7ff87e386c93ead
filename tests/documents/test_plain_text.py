"""Plain text: every character is text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.text.hygiene import clean_line
from lyceum.documents.adapters.text import TextExtractor
from lyceum.documents.contracts import DocumentEmpty, DocumentHasNoText, DocumentNotUtf8, DocumentTooLong
from lyceum.documents.ports import Block, BlockKind


def blocks_of(text: str) -> tuple[Block, ...]:
    return TextExtractor().extract(text.encode()).blocks


def texts(text: str) -> list[str]:
    return [block.text for block in blocks_of(text)]


def test_no_character_is_lost_to_a_syntax_the_text_does_not_have() -> None:
    text = "Let a*b*c be x_1 and _y_, <T> a type, #5 and `q`, [1] a note,\n    indented & 1 < 2 &amp; \\n.\n> quoted"

    assert texts(text) == [" ".join(text.split())]


def test_a_form_feed_turns_the_page() -> None:
    document = TextExtractor().extract(b"First page.\fSecond page.\r\n\r\nStill there.\f\n")

    assert [(block.page, block.text) for block in document.blocks] == [
        (1, "First page."),
        (2, "Second page."),
        (2, "Still there."),
    ]
    assert len(document.pages) == 2


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Chapter 3", 1),
        ("Kapitel IV: Zellen", 1),
        ("第1章　細胞", 1),
        ("2.1 Cells", 2),
        ("2.1.3 Walls", 3),
        ("PREFACE", 1),
    ],
)
def test_a_line_alone_that_names_a_part_is_a_heading(line: str, level: int) -> None:
    heading, _ = blocks_of(f"{line}\n\nText of the part.")

    assert (heading.kind, heading.level) == (BlockKind.HEADING, level)


@pytest.mark.parametrize("line", ["A line.", "1. Wash your hands", "Part of the cell", "DNA", "3.5 is a number."])
def test_other_lines_are_no_headings(line: str) -> None:
    assert blocks_of(f"{line}\n\nMore text.")[0].kind is not BlockKind.HEADING


def test_lists_and_captions_are_told_apart() -> None:
    blocks = blocks_of(
        "We need:\n- water\n- light and\n  air\n\n1. first\n2. second\n\nFigure 1: a cell\n\n- Yes, he said."
    )

    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.PARAGRAPH, "We need:"),
        (BlockKind.LIST_ITEM, "water"),
        (BlockKind.LIST_ITEM, "light and air"),
        (BlockKind.LIST_ITEM, "1. first"),
        (BlockKind.LIST_ITEM, "2. second"),
        (BlockKind.LIST_ITEM, "Yes, he said."),
        (BlockKind.CAPTION, "Figure 1: a cell"),
    ]


def test_lines_that_an_editor_wrapped_are_paragraphs() -> None:
    line = (
        "A long line, as editors write them that wrap at the edge of the window and end only with the paragraph, here."
    )

    assert texts(f"{line}\n{line}") == [line, line]


def test_utf_16_with_its_mark_is_read() -> None:
    assert TextExtractor().extract("Größe: 日本".encode("utf-16")).text == "Größe: 日本"


@pytest.mark.parametrize("data", ["Größe".encode("latin-1"), b"\xff\xfea", b"\xfe\xff\xd8\x00"])
def test_another_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentNotUtf8):
        TextExtractor().extract(data)


def test_a_text_that_is_too_long_or_empty_is_refused() -> None:
    with pytest.raises(DocumentTooLong):
        TextExtractor(max_characters=3).extract(b"four")
    with pytest.raises(DocumentEmpty):
        TextExtractor().extract(b" \n")
    with pytest.raises(DocumentHasNoText):
        TextExtractor().extract("\u200b\u200b".encode())


@given(st.text(alphabet=st.characters(exclude_characters="-–*•‣◦▪▫■□●○\f", codec="utf-8"), max_size=80))
def test_every_readable_character_comes_through(text: str) -> None:
    try:
        found = TextExtractor().extract(text.encode()).text
    except (DocumentEmpty, DocumentHasNoText):
        found = ""

    def visible(words: str) -> str:
        return "".join(clean_line(words).split())

    assert visible(found) == visible(text)
