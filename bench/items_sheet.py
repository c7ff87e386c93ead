"""A sheet of generated items of a document for a strict teacher to judge, as Markdown with empty verdict columns.

    python bench/items_sheet.py FILE [--count 50] [--seed 1] [--answers]

FILE is a PDF, a Markdown file, or `chapters.jsonl.gz#ID` for one chapter of a packed set. The items are drawn by type
in equal numbers as far as there are enough, then shuffled; the same seed draws the same items.
"""

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.chapters import markdown_of, source_passages
from lyceum.documents.adapters.markdown import MarkdownExtractor
from lyceum.documents.adapters.pdf import PdfExtractor
from lyceum.studio.drafts import DraftType, ItemDraft, Material, SourcePassage
from lyceum.studio.material import generate

_QUESTIONS = ("key right", "one answer only", "clear alone", "options plausible", "worth asking", "remark")


def main() -> None:
    """Print the sheet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    material = generate(passages_of(options.file))
    chosen = drawn(material.items, count=options.count, rng=random.Random(options.seed))
    print("\n".join(sheet(options.file, material, chosen)))


def passages_of(name: str) -> list[SourcePassage]:
    """The passages of a file, or of one chapter of a packed set."""
    path, _, chapter_id = name.partition("#")
    data = Path(path).read_bytes()
    if path.endswith(".jsonl.gz"):
        chapters = (json.loads(line) for line in gzip.decompress(data).decode().splitlines())
        (chapter,) = (each for each in chapters if each["id"] == chapter_id)
        data = markdown_of(chapter, with_bold=True)
    extractor = PdfExtractor() if path.endswith(".pdf") else MarkdownExtractor()
    return source_passages(extractor.extract(data))


def drawn(items: Sequence[ItemDraft], *, count: int, rng: random.Random) -> list[ItemDraft]:
    """Items by type in turn, each type's in random order, until there are enough; then shuffled."""
    by_type: defaultdict[DraftType, list[ItemDraft]] = defaultdict(list)
    for item in rng.sample(items, len(items)):
        by_type[item.type].append(item)
    chosen: list[ItemDraft] = []
    while len(chosen) < min(count, len(items)):
        chosen += [of_type.pop() for kind in DraftType if (of_type := by_type[kind])]
    del chosen[count:]
    return rng.sample(chosen, len(chosen))


def sheet(name: str, material: Material, items: Sequence[ItemDraft]) -> Iterator[str]:
    """Each item as a learner sees it, with its key and its source, then a row to be filled in."""
    skills = {skill.key: skill.name for skill in material.skills}
    yield f"# {len(items)} of {len(material.items)} items from {Path(name).name}\n"
    yield "Answer with y or n; an item is good if there is no n.\n"
    for number, item in enumerate(items, start=1):
        yield f"## {number}. {item.type.replace('_', ' ')} ({skills[item.skill_key]})\n"
        yield f"{item.stem}\n"
        for letter, option in zip("ABCD", item.options, strict=False):
            yield f"- {letter}. {option}"
        yield f"{'' if not item.options else chr(10)}Key: {' | '.join(item.accepted)}\n"
        yield f"> p. {item.quote.page}: {item.quote.text}\n"
        yield f"| {' | '.join(_QUESTIONS)} |"
        yield f"|{' --- |' * len(_QUESTIONS)}"
        yield f"|{'  |' * len(_QUESTIONS)}\n"


if __name__ == "__main__":
    main()
