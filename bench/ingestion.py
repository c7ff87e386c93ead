"""Quality and speed of reading every kind of file, on one chapter in all of them.

    python bench/ingestion.py DATA

DATA is a folder with, under `ingest/`, econ.docx, .pptx, .epub, .html.gz and .md, econ1.pdf (one column), econ2.pdf
(two), econ.gt.txt.gz (the text), econ.meta.json (its headings), multicolumn.pdf and .tex; and beside it
`openstax_chapters.jsonl.gz`, whose bold terms are put into a page of HTML, a Word file and Markdown, to see how many
come through. Seconds are CPU seconds of the reading alone, the best of three.

4-gram F1 counts every 4-gram as often as it occurs. "In order" compares with the text as it stands; Lyceum moves
captions and tables behind the text they interrupt, so "as blocks" also compares without the 4-grams that run from one
block into the next.
"""

import argparse
import gzip
import html
import io
import json
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lyceum.algorithms.text.languages import language_of
from lyceum.documents.extracting import extractor_of
from lyceum.documents.media_types import MediaType, detect
from lyceum.documents.passages import split_into_passages
from lyceum.documents.ports import BlockKind, ExtractedDocument

_CHAPTER = ("econ1.pdf", "econ2.pdf", "econ.docx", "econ.pptx", "econ.epub", "econ.html.gz", "econ.md")
_ROUNDS = 3
_OFFICE = "http://schemas.openxmlformats.org"
_PARAGRAPHS = {"p", "li", "h", "cap"}


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    folder = options.data / "ingest"
    truth = _text_of(folder / "econ.gt.txt.gz")
    named = json.loads((folder / "econ.meta.json").read_text())["heads"]
    headings = Counter(map(_letters, named))
    for name in _CHAPTER:
        document = _read(name, _bytes_of(folder / name), truth)
        found = Counter(_letters(block.text) for block in document.blocks if block.kind is BlockKind.HEADING)
        more = (found - headings).total()
        print(f"{'':16}headings {(headings & found).total()} of {headings.total()}, {more} more marked")
    _filled(folder)
    chapters = _text_of(options.data / "openstax_chapters.jsonl.gz").splitlines()
    _bold([json.loads(line) for line in chapters])


def _read(name: str, data: bytes, truth: str) -> ExtractedDocument:
    document = _timed(name, data)
    in_order = _f1([document.text], [truth])
    as_blocks = _f1([block.text for block in document.blocks], truth.splitlines())
    language = language_of(document.text)
    print(
        f"{'':16}4-gram F1 {in_order:.4f} in order, {as_blocks:.4f} as blocks; {len(split_into_passages(document))} "
        f"passages; language {language.code if language else 'unsure'}"
    )
    return document


def _timed(name: str, data: bytes) -> ExtractedDocument:
    extractor = extractor_of(detect(data))
    seconds = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        extractor.extract(data)
        seconds.append(time.process_time() - started)
    document, best = extractor.extract(data), min(seconds)
    words = len(_words(document.text))
    print(
        f"{name:16}{best * 1000:.0f} ms, {len(document.pages)} pages, {len(document.pages) / best:.0f} pages/s, "
        f"{words / best / 1000:.0f} thousand words/s"
    )
    return document


def _filled(folder: Path) -> None:
    """A paper of two columns and a table: its own words in their order."""
    document = _timed("multicolumn.pdf", _bytes_of(folder / "multicolumn.pdf"))
    wanted, found = Counter(_own_words(_text_of(folder / "multicolumn.tex"))), Counter(_words(document.text))
    print(f"{'':16}{(wanted & found).total()} of {wanted.total()} words of its source found")


def _bold(chapters: Sequence[dict[str, Any]]) -> None:
    """How many of the chapters' bold terms come out bold, from each kind of file that can be written here."""
    for kind, write in ((MediaType.HTML, _as_html), (MediaType.DOCX, _as_docx), (MediaType.MARKDOWN, _as_markdown)):
        kept = written = 0
        for chapter in chapters:
            blocks, wanted = _with_bold(chapter)
            document = extractor_of(kind).extract(write(blocks))
            found = Counter(block.text[span.start : span.end] for block in document.blocks for span in block.bold)
            kept += (found & wanted).total()
            written += wanted.total()
        print(f"bold terms from {kind.name}: {kept} of {written} kept")


def _with_bold(chapter: dict[str, Any]) -> tuple[list[tuple[str, list[tuple[str, bool]]]], Counter[str]]:
    """The chapter's paragraphs in runs of one weight, and the terms that are bold in them."""
    blocks = []
    wanted: Counter[str] = Counter()
    for module in chapter["modules"]:
        cues = {cue for cue in module["bold"] if re.fullmatch(r"\w[\w ,'’-]*\w", cue)}
        for kind, text in _paragraphs(module):
            runs = [(text, False)]
            cue = next((cue for cue in sorted(cues, key=len, reverse=True) if f" {cue} " in text), None)
            if cue is not None and kind in ("p", "li"):
                before, after = text.split(f" {cue} ", 1)
                runs = [(f"{before} ", False), (cue, True), (f" {after}", False)]
                wanted[" ".join(cue.split())] += 1
                cues.discard(cue)
            blocks.append((kind, runs))
    return blocks, wanted


def _paragraphs(module: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for block in module["blocks"]:
        kind, text = (block[0], block[-1]) if isinstance(block, list) else (block["type"], block["text"])
        if kind in _PARAGRAPHS and isinstance(text, str):
            yield kind, text


def _as_html(blocks: Sequence[tuple[str, list[tuple[str, bool]]]]) -> bytes:
    tags = {"p": "p", "li": "li", "h": "h2", "cap": "figcaption"}
    parts = ["<!doctype html><html><body>"]
    for kind, runs in blocks:
        inside = "".join(f"<b>{html.escape(text)}</b>" if bold else html.escape(text) for text, bold in runs)
        parts.append(f"<{tags[kind]}>{inside}</{tags[kind]}>")
    return "".join(parts).encode()


def _as_markdown(blocks: Sequence[tuple[str, list[tuple[str, bool]]]]) -> bytes:
    parts = []
    for kind, runs in blocks:
        # Escaped, as a program that writes Markdown does it.
        inside = "".join(f"**{text}**" if bold else re.sub(r"([\\`*_\[\]<>#&])", r"\\\1", text) for text, bold in runs)
        parts.append(f"{'## ' if kind == 'h' else ''}{inside}")
    return "\n\n".join(parts).encode()


def _as_docx(blocks: Sequence[tuple[str, list[tuple[str, bool]]]]) -> bytes:
    body = []
    for kind, runs in blocks:
        inside = "".join(
            f"<w:r><w:rPr>{'<w:b/>' if bold else ''}</w:rPr><w:t>{html.escape(text)}</w:t></w:r>" for text, bold in runs
        )
        level = '<w:outlineLvl w:val="0"/>' if kind == "h" else ""
        body.append(f"<w:p><w:pPr>{level}</w:pPr>{inside}</w:p>")
    main = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
    points = '<Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels", f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{points}</Relationships>'
        )
        archive.writestr("word/document.xml", f"<w:document {main}><w:body>{''.join(body)}</w:body></w:document>")
    return written.getvalue()


def _own_words(source: str) -> list[str]:
    """What a simple LaTeX file says itself; the filling text that it has made is not in it."""
    body = source.partition(r"\begin{document}")[2].partition(r"\end{document}")[0]
    plain = re.sub(r"%.*|\\(?:begin|end|lipsum)[\[{][^\]}]*[\]}](?:[\[{]\w+[\]}])?|\\[a-zA-Z]+\*?|[{}$&\\]", " ", body)
    return _words(plain)


def _f1(found: Sequence[str], truth: Sequence[str], size: int = 4) -> float:
    def grams(texts: Sequence[str]) -> Counter[tuple[str, ...]]:
        counted: Counter[tuple[str, ...]] = Counter()
        for text in texts:
            tokens = _words(text)
            counted.update(tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1))
        return counted

    left, right = grams(found), grams(truth)
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _text_of(path: Path) -> str:
    return _bytes_of(path).decode()


def _bytes_of(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


if __name__ == "__main__":
    main()
