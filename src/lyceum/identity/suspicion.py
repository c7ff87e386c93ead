"""Pure rules that judge a sign-in with the right password (AUTH-18): what is unusual about it, and whether to ask more.

Each sign adds points and a reason in words. Enough points, and the sign-in begins unconfirmed: what is dangerous waits
until the code of a letter is entered. Practising never waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt
from types import MappingProxyType

# A new device in a new place alone (a holiday, a new telephone on the train) is told by letter and asked nothing.
ASK_FROM = 60
# What a reason reaches back to.
RECENTLY = timedelta(hours=24)
STUFFING_WINDOW = timedelta(minutes=15)
# A school behind one address mistypes too, but not ten accounts' passwords within a quarter of an hour.
STUFFED_ACCOUNTS = 10
MANY_FAILURES = 5
# Faster than an airliner; and what is near may be a wrong entry of the list of networks.
FASTEST_KM_H = 1000.0
NEAR_KM = 300.0

_EARTH_RADIUS_KM = 6371.0


class Sign(StrEnum):
    """What may be unusual about a sign-in."""

    NEW_DEVICE = "new_device"
    NEW_NETWORK = "new_network"
    NEW_COUNTRY = "new_country"
    IMPOSSIBLE_TRAVEL = "impossible_travel"
    CREDENTIAL_STUFFING = "credential_stuffing"
    MANY_FAILURES = "many_failures"
    TOKEN_REUSED = "token_reused"  # noqa: S105  the name of a sign
    FRESH_RESET = "fresh_reset"


# By judgement, not measured: a new place alone asks nothing, what points to a thief asks with one other sign.
POINTS: Mapping[Sign, int] = MappingProxyType(
    {
        Sign.NEW_DEVICE: 20,
        Sign.NEW_NETWORK: 15,
        Sign.NEW_COUNTRY: 25,
        Sign.IMPOSSIBLE_TRAVEL: 60,
        Sign.CREDENTIAL_STUFFING: 40,
        Sign.MANY_FAILURES: 20,
        Sign.TOKEN_REUSED: 40,
        Sign.FRESH_RESET: 30,
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address is, as far as that is known.

    Attributes:
        network: the prefix the address belongs to; "" where there is no address.
        country: two letters, where a list of networks names it.
        latitude, longitude: degrees, where the list has them.
    """

    network: str = ""
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where somebody was, and when."""

    place: Place
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFacts:
    """What is known about a sign-in and what came before it.

    Attributes:
        now: where and when.
        before: the account's earlier sign-ins, the newest first; empty for the first one ever.
        is_known_device: whether the account has signed in on this device before.
        is_known_network: whether it has from this network.
        failures: wrong passwords for the account since the last right one.
        accounts_failed_here: accounts whose sign-in failed from this address within `STUFFING_WINDOW`.
        token_reused_at: when a refresh token of the account was last used twice.
        password_reset_at: when the password was last reset by letter.
    """

    now: Sighting
    before: tuple[Sighting, ...] = ()
    is_known_device: bool = False
    is_known_network: bool = False
    failures: int = 0
    accounts_failed_here: int = 0
    token_reused_at: datetime | None = None
    password_reset_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of judging a sign-in: the signs found, and what they add up to."""

    signs: tuple[Sign, ...] = ()

    @property
    def score(self) -> int:
        """The points of all signs, 0 to the sum of `POINTS`."""
        return sum(POINTS[sign] for sign in self.signs)

    @property
    def asks(self) -> bool:
        """Whether the sign-in is suspicious enough to ask for the code of a letter."""
        return self.score >= ASK_FROM


def judge(facts: SignInFacts) -> Judgement:
    """The signs that a sign-in shows."""
    is_first = not facts.before
    countries = {seen.place.country for seen in facts.before if seen.place.country}
    country = facts.now.place.country
    new_country = bool(country and countries and country not in countries)
    found = {
        Sign.NEW_DEVICE: not is_first and not facts.is_known_device,
        Sign.NEW_COUNTRY: new_country,
        # A country says more than a network, which changes with every telephone mast.
        Sign.NEW_NETWORK: not is_first and not facts.is_known_network and not new_country,
        Sign.IMPOSSIBLE_TRAVEL: not is_first and is_impossible(facts.before[0], facts.now),
        Sign.CREDENTIAL_STUFFING: facts.accounts_failed_here >= STUFFED_ACCOUNTS,
        Sign.MANY_FAILURES: facts.failures >= MANY_FAILURES,
        Sign.TOKEN_REUSED: _is_recent(facts.token_reused_at, facts.now.at),
        Sign.FRESH_RESET: not facts.is_known_device and _is_recent(facts.password_reset_at, facts.now.at),
    }
    return Judgement(tuple(sign for sign in Sign if found[sign]))


def is_impossible(before: Sighting, now: Sighting) -> bool:
    """Whether nobody gets from the one place to the other in time; never where coordinates are missing."""
    distance_km = _distance_km(before.place, now.place)
    if distance_km is None or distance_km <= NEAR_KM:
        return False
    hours = abs((now.at - before.at).total_seconds()) / 3600
    return distance_km > FASTEST_KM_H * hours


def _distance_km(here: Place, there: Place) -> float | None:
    """The great circle between two places (haversine); None where it is not known."""
    if here.latitude is None or here.longitude is None or there.latitude is None or there.longitude is None:
        return None
    up, across = radians(there.latitude - here.latitude), radians(there.longitude - here.longitude)
    chord = sin(up / 2) ** 2 + cos(radians(here.latitude)) * cos(radians(there.latitude)) * sin(across / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def _is_recent(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now - moment <= RECENTLY
