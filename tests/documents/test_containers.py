"""Zip archives of strangers: counted while they are unpacked, whatever they say of themselves."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.documents.adapters.container import Container
from lyceum.documents.adapters.xml_tree import parsed
from lyceum.documents.contracts import DocumentDamaged, DocumentEncrypted, DocumentTooDemanding, ExtractionError
from tests.documents.containers import zip_of

MEGABYTE = 1024 * 1024


def test_a_part_that_unpacks_to_far_more_than_it_takes_is_refused() -> None:
    bomb = Container(zip_of({"word/document.xml": bytes(5 * MEGABYTE)}))

    with pytest.raises(DocumentTooDemanding, match="unpacks to more"):
        bomb.read("word/document.xml")


def test_a_part_that_lies_about_its_size_is_refused_all_the_same() -> None:
    data = bytearray(zip_of({"a": bytes(5 * MEGABYTE)}))
    directory = data.rindex(b"PK\x01\x02")
    # The size after unpacking, in the directory.
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)

    with pytest.raises(ExtractionError):
        Container(bytes(data)).read("a")


def test_many_parts_that_are_each_small_enough_are_counted_together() -> None:
    part = bytes(range(256)) * (MEGABYTE // 256) * 3
    container = Container(zip_of({str(number): part for number in range(60)}))

    with pytest.raises(DocumentTooDemanding):
        [container.read(name) for name in sorted(container.names)]


def test_more_parts_than_any_document_has_are_refused_before_they_are_listed() -> None:
    with pytest.raises(DocumentTooDemanding, match="10000 parts"):
        Container(zip_of({str(number): "" for number in range(10_001)}))


def test_a_name_that_climbs_out_of_a_folder_is_a_name() -> None:
    container = Container(zip_of({"../../etc/passwd": "root"}))

    assert container.names == {"../../etc/passwd"}
    assert container.read("../../etc/passwd") == b"root"


def test_an_archive_inside_is_not_opened() -> None:
    inner = zip_of({"word/document.xml": "text"})

    assert Container(zip_of({"inner.zip": inner})).names == {"inner.zip"}


def test_a_part_with_a_password_is_refused() -> None:
    data = bytearray(zip_of({"a": "secret"}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(DocumentEncrypted):
        Container(bytes(data)).read("a")


def test_a_part_whose_bytes_were_changed_is_damage() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("a", b"stored as it is")
    data = archive.getvalue().replace(b"stored", b"spored")

    with pytest.raises(DocumentDamaged):
        Container(data).read("a")
    with pytest.raises(DocumentDamaged):
        Container(data).read("missing")


@given(st.binary(max_size=200), st.integers(0, 400))
def test_any_damage_to_an_archive_has_a_known_refusal(junk: bytes, at: int) -> None:
    whole = zip_of({"word/document.xml": "<a>text</a>", "b": "c" * 100})
    data = whole[:at] + junk + whole[at + len(junk) :]

    try:
        container = Container(data)
        for name in container.names:
            container.read(name)
    except ExtractionError:
        pass


@pytest.mark.parametrize(
    "xml",
    [
        b"<a>",
        b"<a>&undefined;</a>",
        b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY % a SYSTEM "http://127.0.0.1/x">%a;]><a/>',
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        b"",
        b"\x00\x01",
    ],
)
def test_xml_that_is_damaged_or_declares_entities_is_refused(xml: bytes) -> None:
    with pytest.raises(DocumentDamaged):
        parsed(xml)


def test_a_document_type_is_neither_fetched_nor_minded() -> None:
    assert parsed(b'<!DOCTYPE a PUBLIC "x" "http://127.0.0.1:1/x.dtd"><a>b</a>').text == "b"
