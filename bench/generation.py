"""Quality and speed of reading documents and generating material, on a folder of open textbook chapters.

    python bench/generation.py DATA [--items FILE]

DATA holds `openstax_chapters.jsonl.gz` and, under `ingest/`, econ1.pdf, econ2.pdf, econ.md, econ.meta.json and
econ.gt.txt.gz. Seconds are CPU seconds.
"""

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from lyceum.algorithms.text.stop_words import STOP_WORDS
from lyceum.algorithms.text.words import singular, term_key, words
from lyceum.documents.adapters.markdown import MarkdownExtractor
from lyceum.documents.adapters.pdf import PdfExtractor
from lyceum.documents.passages import split_into_passages
from lyceum.documents.ports import BlockKind, ExtractedDocument
from lyceum.studio.definitions import uses_of_terms
from lyceum.studio.drafts import Material, SourcePassage, Term
from lyceum.studio.material import generate
from lyceum.studio.terms import key_terms, split_sentences

# As in the baselines: a sentence is the definition if it holds half of the gold definition's content words.
_ENOUGH_OF_DEFINITION = 0.5
_EVERY_TERM = 10_000


@dataclass(frozen=True)
class Gold:
    """A glossary entry: every normal form of its term, and its definition."""

    keys: frozenset[str]
    definition: str


def main() -> None:
    """Print every figure; write the items for reading if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--items", type=Path, help="write every generated item here, to be read by a person")
    options = parser.parse_args()
    extraction(options.data / "ingest")
    lines = _unpacked(options.data / "openstax_chapters.jsonl.gz").splitlines()
    chapters = [json.loads(line) for line in lines]
    for with_bold in (False, True):
        generation(chapters, with_bold=with_bold)
    if options.items:
        options.items.write_text("\n".join(_readable(_sample(options.data / "ingest" / "econ1.pdf"))))


def extraction(folder: Path) -> None:
    """Pages a second, 4-gram F1 against the source text, and headings found."""
    truth = _plain(_unpacked(folder / "econ.gt.txt.gz"))
    headings = {_letters(heading) for heading in json.loads((folder / "econ.meta.json").read_text())["heads"]}
    for name in ("econ1.pdf", "econ2.pdf", "econ.md"):
        data = (folder / name).read_bytes()
        extractor = PdfExtractor() if name.endswith("pdf") else MarkdownExtractor()
        started = time.process_time()
        document = extractor.extract(data)
        seconds = time.process_time() - started
        found = {_letters(block.text) for block in document.blocks if block.kind is BlockKind.HEADING}
        print(
            f"{name}: {len(document.pages) / seconds:.0f} pages/s, 4-gram F1 {_f1(_plain(document.text), truth):.3f}, "
            f"headings {len(headings & found)} of {len(headings)} ({len(found)} marked)"
        )
        _report(name, document)


def _report(name: str, document: ExtractedDocument) -> None:
    passages = source_passages(document)
    started = time.process_time()
    material = generate(passages)
    seconds = time.process_time() - started
    print(f"{name}: {_counts(passages, material)}, {seconds:.2f} s")
    print(f"{name}: quotes verbatim on their page {_quoted(document, material):.3f}")


def generation(chapters: Sequence[dict[str, Any]], *, with_bold: bool) -> None:
    """Term recall at the gold number and twice that, definitions found, and what comes out."""
    at_gold, at_twice, found, confident = [], [], [], []
    print(f"-- chapters, {'bold kept' if with_bold else 'plain text'}")
    for chapter in chapters:
        document = MarkdownExtractor().extract(markdown_of(chapter, with_bold=with_bold))
        passages = source_passages(document)
        gold = [Gold(frozenset(_alternatives(each["term"])), each["definition"]) for each in chapter["glossary"]]
        sentences = split_sentences(passages)
        ranked = [term.key for term in key_terms(passages, sentences, most=_EVERY_TERM)]
        at_gold.append(mean(bool(each.keys & set(ranked[: len(gold)])) for each in gold))
        at_twice.append(mean(bool(each.keys & set(ranked[: 2 * len(gold)])) for each in gold))
        for confidence, is_right in _definitions(gold, passages):
            found.append(is_right)
            confident.append((confidence, is_right))
        material = generate(passages)
        quoted = _quoted(document, material)
        print(f"{chapter['id']}: recall {at_gold[-1]:.2f}, {_counts(passages, material)}, quotes verbatim {quoted:.3f}")
    confident.sort(reverse=True)
    half = mean(is_right for _, is_right in confident[: len(confident) // 2])
    print(
        f"term recall at gold {mean(at_gold):.3f}, at twice gold {mean(at_twice):.3f} (the model has seen these books)"
    )
    print(
        f"definition found {mean(found):.3f}, most confident half {half:.3f} ({len(found)} terms, by word overlap only)"
    )


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


def _definitions(gold: Sequence[Gold], passages: Sequence[SourcePassage]) -> Iterator[tuple[float, bool]]:
    """For each gold term that the text mentions, the confidence in the best sentence and whether it defines."""
    terms = [Term(key, key, 1.0) for each in gold for key in each.keys]
    uses = uses_of_terms(terms, passages, split_sentences(passages))
    for each in gold:
        known = [use for key in each.keys for use in uses.get(key, ())]
        if not known:
            continue
        best = max(known, key=lambda use: use.points)
        wanted = _content(each.definition) - {part for key in each.keys for part in key.split()}
        share = len(wanted & _content(best.sentence.text)) / max(1, len(wanted))
        yield best.confidence, share >= _ENOUGH_OF_DEFINITION


def _quoted(document: ExtractedDocument, material: Material) -> float:
    """Share of quotes that stand verbatim on the page named; one may run on to the next page."""
    pages = [" ".join(block.text for block in page.blocks) for page in document.pages]
    before = ["", *pages]
    standing = [
        item.quote.text in f"{pages[item.quote.page - 1]} {before[item.quote.page - 1]}" for item in material.items
    ]
    return mean(standing) if standing else 1.0


def _counts(passages: Sequence[SourcePassage], material: Material) -> str:
    counts = Counter(item.type.value for item in material.items)
    return (
        f"{len(passages)} passages, {len(material.skills)} skills, "
        f"{', '.join(f'{count} {kind}' for kind, count in sorted(counts.items()))}, "
        f"refused {sum(material.refused.values())}"
    )


def markdown_of(chapter: dict[str, Any], *, with_bold: bool) -> bytes:
    """A packed chapter as Markdown, its first mentions of bold terms bold again if asked."""
    modules = []
    for module in chapter["modules"]:
        text = module["markdown"]
        for cue in module["bold"] if with_bold else ():
            text = re.sub(rf"(?<![\w*]){re.escape(cue)}(?![\w*])", lambda match: f"**{match[0]}**", text, count=1)
        modules.append(text)
    return "\n\n".join(modules).encode()


def _alternatives(term: str) -> Iterator[str]:
    outside = re.sub(r"\([^)]*\)", "", term)
    shown = [term, *re.findall(r"\(([^)]*)\)", term), *re.split(r"\s+or\s+|/", outside)]
    return (key for key in map(term_key, shown) if key)


def _content(text: str) -> set[str]:
    return {singular(word) for word in words(text) if word.lower() not in STOP_WORDS}


def _unpacked(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode()


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _plain(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _f1(found: Sequence[str], truth: Sequence[str], size: int = 4) -> float:
    def grams(tokens: Sequence[str]) -> set[tuple[str, ...]]:
        return {tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1)}

    left, right = grams(found), grams(truth)
    return 2 * len(left & right) / (len(left) + len(right))


def _sample(path: Path) -> Material:
    return generate(source_passages(PdfExtractor().extract(path.read_bytes())))


def _readable(material: Material) -> Iterator[str]:
    names = {skill.key: skill.name for skill in material.skills}
    for number, item in enumerate(material.items, start=1):
        yield f"{number}. [{names[item.skill_key]}] {item.type} p. {item.quote.page}, confidence {item.confidence:.2f}"
        yield f"   {item.stem}"
        yield f"   = {' | '.join(item.accepted)}"


if __name__ == "__main__":
    main()
