"""Hints help, and never tell: over every item of the samples, and over any text there is."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.algorithms.grading.text_answer import normalise_answer
from lyceum.algorithms.text.numbers import CARDINALS
from lyceum.algorithms.text.stop_words import STOP_WORDS
from lyceum.algorithms.text.words import singular
from lyceum.documents.adapters.markdown import MarkdownExtractor
from lyceum.documents.adapters.pdf import PdfExtractor
from lyceum.documents.passages import split_into_passages
from lyceum.library.contracts import Item, ItemType
from lyceum.platform import i18n
from lyceum.practice import clues, wording
from lyceum.practice.clues import Clue, ClueCode, Surroundings, answers_of
from lyceum.studio.drafts import TRUE, ItemDraft, SourcePassage
from lyceum.studio.material import generate
from tests.practice.items import cloze, item_of, short_answer

LANGUAGES = sorted({*i18n.languages(), i18n.PSEUDO})
EXAMPLES = Path(__file__).parents[2] / "examples"
Case = tuple[Item, Surroundings]
_WORD = re.compile(r"[^\W_]+")


def sample_passages() -> list[SourcePassage]:
    chapter = PdfExtractor().extract((EXAMPLES / "demand-and-supply.pdf").read_bytes())
    article = MarkdownExtractor().extract((EXAMPLES / "spaced-practice.md").read_bytes())
    return [
        SourcePassage(
            id=(name, each.number),
            text=each.text,
            page=each.page,
            heading_path=each.heading_path,
            bold_terms=each.bold_terms,
        )
        for name, document in (("chapter", chapter), ("article", article))
        for each in split_into_passages(document)
    ]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Every item of the samples, and every typed one as an item of each other type."""
    passages = sample_passages()
    by_id = {passage.id: passage for passage in passages}
    return [case for draft in generate(passages).items for case in _cases(draft, by_id[draft.quote.passage_id])]


def _cases(draft: ItemDraft, passage: SourcePassage) -> Iterator[Case]:
    around = Surroundings(passage.heading_path, passage.text)
    answer, quote, kind = draft.answer, draft.quote.text, ItemType(draft.type.value)
    match kind:
        case ItemType.FLASHCARD:
            yield item_of(kind, answer, stem=draft.stem, quote=quote), around
        case ItemType.TRUE_FALSE:
            yield item_of(kind, key=answer == TRUE, stem=draft.stem, quote=quote), around
        case ItemType.MULTIPLE_CHOICE:
            key = ascii_lowercase[draft.options.index(answer)]
            yield item_of(kind, key, stem=draft.stem, options=list(draft.options), quote=quote), around
        case ItemType.CLOZE | ItemType.SHORT_ANSWER:
            accepted = [list(draft.accepted)]
            for form, shown in ((ItemType.CLOZE, [answer]), (ItemType.SHORT_ANSWER, answer)):
                yield item_of(form, shown, accepted=accepted, stem=draft.stem, quote=quote), around
            options = [f"not {answer}", answer, "a price floor", "three more"]
            yield item_of(ItemType.MULTIPLE_CHOICE, "b", options=options, quote=quote), around


def clues_of(item: Item, around: Surroundings) -> tuple[Clue, ...]:
    return clues.clues_of(item, around, wording.hint_in_every_language)


def english(clue: Clue) -> str:
    return wording.hint(clue, "en")


def leaks(item: Item, clue: Clue) -> list[str]:
    """What of the answer stands in a clue in any language, found in another way than the clue was cleaned."""
    return [leak for language in LANGUAGES for leak in _leaks(item, wording.hint(clue, language))]


def _leaks(item: Item, text: str) -> list[str]:
    said = f" {normalise_answer(text)} "
    found = [answer for answer in map(normalise_answer, answers_of(item)) if answer and f" {answer} " in said]
    if item.type in (ItemType.FLASHCARD, ItemType.TRUE_FALSE):
        return found
    roots = {singular(word) for word in _WORD.findall(text)}
    for answer in answers_of(item):
        bare = re.sub(r"(?i)['’]s\b", "", answer)
        telling = [word for word in _WORD.findall(bare) if normalise_answer(word) not in STOP_WORDS]
        found += [word for word in telling if singular(word) in roots]
        for digits in re.findall(r"[0-9]+", answer):
            found += [word for word, number in CARDINALS.items() if str(number) == digits and f" {word} " in said]
            found += [digits for other in re.findall(r"[0-9]+", text) if other == digits]
    return found


def test_no_hint_to_any_item_of_the_samples_tells_its_answer(cases: list[Case]) -> None:
    assert len(cases) > 100
    told = [(clue, leaks(item, clue)) for item, around in cases for clue in clues_of(item, around)]

    assert [each for each in told if each[1]] == []


def test_most_items_of_the_samples_have_every_hint_their_type_can_have(cases: list[Case]) -> None:
    usual = {
        ItemType.FLASHCARD: 1,
        ItemType.TRUE_FALSE: 2,
        ItemType.CLOZE: 3,
        ItemType.SHORT_ANSWER: 3,
        ItemType.MULTIPLE_CHOICE: 3,
    }

    for kind, number in usual.items():
        counts = [len(clues_of(item, around)) for item, around in cases if item.type is kind]
        assert max(counts) == number
        assert sum(count == number for count in counts) > 0.8 * len(counts), kind


def test_the_key_is_never_struck_out(cases: list[Case]) -> None:
    struck = [(item, clue.struck) for item, around in cases for clue in clues_of(item, around) if clue.struck]

    assert struck
    assert all(item.key != option for item, option in struck)


def test_clues_come_weakest_first_and_always_the_same() -> None:
    quote = "Osmosis is the movement of water through a membrane."
    item = short_answer("osmosis", quote=quote)
    around = Surroundings(("Cells", "How cells live"), f"Every cell has a thin skin. {quote} Osmosis makes cells firm.")

    found = clues_of(item, around)

    assert found == clues_of(item, around)
    assert [(clue.code, english(clue)) for clue in found] == [
        (ClueCode.WHERE, "See page 3, under “How cells live”."),
        (ClueCode.SHAPE, "1 word of 7 letters, beginning with “o”."),
        (ClueCode.SENTENCE, "The text says: “____ is the movement of water through a membrane.”"),
    ]


def test_a_heading_that_tells_gives_way_to_the_one_above_it() -> None:
    where, *_ = clues_of(short_answer("osmosis", quote="It is."), Surroundings(("Cells", "Osmosis"), ""))

    assert english(where) == "See page 3, under “Cells”."


def test_a_gap_is_not_hinted_at_by_its_own_sentence() -> None:
    quote = "The osmosis is here, as we all know."
    *_, last = clues_of(
        cloze("osmosis", quote=quote), Surroundings((), f"{quote} Water moves by osmosis into the plant cell.")
    )

    assert english(last) == "The text says: “Water moves by ____ into the plant cell.”"


def test_of_two_options_none_is_struck_out() -> None:
    item = item_of(ItemType.MULTIPLE_CHOICE, "a", options=["yes", "no"], quote=None)

    assert clues_of(item, Surroundings()) == ()


def test_an_own_item_has_only_the_shape_of_its_answer() -> None:
    assert [clue.code for clue in clues_of(short_answer("osmosis"), Surroundings())] == [ClueCode.SHAPE]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("law of demand", "3 words of 3, 2, 6 letters, beginning with “l”."),
        ("1", None),
        ("42", "1 word of 2 letters."),
        ("C", "1 word of 1 letter."),
        ("word", "It begins with “w”."),
    ],
)
def test_the_shape_of_an_answer_is_said_as_far_as_it_tells_nothing(key: str, said: str | None) -> None:
    found = [english(clue) for clue in clues_of(short_answer(key), Surroundings())]

    assert found == ([said] if said else [])


ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
VOCABULARY = ["The", "law", "of", "demand", "3", "three", "is.", "It", "was", "page", "1", "word", "letters,", "true."]
PROSE = st.lists(st.sampled_from(VOCABULARY), max_size=25)
TEXT = ANY | PROSE.map(" ".join)


@given(TEXT, st.lists(TEXT, max_size=3), TEXT, TEXT, st.lists(TEXT, max_size=2), st.integers(1, 30))
def test_no_hint_to_any_typed_item_tells_its_answer(
    key: str, variants: list[str], before: str, after: str, headings: list[str], page: int
) -> None:
    quote = f"{before} {key} {after}"
    around = Surroundings(tuple(headings), f"{after}. {quote}. {before} {key}. {after}")
    for kind, shown in ((ItemType.SHORT_ANSWER, key), (ItemType.CLOZE, [key])):
        item = item_of(kind, shown, accepted=[[key, *variants]], quote=quote, page=page)
        for clue in clues_of(item, around):
            assert leaks(item, clue) == []


@given(st.lists(TEXT, min_size=2, max_size=5, unique=True), st.data(), TEXT)
def test_no_hint_to_any_choice_tells_or_strikes_the_key(options: list[str], data: st.DataObject, text: str) -> None:
    key = data.draw(st.sampled_from("abcde"[: len(options)]))
    item = item_of(ItemType.MULTIPLE_CHOICE, key, options=options, quote=text)

    for clue in clues_of(item, Surroundings((text,), f"{text}. {options[0]}. {text}")):
        assert leaks(item, clue) == []
        assert clue.struck != key


@given(st.booleans(), TEXT, TEXT)
def test_no_hint_to_a_statement_says_whether_it_is_true(verdict: bool, quote: str, text: str) -> None:  # noqa: FBT001  drawn
    item = item_of(ItemType.TRUE_FALSE, verdict, quote=quote)

    for clue in clues_of(item, Surroundings((text,), f"{text}. {quote}. It is true. {text}")):
        assert leaks(item, clue) == []
