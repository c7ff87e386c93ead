"""Pure policy: what ranks are called and may do, who leads next, what names and codes look like."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from lyceum.people.contracts import (
    CircleKind,
    CircleNameInvalid,
    CircleRole,
    CircleRoleUnknown,
    CircleTextInvalid,
    CodeExpiryInvalid,
    Membership,
    Rank,
)

ROLES: Mapping[CircleKind, Mapping[Rank, CircleRole]] = MappingProxyType(
    {
        CircleKind.ORGANISATION: {
            Rank.MEMBER: CircleRole.MEMBER,
            Rank.STEWARD: CircleRole.ADMIN,
            Rank.HEAD: CircleRole.OWNER,
        },
        CircleKind.CLASS: {
            Rank.MEMBER: CircleRole.STUDENT,
            Rank.STEWARD: CircleRole.CO_TEACHER,
            Rank.HEAD: CircleRole.TEACHER,
        },
        CircleKind.GROUP: {
            Rank.MEMBER: CircleRole.MEMBER,
            Rank.STEWARD: CircleRole.MODERATOR,
            Rank.HEAD: CircleRole.OWNER,
        },
    }
)

FREE_PLAN = "free"
GUARDIAN_CODE_LIFE = timedelta(days=7)
GUARDIANSHIP_WAITS_FOR = timedelta(days=30)
MOST_PENDING_GUARDIANSHIPS = 10
LARGEST_CIRCLE = 10_000

_MAX_NAME = 120
_MAX_TEXT = 2_000
_MAX_TAG = 40
_LONGEST_SPAN = timedelta(days=3653)
# Without I, L, O and U: what is read aloud or off a wall is not mistaken, and spells no word (Crockford's base 32).
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Five bits each: sixty.
CODE_LENGTH = 12
_CODE_PART = 4
_MISREAD = str.maketrans("ILO", "110", "- \t")
_LONGEST_TYPED_CODE = 64
_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAKS = frozenset("\n\t")


def role_of(kind: CircleKind, rank: Rank) -> CircleRole:
    """What a rank is called in a circle of this kind."""
    return ROLES[kind][rank]


def rank_of(kind: CircleKind, role: CircleRole) -> Rank:
    """The rank a circle of this kind calls by this name.

    Raises:
        CircleRoleUnknown: if none is called so.
    """
    for rank, name in ROLES[kind].items():
        if name is role:
            return rank
    known = ", ".join(ROLES[kind].values())
    raise CircleRoleUnknown(f"{role.value!r} is no role here. Give one of: {known}.", details={"field": "role"})


def may_remove(actor: Rank, target: Rank) -> bool:
    """Whether somebody of one rank may end the membership of another: only who leads, and never an equal."""
    return actor >= Rank.STEWARD and target < actor


def may_give_rank(actor: Rank, now: Rank, new: Rank) -> bool:
    """Whether somebody of one rank may give another person, who has a rank now, a new one.

    Only a head does; a head may make another head, but takes nothing from one.
    """
    return actor is Rank.HEAD and now < Rank.HEAD and new <= actor


def next_head(others: Iterable[Membership]) -> Membership | None:
    """Who leads when the last head is gone: of those next in rank, whoever is there longest; None if nobody is."""
    stewards = [member for member in others if member.rank is Rank.STEWARD]
    return min(stewards, key=lambda member: (member.since, member.account_id), default=None)


def clean_name(name: str) -> str:
    """A name with single spaces and composed characters.

    Raises:
        CircleNameInvalid: if nothing of it is seen, or it is longer than 120 characters, or holds control characters or
            such as turn the direction of writing.
    """
    return _one_line(name, _MAX_NAME)


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags in lower case, each once.

    Raises:
        CircleNameInvalid: as for a name, but 40 characters at the most.
    """
    return tuple(dict.fromkeys(_one_line(tag, _MAX_TAG).lower() for tag in tags))


def clean_text(text: str) -> str:
    """Some lines of text, composed.

    Raises:
        CircleTextInvalid: if it is longer than 2,000 characters, or holds control characters or such as turn the
            direction of writing.
    """
    cleaned = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if len(cleaned) > _MAX_TEXT or any(_is_unfit(letter) and letter not in _LINE_BREAKS for letter in cleaned):
        raise CircleTextInvalid(f"A description has up to {_MAX_TEXT} characters and no control characters.")
    return cleaned


def _one_line(text: str, most: int) -> str:
    cleaned = unicodedata.normalize("NFC", " ".join(text.split()))
    # A name of nothing but joiners and spaces looks like no name, and like any other such.
    is_seen = any(unicodedata.category(letter)[0] in "LNPS" for letter in cleaned)
    if not is_seen or len(cleaned) > most or any(map(_is_unfit, cleaned)):
        raise CircleNameInvalid(
            f"A name has 1 to 120 characters, a tag 1 to {_MAX_TAG}: something to see, and no control characters."
        )
    return cleaned


def _is_unfit(letter: str) -> bool:
    # What turns the direction of writing makes one name look like another.
    return unicodedata.category(letter) in {"Cc", "Cs"} or letter in _TURNS


def code_key(typed: str) -> str | None:
    """A code as it is kept, from what somebody typed: any case, spaces and hyphens anywhere; None if it is none."""
    if len(typed) > _LONGEST_TYPED_CODE:
        return None
    key = typed.upper().translate(_MISREAD)
    return key if len(key) == CODE_LENGTH and all(letter in CODE_LETTERS for letter in key) else None


def written_code(key: str) -> str:
    """A code as it is shown: in fours."""
    return "-".join(key[start : start + _CODE_PART] for start in range(0, len(key), _CODE_PART))


def code_from(numbers: Sequence[int]) -> str:
    """A code, as it is kept, from as many random numbers below 32 as it has letters."""
    return "".join(CODE_LETTERS[number] for number in numbers)


def later(moment: datetime | None, now: datetime) -> datetime | None:
    """The moment, if something may end then; None is never.

    Raises:
        CodeExpiryInvalid: if it has passed, or is more than ten years away.
    """
    if moment is not None and not now < moment <= now + _LONGEST_SPAN:
        raise CodeExpiryInvalid("Give a moment that is later than now, and within ten years.")
    return moment
