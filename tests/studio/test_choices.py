"""Multiple choice and statements to judge: what is offered, what is swapped in, and what never is."""

from lyceum.studio.choices import ChoiceMaker
from lyceum.studio.drafts import FALSE, TRUE, DraftType, ItemDraft
from lyceum.studio.verdicts import false_statement, true_statement
from tests.studio.knowing import CELL, ENGLISH, ORGANELLES, Known, known


def term_choice(read: Known, term: str) -> ItemDraft | None:
    use, statement = read.stated(term)
    return ChoiceMaker(read.knowledge, ENGLISH, read.passages).of_term(read.lexeme(term), use, statement)


def false_of(read: Known, term: str) -> ItemDraft | None:
    use, statement = read.stated(term)
    return false_statement(read.lexeme(term), use, statement, read.passages, read.knowledge)


def test_a_meaning_is_asked_with_terms_to_choose_from() -> None:
    draft = term_choice(known(CELL, ORGANELLES), "ribosome")

    assert draft is not None
    assert draft.stem == "Which of these is the term for an organelle that serves as the site of protein synthesis?"
    assert draft.answer == "ribosome"
    assert set(draft.options) == set(ORGANELLES)


def test_a_term_is_asked_with_meanings_to_choose_from() -> None:
    read = known(CELL, ORGANELLES)
    use, statement = read.stated("ribosome")

    draft = ChoiceMaker(read.knowledge, ENGLISH, read.passages).of_meaning(read.lexeme("ribosome"), use, statement)

    assert draft is not None
    assert draft.stem == "Which of these describes “ribosome”?"
    assert draft.answer == "an organelle that serves as the site of protein synthesis"
    assert "the organelle that holds the chromosomes of the cell" in draft.options


def test_only_terms_of_the_same_kind_are_offered_be_there_three_or_two() -> None:
    text = (
        "A normal good is a product whose demand rises with income. An inferior good is a product whose demand falls "
        "when people earn more. A substitute is a good or service that takes the place of another. A subsidy is a sum "
        "from the state to a firm. A quota is a limit on what may be brought into a land."
    )
    read = known(text, ("normal good", "inferior good", "substitute", "subsidy", "quota"))

    draft = term_choice(read, "normal good")

    assert draft is not None
    assert set(draft.options) == {"normal good", "inferior good", "substitute"}
    assert term_choice(read, "subsidy") is None


def test_a_term_of_another_kind_is_not_swapped_in() -> None:
    text = "Price controls are laws that set prices. A price floor is the lowest price that one may legally pay."
    near = "A price floor is the lowest price that one may pay. A price ceiling is a legal maximum price for bread."

    assert false_of(known(text, ("price control", "price floor")), "price floor") is None
    assert false_of(known(near, ("price ceiling", "price floor")), "price floor") is not None


def test_an_alias_a_kind_and_what_means_the_same_are_never_offered() -> None:
    text = (
        f"{CELL} A ribosome, also called a microsome, is small. "
        "A polysome is a ribosome that works with others of its kind. "
        "A granulum is an organelle that serves as the site of protein synthesis."
    )

    draft = term_choice(known(text, (*ORGANELLES, "microsome", "polysome", "granulum")), "ribosome")

    assert draft is not None
    assert set(draft.options) == set(ORGANELLES)


def test_with_too_few_terms_there_is_no_choice() -> None:
    assert term_choice(known(CELL, ("ribosome", "lysosome")), "ribosome") is None


def test_a_false_statement_puts_a_term_that_is_explained_otherwise_in_the_place_of_the_key() -> None:
    draft = false_of(known(CELL, ORGANELLES), "ribosome")

    assert draft is not None
    assert (draft.type, draft.answer) == (DraftType.TRUE_FALSE, FALSE)
    assert draft.stem.endswith(f"{draft.distractors[0]} is an organelle that serves as the site of protein synthesis.")
    assert draft.quote.text == "A ribosome is an organelle that serves as the site of protein synthesis."


def test_the_article_of_a_false_statement_agrees_with_the_term_swapped_in() -> None:
    text = "A lysosome is a small body that digests worn parts. An exon is a long body that remains in the message."

    draft = false_of(known(text, ("lysosome", "exon")), "lysosome")

    assert draft is not None
    assert draft.stem == "An exon is a small body that digests worn parts."


def test_a_term_without_a_meaning_of_its_own_is_not_swapped_in() -> None:
    text = "A lysosome is a small body that digests worn parts. An exon was found, and another exon was lost."

    assert false_of(known(text, ("lysosome", "exon")), "lysosome") is None


def test_a_true_statement_is_the_sentence_without_its_comment() -> None:
    read = known("A lysosome (a sac) is a small body that digests worn parts, such as membranes.", ["lysosome"])
    use, statement = read.stated("lysosome")

    draft = true_statement(read.lexeme("lysosome"), use, statement, read.passages)

    assert (draft.stem, draft.answer) == ("A lysosome is a small body that digests worn parts.", TRUE)


def test_a_chapter_of_one_kind_gives_several_types_of_item() -> None:
    items = known(CELL, ORGANELLES).items(*ORGANELLES)

    assert {item.type for item in items} == set(DraftType)
    assert {item.answer for item in items if item.type is DraftType.TRUE_FALSE} == {TRUE, FALSE}


def test_in_a_language_without_rules_of_its_own_only_cards_and_gaps_are_made() -> None:
    read = known(CELL, ORGANELLES)

    assert {item.type for item in read.items(*ORGANELLES, language="fr")} == {DraftType.CLOZE}
