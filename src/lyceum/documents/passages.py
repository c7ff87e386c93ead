"""From blocks to passages: paragraphs of some 80 to 220 words, never across a heading."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lyceum.algorithms.text.sentences import sentence_spans
from lyceum.algorithms.text.words import count_words
from lyceum.documents.floats import FLOATS
from lyceum.documents.ports import Block, BlockKind, ExtractedDocument, PageBreak

# Retrieval was measured on paragraphs; below this a passage says too little alone, above it a quote is hard to find.
FEWEST_WORDS = 80
MOST_WORDS = 220


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


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Part of one block, in offsets of that block."""

    block: Block
    start: int
    end: int

    @property
    def word_count(self) -> int:
        return count_words(self.block.text[self.start : self.end])

    def page_at(self, offset: int) -> int:
        page = self.block.page
        for each in self.block.page_breaks:
            if each.offset <= offset:
                page = each.page
        return page


def split_into_passages(document: ExtractedDocument) -> tuple[Passage, ...]:
    """The passages of a document, in reading order, numbered from 0. Captions and tables belong to none."""
    passages: list[Passage] = []
    path: list[tuple[int, str]] = []
    for block_run in _runs(document.blocks):
        first = block_run[0]
        if first.kind is BlockKind.HEADING:
            path = [(level, text) for level, text in path if level < first.level] + [(first.level, first.text)]
        elif first.kind not in FLOATS:
            headings = tuple(text for _, text in path)
            for group in _merged([stretch for block in block_run for stretch in _stretches(block)]):
                passages.append(_passage(len(passages), group, headings, document.text))
    return tuple(passages)


def _runs(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Neighbouring blocks of text; a heading, caption or row is a run of its own."""
    run: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING or block.kind in FLOATS:
            if run:
                yield run
            yield [block]
            run = []
        else:
            run.append(block)
    if run:
        yield run


def _stretches(block: Block) -> list[_Stretch]:
    """The whole block, or about equal parts of whole sentences if it is too long for one passage."""
    total = count_words(block.text)
    if total <= MOST_WORDS:
        return [_Stretch(block, 0, len(block.text))]
    per_part = total / -(-total // MOST_WORDS)
    parts: list[_Stretch] = []
    start = 0
    count = 0
    end = 0
    for begin, sentence_end in sentence_spans(block.text):
        words = count_words(block.text[begin:sentence_end])
        if count and count + words / 2 > per_part:
            parts.append(_Stretch(block, start, end))
            start, count = begin, 0
        end = sentence_end
        count += words
    return [*parts, _Stretch(block, start, len(block.text))]


def _merged(stretches: list[_Stretch]) -> list[list[_Stretch]]:
    groups: list[list[_Stretch]] = []
    size = 0
    for stretch in stretches:
        if groups and size < FEWEST_WORDS and size + stretch.word_count <= MOST_WORDS:
            groups[-1].append(stretch)
            size += stretch.word_count
        else:
            groups.append([stretch])
            size = stretch.word_count
    last_is_short = size < FEWEST_WORDS and len(groups) > 1
    if last_is_short and size + sum(each.word_count for each in groups[-2]) <= MOST_WORDS:
        groups[-2:] = [groups[-2] + groups[-1]]
    return groups


def _passage(number: int, group: list[_Stretch], headings: tuple[str, ...], document_text: str) -> Passage:
    start = group[0].block.offset + group[0].start
    end = group[-1].block.offset + group[-1].end
    page = group[0].page_at(group[0].start)
    return Passage(
        number=number,
        text=document_text[start:end],
        page=page,
        start=start,
        end=end,
        heading_path=headings,
        bold_terms=tuple(term for stretch in group for term in _bold_terms(stretch)),
        page_breaks=tuple(_page_breaks(group, start, page)),
    )


def _bold_terms(stretch: _Stretch) -> list[str]:
    inside = [span for span in stretch.block.bold if stretch.start <= span.start and span.end <= stretch.end]
    return [stretch.block.text[span.start : span.end] for span in inside]


def _page_breaks(group: list[_Stretch], start: int, page: int) -> Iterator[PageBreak]:
    for stretch in group:
        origin = stretch.block.offset - start
        pages = [PageBreak(stretch.start, stretch.page_at(stretch.start))]
        pages += [each for each in stretch.block.page_breaks if stretch.start < each.offset < stretch.end]
        for each in pages:
            if each.page != page:
                page = each.page
                yield PageBreak(origin + each.offset, page)
