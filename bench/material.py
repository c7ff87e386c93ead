"""Quality and speed of what is made of a document: terms, definitions, prerequisites, skills.

    python -m bench.material DATA [--items FILE]

DATA holds `openstax_chapters.jsonl.gz` and, under `ingest/`, econ1.pdf, econ2.pdf, econ.md, econ.meta.json and
econ.gt.txt.gz. Seconds are CPU seconds. Terms are ranked with weights that have not seen the chapter's book; the
baselines were measured on other books.
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

from bench.chapters import glossary_keys, passages_of, read_chapters, source_passages
from bench.directions import directions_found
from lyceum.ai.adapters.minilm import MiniLm
from lyceum.ai.models import model_folder
from lyceum.algorithms.text.stop_words import STOP_WORDS
from lyceum.algorithms.text.words import singular, words
from lyceum.documents.adapters.markdown import MarkdownExtractor
from lyceum.documents.adapters.pdf import PdfExtractor
from lyceum.documents.ports import BlockKind, ExtractedDocument
from lyceum.studio.definitions import uses_of_terms
from lyceum.studio.drafts import Material, SourcePassage, Term
from lyceum.studio.material import generate
from lyceum.studio.term_model import LinearModel
from lyceum.studio.terms import key_terms, split_sentences

# As in the baselines: a sentence is the definition if it holds half of the gold definition's content words. (There a
# sentence of the same meaning counts too, so these figures are lower.)
_ENOUGH_OF_DEFINITION = 0.5
# As the baselines were counted: a sentence this near to the glossary's says the same.
_NEAR = 0.65
_EVERY_TERM = 10_000
_DATA = Path(__file__).parent / "data"


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
    chapters = read_chapters(options.data)
    for with_bold in (False, True):
        generation(chapters, with_bold=with_bold)
    right, asked = directions_found(chapters)
    print(f"prerequisite direction {right / asked:.3f} of {asked} pairs whose glossary entry names the other")
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
    term_models = json.loads((_DATA / "term_weights_left_out.json").read_text())
    definition_models = json.loads((_DATA / "definition_weights_left_out.json").read_text())
    at_gold: list[float] = []
    at_twice: list[float] = []
    found: list[Any] = []
    print(f"-- chapters, {'bold kept' if with_bold else 'plain text'}")
    for chapter in chapters:
        document, passages = passages_of(chapter, with_bold=with_bold)
        definitions = (entry["definition"] for entry in chapter["glossary"])
        gold = [Gold(keys, text) for keys, text in zip(glossary_keys(chapter), definitions, strict=True)]
        model = LinearModel(**term_models[chapter["book"]])
        terms = key_terms(passages, split_sentences(passages), most=_EVERY_TERM, model=model)
        ranked = [term.key for term in terms]
        at_gold.append(mean(bool(each.keys & set(ranked[: len(gold)])) for each in gold))
        at_twice.append(mean(bool(each.keys & set(ranked[: 2 * len(gold)])) for each in gold))
        found += _definitions(gold, passages, LinearModel(**definition_models[chapter["book"]]))
        material = generate(passages)
        quoted = _quoted(document, material)
        print(f"{chapter['id']}: recall {at_gold[-1]:.2f}, {_counts(passages, material)}, quotes verbatim {quoted:.3f}")
    found.sort(key=lambda each: -each[0])
    print(f"term recall at gold {mean(at_gold):.3f}, at twice gold {mean(at_twice):.3f} (book left out of training)")
    by_words = [share_of_definition(gold, text) >= _ENOUGH_OF_DEFINITION for _, gold, text in found]
    _print_found("word overlap", by_words)
    if near := _near_in_meaning([(gold.definition, text) for _, gold, text in found]):
        _print_found("word overlap or meaning", [a or b for a, b in zip(by_words, near, strict=True)])


def _print_found(how: str, right: Sequence[bool]) -> None:
    half = mean(right[: len(right) // 2])
    print(f"definition found {mean(right):.3f}, most confident half {half:.3f} ({len(right)} terms, by {how})")


def _near_in_meaning(pairs: Sequence[tuple[str, str]]) -> list[bool]:
    """Whether the texts of each pair mean nearly the same, by the embeddings of search; nothing without a model."""
    folder = model_folder()
    if not folder.is_dir():
        return []
    engine = MiniLm(folder, threads=2)
    left, right = (engine.embed([pair[side] for pair in pairs]) for side in (0, 1))
    return [bool(each >= _NEAR) for each in (left * right).sum(axis=1)]


def _definitions(
    gold: Sequence[Gold], passages: Sequence[SourcePassage], model: LinearModel
) -> Iterator[tuple[float, Gold, str]]:
    """For each gold term that the text mentions, the best sentence, and the confidence that it defines."""
    terms = [Term(key, key, 1.0) for each in gold for key in each.keys]
    uses = uses_of_terms(terms, passages, split_sentences(passages), model=model)
    for each in gold:
        known = [use for key in each.keys for use in uses.get(key, ())]
        if not known:
            continue
        best = max(known, key=lambda use: use.points)
        yield best.confidence, each, best.sentence.text


def share_of_definition(gold: Gold, sentence: str) -> float:
    """How many of the content words of a glossary entry a sentence holds."""
    wanted = _content(gold.definition) - {part for key in gold.keys for part in key.split()}
    return len(wanted & _content(sentence)) / max(1, len(wanted))


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
    edges = sum(len(skill.prerequisite_keys) for skill in material.skills)
    return (
        f"{len(passages)} passages, {len(material.skills)} skills with {edges} prerequisites, "
        f"{', '.join(f'{count} {kind}' for kind, count in sorted(counts.items()))}, "
        f"refused {sum(material.refused.values())}"
    )


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
