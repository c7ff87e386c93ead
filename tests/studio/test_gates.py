"""Each gate refuses what it is for, and lets a good item pass."""

from dataclasses import replace

import pytest

from lyceum.studio.drafts import DraftType, ItemDraft, Quote, SourcePassage
from lyceum.studio.gates import BLANK, Gatekeeper, Refusal, refusal_of, reveals

SENTENCE = "A price floor is the lowest level that a seller may legally ask for some good or service."


def passage_of(sentence: str, heading: str = "Price Floors") -> SourcePassage:
    return SourcePassage("p", f"Before it. {sentence} After it.", 3, (heading,))


def cloze_of(sentence: str, answer: str, passage: SourcePassage) -> ItemDraft:
    start = passage.text.index(sentence)
    return ItemDraft(
        type=DraftType.CLOZE,
        stem=sentence.replace(answer, BLANK),
        answer=answer,
        accepted=(answer,),
        quote=Quote("p", 3, start, start + len(sentence), sentence),
        term_key=answer,
        confidence=0.8,
    )


def refusal_of_sentence(sentence: str, answer: str, heading: str = "Price Floors") -> Refusal | None:
    passage = passage_of(sentence, heading)
    return refusal_of(cloze_of(sentence, answer, passage), passage)


def test_a_good_item_passes() -> None:
    assert refusal_of_sentence(SENTENCE, "price floor") is None


@pytest.mark.parametrize(
    ("sentence", "answer", "refusal"),
    [
        ("These price floors are the lowest levels that sellers may ask.", "price floors", Refusal.NEEDS_CONTEXT),
        ("A price floor keeps this price above its equilibrium level.", "price floor", Refusal.NEEDS_CONTEXT),
        ("The figure shows how a price floor works in a market.", "price floor", Refusal.POINTS_ELSEWHERE),
        ("A price floor works as described in Chapter 3 of the book.", "price floor", Refusal.POINTS_ELSEWHERE),
        ("Explain how a price floor works in a market for milk.", "price floor", Refusal.ADDRESSES_READER),
        ("If you set a price floor, sellers may not ask for less.", "price floor", Refusal.ADDRESSES_READER),
        ("A price floor of $3.50 is the lowest legal level for milk.", "price floor", Refusal.WORKED_EXAMPLE),
        ("A price floor is low.", "price floor", Refusal.NOT_A_SENTENCE),
        ("lowest level that sellers may legally ask, the price floor.", "price floor", Refusal.NOT_A_SENTENCE),
        ("What is the price floor that sellers may not go below?", "price floor", Refusal.NOT_A_SENTENCE),
        ("The one of them that is so for them all is the price floor.", "price floor", Refusal.TOO_LITTLE_LEFT),
        (SENTENCE, "price floor is the lowest level that a seller", Refusal.ANSWER_UNFIT),
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_refused(sentence: str, answer: str, refusal: Refusal) -> None:
    assert refusal_of_sentence(sentence, answer) is refusal


@pytest.mark.parametrize("heading", ["Key Terms", "Review Questions", "References", "Chapter Objectives", "Summary"])
def test_text_that_does_not_teach_gives_no_item(heading: str) -> None:
    assert refusal_of_sentence(SENTENCE, "price floor", heading) is Refusal.NOT_TEACHING_TEXT


def test_a_quote_that_is_not_in_its_passage_is_refused() -> None:
    passage = passage_of(SENTENCE)
    draft = cloze_of(SENTENCE, "price floor", passage)

    moved = replace(draft, quote=replace(draft.quote, start=draft.quote.start + 1))
    altered = replace(draft, quote=replace(draft.quote, text=SENTENCE.replace("lowest", "highest")))

    assert refusal_of(moved, passage) is Refusal.QUOTE_NOT_IN_PASSAGE
    assert refusal_of(altered, passage) is Refusal.QUOTE_NOT_IN_PASSAGE


def test_a_stem_without_a_blank_is_refused() -> None:
    passage = passage_of(SENTENCE)

    assert refusal_of(replace(cloze_of(SENTENCE, "price floor", passage), stem=SENTENCE), passage) is Refusal.NO_BLANK


@pytest.mark.parametrize(
    ("stem", "answer"),
    [
        (f"{BLANK} is what suppliers supply.", "supply"),
        (f"The {BLANK} rises when more is supplied.", "supply"),
        (f"The curve is called the {BLANK}.", "demand curve"),
        (f"The {BLANK} (GDP) is measured each year.", "gross domestic product"),
    ],
)
def test_a_stem_that_holds_the_answer_or_its_family_reveals_it(stem: str, answer: str) -> None:
    assert reveals(stem, [answer])


def test_one_common_word_of_a_longer_answer_may_stay() -> None:
    assert not reveals(f"A {BLANK} is the lowest price that is legal.", ["price floor"])


def test_the_same_stem_is_admitted_once() -> None:
    passage = passage_of(SENTENCE)
    gatekeeper = Gatekeeper([passage])
    draft = cloze_of(SENTENCE, "price floor", passage)

    assert gatekeeper.admits(draft)
    assert not gatekeeper.admits(draft)
    assert gatekeeper.refused == {Refusal.DUPLICATE: 1}
