"""The words of generation: the passages that go in, the terms, skills and item drafts that come out."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DraftType(StrEnum):
    """The kinds of item the extractive generator makes."""

    FLASHCARD = "flashcard"
    CLOZE = "cloze"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    SHORT_ANSWER = "short_answer"


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """A passage as generation sees it; `id` is opaque. `page_breaks` are (offset into text, page that starts there)."""

    id: Hashable
    text: str
    page: int
    heading_path: tuple[str, ...] = ()
    bold_terms: tuple[str, ...] = ()
    page_breaks: tuple[tuple[int, int], ...] = ()

    def page_at(self, offset: int) -> int:
        """The page on which the character at `offset` stands."""
        page = self.page
        for start, number in self.page_breaks:
            if offset >= start:
                page = number
        return page


@dataclass(frozen=True, slots=True)
class Term:
    """A key term: `key` is its normal form, `text` as printed; `score` ranks within one document only."""

    key: str
    text: str
    score: float
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim text of a passage: `passage.text[start:end] == text`."""

    passage_id: Hashable
    page: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Definition:
    """The sentence that says what a term is, ranked by `confidence` in [0, 1]; never claimed to be verified."""

    term: Term
    quote: Quote
    confidence: float


@dataclass(frozen=True, slots=True)
class SkillDraft:
    """A skill to be: knowing one part of a document. `key` is unique in the document and stable between runs.

    `prerequisite_keys` are skills of the same document that are learned before this one.
    """

    key: str
    name: str
    term_keys: tuple[str, ...]
    prerequisite_keys: tuple[str, ...] = ()


class Reason(StrEnum):
    """Why one skill is held to come before another."""

    PART_OF_NAME = "part_of_name"
    EXPLAINED_WITH = "explained_with"
    INTRODUCED_EARLIER = "introduced_earlier"
    USED_MORE_WIDELY = "used_more_widely"


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """`first_key` is learned before `then_key`; `confidence` in (0.5, 1), with the reasons in the order they count."""

    first_key: str
    then_key: str
    confidence: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item before it is published.

    Attributes:
        type: what kind of item.
        stem: what is asked, or the statement to be judged.
        answer: what is right: a text, an option, or `TRUE` or `FALSE`.
        accepted: every text that counts as right, `answer` first; for what is not typed, `answer` alone.
        quote: the sentence it was made from.
        term_key: the term it asks about.
        confidence: how sure its sentence is to define the term.
        skill_key: empty until the document's skills are known.
        options: what can be chosen, in the order shown; multiple choice only.
        distractors: keys of the terms that the wrong options name or explain, or that a false statement swaps in.
        clue: the words that tell which term is meant, without those that put the question.
        difficulty: our guess on the logistic scale, until calibration knows better.
    """

    type: DraftType
    stem: str
    answer: str
    accepted: tuple[str, ...]
    quote: Quote
    term_key: str
    confidence: float
    skill_key: str = ""
    options: tuple[str, ...] = ()
    distractors: tuple[str, ...] = ()
    clue: str = ""
    difficulty: float = 0.0


# The gap of a cloze item.
BLANK = "_____"
# The answers of a statement to be judged.
TRUE, FALSE = "true", "false"


@dataclass(frozen=True, slots=True)
class Weakness:
    """What the material of a document lacks and why.

    Attributes:
        code: for programs.
        text: for people: a key of the catalogues, and `values` what stands in it.
    """

    code: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything generated from one document, in reading order of the skills.

    `refused` says how many drafts each gate refused, by its code; `terms_without_items` are as printed.
    `prerequisites` hold the reasons for the skills' `prerequisite_keys`; `weaknesses` are shown with the job's result.
    """

    terms: tuple[Term, ...]
    definitions: tuple[Definition, ...]
    skills: tuple[SkillDraft, ...]
    items: tuple[ItemDraft, ...]
    refused: Mapping[str, int]
    terms_without_items: tuple[str, ...]
    prerequisites: tuple[Prerequisite, ...] = ()
    weaknesses: tuple[Weakness, ...] = ()
