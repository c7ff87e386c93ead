"""What a file is, by its bytes."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.documents.contracts import DocumentEmpty, DocumentNotUtf8, DocumentTypeUnsupported
from lyceum.documents.media_types import MediaType, detect
from tests.documents.pdfs import Text, pdf_of


def test_a_pdf_is_known_by_its_header_even_behind_other_bytes() -> None:
    data = pdf_of([Text("x")])

    assert detect(data) is MediaType.PDF
    assert detect(b"\n\n" + data) is MediaType.PDF


@pytest.mark.parametrize("text", ["# Title\n\nText.", "plain words", "MZ is how this sentence begins", "日本語の文。"])
def test_readable_text_is_markdown(text: str) -> None:
    assert detect(text.encode()) is MediaType.MARKDOWN


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90\x00\x03", "program"),
        (b"\x7fELF\x02\x01", "program"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
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


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_text_in_another_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(DocumentNotUtf8):
        detect("Gemüse".encode(encoding))


@given(st.binary(max_size=100))
def test_any_bytes_have_a_type_or_a_known_refusal(data: bytes) -> None:
    with suppress(DocumentEmpty, DocumentNotUtf8, DocumentTypeUnsupported):
        assert detect(data) in MediaType
