"""PowerPoint files: a slide is a page, its title a heading."""

import pytest

from lyceum.documents.adapters.pptx import PptxExtractor
from lyceum.documents.contracts import DocumentDamaged, DocumentHasNoText, DocumentTooLong
from lyceum.documents.ports import BlockKind
from tests.documents.containers import pptx_of, shape, zip_of


def test_a_slide_is_a_page_in_the_order_of_the_show() -> None:
    document = PptxExtractor().extract(
        pptx_of(
            shape("Cells", placeholder="ctrTitle") + shape("A lesson", placeholder="subTitle"),
            shape("**Mitochondria", "release energy from food", placeholder="") + shape("Parts", placeholder="title"),
            shape("Never shown", placeholder="title"),
            shape("A free box of text.") + shape("7", placeholder="sldNum") + shape("secret", hidden=True),
            hidden=[3],
        )
    )

    assert [(block.page, block.kind, block.text, block.level) for block in document.blocks] == [
        (1, BlockKind.HEADING, "Cells", 1),
        (1, BlockKind.PARAGRAPH, "A lesson", 0),
        (2, BlockKind.HEADING, "Parts", 1),
        (2, BlockKind.HEADING, "Mitochondria", 2),
        (2, BlockKind.LIST_ITEM, "release energy from food", 0),
        (4, BlockKind.PARAGRAPH, "A free box of text.", 0),
    ]
    assert document.title == "Cells"
    assert len(document.pages) == 4


def test_groups_tables_breaks_and_fields_are_read() -> None:
    cells = "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{t}</a:t></a:r></a:p></a:txBody></a:tc>" for t in ("Price", "$1"))
    table = f"<a:graphic><a:graphicData><a:tbl><a:tr>{cells}</a:tr></a:tbl></a:graphicData></a:graphic>"
    paragraph = (
        '<a:p><a:pPr><a:buNone/></a:pPr><a:r><a:t>One</a:t></a:r><a:br/><a:r><a:rPr b="1"/><a:t>two</a:t></a:r>'
        '<a:fld type="slidenum"><a:t>9</a:t></a:fld></a:p>'
    )
    document = PptxExtractor().extract(
        pptx_of(f"<p:graphicFrame>{table}</p:graphicFrame><p:grpSp>{shape(paragraph, placeholder='body')}</p:grpSp>")
    )

    assert [(block.kind, block.text) for block in document.blocks] == [
        (BlockKind.PARAGRAPH, "One two"),
        (BlockKind.TABLE_ROW, "Price | $1"),
    ]
    assert [(span.start, span.end) for span in document.blocks[0].bold] == [(4, 7)]


def test_slides_without_text_are_refused() -> None:
    with pytest.raises(DocumentHasNoText, match="None of the 2 slides"):
        PptxExtractor().extract(pptx_of("<p:pic/>", shape("3", placeholder="sldNum")))


def test_a_presentation_without_slides_is_refused() -> None:
    with pytest.raises(DocumentHasNoText, match="no slides"):
        PptxExtractor().extract(pptx_of())


def test_more_slides_than_are_read_are_refused() -> None:
    with pytest.raises(DocumentTooLong, match="3 slides"):
        PptxExtractor(max_pages=2).extract(pptx_of(*[shape("x")] * 3))


def test_a_slide_that_is_not_there_is_damage() -> None:
    with pytest.raises(DocumentDamaged):
        PptxExtractor().extract(zip_of({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<a/>"}))
