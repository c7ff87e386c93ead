"""EPUB books: the pages of the spine, without what stands around the text."""

import pytest

from lyceum.documents.adapters.epub import EpubExtractor
from lyceum.documents.contracts import DocumentDamaged, DocumentEncrypted, DocumentHasNoText, DocumentTooLong
from lyceum.documents.ports import BlockKind
from tests.documents.containers import epub_of, zip_of


def page(body: str, attributes: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>x</title><script src='a.js'/></head><body {attributes}>{body}</body></html>"
    )


COVER = page("<h1>Cells</h1>", 'epub:type="frontmatter cover"')
CHAPTER = page("<h1>Osmosis</h1><p>It is the <b>movement of water</b>.</p><aside><p>A box of the chapter.</p></aside>")


def encrypted(algorithm: str) -> dict[str, bytes | str]:
    method = f'<EncryptionMethod xmlns="http://www.w3.org/2001/04/xmlenc#" Algorithm="{algorithm}"/>'
    return {"META-INF/encryption.xml": f"<encryption><EncryptedData>{method}</EncryptedData></encryption>"}


def test_a_page_is_a_document_of_the_spine_and_keeps_its_number() -> None:
    contents = page("<ol><li>Osmosis</li></ol>", 'epub:type="toc"')
    document = EpubExtractor().extract(epub_of(COVER, contents, CHAPTER, page("<h2>Diffusion</h2><p>No energy.</p>")))

    assert [(block.page, block.kind, block.text) for block in document.blocks] == [
        (3, BlockKind.HEADING, "Osmosis"),
        (3, BlockKind.PARAGRAPH, "It is the movement of water."),
        (3, BlockKind.PARAGRAPH, "A box of the chapter."),
        (4, BlockKind.HEADING, "Diffusion"),
        (4, BlockKind.PARAGRAPH, "No energy."),
    ]
    assert (document.title, len(document.pages)) == ("Cells", 4)


def test_the_spine_decides_the_order_and_what_is_not_linear_is_left_out() -> None:
    spine = '<itemref idref="p2"/><itemref idref="p3" linear="no"/><itemref idref="p1"/>'
    book = epub_of(page("<p>Last.</p>"), page("<p>First.</p>"), page("<p>Answers.</p>"), spine=spine)

    assert [block.text for block in EpubExtractor().extract(book).blocks] == ["First.", "Last."]


def test_what_the_guide_calls_a_cover_or_contents_is_left_out() -> None:
    guide = '<reference type="title-page" href="text/page%201.xhtml#top"/>'

    blocks = EpubExtractor().extract(epub_of(page("<p>By Ada.</p>"), CHAPTER, guide=guide)).blocks

    assert blocks[0].text == "Osmosis"


def test_footnotes_and_numbers_of_printed_pages_are_left_out() -> None:
    body = (
        '<p>Cells<sup><a href="#n1">1</a></sup> are<span epub:type="pagebreak">12</span> small.</p>'
        '<p id="n1" epub:type="footnote">1 A note.</p>'
    )

    assert [block.text for block in EpubExtractor().extract(epub_of(page(body))).blocks] == ["Cells are small."]


@pytest.mark.parametrize(
    "parts", [encrypted("http://www.w3.org/2001/04/xmlenc#aes256-cbc"), {"META-INF/rights.xml": "<rights/>"}]
)
def test_a_copy_protected_book_is_refused(parts: dict[str, bytes | str]) -> None:
    with pytest.raises(DocumentEncrypted, match="copy-protected"):
        EpubExtractor().extract(epub_of(CHAPTER, parts=parts))


def test_a_book_with_scrambled_fonts_is_no_protected_book() -> None:
    book = epub_of(CHAPTER, parts=encrypted("http://www.idpf.org/2008/embedding"))

    assert EpubExtractor().extract(book).title == "Cells"


def test_a_book_of_images_is_refused() -> None:
    with pytest.raises(DocumentHasNoText, match="images"):
        EpubExtractor().extract(epub_of(page("<h1>One</h1><img src='1.png'/>"), page("<svg><text>x</text></svg>")))


def test_a_book_of_more_parts_than_are_read_is_refused() -> None:
    with pytest.raises(DocumentTooLong):
        EpubExtractor(max_pages=1).extract(epub_of(CHAPTER, CHAPTER))
    with pytest.raises(DocumentTooLong):
        EpubExtractor(max_characters=100).extract(epub_of(CHAPTER, CHAPTER))


@pytest.mark.parametrize(
    "book",
    [
        zip_of({"META-INF/container.xml": "<container/>"}),
        epub_of(CHAPTER, spine='<itemref idref="nobody"/>'),
        epub_of(CHAPTER, parts={"OPS/book.opf": "<package"}),
    ],
)
def test_a_book_that_lacks_parts_is_refused(book: bytes) -> None:
    with pytest.raises(DocumentDamaged):
        EpubExtractor().extract(book)
