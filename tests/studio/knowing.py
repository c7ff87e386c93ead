"""What the tests of items share: a text, its terms as given, and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from lyceum.algorithms.text.words import term_key
from lyceum.studio.definitions import Use, uses_of_terms
from lyceum.studio.drafts import ItemDraft, SourcePassage, Term
from lyceum.studio.gates import Gatekeeper
from lyceum.studio.knowledge import Knowledge
from lyceum.studio.lexicon import Lexeme
from lyceum.studio.making import ItemMaker
from lyceum.studio.mentions import TermFinder
from lyceum.studio.phrasing import PHRASES, Phrases
from lyceum.studio.statements import Statement
from lyceum.studio.terms import split_sentences

ENGLISH: Phrases = PHRASES["en"]

CELL = (
    "A ribosome is an organelle that serves as the site of protein synthesis. "
    "A lysosome is an organelle that contains enzymes that digest worn parts of the cell. "
    "A peroxisome is an organelle that breaks down fatty acids and poisons. "
    "The nucleus is the organelle that holds the chromosomes of the cell. "
    "Researchers found a lysosome beside a peroxisome, and a ribosome near the nucleus."
)
ORGANELLES = ("ribosome", "lysosome", "peroxisome", "nucleus")


@dataclass(frozen=True)
class Known:
    """One text, read."""

    passages: list[SourcePassage]
    uses: dict[str, list[Use]]
    finder: TermFinder
    knowledge: Knowledge

    def lexeme(self, term: str) -> Lexeme:
        found = self.knowledge.lexicon.get(term_key(term))
        assert found is not None
        return found

    def stated(self, term: str) -> tuple[Use, Statement]:
        return self.knowledge.stated[term_key(term)][0]

    def gatekeeper(self) -> Gatekeeper:
        return Gatekeeper(self.passages, self.knowledge)

    def items(self, *terms: str, language: str | None = "en") -> list[ItemDraft]:
        maker = ItemMaker(self.knowledge, self.passages, self.finder, language=language)
        keys = [term_key(term) for term in terms]
        return [item for key in keys for item in maker.items_of(self.lexeme(key).term, self.uses[key])]


def known(text: str | Sequence[SourcePassage], terms: Sequence[str], *, language: str | None = "en") -> Known:
    passages = [SourcePassage(1, text, 1, ("Cells",))] if isinstance(text, str) else list(text)
    listed = [Term(term_key(each), each, 1.0) for each in terms]
    uses = uses_of_terms(listed, passages, split_sentences(passages), language=language)
    finder = TermFinder(term.key for term in listed)
    return Known(passages, uses, finder, Knowledge(listed, uses, passages, finder, language=language))
