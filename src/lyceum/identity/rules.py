"""Pure policy: what each role may do, what names and addresses look like, how long a repeated refresh is forgiven."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from lyceum.identity.contracts.letters import EmailNotVerified
from lyceum.identity.contracts.people import EmailInvalid, FullNameInvalid, LanguageInvalid, Role, UsernameInvalid
from lyceum.identity.contracts.signing_in import ConfirmationNeeded

if TYPE_CHECKING:
    from lyceum.platform.principal import Principal

ROLE_ALIASES: Mapping[str, Role] = MappingProxyType(
    {"learner": Role.STUDENT, "educator": Role.TEACHER, **{role.value: role for role in Role}}
)

# Every permission, and the least role that holds it; a role holds what the roles before it hold. "students:view" means
# the students of one's own classes, which the domain that knows classes decides.
_LEAST_ROLE: Mapping[str, Role] = MappingProxyType(
    {
        "profile:view": Role.STUDENT,
        "profile:edit": Role.STUDENT,
        "content:view_own": Role.STUDENT,
        "courses:view": Role.STUDENT,
        "quizzes:take": Role.STUDENT,
        "videos:generate": Role.STUDENT,
        "ai:generate": Role.STUDENT,
        "people:view": Role.STUDENT,
        "people:edit": Role.STUDENT,
        "courses:create": Role.TEACHER,
        "students:view": Role.TEACHER,
        "assignments:create": Role.TEACHER,
        "courses:delete": Role.ADMIN,
        "organisations:create": Role.ADMIN,
        "plans:assign": Role.ADMIN,
        "models:manage": Role.ADMIN,
        "users:view": Role.ADMIN,
        "security:view": Role.ADMIN,
        "users:manage": Role.SUPER_ADMIN,
        "system:configure": Role.SUPER_ADMIN,
    }
)
_RANK = {role: rank for rank, role in enumerate(Role)}

PERMISSIONS = frozenset(_LEAST_ROLE)
# Only the machine's operator makes super administrators (C12).
GRANTABLE_ROLES = frozenset({Role.STUDENT, Role.TEACHER, Role.ADMIN})

# A browser with two tabs, or a client whose answer was lost, may ask again with the same refresh token this long and
# gets the same successor. Longer would only lengthen the time in which a theft goes unnoticed.
REFRESH_GRACE = timedelta(seconds=10)
SETUP_LINK_LIFE = timedelta(hours=24)

# So long a proof of who one is counts as recent.
CONFIRMATION_LIFE = timedelta(minutes=10)

# The account of the command line: whoever sits at the machine. Nobody gets it over the network.
LOCAL_LEARNER = "learner@localhost"

# What is looked for where something else than an address was given: the same work, and no account can have it.
NOBODYS_ADDRESS = "@"

_MAX_EMAIL = 254
_MAX_LOCAL = 64
_MAX_NAME = 200
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters and signs that leave white what they stand on.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LOCAL = re.compile(r"[^\s@<>(),;:\\\"\[\]]+")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,30}[a-z0-9])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_SUFFIX_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))


@cache
def permissions_of(roles: frozenset[Role]) -> frozenset[str]:
    """What the roles together allow."""
    highest = max((_RANK[role] for role in roles), default=-1)
    return frozenset(name for name, least in _LEAST_ROLE.items() if _RANK[least] <= highest)


def user_type(roles: Iterable[Role]) -> Role:
    """The one role that says most about a person."""
    return max(roles, key=_RANK.__getitem__, default=Role.STUDENT)


def clean_email(email: str) -> str:
    """The address as it is written on letters: composed characters, domain in lower case.

    Raises:
        EmailInvalid: if it has not one `@`, or a part of it is empty, too long or of another form, or if letters to it
            would go to another address.
    """
    email = unicodedata.normalize("NFC", email.strip())
    local, _, domain = email.rpartition("@")
    domain = domain.lower()
    dots_misplaced = local.startswith(".") or local.endswith(".") or ".." in local
    local_holds = 0 < len(local) <= _MAX_LOCAL and _LOCAL.fullmatch(local) and not dots_misplaced
    labels = domain.split(".")
    domain_holds = all(map(_LABEL.fullmatch, labels)) and (len(labels) > 1 or domain == "localhost")
    is_fit = len(email) <= _MAX_EMAIL and email.isprintable() and _is_read_as_written(local, domain)
    if not local_holds or not domain_holds or not is_fit:
        raise EmailInvalid("Give an e-mail address of the form name@example.org, 254 characters at the most.")
    return f"{local}@{domain}"


def _is_read_as_written(local: str, domain: str) -> bool:
    """Whether programs that send letters take an address for itself.

    They decode what looks like an encoded word (`=?utf-8?q?=61da?=` is `ada`), and write an international domain in
    ASCII, where some letters are others: a full-width `b` is a `b`, and a sharp s two of the round ones.
    """
    try:
        return "=?" not in local and (domain.isascii() or domain.encode("idna").decode("idna") == domain)
    except UnicodeError:
        return False


def email_key(email: str) -> str:
    """What is unique about an address: two that differ in case only are one account's."""
    return unicodedata.normalize("NFC", email.casefold())


def clean_full_name(full_name: str) -> str:
    """The name with single spaces and composed characters.

    Raises:
        FullNameInvalid: if nothing of it is seen, it has more than 200 characters, or holds control characters or such
            as turn the direction of writing.
    """
    cleaned = unicodedata.normalize("NFC", " ".join(full_name.split()))
    # A name of nothing but joiners and blanks looks like no name, and like any other such.
    if len(cleaned) > _MAX_NAME or not any(map(_is_seen, cleaned)) or any(map(_is_unfit, cleaned)):
        raise FullNameInvalid(f"A name has 1 to {_MAX_NAME} characters: something to see, and no control characters.")
    return cleaned


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK


def _is_unfit(letter: str) -> bool:
    # What turns the direction of writing makes one person look like another.
    return unicodedata.category(letter) in {"Cc", "Cs"} or letter in _TURNS


def clean_username(username: str) -> str:
    """The username in lower case.

    Raises:
        UsernameInvalid: if it is not 3 to 32 letters a-z, digits, dots, hyphens or underscores.
    """
    cleaned = username.strip().lower()
    if not _USERNAME.fullmatch(cleaned):
        raise UsernameInvalid(
            "A username has 3 to 32 letters a-z, digits, dots, hyphens or underscores, and begins and ends with a"
            " letter or digit."
        )
    return cleaned


def clean_language(language: str) -> str:
    """The language tag in its usual spelling: `en`, `pt-BR`, `zh-Hant`.

    Raises:
        LanguageInvalid: if it is not a BCP 47 tag of the usual form.
    """
    if not _LANGUAGE.fullmatch(language):
        raise LanguageInvalid("Give a language as a tag such as 'en', 'de' or 'pt-BR'.")
    first, *rest = language.split("-")
    spelt = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(spelt.get(len(part), str.lower)(part) for part in rest)])


def propose_username(full_name: str, chance: int) -> str:
    """A username for somebody who did not choose one; it tells their name, never their address.

    Args:
        full_name: what it is made from.
        chance: a random number of at least 30 bits, so that namesakes get different ones.
    """
    plain = unicodedata.normalize("NFKD", full_name).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:20].strip("-") or "learner"
    base = len(_SUFFIX_LETTERS)
    suffix = "".join(_SUFFIX_LETTERS[chance // base**place % base] for place in range(5))
    return f"{words}-{suffix}"


def may_repeat_refresh(used_at: datetime, now: datetime, *, successor_used: bool) -> bool:
    """Whether a second use of a refresh token is taken for an honest client's repetition.

    Args:
        used_at: when it was exchanged.
        now: when it came again.
        successor_used: whether what it was exchanged for has been exchanged in turn; then its holder had the answer.
    """
    return not successor_used and now - used_at <= REFRESH_GRACE


def user_agent_family(user_agent: str) -> str:
    """The family of browsers a `User-Agent` belongs to; enough to recognise a sign-in, too little to track anybody."""
    return next((family for mark, family in _BROWSERS if mark in user_agent), "other")


def user_agent_system(user_agent: str) -> str:
    """The family of operating systems a `User-Agent` belongs to."""
    return next((family for mark, family in _SYSTEMS if mark in user_agent), "other")


def require_verified(principal: "Principal") -> None:
    """Refuse what reaches other people through an e-mail address that may be somebody else's.

    That is: inviting others by e-mail, and being found as a guardian by one's address. Nothing else asks for it.

    Raises:
        EmailNotVerified: if letters are not known to reach the account's owner.
    """
    if not principal.is_verified:
        raise EmailNotVerified("Verify your e-mail address first: open the link of the letter you were sent.")


def require_recent(principal: "Principal", now: datetime) -> None:
    """Refuse what is dangerous without a proof of who asks that is ten minutes old at the most.

    A sign-in and `POST /auth/confirm` are such proofs. An API key is none, however new; whoever sits at the machine
    needs none.

    Raises:
        ConfirmationNeeded: with `details.way`: `password`, or `code` for a sign-in that was found suspicious, or
            `sign_in` for an API key.
    """
    require_confirmed(principal)
    if principal.confirmed_at is not None and now - principal.confirmed_at > CONFIRMATION_LIFE:
        raise ConfirmationNeeded("Confirm that it is you: give your password again.", details={"way": "password"})


def require_confirmed(principal: "Principal") -> None:
    """Refuse what is dangerous, and takes a password along, to a sign-in that was found suspicious and to API keys.

    Raises:
        ConfirmationNeeded: with `details.way`, as `require_recent`.
    """
    if principal.api_key_id is not None:
        raise ConfirmationNeeded("An API key cannot do this; sign in with your password.", details={"way": "sign_in"})
    if principal.session_id is not None and principal.confirmed_at is None:
        raise ConfirmationNeeded(
            "This sign-in was unusual. Enter the code of the letter that was sent to you.", details={"way": "code"}
        )
