"""Textbook chapters with their glossaries, as the benches of generation read them."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lyceum.algorithms.text.words import term_key
from lyceum.documents.adapters.markdown import MarkdownExtractor
from lyceum.documents.passages import split_into_passages
from lyceum.documents.ports import ExtractedDocument
from lyceum.studio.drafts import SourcePassage


def read_chapters(data: Path) -> list[dict[str, Any]]:
    """The chapters of `openstax_chapters.jsonl.gz`."""
    packed = (data / "openstax_chapters.jsonl.gz").read_bytes()
    return [json.loads(line) for line in gzip.decompress(packed).decode().splitlines()]


def passages_of(chapter: dict[str, Any], *, with_bold: bool) -> tuple[ExtractedDocument, list[SourcePassage]]:
    """A chapter as an uploaded Markdown file gives it, with the printed bold or without."""
    document = MarkdownExtractor().extract(markdown_of(chapter, with_bold=with_bold))
    return document, source_passages(document)


def markdown_of(chapter: dict[str, Any], *, with_bold: bool) -> bytes:
    """A packed chapter as Markdown, its first mentions of bold terms bold again if asked."""
    modules = []
    for module in chapter["modules"]:
        text = module["markdown"]
        for cue in module["bold"] if with_bold else ():
            text = re.sub(rf"(?<![\w*]){re.escape(cue)}(?![\w*])", lambda match: f"**{match[0]}**", text, count=1)
        modules.append(text)
    return "\n\n".join(modules).encode()


def source_passages(document: ExtractedDocument) -> list[SourcePassage]:
    """The passages of a document as generation takes them."""
    return [
        SourcePassage(
            each.number,
            each.text,
            each.page,
            each.heading_path,
            each.bold_terms,
            tuple((turn.offset, turn.page) for turn in each.page_breaks),
        )
        for each in split_into_passages(document)
    ]


def glossary_keys(chapter: dict[str, Any]) -> list[frozenset[str]]:
    """Every normal form of each glossary term."""
    return [frozenset(_alternatives(entry["term"])) for entry in chapter["glossary"]]


def _alternatives(term: str) -> Iterator[str]:
    outside = re.sub(r"\([^)]*\)", "", term)
    shown = [term, *re.findall(r"\(([^)]*)\)", term), *re.split(r"\s+or\s+|/", outside)]
    return (key for key in map(term_key, shown) if key)
