"""Files of every kind that are wrong in every way: each has its answer, and none leaves anything behind."""

import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from lyceum.documents.extracting import extract
from lyceum.documents.media_types import MediaType
from lyceum.documents.reading import ALLOWANCE
from lyceum.platform.confinement import confined
from tests.documents.containers import docx_of, epub_of, p, pptx_of, shape, zip_of
from tests.documents.pages import GERMAN, JAPANESE
from tests.documents.pdfs import Text, paragraph, pdf_of
from tests.main_job.site import Learner, Site, files_of, fine, learn, refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORD = docx_of(p("A nucleus is an organelle."))
ZEROS = b"<w:document>" + bytes(40 * 1024 * 1024)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)

# Zeros, packed twice.
_packer = zlib.compressobj(9)
BLACK = zlib.compress(b"".join([_packer.compress(bytes(1 << 20)) for _ in range(64)]) + _packer.flush(), 9)

REFUSED = [
    ("renamed.pdf", b"\x7fELF\x02\x01\x01" + bytes(64), 415, "DOCUMENT_TYPE_UNSUPPORTED"),
    ("renamed.docx", b"\xcf\xfa\xed\xfe" + bytes(64), 415, "DOCUMENT_TYPE_UNSUPPORTED"),
    ("renamed.txt", b"#!/bin/sh\nrm -rf /\n", 415, "DOCUMENT_TYPE_UNSUPPORTED"),
    ("archive.docx", zip_of({"bomb.txt": "0" * 1000}), 415, "DOCUMENT_TYPE_UNSUPPORTED"),
    ("old.doc", OLE + "WordDocument".encode("utf-16-le"), 415, "DOCUMENT_TYPE_UNSUPPORTED"),
    ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le"), 422, "DOCUMENT_ENCRYPTED"),
    ("cut.docx", WORD[:-200], 422, "DOCUMENT_DAMAGED"),
    ("crowd.epub", zip_of({str(n): "" for n in range(10_001)}), 422, "DOCUMENT_TOO_DEMANDING"),
    ("sixty.pdf", b"%PDF-1.7\n" + bytes(60 * 1024 * 1024), 413, None),
]

FAILED = [
    ("bomb.docx", docx_of("", parts={"word/document.xml": ZEROS}), "DOCUMENT_TOO_DEMANDING"),
    ("bomb.epub", epub_of("", parts={"OPS/text/page 1.xhtml": ZEROS}), "DOCUMENT_TOO_DEMANDING"),
    ("laughs.docx", docx_of(p("<w:r><w:t>&a9;</w:t></w:r>"), declarations=LAUGHS), "DOCUMENT_DAMAGED"),
    ("deep.docx", docx_of("<w:sdtContent>" * 9999 + "</w:sdtContent>" * 9999), "DOCUMENT_TOO_DEMANDING"),
    ("deep.html", b"<html><body>" + b"<div>" * 100_000 + b"</body></html>", "DOCUMENT_HAS_NO_TEXT"),
    ("empty.pptx", pptx_of("<p:pic/>", shape("2", placeholder="sldNum")), "DOCUMENT_HAS_NO_TEXT"),
    ("scanned.pdf", pdf_of([], []), "DOCUMENT_HAS_NO_TEXT"),
    ("sold.epub", epub_of("<p>x</p>", parts={"META-INF/rights.xml": "<r/>"}), "DOCUMENT_ENCRYPTED"),
    ("half.docx", docx_of("", parts={"word/document.xml": "<w:doc"}), "DOCUMENT_DAMAGED"),
]


@pytest.mark.parametrize(("name", "content", "status", "code"), REFUSED, ids=[each[0] for each in REFUSED])
async def test_what_can_be_seen_at_once_is_refused_at_once(
    site: Site, ada: Learner, name: str, content: bytes, status: int, code: str | None
) -> None:
    answer = refused(await ada.upload(content, name))

    assert answer[0] == status
    assert code in (None, answer[1])
    assert await ada.all("documents") == []
    assert await site.rows("select count(*) from platform.job") == [(0,)]
    assert files_of(site) == []


@pytest.mark.parametrize(("name", "content", "code"), FAILED, ids=[each[0] for each in FAILED])
async def test_what_reading_finds_out_ends_the_job_with_its_reason(
    site: Site, ada: Learner, name: str, content: bytes, code: str
) -> None:
    uploaded = fine(await ada.upload(content, name), 202)
    await site.run_jobs()

    document = fine(await ada.get(f"documents/{uploaded['document_id']}"))
    assert (document["status"], document["error"]["code"]) == ("failed", code)
    assert fine(await ada.get(f"jobs/{uploaded['job_id']}"))["error"] == document["error"]
    assert await ada.all(f"documents/{uploaded['document_id']}/passages") == []
    assert await ada.all("subjects") == await ada.all("decks") == []

    # The file stays as long as the document that says what is wrong with it.
    assert len(files_of(site)) == 1
    await ada.delete(f"documents/{uploaded['document_id']}")
    await site.relay.drain()
    assert files_of(site) == []


async def test_a_picture_of_gigabytes_costs_no_more_than_its_page(site: Site, ada: Learner) -> None:
    """It says to be 3.6 GB; text is taken from around it without unpacking it, in a process of its own."""
    side = 60_000
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray /BitsPerComponent 8"
        f" /Filter [/ASCIIHexDecode /FlateDecode /FlateDecode] /Length {2 * len(BLACK)} >>"
        f"\nstream\n{BLACK.hex()}\nendstream"
    )
    words = ["A nucleus is the organelle that holds the DNA of a cell.", "A nucleus has a double membrane with pores."]
    content = pdf_of(paragraph(*words * 8), picture=picture)
    # What is loaded on first use is loaded before anything is measured.
    await learn(site, ada, pdf_of(paragraph(*words)), "small.pdf")
    before_mb = memory_mb("VmRSS")
    forget_peak()

    uploaded = fine(await ada.upload(content, "bomb.pdf"), 202)
    await site.run_jobs()

    assert fine(await ada.get(f"jobs/{uploaded['job_id']}"))["status"] == "completed"
    assert memory_mb("VmHWM") - before_mb < 200
    # The process that reads it needs no more than this; a measured peak would be that of the greediest child there was.
    read = await confined(replace(ALLOWANCE, memory_mb=256), extract, MediaType.PDF, content)
    assert read.passages


def forget_peak() -> None:
    """The most this process has held is counted anew from now on."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def memory_mb(which: str) -> float:
    """What this process holds (`VmRSS`), or the most it has held since that was reset (`VmHWM`)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(which))


async def test_a_scanned_file_is_told_what_it_lacks(site: Site, ada: Learner) -> None:
    uploaded = fine(await ada.upload(pdf_of([], []), "scan.pdf"), 202)
    await site.run_jobs()

    message = fine(await ada.get(f"documents/{uploaded['document_id']}"))["error"]["message"]
    assert "None of the 2 pages holds text" in message
    assert "text recognition (OCR)" in message


async def test_three_hundred_pages_are_read(site: Site, ada: Learner) -> None:
    pages = [
        [Text(f"Chapter {n}", y=700, size=18), *paragraph(f"A cell {n} is a part of the body.", "It is small.", y=650)]
        for n in range(1, 301)
    ]

    learned = await learn(site, ada, pdf_of(*pages), "long.pdf")

    passages = await ada.all(f"documents/{learned.document_id}/passages")
    assert fine(await ada.get(f"documents/{learned.document_id}"))["page_count"] == 300
    assert passages[-1]["page"] == 300


@pytest.mark.parametrize(("page", "language"), [(GERMAN, "de"), (JAPANESE, "ja")])
async def test_other_languages_are_read_and_named(site: Site, ada: Learner, page: str, language: str) -> None:
    learned = await learn(site, ada, page.encode(), "zelle.md")

    assert fine(await ada.get(f"documents/{learned.document_id}"))["language"] == language
    assert len(await ada.all(f"documents/{learned.document_id}/passages")) == 3


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (docx_of(p("Cells", "berschrift1") + p("A nucleus is an organelle.")), "a.docx", "wordprocessingml.document"),
        (pptx_of(shape("Cells", placeholder="title") + shape("A nucleus.")), "a.pptx", "presentationml.presentation"),
        (epub_of("<html><body><h1>Cells</h1><p>A nucleus.</p></body></html>"), "a.epub", "application/epub+zip"),
        (b"<!doctype html><h1>Cells</h1><p>A nucleus is an organelle.", "a.html", "text/html"),
        (b"Chapter 1\n\nA nucleus is an organelle.", "a.txt", "text/plain"),
    ],
)
async def test_every_kind_of_file_is_learned_from(
    site: Site, ada: Learner, content: bytes, name: str, kind: str
) -> None:
    learned = await learn(site, ada, content, name)

    document = fine(await ada.get(f"documents/{learned.document_id}"))
    assert kind in document["media_type"]
    (passage,) = await ada.all(f"documents/{learned.document_id}/passages")
    assert passage["text"].startswith("A nucleus")
    assert passage["heading"] in ("Cells", "Chapter 1")
