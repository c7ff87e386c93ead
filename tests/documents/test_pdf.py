"""PDF extraction: the structure of a real chapter and of small pages, and every way a file can be unusable."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lyceum.documents.adapters.pdf import PdfExtractor
from lyceum.documents.contracts import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentHasNoText,
    DocumentTooLong,
    ExtractionError,
)
from lyceum.documents.ports import Block, BlockKind, ExtractedDocument
from tests.documents.pdfs import Text, encrypted_pdf, paragraph, pdf_of

SAMPLE = Path(__file__).parents[2] / "examples" / "demand-and-supply.pdf"


@pytest.fixture(scope="module")
def sample_bytes() -> bytes:
    return SAMPLE.read_bytes()


@pytest.fixture(scope="module")
def sample(sample_bytes: bytes) -> ExtractedDocument:
    return PdfExtractor().extract(sample_bytes)


def blocks_of(data: bytes) -> list[Block]:
    return list(PdfExtractor().extract(data).blocks)


def headings(document: ExtractedDocument) -> list[str]:
    return [block.text for block in document.blocks if block.kind is BlockKind.HEADING]


def test_the_sample_chapter_keeps_its_pages_title_and_headings(sample: ExtractedDocument) -> None:
    assert [page.number for page in sample.pages] == list(range(1, 21))
    assert sample.title == "Introduction to Demand and Supply"
    assert "Shifts in Demand and Supply for Goods and Services" in headings(sample)
    assert len(headings(sample)) == 35


def test_the_sample_chapter_loses_its_running_headers(sample: ExtractedDocument) -> None:
    assert "Principles of Economics 3e" not in sample.text
    assert "Page 2" not in sample.text


def test_offsets_point_at_the_text_of_each_block(sample: ExtractedDocument) -> None:
    for block in sample.blocks:
        assert sample.text[block.offset : block.offset + len(block.text)] == block.text


def test_a_paragraph_over_a_page_break_is_one_block_that_knows_where_it_turns(sample: ExtractedDocument) -> None:
    turning = [block for block in sample.blocks if block.page_breaks]

    assert turning
    for block in turning:
        assert [each.page for each in block.page_breaks] == [block.page + 1]
        assert block.text[block.page_breaks[0].offset] != " "


def test_bullets_become_list_items_without_their_marks(sample: ExtractedDocument) -> None:
    items = [block.text for block in sample.pages[0].blocks if block.kind is BlockKind.LIST_ITEM]

    assert items[0] == "Demand, Supply, and Equilibrium in Markets for Goods and Services"
    assert len(items) == 4


def test_bold_words_are_ranges_of_their_paragraph() -> None:
    data = pdf_of(
        [
            Text("A Heading of This Page", size=18, y=760),
            Text("The line is called the ", y=700),
            Text("demand curve", x=181, y=700, is_bold=True),
            Text(" by everyone who", x=250, y=700),
            Text("draws it on a board.", y=686),
        ]
    )

    heading, body = blocks_of(data)

    assert (heading.kind, heading.level, heading.text) == (BlockKind.HEADING, 1, "A Heading of This Page")
    assert [body.text[span.start : span.end] for span in body.bold] == ["demand curve"]


def test_a_short_bold_line_alone_is_a_heading() -> None:
    data = pdf_of(
        [Text("Price floors", is_bold=True, y=720), *paragraph("They are the lowest", "legal prices.", y=690)]
    )

    assert [block.kind for block in blocks_of(data)] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


def test_two_columns_drawn_row_by_row_are_read_one_after_the_other() -> None:
    left = paragraph(*[f"left line {row} goes on and on" for row in range(8)])
    right = paragraph(*[f"right line {row} goes on and on" for row in range(8)], x=320)
    rows = [line for pair in zip(left, right, strict=True) for line in pair]

    text = PdfExtractor().extract(pdf_of(rows)).text

    assert text.index("left line 7") < text.index("right line 0")


def test_a_word_cut_at_a_line_end_is_whole_again() -> None:
    data = pdf_of(paragraph("the opportunity of econo-", "mics is large and wide", "and economics is useful"))

    assert "economics is large" in PdfExtractor().extract(data).text


def test_a_gap_between_lines_begins_a_paragraph() -> None:
    data = pdf_of(
        [
            *paragraph("One sentence here.", "It goes on for a line.", "And another line of it."),
            *paragraph("A second paragraph", "with two lines.", y=640),
        ]
    )

    assert [block.text[:6] for block in blocks_of(data)] == ["One se", "A seco"]


def test_text_too_small_to_read_is_left_out() -> None:
    data = pdf_of([Text("Visible text on the page."), Text("hidden order to a machine", y=500, size=0.5)])

    assert "hidden" not in PdfExtractor().extract(data).text


def test_an_encrypted_file_says_so() -> None:
    with pytest.raises(DocumentEncrypted, match="password"):
        PdfExtractor().extract(encrypted_pdf())


def test_a_damaged_file_is_not_called_encrypted_after_one_that_was() -> None:
    # pdfium refuses a file without pages, and leaves its last error as it was.
    with pytest.raises(DocumentEncrypted):
        PdfExtractor().extract(encrypted_pdf())

    with pytest.raises(DocumentDamaged):
        PdfExtractor().extract(pdf_of())


def test_pages_without_text_say_that_they_are_probably_scanned() -> None:
    with pytest.raises(DocumentHasNoText, match=r"None of the 2 pages holds text; they are probably scanned.*OCR"):
        PdfExtractor().extract(pdf_of([], []))
    with pytest.raises(DocumentHasNoText, match="one page holds no text; it is probably scanned"):
        PdfExtractor().extract(pdf_of([]))


def test_a_file_cut_off_says_that_it_is_damaged() -> None:
    with pytest.raises(DocumentDamaged, match="damaged"):
        PdfExtractor().extract(b"%PDF-1.7\n1 0 obj\n<< /Type")


def test_an_empty_file_says_so() -> None:
    with pytest.raises(DocumentEmpty, match="empty"):
        PdfExtractor().extract(b" \n")


def test_more_pages_than_allowed_are_refused_not_cut() -> None:
    with pytest.raises(DocumentTooLong, match="3 pages; at most 2"):
        PdfExtractor(max_pages=2).extract(pdf_of([Text("a")], [Text("b")], [Text("c")]))


def test_more_text_than_allowed_is_refused() -> None:
    with pytest.raises(DocumentTooLong, match="characters"):
        PdfExtractor(max_characters=10).extract(pdf_of([Text("more than ten characters")]))


def test_three_hundred_pages_are_read() -> None:
    page = [Text("Running header", y=810, size=8), *paragraph("Words of this page, all of them", "in two lines.")]

    document = PdfExtractor().extract(pdf_of(*[page] * 300))

    assert len(document.pages) == 300
    assert "Running header" not in document.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=400), st.binary(max_size=400).map(lambda tail: b"%PDF-1.7\n" + tail)))
def test_any_bytes_end_in_a_document_or_a_known_error(data: bytes) -> None:
    _extract_or_known_error(data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(cut=st.floats(0.0, 1.0))
def test_a_truncated_chapter_ends_in_a_document_or_a_known_error(sample_bytes: bytes, cut: float) -> None:
    _extract_or_known_error(sample_bytes[: int(cut * len(sample_bytes))])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(places=st.lists(st.tuples(st.floats(0.0, 0.999), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_chapter_with_flipped_bytes_ends_in_a_document_or_a_known_error(
    sample_bytes: bytes, places: list[tuple[float, int]]
) -> None:
    damaged = bytearray(sample_bytes)
    for place, value in places:
        damaged[int(place * len(damaged))] = value

    _extract_or_known_error(bytes(damaged))


def test_every_refusal_is_a_422_with_a_code_of_its_own() -> None:
    refusals = ExtractionError.__subclasses__()

    assert {each.status for each in refusals} == {422}
    assert len({each.code for each in refusals}) == len(refusals)


def _extract_or_known_error(data: bytes) -> None:
    with suppress(ExtractionError):
        assert PdfExtractor().extract(data).blocks


def test_a_title_of_half_characters_is_no_title() -> None:
    page = paragraph("Demand is what buyers want.")

    assert PdfExtractor().extract(pdf_of(page, title="FEFF00410042")).title == "AB"
    assert PdfExtractor().extract(pdf_of(page, title="FEFFD8000041")).title is None


WHITE, BLACK, GROUND = "1 g", "0 g", "0 0 1 rg 0 600 595 200 re f"


def test_text_that_nobody_can_see_is_left_out() -> None:
    page = [
        Text("Seen by everybody.", y=700),
        Text("White on white.", y=660, drawn_before=WHITE),
        Text("Off the page.", x=-400, y=620, drawn_before=BLACK),
        Text("Above the page.", y=2000),
        Text("Too small to read.", y=580, size=1),
    ]

    assert PdfExtractor().extract(pdf_of(page)).text == "Seen by everybody."


def test_white_text_on_a_ground_is_read() -> None:
    page = [Text("White on blue.", y=700, drawn_before=f"{GROUND} {WHITE}"), Text("Black.", y=500, drawn_before=BLACK)]

    assert "White on blue." in PdfExtractor().extract(pdf_of(page)).text
