"""Word files: what is read, what is left out, and on which page it stands."""

from collections.abc import Sequence

import pytest

from lyceum.documents.adapters.docx import DocxExtractor
from lyceum.documents.contracts import DocumentDamaged, DocumentHasNoText, DocumentTooDemanding
from lyceum.documents.ports import Block, BlockKind
from tests.documents.containers import docx_of, p, run, zip_of

TURNED = '<w:r><w:br w:type="page"/></w:r>'
LAID_OUT = "<w:lastRenderedPageBreak/>"


def blocks_of(body: str) -> tuple[Block, ...]:
    return DocxExtractor().extract(docx_of(body)).blocks


def texts(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks]


def test_headings_lists_and_captions_are_told_by_their_styles_in_any_language() -> None:
    document = DocxExtractor().extract(
        docx_of(
            p("Cells", "Titel")
            + p("Parts", "berschrift1")
            + p("Nucleus", "Eigene")
            + p("It holds the DNA.")
            + p("two membranes", "Liste")
            + p("numbered", properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
            + p("no longer numbered", "Liste", '<w:numPr><w:numId w:val="0"/></w:numPr>')
            + p("A drawing of it", "Beschriftung")
        )
    )

    assert [(block.kind, block.text, block.level) for block in document.blocks] == [
        (BlockKind.HEADING, "Cells", 1),
        (BlockKind.HEADING, "Parts", 1),
        (BlockKind.HEADING, "Nucleus", 2),
        (BlockKind.PARAGRAPH, "It holds the DNA.", 0),
        (BlockKind.LIST_ITEM, "two membranes", 0),
        (BlockKind.LIST_ITEM, "numbered", 0),
        (BlockKind.PARAGRAPH, "no longer numbered", 0),
        (BlockKind.CAPTION, "A drawing of it", 0),
    ]
    assert document.title == "Cells"


def test_a_short_bold_paragraph_without_a_style_is_a_heading() -> None:
    blocks = blocks_of(p(run("How cells live", "<w:b/>")) + p(run("A sentence in bold.", "<w:b/>")))

    assert [block.kind for block in blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


def test_bold_words_are_kept_across_runs() -> None:
    paragraph = p(
        run("A ")
        + run("mito", "<w:b/>")
        + run("chondrion", '<w:b w:val="1"/>')
        + run(" is an ", '<w:b w:val="0"/>')
        + run("organelle", '<w:rStyle w:val="Fett"/>')
        + run(".")
    )

    (block,) = blocks_of(paragraph)

    assert block.text == "A mitochondrion is an organelle."
    assert [block.text[span.start : span.end] for span in block.bold] == ["mitochondrion", "organelle"]


def test_hidden_deleted_and_unreadably_small_text_is_left_out() -> None:
    paragraph = p(
        run("Seen")
        + run(" hidden", "<w:vanish/>")
        + f"<w:del>{run(' deleted')}</w:del>"
        + f"<w:moveFrom>{run(' moved away')}</w:moveFrom>"
        + f"<w:ins>{run(' inserted')}</w:ins>"
        + run(" tiny", '<w:sz w:val="2"/>')
        + run(" white", '<w:color w:val="FFFFFF"/>')
        + run(" marked", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>')
        + run(" soft\u00adhyphen zero\u200bwidth\U000e0041")
        + "<w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>breaking</w:t><w:tab/><w:t>end</w:t></w:r>"
    )

    assert texts(blocks_of(paragraph)) == ["Seen inserted marked softhyphen zerowidthnon-breaking end"]


def test_lists_of_contents_and_notes_are_left_out() -> None:
    contents = "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    body = (
        p("Parts 3", "Verzeichnis1")
        + f"{contents}<w:sdtContent>{p('Contents')}</w:sdtContent></w:sdt>"
        + f"<w:sdt><w:sdtContent>{p('In a control.')}</w:sdtContent></w:sdt>"
        + p(run("A claim.") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    )

    assert texts(blocks_of(body)) == ["In a control.", "A claim."]


def test_links_fields_formulas_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    paragraph = p(
        f"<w:hyperlink>{run('Einstein')}</w:hyperlink>{run(' wrote ')}"
        "<m:oMath><m:r><m:t>E=m</m:t></m:r><m:sSup><m:e><m:r><m:t>c</m:t></m:r></m:e></m:sSup></m:oMath>"
        f"<w:fldSimple>{run(' in 1905')}</w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r>{drawing}"
    )

    assert texts(blocks_of(paragraph)) == ["Einstein wrote E=mc in 1905", "In a box."]


def test_pages_turn_where_the_file_says_so() -> None:
    document = DocxExtractor().extract(
        docx_of(
            p("On one.")
            + p(TURNED)
            + p(f"<w:r>{LAID_OUT}<w:t>On two, and over to </w:t>{LAID_OUT}<w:t>three.</w:t></w:r>")
            + p("On four.", properties="<w:pageBreakBefore/>")
            + p(f"<w:r>{LAID_OUT}<w:t>On five.</w:t></w:r>", properties="<w:sectPr/>")
            + p("On six.", properties="<w:sectPr/>")
            + p("Still on six.")
            + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
        )
    )

    assert [(block.text, block.page) for block in document.blocks] == [
        ("On one.", 1),
        ("On two, and over to three.", 2),
        ("On four.", 4),
        ("On five.", 5),
        ("On six.", 6),
        ("Still on six.", 6),
    ]
    (turn,) = document.blocks[1].page_breaks
    assert (document.blocks[1].text[turn.offset :], turn.page) == ("three.", 3)
    assert len(document.pages) == 6


def test_rows_of_tables_are_kept_beside_the_text_and_layout_tables_are_text() -> None:
    def table(*cells: str) -> str:
        return "<w:tbl><w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"

    long = "A cell that holds a paragraph of prose. " * 10
    blocks = blocks_of(p("Before.") + table("Price", "$1.00") + p("After.") + table("Margin", long))

    assert [(block.kind, block.text[:20]) for block in blocks] == [
        (BlockKind.PARAGRAPH, "Before."),
        (BlockKind.PARAGRAPH, "After."),
        (BlockKind.PARAGRAPH, "Margin"),
        (BlockKind.PARAGRAPH, "A cell that holds a "),
        (BlockKind.TABLE_ROW, "Price | $1.00"),
    ]


def test_the_title_is_that_of_the_properties_unless_nobody_gave_it() -> None:
    body = p("Parts", "berschrift1") + p("Text.")

    assert DocxExtractor().extract(docx_of(body, title="Cells")).title == "Cells"
    assert DocxExtractor().extract(docx_of(body, title="Microsoft Word - a.doc")).title == "Parts"


def test_the_strict_edition_of_the_format_is_read_too() -> None:
    body = "<w:p><w:r><w:t>Strict.</w:t></w:r></w:p>"
    strict = (
        f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>{body}</w:body></w:document>'
    )

    assert texts(DocxExtractor().extract(docx_of("", parts={"word/document.xml": strict})).blocks) == ["Strict."]


@pytest.mark.parametrize(
    "data",
    [
        docx_of(p("Text."))[:-40],
        zip_of({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}),
        docx_of("", parts={"word/document.xml": "<w:document"}),
        docx_of("", parts={"word/document.xml": "<nothing/>"}),
        docx_of("", parts={"word/styles.xml": b"\xff\xfe\x00"}),
        docx_of(p("&bomb;"), declarations='<!DOCTYPE x [<!ENTITY bomb "boom">]>'),
        docx_of(p("&file;"), declarations='<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'),
    ],
)
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentDamaged):
        DocxExtractor().extract(data)


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(DocumentHasNoText, match="no text"):
        DocxExtractor().extract(docx_of(p("<w:r><w:drawing/></w:r>")))


def test_a_file_nested_without_end_is_refused() -> None:
    with pytest.raises(DocumentTooDemanding, match="levels deep"):
        DocxExtractor().extract(docx_of("<w:sdtContent>" * 10_000 + "</w:sdtContent>" * 10_000))
