"""Key terms: bold where it marks terms, the plain-text model elsewhere."""

from lyceum.studio.drafts import SourcePassage
from lyceum.studio.term_candidates import Sentence
from lyceum.studio.terms import bold_terms, key_terms, split_sentences

FILLER = "It is one of the many things that people say when they talk of it at length and at leisure. " * 5


def terms_of(*passages: SourcePassage) -> list[str]:
    return [term.text for term in key_terms(passages, split_sentences(passages))]


def test_bold_terms_come_first_and_once() -> None:
    text = f"The demand curve falls. {FILLER} Demand curves shift."

    found = key_terms([SourcePassage(1, text, 1, bold_terms=("demand curve", "Demand curves"))], [])

    assert [(term.text, term.is_bold) for term in found if term.is_bold] == [("demand curve", True)]


def test_bold_used_for_emphasis_marks_no_terms() -> None:
    emphatic = SourcePassage(1, "Do not do that here ever.", 1, bold_terms=("not", "that", "ever"))
    sentence = SourcePassage(2, FILLER, 1, bold_terms=("a whole sentence printed bold to be heard",))

    assert bold_terms([emphatic]) == []
    assert bold_terms([sentence]) == []


def test_a_defined_phrase_is_a_term_and_its_parts_are_not() -> None:
    text = (
        "The loss to society is called deadweight loss. A deadweight loss arises when too little is traded. "
        "Economists measure deadweight loss in markets. Every deadweight loss could be avoided."
    )

    found = terms_of(SourcePassage(1, text, 1, ("Markets",)))

    assert found[0] == "deadweight loss"
    assert "deadweight" not in found


def test_a_verb_between_two_nouns_makes_no_term() -> None:
    text = "Economists define efficiency with care. Some economists define efficiency again. So economists define it."

    assert not any("define" in term for term in terms_of(SourcePassage(1, text, 1)))


def test_the_number_of_terms_can_be_limited() -> None:
    text = f"A price floor is a limit. A price ceiling is a limit. {FILLER}"
    passages = [SourcePassage(1, text, 1)]

    assert len(key_terms(passages, split_sentences(passages), most=1)) == 1


def test_endless_sentences_are_left_out() -> None:
    assert split_sentences([SourcePassage(1, "word " * 1_000, 1)]) == []


def test_a_bracket_that_abbreviates_a_bold_term_is_no_part_of_it() -> None:
    passage = SourcePassage(1, FILLER, 1, bold_terms=("gross domestic product (GDP)", "positron emission (PET) scan"))

    assert [term.key for term in bold_terms([passage])] == ["gross domestic product", "positron emission scan"]


def test_an_abbreviation_and_its_full_form_are_one_term() -> None:
    text = (
        "Gross domestic product (GDP) is the value of all that a country makes in a year. GDP is a measure of output. "
        "The GDP of a country may fall. Gross domestic product is measured in each quarter."
    )

    found = [term.key for term in key_terms(*_read(text))]

    assert "gross domestic product" in found
    assert "gdp" not in found


def test_people_places_and_labels_are_no_terms() -> None:
    text = (
        "Thomas Jefferson was a writer of the text. People knew Thomas Jefferson well. The point E1 is a point on the "
        "curve. We see E1 and the higher price. The higher price is a price that is high. So San Francisco is a city."
    )

    found = [term.key for term in key_terms(*_read(text))]

    assert not {"thomas jefferson", "e1", "higher price", "san francisco"} & set(found)


def _read(text: str) -> tuple[list[SourcePassage], list[Sentence]]:
    passages = [SourcePassage(1, text, 1)]
    return passages, split_sentences(passages)
