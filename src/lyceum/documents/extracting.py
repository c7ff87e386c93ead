"""From the bytes of a file to its title and passages: pure computing, called where it can do no harm."""

from dataclasses import dataclass

from lyceum.algorithms.text.hygiene import clean_line
from lyceum.documents.adapters.markdown import MarkdownExtractor
from lyceum.documents.adapters.pdf import PdfExtractor
from lyceum.documents.media_types import MediaType
from lyceum.documents.passages import Passage, split_into_passages
from lyceum.documents.ports import Extractor

_EXTRACTORS: dict[MediaType, Extractor] = {MediaType.PDF: PdfExtractor(), MediaType.MARKDOWN: MarkdownExtractor()}
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a file holds; `title` is None if it names none."""

    title: str | None
    pages: int
    passages: tuple[Passage, ...]


def extract(media_type: MediaType, data: bytes) -> Extracted:
    """The text of a file in passages.

    Raises:
        ExtractionError: one of its subclasses, if there is no text to be had.
    """
    found = _EXTRACTORS[media_type].extract(data)
    return Extracted(_shown(found.title or ""), len(found.pages), split_into_passages(found))


def _shown(title: str) -> str | None:
    """On one line, and of a length a list can show: a title is whatever the file says it is."""
    line = clean_line(title)
    return (line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1].rstrip()}…") or None
