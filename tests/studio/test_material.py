"""What is generated from the sample chapter and from the text with bold terms, read as a teacher would."""

import re
from collections import Counter
from pathlib import Path

import pytest

from lyceum.documents.adapters.markdown import MarkdownExtractor
from lyceum.documents.adapters.pdf import PdfExtractor
from lyceum.documents.passages import split_into_passages
from lyceum.documents.ports import ExtractedDocument
from lyceum.studio.drafts import BLANK, DraftType, Material, SourcePassage
from lyceum.studio.making import MOST_GAPS_PER_TERM
from lyceum.studio.material import generate

EXAMPLES = Path(__file__).parents[2] / "examples"


def source_passages(document: ExtractedDocument) -> list[SourcePassage]:
    return [
        SourcePassage(
            id=each.number,
            text=each.text,
            page=each.page,
            heading_path=each.heading_path,
            bold_terms=each.bold_terms,
            page_breaks=tuple((turn.offset, turn.page) for turn in each.page_breaks),
        )
        for each in split_into_passages(document)
    ]


@pytest.fixture(scope="module")
def chapter() -> ExtractedDocument:
    return PdfExtractor().extract((EXAMPLES / "demand-and-supply.pdf").read_bytes())


@pytest.fixture(scope="module")
def passages(chapter: ExtractedDocument) -> list[SourcePassage]:
    return source_passages(chapter)


@pytest.fixture(scope="module")
def material(passages: list[SourcePassage]) -> Material:
    return generate(passages)


@pytest.fixture(scope="module")
def short() -> Material:
    return generate(source_passages(MarkdownExtractor().extract((EXAMPLES / "spaced-practice.md").read_bytes())))


def test_a_chapter_gives_enough_skills_with_several_items_each(material: Material) -> None:
    per_skill = Counter(item.skill_key for item in material.items)

    assert 8 <= len(material.skills) <= 40
    assert set(per_skill) == {skill.key for skill in material.skills}
    assert all(count >= 2 for count in per_skill.values())


def test_every_quote_stands_in_its_passage_and_on_its_page(
    material: Material, passages: list[SourcePassage], chapter: ExtractedDocument
) -> None:
    by_id = {each.id: each for each in passages}
    # A sentence may run on to the next page.
    printed = [" ".join(block.text for block in page.blocks) for page in chapter.pages]

    for item in material.items:
        quote = item.quote
        assert by_id[quote.passage_id].text[quote.start : quote.end] == quote.text
        assert quote.text in f"{printed[quote.page - 1]} {printed[quote.page - 2]}"


def test_no_cloze_shows_its_answer(material: Material) -> None:
    clozes = [item for item in material.items if item.type is DraftType.CLOZE]

    assert clozes
    for item in clozes:
        assert BLANK in item.stem
        assert not re.search(rf"\b{re.escape(item.answer)}\b", item.stem, re.IGNORECASE)
        assert item.answer in item.quote.text


def test_no_stem_is_asked_twice_and_no_term_too_often(material: Material) -> None:
    stems = Counter((item.type, item.stem.lower()) for item in material.items)
    per_term = Counter((item.term_key, item.type) for item in material.items)

    assert max(stems.values()) == 1
    assert max(count for (_, kind), count in per_term.items() if kind is DraftType.CLOZE) <= MOST_GAPS_PER_TERM
    assert max(count for (_, kind), count in per_term.items() if kind is DraftType.FLASHCARD) == 1


def test_the_terms_a_teacher_would_name_are_among_the_cards(material: Material) -> None:
    carded = {item.term_key for item in material.items}

    expected = {
        "quantity demanded", "law of demand", "demand curve", "supply curve", "demand schedule", "equilibrium price",
        "inferior good", "normal good", "substitute", "price ceiling", "price floor", "consumer surplus",
        "producer surplus", "deadweight loss",
    }  # fmt: skip
    assert expected <= carded


def test_the_same_passages_give_the_same_material(material: Material, passages: list[SourcePassage]) -> None:
    assert generate(passages) == material


def test_what_was_refused_is_counted(material: Material) -> None:
    assert sum(material.refused.values()) > 0


def test_bold_terms_become_cards_with_the_sentence_that_defines_them(short: Material) -> None:
    cards = {item.term_key: item.answer for item in short.items if item.type is DraftType.FLASHCARD}

    assert cards["retrieval practice"].startswith("Retrieval practice is the act of recalling")
    assert cards["testing effect"] == "The gain from being tested is called the testing effect."
    assert len(cards) >= 9


def test_bold_terms_are_shown_as_the_text_writes_them(short: Material) -> None:
    shown = {term.key: term.text for term in short.terms}

    assert shown["forgetting curve"] == "forgetting curve"
    assert shown["massed practice"] == "massed practice"


def test_nothing_comes_of_nothing() -> None:
    empty = generate([])

    assert (empty.terms, empty.definitions, empty.skills, empty.items) == ((), (), (), ())


def test_a_text_in_another_language_gives_no_nonsense_without_bold_terms() -> None:
    text = (
        "Die Nachfrage ist die Menge eines Gutes, die Käufer zu einem bestimmten Preis kaufen wollen. Das Angebot ist "
        "die Menge, die Verkäufer zu diesem Preis anbieten. Das Gleichgewicht ist der Schnittpunkt beider Kurven."
    )

    assert generate([SourcePassage(1, text, 1)]).items == ()
