"""What a file is, by its bytes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.documents.contracts import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentNotUtf8,
    DocumentTypeUnsupported,
    ExtractionError,
)
from lyceum.documents.media_types import MediaType, detect
from tests.builders import can_be_done_within
from tests.documents.containers import docx_of, epub_of, p, pptx_of, zip_of
from tests.documents.pdfs import Text, pdf_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_a_pdf_is_known_by_its_header_even_behind_other_bytes() -> None:
    data = pdf_of([Text("x")])

    assert detect(data) is MediaType.PDF
    assert detect(b"\n\n" + data) is MediaType.PDF


def test_a_text_that_speaks_of_pdf_files_is_none() -> None:
    assert detect(b"Words. " * 200 + b"Such a file begins with %PDF-1.7 and ends later.") is MediaType.TEXT


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\nText.",
        "Title\n=====\n\nText.",
        "A **bold** word.",
        "See [it](https://a.b).",
        "```\ncode\n```",
        "a|b\n---|---",
    ],
)
def test_text_with_markup_is_markdown(text: str) -> None:
    assert detect(text.encode()) is MediaType.MARKDOWN


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "MZ is how this sentence begins",
        "PK too",
        "日本語の文。",
        "a*b*c and 2 ** 3",
        "- a\n- b",
        "x\f#5 y",
    ],
)
def test_text_without_markup_is_plain_text(text: str) -> None:
    assert detect(text.encode()) is MediaType.TEXT
    assert detect(text.encode("utf-16")) is MediaType.TEXT


@pytest.mark.parametrize(
    "page",
    [
        b"<!DOCTYPE html><p>x",
        b"\n <!-- saved from --> <HTML lang=en>",
        b'\xef\xbb\xbf<?xml version="1.0"?><html xmlns="x">',
        "<html><p>x".encode("utf-16"),
        b'<html><meta charset="latin1"><p>\xe4',
    ],
)
def test_a_page_is_known_by_its_first_element(page: bytes) -> None:
    assert detect(page) is MediaType.HTML


def test_markdown_may_begin_with_an_element() -> None:
    assert detect(b'<div align="center">\n\n# Title\n\n</div>') is MediaType.MARKDOWN


def test_containers_are_told_apart_by_what_is_in_them() -> None:
    assert detect(docx_of(p("x"))) is MediaType.DOCX
    assert detect(pptx_of("")) is MediaType.PPTX
    assert detect(epub_of("<p>x</p>")) is MediaType.EPUB


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"bomb.txt": "0"}, "ZIP archive"),
        ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, "Excel"),
        ({"content.xml": "", "META-INF/manifest.xml": ""}, "OpenDocument"),
    ],
)
def test_other_archives_are_refused_by_name(parts: dict[str, bytes | str], name: str) -> None:
    with pytest.raises(DocumentTypeUnsupported, match=name):
        detect(zip_of(parts))


def test_a_container_that_is_cut_off_is_damaged() -> None:
    with pytest.raises(DocumentDamaged):
        detect(docx_of(p("x"))[:-30])


@pytest.mark.parametrize(
    ("stream", "name"),
    [("WordDocument", r"\.doc\)"), ("PowerPoint Document", r"\.ppt\)"), ("Workbook", "Excel"), ("x", "old Office")],
)
def test_old_office_files_are_refused_with_what_to_do(stream: str, name: str) -> None:
    with pytest.raises(DocumentTypeUnsupported, match=name):
        detect(OLE + stream.encode("utf-16-le"))


def test_an_office_file_with_a_password_is_encrypted() -> None:
    with pytest.raises(DocumentEncrypted):
        detect(OLE + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00\x03", "program"),
        (b"\x7fELF\x02\x01", "program"),
        (b"PK\x05\x06\x00\x00", "ZIP"),
        (b"\xcf\xfa\xed\xfe\x07\x00", "program"),
        (b"#!/bin/sh\nrm -r x\n", "script"),
        (b"<?xml version='1.0'?><svg><text>x</text></svg>", "image"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\x00\x01\x02", "not text"),
    ],
)
def test_other_kinds_of_file_are_refused_by_name(data: bytes, name: str) -> None:
    with pytest.raises(DocumentTypeUnsupported, match=name) as refused:
        detect(data)

    assert refused.value.status == 415


@pytest.mark.parametrize("data", [b"", b"  \n\t"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentEmpty):
        detect(data)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_text_in_another_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(DocumentNotUtf8):
        detect("Gemüse".encode(encoding))


@pytest.mark.parametrize(
    "data",
    [
        b"<!---->" * 500_000,
        b"<!-- " * 500_000,
        b"<?xml>" * 500_000,
        b"](" * 1_000_000,
        b"**a" * 1_000_000,
        b"- " * 1_000_000,
        b"-" * 3_000_000,
        b"# " + b" " * 3_000_000,
        b" " * 3_000_000 + b"x",
        b"<svg" * 500_000,
        b"<meta " * 500_000,
        b"PK\x03\x04" * 500_000,
        b"PK\x01\x02" * 500_000,
    ],
    ids=lambda data: repr(data[:8]),
)
def test_no_bytes_keep_the_server_busy(data: bytes) -> None:
    def detected() -> None:
        with suppress(ExtractionError, DocumentTypeUnsupported):
            detect(data)

    assert can_be_done_within(2.0, detected)


@given(st.binary(max_size=100))
def test_any_bytes_have_a_type_or_a_known_refusal(data: bytes) -> None:
    with suppress(ExtractionError, DocumentTypeUnsupported):
        assert detect(data) in MediaType
