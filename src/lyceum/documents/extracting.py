"""From the bytes of a file to its title and passages: pure computing, called where it can do no harm."""

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from lyceum.algorithms.text.hygiene import clean_line
from lyceum.algorithms.text.languages import language_of
from lyceum.documents.media_types import MediaType
from lyceum.documents.passages import Passage, split_into_passages
from lyceum.documents.ports import Extractor

# By name, so that a reader of one kind of file is loaded by whoever reads such a file, and by nobody else.
_EXTRACTORS = {
    MediaType.PDF: ("pdf", "PdfExtractor"),
    MediaType.DOCX: ("docx", "DocxExtractor"),
    MediaType.PPTX: ("pptx", "PptxExtractor"),
    MediaType.EPUB: ("epub", "EpubExtractor"),
    MediaType.HTML: ("html", "HtmlExtractor"),
    MediaType.MARKDOWN: ("markdown", "MarkdownExtractor"),
    MediaType.TEXT: ("text", "TextExtractor"),
}
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a file holds; `title` is None if it names none, `language` if it cannot be told for sure."""

    title: str | None
    pages: int
    passages: tuple[Passage, ...]
    language: str | None = None


def extract(media_type: MediaType, data: bytes) -> Extracted:
    """The text of a file in passages.

    Raises:
        ExtractionError: one of its subclasses, if there is no text to be had.
    """
    found = extractor_of(media_type).extract(data)
    language = language_of(found.text)
    return Extracted(
        _shown(found.title or ""), len(found.pages), split_into_passages(found), language.code if language else None
    )


def extractor_of(media_type: MediaType) -> Extractor:
    """What reads such files."""
    module, name = _EXTRACTORS[media_type]
    made = getattr(import_module(f"lyceum.documents.adapters.{module}"), name)()
    return cast("Extractor", made)


def _shown(title: str) -> str | None:
    """On one line, and of a length a list can show: a title is whatever the file says it is."""
    line = clean_line(title)
    return (line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rstrip()}…") or None
