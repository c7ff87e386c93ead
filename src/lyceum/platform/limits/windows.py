"""Which windows a request is charged to: those of everybody, and those of its class for whoever asks."""

import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from lyceum.platform.limit_table import ANONYMOUS, LimitClass, Limits, Rate
from lyceum.platform.limits.counting import Rule
from lyceum.platform.origin import parsed
from lyceum.platform.valkey_line import encoded_word

# Refusals to somebody told to wait that are no sign of ill will: what a page had asked for before the first of them.
_LEAST_PATIENCE: Final = 20
_EVERYBODYS: Final = frozenset({LimitClass.ENTRY, LimitClass.PUBLIC})
_READING: Final = frozenset({LimitClass.READ, LimitClass.SEARCH})
# What counts for people by itself, and not as a read or a write too.
_ALONE: Final = frozenset({LimitClass.READ, LimitClass.WRITE, LimitClass.ATTEMPT})
_MOST_SETS: Final = 1024


class Scope(StrEnum):
    """Whom a window counts."""

    SERVER = "server"
    ADDRESS = "address"
    PERSON = "person"
    KEY = "key"
    SIGN_IN = "sign-in"


Whom = Mapping[Scope, str]


@dataclass(frozen=True, slots=True)
class Window:
    """One window.

    Attributes:
        name: in headers and refusals.
        scope: whom it counts.
        rule: what it allows.
    """

    name: str
    scope: Scope
    rule: Rule

    @classmethod
    def of(cls, name: str, scope: Scope, rate: Rate, *, patience: int | None = None) -> "Window":
        """A window for a rate; `patience` as in `Rule`, by default half of the limit."""
        if patience is None:
            patience = max(_LEAST_PATIENCE, rate.limit // 2)
        return cls(name, scope, Rule(rate.limit, rate.span_s * 1000, patience))

    def key(self, who: str) -> str:
        """Its key in Valkey. With its length, for parts of windows of different lengths cannot be added."""
        return f"{{limits}}:{self.name}:{self.scope}:{self.rule.span_ms}:{who}"


@dataclass(frozen=True)
class WindowSet:
    """Windows that are charged together.

    Attributes:
        windows: those of the server first, which are not told to clients unless they refuse.
        hidden: how many those are.
        arguments: what the script is told of them, as it goes over the line.
        policy: the header `RateLimit-Policy`.
    """

    windows: tuple[Window, ...]
    hidden: int = field(init=False)
    arguments: bytes = field(init=False)
    policy: str = field(init=False)

    def __post_init__(self) -> None:
        """Work out what is the same at every request."""
        shown = [window for window in self.windows if window.scope is not Scope.SERVER]
        facts = [
            (window.rule.limit, window.rule.span_ms, window.rule.part_ms, window.rule.patience)
            for window in self.windows
        ]
        policy = ", ".join(f'"{each.name}";q={each.rule.limit};w={each.rule.span_ms // 1000}' for each in shown)
        object.__setattr__(self, "hidden", len(self.windows) - len(shown))
        object.__setattr__(self, "arguments", b"".join(encoded_word(fact) for each in facts for fact in each))
        object.__setattr__(self, "policy", policy)


class WindowTable:
    """The windows of an installation, by what is asked for and who asks.

    Args:
        limits: the numbers.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        # The quota of a key is chosen by a person, so there is no end of combinations.
        self.windows_of = lru_cache(_MOST_SETS)(self._windows_of)
        rate = limits.scaled(limits.sign_in_failures)
        self.sign_in = WindowSet(
            (
                Window.of("sign-in", Scope.SIGN_IN, rate, patience=rate.limit),
                Window.of("sign-ins", Scope.ADDRESS, limits.scaled(limits.sign_in_failures_address)),
            )
        )

        self.registration = WindowSet((Window.of("registrations", Scope.ADDRESS, limits.scaled(limits.registrations)),))

    def _windows_of(self, limit_class: LimitClass, subject: Scope, plan: str | None, quota: int | None) -> WindowSet:
        """The windows of one request.

        Args:
            limit_class: of the route.
            subject: a person, a key, or the address if nobody is signed in.
            plan: of the person or the key's owner; None: only the windows that do not depend on it.
            quota: of the key, per hour, if that is less than the plan's.
        """
        limits = self._limits
        server = Window.of("server", Scope.SERVER, limits.scaled(limits.server), patience=0)
        common = [server, Window.of("address", Scope.ADDRESS, limits.scaled(limits.address))]
        if limit_class in _EVERYBODYS:
            return WindowSet(tuple(common))
        common.append(self._burst(subject))
        return WindowSet((*common, *(self._own(limit_class, subject, plan, quota) if plan is not None else ())))

    def rest_of(self, limit_class: LimitClass, subject: Scope, plan: str, quota: int | None) -> WindowSet | None:
        """The windows of somebody for whom what they came with was charged until it was known who they are."""
        if limit_class in _EVERYBODYS:
            return None
        own = self._own(limit_class, subject, plan, quota)
        # A key is counted as itself before and after.
        rest = own if subject is Scope.KEY else (self._burst(subject), *own)
        return WindowSet(rest) if rest else None

    def _burst(self, subject: Scope) -> Window:
        return Window.of("burst", subject, self._limits.scaled(self._limits.burst))

    def _own(self, limit_class: LimitClass, subject: Scope, plan: str, quota: int | None) -> tuple[Window, ...]:
        limits = self._limits
        named: list[tuple[str, Scope, Rate]] = []
        if subject is Scope.ADDRESS:
            named.append(("hour", subject, limits.hourly(ANONYMOUS)))
            if limit_class is LimitClass.SEARCH:
                named += [("search", subject, rate) for rate in limits.search_anonymous]
        else:
            hourly = limits.hourly(plan)
            if subject is Scope.KEY:
                # Together too: whoever may make keys could make another one whenever one is used up.
                named.append(("hour", subject, Rate(min(hourly.limit, quota or hourly.limit), hourly.span_s)))
                named.append(("keys", Scope.PERSON, hourly))
            elif limits.hourly_for_sessions:
                named.append(("hour", subject, hourly))
            if subject is Scope.PERSON and limit_class not in _ALONE:
                # Whatever else it is, it is a read or a write too.
                kind = LimitClass.READ if limit_class in _READING else LimitClass.WRITE
                named += [(kind.value, subject, rate) for rate in limits.of_class(kind, plan)]
            if subject is Scope.PERSON or limit_class not in _ALONE:
                # What is dear is the owner's, with whichever of their keys it is asked for.
                named += [(limit_class.value, Scope.PERSON, rate) for rate in limits.of_class(limit_class, plan)]
        return tuple(Window.of(name, scope, limits.scaled(rate)) for name, scope, rate in named)


@lru_cache(maxsize=4096)
def address_key(address: str, secret: bytes) -> str:
    """What an address is counted under: never itself, and for IPv6 its /64, which is what one customer gets.

    Args:
        address: IPv4 or IPv6; anything else counts as what it says.
        secret: without it, nobody finds out the address.
    """
    known, counted = parsed(address), address
    if isinstance(known, ipaddress.IPv6Address):
        counted = str(ipaddress.ip_network((known, 64), strict=False))
    elif known is not None:
        counted = str(known)
    return hashed(counted, secret)


def hashed(text: str, secret: bytes) -> str:
    """A short name that stands for a text and does not tell it."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12, key=secret[:64]).hexdigest()
