"""Each gate refuses what it is for, and lets a good item pass."""

from dataclasses import replace

import pytest

from lyceum.studio.drafts import BLANK, FALSE, TRUE, DraftType, ItemDraft, Quote, SourcePassage
from lyceum.studio.families import reveals
from lyceum.studio.gates import refusal_of
from lyceum.studio.refusals import Refusal
from tests.studio.knowing import CELL, ORGANELLES, Known, known

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
    return refusal_of(cloze_of(sentence, answer, passage), passage, known([passage], [answer]).knowledge)


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
        ("A price floor keeps milk at three coins per gallon or more.", "price floor", Refusal.WORKED_EXAMPLE),
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
    read = known([passage], ["price floor"])

    moved = replace(draft, quote=replace(draft.quote, start=draft.quote.start + 1))
    altered = replace(draft, quote=replace(draft.quote, text=SENTENCE.replace("lowest", "highest")))

    assert refusal_of(moved, passage, read.knowledge) is Refusal.QUOTE_NOT_IN_PASSAGE
    assert refusal_of(altered, passage, read.knowledge) is Refusal.QUOTE_NOT_IN_PASSAGE


def test_a_stem_without_a_blank_is_refused() -> None:
    passage = passage_of(SENTENCE)
    draft = replace(cloze_of(SENTENCE, "price floor", passage), stem=SENTENCE)

    assert refusal_of(draft, passage, known([passage], ["price floor"]).knowledge) is Refusal.NO_BLANK


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


def test_a_card_may_quote_the_sentence_before_that_says_what_is_meant() -> None:
    before, after = (
        "A price floor keeps the price above its equilibrium.",
        "This level is called the legal minimum of it.",
    )
    passage = SourcePassage("p", f"{before} {after}", 3, ("Price Floors",))
    card = replace(
        cloze_of(SENTENCE, "price floor", passage_of(SENTENCE)), type=DraftType.FLASHCARD, stem="What is it?"
    )
    alone = replace(card, answer=after, quote=Quote("p", 3, len(before) + 1, len(passage.text), after))
    both = replace(card, answer=passage.text, quote=Quote("p", 3, 0, len(passage.text), passage.text))
    knowledge = known([passage], ["legal minimum"]).knowledge

    assert refusal_of(alone, passage, knowledge) is Refusal.NEEDS_CONTEXT
    assert refusal_of(both, passage, knowledge) is None
    assert refusal_of(replace(both, type=DraftType.CLOZE), passage, knowledge) is Refusal.NOT_A_SENTENCE


def test_a_card_that_only_says_what_a_term_did_not_is_refused() -> None:
    said = "The price floor has never been a way to help those who buy goods."
    passage = passage_of(said)
    draft = replace(cloze_of(said, "price floor", passage), type=DraftType.FLASHCARD, stem="What is it?", answer=said)
    knowledge = known([passage], ["price floor"]).knowledge
    good = said.replace("has never been a way", "is a low limit")
    instead = replace(draft, answer=good, quote=replace(draft.quote, text=good, end=draft.quote.start + len(good)))

    assert refusal_of(draft, passage, knowledge) is Refusal.SAYS_ONLY_NOT
    assert refusal_of(instead, passage_of(good), knowledge) is None


@pytest.mark.parametrize(
    ("sentence", "refusal"),
    [
        ("A price floor is increasingly popular with all who sell milk.", Refusal.DOES_NOT_DEFINE),
        ("A price floor is the opposite of a cap on what is paid.", Refusal.DOES_NOT_DEFINE),
        ("The best-known limit is the price floor, which is based on need.", Refusal.DOES_NOT_DEFINE),
        ("A price floor shows how low sellers may go by law.", None),
        ("Economists call the lowest legal level of pay a price floor.", None),
    ],
)
def test_a_card_says_what_its_term_is(sentence: str, refusal: Refusal | None) -> None:
    passage = passage_of(sentence)
    card = replace(cloze_of(sentence, "price floor", passage), type=DraftType.FLASHCARD, stem="What is it?")
    card = replace(card, answer=sentence)

    assert refusal_of(card, passage, known([passage], ["price floor"]).knowledge) is refusal


def test_in_a_language_whose_definitions_are_not_known_any_sentence_may_stand() -> None:
    sentence = "A price floor is increasingly popular with all who sell milk."
    passage = passage_of(sentence)
    knowledge = known([passage], ["price floor"], language="fr").knowledge

    assert refusal_of(cloze_of(sentence, "price floor", passage), passage, knowledge) is None


def test_a_term_that_the_text_calls_an_example_is_refused() -> None:
    sentence = "Good weather is a change in nature that lets farmers bring more."
    passage = SourcePassage("p", f"{sentence} Good weather is an example of luck.", 3, ("Supply",))
    near = replace(passage, text=f"{sentence} Luck is an example of good weather.")
    draft = replace(cloze_of(sentence, "Good weather", passage), term_key="good weather")

    assert refusal_of(draft, passage, known([passage], ["good weather"]).knowledge) is Refusal.ONLY_AN_EXAMPLE
    assert refusal_of(draft, near, known([near], ["good weather"]).knowledge) is None


def test_an_everyday_word_with_its_article_means_a_certain_one() -> None:
    the_law = "The law is a relationship between how much is asked and how much is sold."

    assert refusal_of_sentence(the_law, "law") is Refusal.MEANS_A_CERTAIN_ONE
    assert refusal_of_sentence(the_law.replace("law", "ribosome"), "ribosome") is None


def test_a_gap_that_another_term_would_fill_as_well_is_refused() -> None:
    sentence = "A supply curve is a graph of the price on one axis and the quantity on the other."
    rival = "A demand curve is a graph of the price on one axis and the quantity on the other axis."
    passage = SourcePassage("p", f"{sentence} {rival}", 3, ("Curves",))
    alone = replace(passage, text=f"{sentence} The demand curve may shift.")
    draft = cloze_of(sentence, "supply curve", passage)
    terms = ["supply curve", "demand curve"]

    assert refusal_of(draft, passage, known([passage], terms).knowledge) is Refusal.SOLVER_UNSURE
    assert refusal_of(draft, alone, known([alone], terms).knowledge) is None


def test_a_word_of_the_answer_may_stay_only_where_other_terms_have_it_too() -> None:
    sentence = (
        "The temporal lobe is the part that lies at the side of the head, temporal being what is near the temples."
    )
    passage = SourcePassage(
        "p", f"{sentence} The temporal pole is the end of a lobe that lies in front.", 3, ("Lobes",)
    )
    stem = f"The {BLANK} is the part that lies at the side of the head, temporal being what is near the temples."
    draft = replace(cloze_of(SENTENCE, "price floor", passage_of(SENTENCE)), stem=stem, answer="temporal lobe")
    draft = replace(draft, quote=Quote("p", 3, 0, len(sentence), sentence), term_key="temporal lobe")

    alone, shared = known([passage], ["temporal lobe"]), known([passage], ["temporal lobe", "temporal pole"])

    assert refusal_of(draft, passage, alone.knowledge) is Refusal.ANSWER_IN_STEM
    assert refusal_of(draft, passage, shared.knowledge) is None


def test_the_same_stem_is_admitted_once() -> None:
    passage = passage_of(SENTENCE)
    gatekeeper = known([passage], ["price floor"]).gatekeeper()
    draft = cloze_of(SENTENCE, "price floor", passage)

    assert gatekeeper.admits(draft)
    assert not gatekeeper.admits(draft)
    assert gatekeeper.refused == {Refusal.DUPLICATE: 1}


def test_the_same_sentence_is_asked_once_in_the_same_way() -> None:
    passage = passage_of(SENTENCE)
    gatekeeper = known([passage], ["price floor"]).gatekeeper()
    draft = cloze_of(SENTENCE, "price floor", passage)

    assert gatekeeper.admits(draft)
    assert not gatekeeper.admits(replace(draft, stem=draft.stem.replace("good or service", "good")))
    assert gatekeeper.refused == {Refusal.ALREADY_ASKED: 1}


def test_a_stem_that_means_something_named_before_is_refused_where_it_asks() -> None:
    sentence = "A price floor is the number of units that buyers would take at that level."

    assert refusal_of_sentence(sentence, "price floor") is Refusal.NEEDS_CONTEXT
    assert refusal_of_sentence(sentence.replace("that level", "any level"), "price floor") is None


def test_a_stem_too_long_or_too_hard_to_read_is_refused() -> None:
    hard = (
        "A price floor constitutes administratively predetermined intergovernmental remuneration necessitating "
        "extraordinarily sophisticated institutional intermediation notwithstanding multidimensional counterarguments."
    )
    long = f"A price floor is a {'extraordinarily' * 24} low level that sellers ask."

    assert refusal_of_sentence(hard, "price floor") is Refusal.HARD_TO_READ
    assert refusal_of_sentence(long, "price floor") is Refusal.TOO_LONG


@pytest.fixture(scope="module")
def cell() -> Known:
    return known(CELL, ORGANELLES)


def choice_of(cell: Known) -> ItemDraft:
    """Which organelle makes proteins: a good item, for tests to spoil."""
    use, statement = cell.stated("ribosome")
    return ItemDraft(
        type=DraftType.MULTIPLE_CHOICE,
        stem=f"Which of these is the term for {statement.gloss}?",
        answer="ribosome",
        accepted=("ribosome",),
        quote=Quote(1, 1, use.sentence.start, use.sentence.end, use.sentence.text),
        term_key="ribosome",
        confidence=0.8,
        options=("lysosome", "ribosome", "peroxisome"),
        distractors=("lysosome", "peroxisome"),
        clue=statement.gloss,
    )


def verdict_of(cell: Known, stem: str, answer: str, *swapped_in: str) -> ItemDraft:
    draft = replace(choice_of(cell), type=DraftType.TRUE_FALSE, stem=stem, answer=answer, accepted=(answer,))
    return replace(draft, options=(), distractors=swapped_in)


def refused(cell: Known, draft: ItemDraft) -> Refusal | None:
    return refusal_of(draft, cell.passages[0], cell.knowledge)


def test_a_good_choice_passes(cell: Known) -> None:
    assert refused(cell, choice_of(cell)) is None


@pytest.mark.parametrize(
    ("options", "distractors", "refusal"),
    [
        (("ribosome", "lysosome"), ("lysosome",), Refusal.TOO_FEW_OPTIONS),
        (("ribosome", "lysosome", "Lysosome"), ("lysosome", "peroxisome"), Refusal.OPTIONS_NOT_DISTINCT),
        (("nucleus", "lysosome", "peroxisome"), ("lysosome", "peroxisome"), Refusal.KEY_NOT_AMONG_OPTIONS),
        (("ribosome", "lysosome", "x" * 300), ("lysosome", "peroxisome"), Refusal.TOO_LONG),
        (("ribosome", "lysosome", "goblin"), ("lysosome", "goblin"), Refusal.DISTRACTOR_UNKNOWN),
    ],
)
def test_options_that_are_no_choice_are_refused(
    cell: Known, options: tuple[str, ...], distractors: tuple[str, ...], refusal: Refusal
) -> None:
    assert refused(cell, replace(choice_of(cell), options=options, distractors=distractors)) is refusal


def test_a_stem_with_a_word_of_the_key_alone_is_refused(cell: Known) -> None:
    draft = choice_of(cell)

    telling = replace(draft, stem="Which of these, the ribosomal one, makes proteins?")
    outnumbered = replace(draft, stem="Which of these, ribosomal or lysosomal, makes proteins?")
    plain = replace(draft, stem="Which of these, no lysosomal one, makes proteins?")

    assert refused(cell, telling) is Refusal.STEM_FAVOURS_KEY
    assert refused(cell, outnumbered) is Refusal.STEM_FAVOURS_KEY
    assert refused(cell, plain) is None


def test_a_key_found_by_its_length_is_refused(cell: Known) -> None:
    gloss = "an organelle that serves as the site of protein synthesis"
    draft = replace(choice_of(cell), stem="Which of these describes “ribosome”?", answer=gloss, accepted=(gloss,))

    unequal = replace(draft, options=(gloss, "an organelle of poisons", "an organelle of acids"))
    equal = replace(
        draft, options=(gloss, "an organelle that holds the chromosomes", "an organelle that breaks poisons")
    )

    assert refused(cell, unequal) is Refusal.OPTIONS_UNEQUAL
    assert refused(cell, equal) is None


def test_a_distractor_of_another_chapter_is_refused() -> None:
    passages = [
        SourcePassage(1, CELL, 1, ("Cells",)),
        SourcePassage(2, "A tariff is a tax on goods that come from abroad.", 9, ("Trade",)),
    ]
    read = known(passages, (*ORGANELLES, "tariff"))

    draft = replace(choice_of(read), options=("ribosome", "lysosome", "tariff"), distractors=("lysosome", "tariff"))

    assert refused(read, draft) is Refusal.DISTRACTOR_FROM_ELSEWHERE


@pytest.mark.parametrize(
    ("more", "term", "refusal"),
    [
        ("A ribosome, also called a microsome, is small.", "microsome", Refusal.DISTRACTOR_MAY_BE_RIGHT),
        ("A free ribosome is loose.", "free ribosome", Refusal.DISTRACTOR_MAY_BE_RIGHT),
        ("A ribozome is an organelle. A ribozome is an organelle that floats.", "ribozome", None),
        ("A translator is a ribosome that turns messages into chains.", "translator", Refusal.SOLVER_UNSURE),
        (
            "A polysome is an organelle of a cell. An old polysome serves as the site of protein synthesis.",
            "polysome",
            Refusal.SOLVER_UNSURE,
        ),
        ("A vacuole is an organelle that stores water and food.", "vacuole", None),
        ("A vacuole stores water and food for later.", "vacuole", Refusal.DISTRACTOR_OF_ANOTHER_KIND),
    ],
)
def test_a_distractor_that_may_be_right_is_refused(more: str, term: str, refusal: Refusal | None) -> None:
    read = known(f"{CELL} {more}", (*ORGANELLES, term))

    draft = replace(choice_of(read), options=("ribosome", "lysosome", term), distractors=("lysosome", term))

    assert refused(read, draft) is refusal


def test_a_distractor_written_almost_like_the_key_is_refused() -> None:
    terms = ("adenosine triphosphate", "adenosine triphosphite")
    text = "An adenosine triphosphate is the molecule that carries energy. An adenosine triphosphite is rare."
    read = known(f"{CELL} {text}", (*ORGANELLES, *terms))
    use, statement = read.stated(terms[0])
    quote = Quote(1, 1, use.sentence.start, use.sentence.end, use.sentence.text)
    draft = replace(choice_of(read), stem="Which carries energy?", quote=quote, term_key=terms[0], answer=terms[0])

    draft = replace(draft, options=(*terms, "nucleus"), distractors=(terms[1], "nucleus"), clue=statement.gloss)

    assert refused(read, draft) is Refusal.DISTRACTOR_TOO_SIMILAR


def test_a_true_statement_says_what_the_text_says(cell: Known) -> None:
    said = "A ribosome is an organelle that serves as the site of protein synthesis."

    assert refused(cell, verdict_of(cell, said, TRUE)) is None
    assert refused(cell, verdict_of(cell, said.replace("protein", "starch"), TRUE)) is Refusal.NOT_WHAT_IS_SAID


def test_a_false_statement_names_a_term_that_is_explained_otherwise(cell: Known) -> None:
    said = "A lysosome is an organelle that serves as the site of protein synthesis."

    assert refused(cell, verdict_of(cell, said, FALSE, "lysosome")) is None
    assert refused(cell, verdict_of(cell, said, FALSE)) is Refusal.ANSWER_UNFIT
    assert refused(cell, verdict_of(cell, said.replace("lysosome", "ribosome"), FALSE, "lysosome")) is (
        Refusal.NOT_WHAT_IS_SAID
    )


def test_a_short_answer_that_fits_another_term_as_well_is_refused(cell: Known) -> None:
    draft = replace(choice_of(cell), type=DraftType.SHORT_ANSWER, options=(), distractors=())
    rival = "A polysome produces what serves as the site of protein synthesis."
    twice = known(f"{CELL} {rival}", (*ORGANELLES, "polysome"))

    assert refused(cell, draft) is None
    assert refused(twice, draft) is Refusal.SOLVER_UNSURE
    assert refused(cell, replace(draft, stem="What are ribosomes?")) is Refusal.ANSWER_IN_STEM
