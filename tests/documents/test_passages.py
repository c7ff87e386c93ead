"""Passages: their size, their place, and what never happens to them."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.text.sentences import sentences
from lyceum.algorithms.text.words import count_words
from lyceum.documents.adapters.markdown import MarkdownExtractor
from lyceum.documents.adapters.pdf import PdfExtractor
from lyceum.documents.adapters.text import TextExtractor
from lyceum.documents.passages import FEWEST_WORDS, MOST_WORDS, split_into_passages
from lyceum.documents.ports import Block, BlockKind, ExtractedDocument, Span
from lyceum.documents.rich_text import document_of
from tests.documents.pages import GERMAN, JAPANESE

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_passages_of_the_sample_are_verbatim_and_of_the_right_size() -> None:
    document = PdfExtractor().extract((EXAMPLES / "demand-and-supply.pdf").read_bytes())

    passages = split_into_passages(document)

    sizes = [len(passage.text.split()) for passage in passages]
    assert all(document.text[each.start : each.end] == each.text for each in passages)
    assert max(sizes) <= MOST_WORDS
    assert sum(size < FEWEST_WORDS for size in sizes) < len(sizes) / 10
    assert [each.number for each in passages] == list(range(len(passages)))
    assert [each.page for each in passages] == sorted(each.page for each in passages)


def test_a_passage_over_a_page_break_says_where_the_page_turns() -> None:
    document = PdfExtractor().extract((EXAMPLES / "demand-and-supply.pdf").read_bytes())

    turning = [each for each in split_into_passages(document) if each.page_breaks]

    assert turning
    assert all(0 < each.page_breaks[0].offset < len(each.text) for each in turning)
    assert all(each.page_breaks[0].page > each.page for each in turning)


def test_a_passage_knows_its_headings_and_bold_terms() -> None:
    document = MarkdownExtractor().extract((EXAMPLES / "spaced-practice.md").read_bytes())

    by_heading = {each.heading_path[-1]: each for each in split_into_passages(document)}

    assert by_heading["How memory fades"].heading_path == ("Spaced practice", "How memory fades")
    assert by_heading["How memory fades"].bold_terms == ("forgetting curve", "Retention")


def test_a_heading_of_the_same_level_replaces_the_one_before() -> None:
    text = "# A\n\n## B\n\nUnder b.\n\n## C\n\nUnder c.\n\n# D\n\nUnder d."

    paths = [each.heading_path for each in split_into_passages(MarkdownExtractor().extract(text.encode()))]

    assert paths == [("A", "B"), ("A", "C"), ("D",)]


def test_captions_and_tables_belong_to_no_passage_and_cut_none_in_two() -> None:
    text = "One paragraph.\n\nFigure 1: a caption.\n\n|a|b|\n|-|-|\n\nAnother paragraph."

    passages = split_into_passages(MarkdownExtractor().extract(text.encode()))

    assert [each.text for each in passages] == ["One paragraph.\n\nAnother paragraph."]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = " ".join(f"This is sentence number {number} of a paragraph that will not end." for number in range(60))

    passages = split_into_passages(MarkdownExtractor().extract(text.encode()))

    assert len(passages) > 2
    assert all(each.text.startswith("This is") and each.text.endswith("end.") for each in passages)


kinds = st.sampled_from(BlockKind)
texts = st.text(st.characters(categories=["L", "P"]), min_size=1, max_size=8)
blocks = st.lists(
    st.builds(
        lambda kind, words, page: Block(
            kind, " ".join(words), page, 0, level=1 if kind is BlockKind.HEADING else 0, bold=(Span(0, 1),)
        ),
        kinds,
        st.lists(texts, min_size=1, max_size=300),
        st.integers(1, 3),
    ),
    max_size=12,
)


@given(blocks)
def test_every_paragraph_and_list_item_is_in_exactly_one_passage(found: list[Block]) -> None:
    document: ExtractedDocument = document_of(sorted(found, key=lambda block: block.page), title=None, page_count=3)

    passages = split_into_passages(document)

    position = 0
    for passage in passages:
        assert passage.start >= position
        position = passage.end
        assert document.text[passage.start : passage.end] == passage.text
    for block in document.blocks:
        covering = [
            each for each in passages if each.start < block.offset + len(block.text) and block.offset < each.end
        ]
        is_text = block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
        covered = sum(
            min(each.end, block.offset + len(block.text)) - max(each.start, block.offset) for each in covering
        )
        if is_text:
            assert len(block.text) - covered <= len(covering) - 1
        else:
            assert not covering


def test_a_japanese_page_falls_into_passages_of_sane_length() -> None:
    document = MarkdownExtractor().extract(JAPANESE.encode())

    passages = split_into_passages(document)

    assert [each.heading_path[-1] for each in passages] == ["細胞のつくり", "核とミトコンドリア", "細胞の発見"]
    assert all(FEWEST_WORDS / 2 <= count_words(each.text) <= MOST_WORDS for each in passages)
    assert passages[1].bold_terms == ("核", "ミトコンドリア")
    # Lines end inside words; where they did, nothing is left of it.
    assert not re.search(r"\S \S", passages[0].text)


def test_a_long_japanese_paragraph_is_cut_at_its_sentences() -> None:
    document = TextExtractor().extract(("核は遺伝情報をおさめる。" * 100).encode())

    passages = split_into_passages(document)

    assert len(passages) > 1
    assert all(each.text.endswith("。") and count_words(each.text) <= MOST_WORDS for each in passages)


def test_a_german_page_is_cut_at_its_sentences_and_not_at_its_abbreviations() -> None:
    passages = split_into_passages(MarkdownExtractor().extract(GERMAN.encode()))

    found = [sentence for each in passages for sentence in sentences(each.text)]

    assert len(found) == 13
    assert all(re.match(r"[A-ZÄÖÜ]", sentence) and sentence.endswith(".") for sentence in found)
    assert any("z. B. Stoffwechsel" in sentence for sentence in found)
    assert any("Dr. Robert Brown beschrieb ihn am 3. Mai 1831" in sentence for sentence in found)
