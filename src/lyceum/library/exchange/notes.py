"""What a file of cards holds: one note for each item to be, or why a row of it can be none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lyceum.library import rules
from lyceum.library.contracts import ContentMisfit, DeckFileTooLarge, ItemContent, ItemType
from lyceum.platform.jurisdictions import JurisdictionUnknown, clean_jurisdictions

MOST_ROWS: Final = 5_000
MOST_SKILLS: Final = 10
# A thick textbook has as many. With ten in each row they were 50,000, and a map of 8 MB that took seconds to read.
MOST_SKILLS_OF_FILE: Final = 500
LONGEST_NAME: Final = 200
_MOST_ACCEPTED: Final = 20
_PRINTABLE = re.compile(rules.PRINTABLE)
_OPTION_ID = re.compile(rules.OPTION_ID)


class RefusalReason(StrEnum):
    """Why a row of a file becomes no item."""

    FRONT_MISSING = "front_missing"
    BACK_MISSING = "back_missing"
    TOO_LONG = "too_long"
    UNPRINTABLE = "unprintable"
    TYPE_UNKNOWN = "type_unknown"
    CONTENT_MISFIT = "content_misfit"
    SKILLS_MISFIT = "skills_misfit"
    BEING_ASKED = "being_asked"
    JURISDICTIONS_MISFIT = "jurisdictions_misfit"


class RowRefused(Exception):
    """A row cannot become an item."""

    def __init__(self, reason: RefusalReason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Note:
    """An item to be; `row` is where it stands in its file, `skills` are the names of those it asks for."""

    row: int
    content: ItemContent
    skills: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that becomes no item."""

    row: int
    reason: RefusalReason


@dataclass(frozen=True, slots=True)
class DeckFile:
    """What was read of a file.

    Attributes:
        title: what it calls its deck, if it says so.
        notes, refused: in the order of the file.
        reviews: how many reviews it tells of; none of them is read.
    """

    title: str | None
    notes: tuple[Note, ...]
    refused: tuple[RefusedRow, ...]
    reviews: int = 0


def checked_content(content: ItemContent) -> ItemContent:
    """The content as an author could have written it over the API.

    Raises:
        RowRefused: if no author could.
    """
    _check_text(content.stem, RefusalReason.FRONT_MISSING, rules.LONGEST_PROSE)
    if isinstance(content.key, str):
        _check_text(content.key, RefusalReason.BACK_MISSING, rules.LONGEST_PROSE)
    elif isinstance(content.key, list):
        for key in content.key:
            _check_text(key, RefusalReason.BACK_MISSING, rules.LONGEST_TYPED)
    for texts in content.accepted:
        _refuse_if(len(texts) > _MOST_ACCEPTED)
        for text in texts:
            _check_text(text, RefusalReason.CONTENT_MISFIT, rules.LONGEST_TYPED)
    for option in content.options or []:
        _refuse_if(not _OPTION_ID.fullmatch(option["id"]))
        _check_text(option["text"], RefusalReason.CONTENT_MISFIT, rules.LONGEST_PROSE)
    try:
        return rules.checked(content)
    except ContentMisfit as error:
        raise RowRefused(RefusalReason.CONTENT_MISFIT) from error


def checked_skills(names: Sequence[str]) -> tuple[str, ...]:
    """The names of skills, each once.

    Raises:
        RowRefused: if there are too many of them, or one cannot be a name.
    """
    is_misfit = any(len(name) > LONGEST_NAME or "\n" in name or "\t" in name for name in names)
    if is_misfit or len(names) > MOST_SKILLS or not all(map(_PRINTABLE.fullmatch, names)):
        raise RowRefused(RefusalReason.SKILLS_MISFIT)
    return tuple(dict.fromkeys(names))


def checked_jurisdictions(codes: Sequence[str]) -> tuple[str, ...]:
    """The countries in which an item applies.

    Raises:
        RowRefused: if one of them is none.
    """
    try:
        return clean_jurisdictions(codes)
    except JurisdictionUnknown as error:
        raise RowRefused(RefusalReason.JURISDICTIONS_MISFIT) from error


def flashcard(front: str, back: str) -> ItemContent:
    """A card with two sides."""
    return ItemContent(type=ItemType.FLASHCARD, stem=front, key=back, accepted=[])


def too_many_rows() -> DeckFileTooLarge:
    """The refusal of a file that goes on and on."""
    return DeckFileTooLarge(
        f"The file has more than {MOST_ROWS} rows, the most that are taken at once. Import it in parts.",
        details={"most_rows": MOST_ROWS},
    )


def too_many_skills() -> DeckFileTooLarge:
    """The refusal of a file that names more skills than a subject is made of."""
    return DeckFileTooLarge(
        f"The file names more than {MOST_SKILLS_OF_FILE} skills, the most that are taken at once. Import it in parts.",
        details={"most_skills": MOST_SKILLS_OF_FILE},
    )


def _check_text(text: str, if_missing: RefusalReason, longest: int) -> None:
    if not text:
        raise RowRefused(if_missing)
    if len(text) > longest:
        raise RowRefused(RefusalReason.TOO_LONG)
    if not _PRINTABLE.fullmatch(text):
        raise RowRefused(RefusalReason.UNPRINTABLE)


def _refuse_if(is_misfit: bool) -> None:  # noqa: FBT001  reads as a sentence where it is called
    if is_misfit:
        raise RowRefused(RefusalReason.CONTENT_MISFIT)
