"""From blocks to passages: paragraphs of some 80 to 220 words, never across a heading."""

from dataclasses import dataclass

from lyceum.documents.ports import ExtractedDocument, PageBreak


@dataclass(frozen=True, slots=True)
class Passage:
    """What retrieval and generation work on.

    Invariant: `document.text[start:end] == text`. `heading_path` runs from the highest heading down. `page` is where
    the passage starts, `page_breaks` are offsets into `text`. `bold_terms` are in order of appearance, as printed.
    """

    number: int
    text: str
    page: int
    start: int
    end: int
    heading_path: tuple[str, ...] = ()
    bold_terms: tuple[str, ...] = ()
    page_breaks: tuple[PageBreak, ...] = ()


def split_into_passages(document: ExtractedDocument) -> tuple[Passage, ...]:
    """The passages of a document, in reading order, numbered from 0."""
    raise NotImplementedError
