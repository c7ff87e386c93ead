"""The limits of an installation: every number in one place (C5), changeable in `[limits]` of `lyceum.toml`.

[limits]
address = "1000/minute"
video = ["10/hour", "1/10s"]
[limits.plans.premium]
hourly = "10000/hour"
upload = "50/hour"
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

_UNITS_S: Final = {"s": 1, "second": 1, "m": 60, "minute": 60, "h": 3600, "hour": 3600, "d": 86_400, "day": 86_400}
_RATE = re.compile(r"\s*(\d{1,9})\s*/\s*(\d{0,6})\s*([a-z]+?)s?\s*")
ANONYMOUS: Final = "anonymous"
USUAL: Final = "free"


class LimitClass(StrEnum):
    """What kind of work a route is; each has windows of its own beside those that every request is charged to."""

    READ = "read"
    WRITE = "write"
    ATTEMPT = "attempt"
    SEARCH = "search"
    UPLOAD = "upload"
    VIDEO = "video"
    AI = "ai"
    QUIZ = "quiz"
    # Who is not signed in yet must be able to become so: charged to the address and the server only.
    ENTRY = "entry"
    # Constants that everybody reads, signed in or not: the same.
    PUBLIC = "public"


class Rate(NamedTuple):
    """So many within so many seconds."""

    limit: int
    span_s: int

    def __str__(self) -> str:
        """As it is written in the settings."""
        return f"{self.limit}/{self.span_s}s"

    @classmethod
    def of(cls, written: str) -> "Rate":
        """The rate written as `100/minute` or `1/10s`.

        Raises:
            ValueError: if it is written otherwise, or allows nothing.
        """
        found = _RATE.fullmatch(written.lower())
        # `s` alone is a unit, and also what a plural ends with.
        unit = _UNITS_S.get((found[3] if found[3] in _UNITS_S else found[3].rstrip("s")) if found else "")
        if found is None or unit is None:
            raise ValueError(f"expected a rate such as '100/minute' or '1/10s', got {written!r}")
        rate = cls(int(found[1]), int(found[2] or 1) * unit)
        if min(rate) < 1:
            raise ValueError(f"a rate allows at least 1 in at least a second, got {written!r}")
        return rate


def _rate(written: Any) -> Any:  # noqa: ANN401  whatever stands in the settings
    return Rate.of(written) if isinstance(written, str) else written


def _rates(written: Any) -> Any:  # noqa: ANN401  as above
    return (written,) if isinstance(written, (str, Rate)) else written


OneRate = Annotated[Rate, BeforeValidator(_rate), PlainSerializer(str)]
Rates = Annotated[tuple[OneRate, ...], BeforeValidator(_rates)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlanLimits(_Part):
    """What a plan has that others have not; what is not said is as in the table."""

    hourly: OneRate | None = Field(
        None, description="Requests of a person's API keys, one and all; and of nobody for `anonymous`."
    )
    read: Rates | None = None
    write: Rates | None = None
    attempt: Rates | None = None
    search: Rates | None = None
    upload: Rates | None = None
    video: Rates | None = None
    ai: Rates | None = None
    quiz: Rates | None = None


class Limits(_Part):
    """The table. A request is charged to all windows that apply, or to none; the tightest answers."""

    server: OneRate = Field(Rate(10_000, 60), description="All requests of the installation.")
    address: OneRate = Field(Rate(1000, 60), description="All requests from an address (IPv6: its /64).")
    burst: OneRate = Field(Rate(20, 1), description="Requests of a person, an API key, or an unknown address.")
    read: Rates = Field((Rate(600, 60),), description="Reads of a person who is signed in.")
    write: Rates = Field((Rate(100, 60),), description="Writes and AI calls of a person who is signed in, together.")
    attempt: Rates = Field((Rate(600, 60),), description="Answers, hints and reveals: practice by keyboard is fast.")
    search: Rates = Field((Rate(30, 60),), description="Searches of a person and their keys.")
    search_anonymous: Rates = Field((Rate(20, 60),), description="Searches of an address where nobody is signed in.")
    upload: Rates = Field((Rate(5, 3600),), description="Files of a person and their keys.")
    video: Rates = Field((Rate(10, 3600), Rate(1, 10)), description="Videos of a person and their keys.")
    ai: Rates = Field((Rate(10, 60),), description="AI calls of a person and their keys.")
    quiz: Rates = Field((Rate(50, 86_400),), description="Quizzes made for a person and their keys.")
    sign_in_failures: OneRate = Field(Rate(5, 60), description="Failed sign-ins to an account from an address.")
    sign_in_failures_address: OneRate = Field(
        Rate(100, 60), description="Failed sign-ins from an address; a classroom shares one."
    )
    registrations: OneRate = Field(
        Rate(100, 3600), description="Accounts asked for from an address; a classroom shares one."
    )
    hourly_for_sessions: bool = Field(
        default=False, description="Whether a plan's hourly quota counts for people in the web app too."
    )
    plans: Mapping[str, PlanLimits] = Field(
        {
            ANONYMOUS: PlanLimits(hourly=Rate(100, 3600)),
            USUAL: PlanLimits(hourly=Rate(1000, 3600)),
            "premium": PlanLimits(hourly=Rate(10_000, 3600)),
        },
        description="By name of the plan; a plan that is not here is as `free`.",
    )
    factor: float = Field(1.0, gt=0, description="Multiplies every count: for tests, or one address for a whole town.")

    def scaled(self, rate: Rate) -> Rate:
        """The rate with the factor."""
        return rate if self.factor == 1 else Rate(max(1, int(rate.limit * self.factor)), rate.span_s)

    def of_class(self, limit_class: LimitClass, plan: str) -> tuple[Rate, ...]:
        """The windows of a class for somebody with a plan."""
        own = getattr(self.plans.get(plan), limit_class, None)
        return tuple(own if own is not None else getattr(self, limit_class))

    def hourly(self, plan: str) -> Rate:
        """The hourly quota of a plan."""
        found = self.plans.get(plan) or self.plans.get(USUAL)
        return found.hourly if found is not None and found.hourly is not None else Rate(1000, 3600)
