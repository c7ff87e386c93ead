"""How questions are put, per language; what a language has no words for here is not asked in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lyceum.algorithms.text import languages
from lyceum.studio.statements import Gloss
from lyceum.studio.term_candidates import Sentence
from lyceum.studio.terms import is_english


@dataclass(frozen=True, slots=True)
class Phrases:
    """Stems with `{term}` and `{gloss}` to be filled in."""

    meaning: str
    meaning_of_name: str
    term_for_noun: str
    term_for_event: str
    term_for_clause: str
    which_term_noun: str
    which_term_event: str
    which_term_clause: str
    name_for: str
    which_meaning: str

    def term_for(self, kind: Gloss, gloss: str, *, is_name: bool) -> str:
        """Ask to name what is explained."""
        stems = {
            Gloss.NOUN: self.name_for if is_name else self.term_for_noun,
            Gloss.EVENT: self.term_for_event,
            Gloss.CLAUSE: self.term_for_clause,
        }
        return stems[kind].format(gloss=gloss)

    def which_term(self, kind: Gloss, gloss: str, *, is_name: bool) -> str:
        """Ask to choose the name of what is explained."""
        stems = {
            Gloss.NOUN: self.name_for if is_name else self.which_term_noun,
            Gloss.EVENT: self.which_term_event,
            Gloss.CLAUSE: self.which_term_clause,
        }
        return stems[kind].format(gloss=gloss)


_LOOKED_AT = 300

PHRASES: Mapping[str, Phrases] = MappingProxyType(
    {
        "en": Phrases(
            meaning="What does “{term}” mean?",
            meaning_of_name="What does “{term}” refer to?",
            term_for_noun="What is the term for {gloss}?",
            term_for_event="What is the term for what happens when {gloss}?",
            term_for_clause="What is the name of the statement that {gloss}?",
            which_term_noun="Which of these is the term for {gloss}?",
            which_term_event="Which of these terms names what happens when {gloss}?",
            which_term_clause="Which of these states that {gloss}?",
            name_for="Which name fits this description: {gloss}?",
            which_meaning="Which of these describes “{term}”?",
        ),
        "de": Phrases(
            meaning="Was bedeutet „{term}“?",
            meaning_of_name="Was ist mit „{term}“ gemeint?",
            term_for_noun="Wie lautet der Fachbegriff für: {gloss}?",
            term_for_event="Wie heißt es, wenn {gloss}?",
            term_for_clause="Wie heißt die Aussage, dass {gloss}?",
            which_term_noun="Welcher Begriff bedeutet: {gloss}?",
            which_term_event="Welcher Begriff bezeichnet es, wenn {gloss}?",
            which_term_clause="Welcher Begriff bezeichnet die Aussage, dass {gloss}?",
            name_for="Welcher Name gehört zu dieser Beschreibung: {gloss}?",
            which_meaning="Was beschreibt „{term}“?",
        ),
    }
)


def language_of(sentences: Sequence[Sentence]) -> str | None:
    """The code of the language, by its function words; None where it is not told for sure."""
    if is_english(sentences):
        return "en"
    told = languages.language_of(" ".join(sentence.text for sentence in sentences[:_LOOKED_AT]))
    return told.code if told else None
