"""What other domains may know of subjects, skills, items and decks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from lyceum.platform.errors import Conflict, Invalid, NotFound, TooLarge, UnsupportedType


class SubjectNotFound(NotFound):
    """No such subject, or it is somebody else's."""

    code = "SUBJECT_NOT_FOUND"


class DeckNotFound(NotFound):
    """No such deck, or it is somebody else's, or it was archived."""

    code = "DECK_NOT_FOUND"


class ItemNotFound(NotFound):
    """No such item, or it is somebody else's."""

    code = "ITEM_NOT_FOUND"


class SkillNotFound(NotFound):
    """No such skill, or it is in somebody else's subject."""

    code = "SKILL_NOT_FOUND"


class SubjectNotEmpty(Conflict):
    """The subject still has decks; archive those, or the documents they came from, first."""

    code = "SUBJECT_NOT_EMPTY"


class DeckOfDocument(Conflict):
    """The deck was made from a document, and goes with it."""

    code = "DECK_OF_DOCUMENT"


class OtherSubject(Conflict):
    """Things of two subjects were put together that must be of one."""

    code = "OTHER_SUBJECT"


class PrerequisiteCycle(Conflict):
    """A skill would have to be learned before itself."""

    code = "PREREQUISITE_CYCLE"


class SkillExists(Conflict):
    """The subject has a skill of this name."""

    code = "SKILL_EXISTS"


class ItemExists(Conflict):
    """The document of the deck has an item that asks and accepts the same, perhaps an archived one."""

    code = "ITEM_EXISTS"


class ItemChanged(Conflict):
    """Somebody made another version of the item meanwhile."""

    code = "ITEM_CHANGED"


class ItemNotRestorable(Conflict):
    """What the item was made from is archived."""

    code = "ITEM_NOT_RESTORABLE"


class ContentMisfit(Invalid):
    """The key, the accepted answers or the options are not what this type of item has."""

    code = "ITEM_CONTENT_MISFIT"


class DeckFileUnreadable(Invalid):
    """A file to be imported is neither a table of cards nor an Anki package."""

    code = "DECK_FILE_UNREADABLE"


class DeckFileUnsupported(UnsupportedType):
    """An Anki package is of a format that is not read."""

    code = "DECK_FILE_UNSUPPORTED"


class DeckFileTooLarge(TooLarge):
    """A file to be imported has more rows or more bytes than are taken at once."""

    code = "DECK_FILE_TOO_LARGE"


class ItemType(StrEnum):
    """The kinds of item. The shape of a key and of a response is the kind's."""

    FLASHCARD = "flashcard"
    CLOZE = "cloze"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    SHORT_ANSWER = "short_answer"


# The answer as it is shown: a text (flashcard, short answer), a text per gap (cloze), an option's id (multiple choice),
# a verdict (true or false).
Key = str | bool | list[str]


@dataclass(frozen=True, slots=True)
class ItemParameters:
    """How hard an item is, on the logistic scale (C28, C32): discrimination, difficulty, chance of guessing.

    The values stand until calibration replaces them; attempts pin the ones they were judged with. `version` counts
    them: 1 is what the item was made with.
    """

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    version: int = 1

    def curve(self) -> dict[str, float]:
        """The three of the curve, by name."""
        return {"a": self.a, "b": self.b, "c": self.c}


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item comes from: `quote` is verbatim text of the passage, which begins on `page`."""

    passage_id: UUID
    page: int
    quote: str


@dataclass(frozen=True, slots=True)
class SkillName:
    """A skill, as it is named to a person."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSkill:
    """A skill to be. `key` is its normal form: the same key in one subject is the same skill."""

    key: str
    name: str
    prerequisite_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item to be.

    Attributes:
        type: what kind of item.
        stem: what is asked; a gap of a cloze item is `____`.
        key: the answer, in the shape of its type.
        accepted: for each text to be typed, every text that counts as right; empty where nothing is typed.
        skill_ids: what it asks for; at least one.
        source: the passage it is grounded in; None only for what an author wrote.
        options: `{id, text}` of each that can be chosen, in the order they are offered; multiple choice only.
        parameters: how hard it is taken to be.
        jurisdictions: the countries in which it applies, ISO 3166-1 alpha-2; empty for everywhere.
    """

    type: ItemType
    stem: str
    key: Key
    accepted: list[list[str]]
    skill_ids: tuple[UUID, ...]
    source: Source | None
    options: list[dict[str, str]] | None = None
    parameters: ItemParameters = ItemParameters()
    jurisdictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemContent:
    """What a version of an item says; see `NewItem` for the shapes."""

    type: ItemType
    stem: str
    key: Key = field(repr=False)
    accepted: list[list[str]] = field(repr=False)
    options: list[dict[str, str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A body of knowledge."""

    id: UUID
    owner_id: UUID
    title: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """One thing a learner can know. `prerequisites` are skills better learned before it."""

    id: UUID
    subject_id: UUID
    name: str
    position: int
    prerequisites: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class SkillNeighbours:
    """A skill with what it needs, and what needs it, each in the order they are taught."""

    skill: Skill
    needs: tuple[Skill, ...]
    needed_by: tuple[Skill, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """A pile of items."""

    id: UUID
    subject_id: UUID
    document_id: UUID | None
    title: str
    items: int
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One version of an item, with its key. Whoever shows it in a session leaves the key and the quote out.

    What was generated has a source; what an author wrote may have none. `jurisdictions` are as in `NewItem`; like
    being active, they are the item's, whatever its version.
    """

    id: UUID
    version: int
    type: ItemType
    stem: str
    key: Key = field(repr=False)
    accepted: list[list[str]] = field(repr=False)
    options: list[dict[str, str]] | None
    skills: tuple[SkillName, ...]
    source: Source | None
    parameters: ItemParameters
    subject_id: UUID
    document_id: UUID | None
    is_active: bool
    jurisdictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibratable:
    """An item as calibration sees it, in its current version, whoever owns it.

    Attributes:
        id, version, type: which item it is.
        key: the id of the right option; None where there are no options.
        option_ids: of what can be chosen.
        made_with: its parameters before anybody was asked it.
        parameters: those it has now.
    """

    id: UUID
    version: int
    type: ItemType
    key: str | None = field(repr=False)
    option_ids: tuple[str, ...]
    made_with: ItemParameters
    parameters: ItemParameters


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What the answers to a version of an item say about it; `answers` is how many there were."""

    item_id: UUID
    version: int
    a: float
    b: float
    c: float
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeScope:
    """What to practise: exactly one of these is set."""

    deck_id: UUID | None = None
    subject_id: UUID | None = None
    document_id: UUID | None = None
    skill_ids: tuple[UUID, ...] = ()

    def __post_init__(self) -> None:
        chosen = [value for value in (self.deck_id, self.subject_id, self.document_id, self.skill_ids) if value]
        if len(chosen) != 1:
            raise ValueError(f"a scope names one of deck, subject, document or skills; {len(chosen)} are named")

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        plain = {name: getattr(self, name) for name in ("deck_id", "subject_id", "document_id")}
        named: dict[str, Any] = {name: str(value) for name, value in plain.items() if value}
        return named or {"skill_ids": [str(skill_id) for skill_id in self.skill_ids]}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "PracticeScope":
        """The scope, from what `to_json` gave."""
        if "skill_ids" in plain:
            return cls(skill_ids=tuple(UUID(each) for each in plain["skill_ids"]))
        named: dict[str, Any] = {name: UUID(value) for name, value in plain.items()}
        return cls(**named)


@dataclass(frozen=True, slots=True)
class Place:
    """What an item belongs to."""

    subject_id: UUID
    document_id: UUID | None


@dataclass(frozen=True, slots=True)
class Askable:
    """What can be asked of a subject: how many items, and the skills they ask for."""

    subject_id: UUID
    title: str
    items: int
    skill_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ItemColumns:
    """The items that may be asked, as columns of equal length: what selection needs and nothing more.

    Shared by all who ask for the same items, so that nobody may change it. `a`, `b` and `c` are as in `ItemParameters`;
    `sentences` numbers what items quote: items with the same number quote the same sentence. `place_of` is where an
    item stands in the columns, `places_of` where the items of a skill do, `quoting` where those of a number do;
    `prerequisites` are those of the skills that have any. `limited_to` are the countries of the items that do not apply
    everywhere, by place, unless they were sorted out already; `left_out` is how many were.
    """

    ids: tuple[UUID, ...] = ()
    versions: tuple[int, ...] = ()
    skill_ids: tuple[tuple[UUID, ...], ...] = ()
    types: tuple[ItemType, ...] = ()
    a: tuple[float, ...] = ()
    b: tuple[float, ...] = ()
    c: tuple[float, ...] = ()
    sentences: tuple[int, ...] = ()
    place_of: Mapping[UUID, int] = field(default_factory=dict, repr=False)
    places_of: Mapping[UUID, Sequence[int]] = field(default_factory=dict, repr=False)
    quoting: Mapping[int, Sequence[int]] = field(default_factory=dict, repr=False)
    prerequisites: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    limited_to: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    left_out: int = 0
