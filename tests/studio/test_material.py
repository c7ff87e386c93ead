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
from lyceum.studio.prerequisites import MOST_DIRECT

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

    assert 12 <= len(material.skills) <= 40
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


GERMAN = (
    "Die Nachfrage ist die Menge eines Gutes, die Käufer zu einem bestimmten Preis kaufen wollen. Unter einem "
    "Gleichgewichtspreis versteht man den Preis, bei dem sich Angebot und Nachfrage ausgleichen. Einen Preis, der "
    "gesetzlich nicht überschritten werden darf, nennt man Höchstpreis. Diese Kurve wird als Nachfragekurve bezeichnet."
)


def test_a_german_text_gives_german_items_and_says_that_it_is_weak() -> None:
    made = generate([SourcePassage(1, GERMAN, 1)])

    assert [term.text for term in made.terms] == ["Nachfrage", "Gleichgewichtspreis", "Höchstpreis", "Nachfragekurve"]
    assert {"nachfrage", "gleichgewichtspreis", "höchstpreis"} <= {item.term_key for item in made.items}
    assert not any("Diese Kurve" in item.quote.text for item in made.items)
    assert [weakness.code for weakness in made.weaknesses] == ["LANGUAGE_WEAK"]


def test_what_a_german_turn_of_phrase_opens_with_is_no_part_of_the_term() -> None:
    text = (
        "Als Osmose bezeichnet man die Diffusion von Wasser durch eine halbdurchlässige Membran. Als eine Hypothese "
        "bezeichnet man eine Annahme, die sich noch an der Erfahrung bewähren muss."
    )

    made = generate([SourcePassage(1, text, 1)], language="de")

    assert [term.text for term in made.terms] == ["Osmose", "Hypothese"]
    gaps = [item.stem for item in made.items if item.type is DraftType.CLOZE]
    assert gaps[0].startswith(f"Als {BLANK} bezeichnet man")


def test_a_japanese_text_gives_what_it_defines_or_quotes_and_nothing_else() -> None:
    text = "需要曲線とは、価格と需要量の関係を示す曲線である。価格が上がると「供給量」も増える。これは重要である。"

    made = generate([SourcePassage(1, text, 1)])

    assert [term.text for term in made.terms] == ["需要曲線", "供給量"]
    assert [definition.quote.text for definition in made.definitions] == [text[: text.index("。") + 1]]


def test_a_text_in_a_language_without_cues_gives_no_nonsense_without_bold_terms() -> None:
    text = (
        "La demande est la quantité d'un bien que les acheteurs veulent acheter à un prix donné. L'offre est la "
        "quantité que les vendeurs proposent à ce prix sur le marché. Le prix d'équilibre est celui où elles se valent."
    )

    made = generate([SourcePassage(1, text, 1)])

    assert made.items == ()
    assert [weakness.code for weakness in made.weaknesses] == ["LANGUAGE_WEAK", "NO_TERMS"]


def test_the_language_that_the_document_is_known_to_have_is_believed() -> None:
    assert generate([SourcePassage(1, "Mitose heißt Zellkernteilung.", 1)], language="de").terms


def test_every_skill_comes_after_its_few_prerequisites_and_each_says_why(material: Material) -> None:
    place = {skill.key: index for index, skill in enumerate(material.skills)}

    assert sum(len(skill.prerequisite_keys) for skill in material.skills) >= len(material.skills) // 2
    for index, skill in enumerate(material.skills):
        assert all(place[key] < index for key in skill.prerequisite_keys)
        assert len(skill.prerequisite_keys) <= MOST_DIRECT
    assert all(each.reasons and each.confidence > 0.5 for each in material.prerequisites)


def test_two_documents_with_one_term_give_one_skill() -> None:
    def skills(text: str) -> set[str]:
        return {skill.key for skill in generate([SourcePassage(1, text, 1)]).skills}

    first = skills(
        "A price floor is the lowest price that one can legally pay for some good or service. It is set by law. Price "
        "floors are often set above the price that the market would reach, and this leads to a surplus of the good."
    )
    second = skills(
        "Governments often help farmers. A price floor is a legal minimum price that the state sets for some goods. "
        "Many farmers ask for price floors every year, and a price floor for milk is common."
    )

    assert "price-floor" in first & second
