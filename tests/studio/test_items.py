"""Cloze items and short answers: what is blanked and what is accepted."""

from lyceum.studio.definitions import quote_of
from lyceum.studio.drafts import Definition, ItemDraft, Term
from lyceum.studio.items import cloze_of, flashcard_of, other_terms_of, short_answer_of
from tests.studio.knowing import ENGLISH, known


def clozes(term: str, text: str) -> list[ItemDraft]:
    read = known(text, [term])
    key = read.lexeme(term).term
    drafts = (cloze_of(key, use, read.passages, read.finder, read.knowledge.lexicon) for use in read.uses[key.key])
    return [draft for draft in drafts if draft is not None]


def short_answer(term: str, text: str, *others: str) -> ItemDraft:
    read = known(text, [term, *others])
    use, statement = read.stated(term)
    lexicon = read.knowledge.lexicon
    return short_answer_of(read.lexeme(term), use, statement, read.passages, lexicon=lexicon, phrases=ENGLISH)


def test_an_abbreviation_behind_the_term_is_blanked_and_accepted() -> None:
    (draft,) = clozes("gross domestic product", "The gross domestic product (GDP) is a measure of all that is made.")

    assert draft.stem == "The _____ is a measure of all that is made."
    assert draft.accepted == ("gross domestic product", "GDP")


def test_where_the_sentence_repeats_the_last_word_only_the_others_are_blanked() -> None:
    (draft,) = clozes("equilibrium price", "The equilibrium price is the only price at which all plans agree.")

    assert draft.stem == "The _____ price is the only price at which all plans agree."
    assert draft.accepted == ("equilibrium", "equilibrium price")


def test_every_mention_is_blanked_and_an_article_gives_nothing_away() -> None:
    (draft,) = clozes("allele", "An allele is a version of a gene, and another allele is another version.")

    assert draft.stem == "A(n) _____ is a version of a gene, and another _____ is another version."


def test_a_linking_word_and_bracketed_references_are_left_out_of_the_stem_only() -> None:
    (draft,) = clozes("allele", "However, an allele (Figure 2.1) is a version of a gene (Smith, 1998).")

    assert draft.stem == "A(n) _____ is a version of a gene."
    assert draft.quote.text == "However, an allele (Figure 2.1) is a version of a gene (Smith, 1998)."


def test_a_term_inside_a_longer_word_is_not_blanked() -> None:
    assert clozes("equilibrium", "An equilibrium is the state that each above-equilibrium price leads to.") == []


def test_what_explains_the_term_in_brackets_is_not_shown() -> None:
    (draft,) = clozes("exocytosis", "Exocytosis (taking “out of the cell”) is the process of exporting material.")

    assert draft.stem == "_____ is the process of exporting material."


def test_a_short_answer_asks_for_the_term_and_accepts_its_forms_and_its_other_names() -> None:
    text = (
        "The price support (PS) is the lowest price that sellers may legally ask. "
        "Such a price support, also called a price floor, hurts buyers. Price supports are common."
    )

    draft = short_answer("price support", text, "price floor")

    assert draft.stem == "What is the term for the lowest price that sellers may legally ask?"
    assert draft.accepted == ("price support", "price supports", "price floor", "PS")


def test_a_longer_name_is_accepted_where_the_question_says_what_it_adds() -> None:
    text = (
        "A subsidy occurs when the government pays a firm directly for its goods. A government subsidy may be large. "
        "An export subsidy is rare."
    )

    draft = short_answer("subsidy", text, "government subsidy", "export subsidy")

    assert draft.accepted == ("subsidy", "government subsidy")


def test_a_gap_accepts_another_name_that_the_text_gives() -> None:
    text = "A price floor is the lowest price one may ask. Price floors are sometimes called “price supports.”"
    read = known(text, ["price floor", "price support"])
    key = read.lexeme("price floor").term

    draft = cloze_of(key, read.uses[key.key][0], read.passages, read.finder, read.knowledge.lexicon)

    assert draft is not None
    assert draft.accepted == ("price floor", "price supports")


def test_the_back_of_a_card_leaves_out_figures_links_and_units() -> None:
    text = "However, a demand curve shows the price per gallon on a graph like the figure, with the quantity beside it."
    read = known(text, ["demand curve"])
    use = read.uses["demand curve"][0]
    quote = quote_of(use.sentence, read.passages)

    card = flashcard_of(read.lexeme("demand curve"), Definition(read.lexeme("demand curve").term, quote, 0.8), ENGLISH)

    assert card.answer == "A demand curve shows the price on a graph with the quantity beside it."
    assert card.quote.text == text


def test_what_happens_is_asked_as_what_happens() -> None:
    draft = short_answer("subsidy", "A subsidy occurs when the government pays a firm directly for its goods.")

    assert draft.stem == "What is the term for what happens when the government pays a firm directly for its goods?"


def test_a_name_is_asked_for_as_a_name() -> None:
    draft = short_answer("Virginia Plan", "The Virginia Plan was new. The Virginia Plan is a plan for two chambers.")

    assert draft.stem == "Which name fits this description: a plan for two chambers?"
    assert draft.accepted == ("Virginia Plan",)


def test_other_terms_are_those_that_are_not_the_answer() -> None:
    (draft,) = clozes("allele", "An allele is a specific version of one gene.")
    terms = {key: Term(key, key, 1.0) for key in ("allele", "genotype")}

    assert other_terms_of(draft, terms) == ("genotype",)
