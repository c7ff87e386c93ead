"""The door of every request: how often somebody may ask, decided before its body is read or PostgreSQL is asked.

A route says what kind of work it is with `@charged(LimitClass.SEARCH)`; one that says nothing is a read or a write by
its method. What no route of ours answers is charged by `gateway/limits.py`.
"""

import math
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar
from uuid import UUID

from fastapi import Request
from starlette.requests import HTTPConnection

from lyceum.platform import epochs, origin, security_log, telling
from lyceum.platform.database import unavailable
from lyceum.platform.errors import RateLimited, Unauthenticated
from lyceum.platform.http.authentication import Credentials, Recognise, Recognised, credentials_of, principal_outside
from lyceum.platform.kernel import Kernel
from lyceum.platform.limit_table import ANONYMOUS, USUAL, LimitClass
from lyceum.platform.limits.limiter import Limiter, limiter_of
from lyceum.platform.limits.verdict import Passed, Refused
from lyceum.platform.limits.windows import Scope, Window, WindowSet
from lyceum.platform.logs import get_logger
from lyceum.platform.metrics import REQUESTS_LIMITED
from lyceum.platform.principal import Principal

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
log = get_logger(__name__)

HELD_BACK: Final = "platform.held_back"
STATE: Final = "limits"
_MARK: Final = "limit_class"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_WITHOUT_SUBJECT: Final = frozenset({LimitClass.ENTRY, LimitClass.PUBLIC})


def charged(limit_class: LimitClass) -> Callable[[Endpoint], Endpoint]:
    """Says what kind of work a route is; stands under the router's decorator."""

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _MARK, limit_class)
        return endpoint

    return mark


def class_of(endpoint: Callable[..., Any], methods: Set[str] | None) -> LimitClass:
    """What kind of work a route is."""
    marked: LimitClass | None = getattr(endpoint, _MARK, None)
    if marked is not None:
        return marked
    return LimitClass.READ if (methods or set()) <= _SAFE_METHODS else LimitClass.WRITE


@dataclass(frozen=True, slots=True)
class Charge:
    """What a request was charged, for the headers of its answer."""

    windows: WindowSet
    verdict: Passed | Refused


async def admit(
    connection: HTTPConnection, kernel: Kernel, limit_class: LimitClass, *, needs_sign_in: bool = False
) -> None:
    """Charge a request, or refuse it.

    Args:
        connection: the request, or a socket's handshake.
        kernel: of this process.
        limit_class: of its route.
        needs_sign_in: whether the route answers nobody who is not signed in.

    Raises:
        RateLimited: if one of its windows is full.
        Unauthenticated: if somebody this process has not heard of yet has to be signed in, and is not.
    """
    recognised = None
    if limit_class not in _WITHOUT_SUBJECT:
        recognised = await _recognise(connection, kernel)
    if not needs_sign_in and recognised is not None and recognised.is_key and recognised.plan is None:
        # Nobody finds out here whether it was made up.
        recognised = None
    door = _Door(connection, kernel, limit_class, recognised)
    plan = door.plan
    if plan is None and not needs_sign_in:
        plan = USUAL
    await door.charge(door.windows(plan))
    if plan is None and isinstance(connection, Request):
        # The first time this process sees a token: what depends on the plan is charged when that is known.
        try:
            principal = await principal_outside(connection, kernel)
        except Unauthenticated:
            await door.charge_nobody()
            raise
        await door.charge_rest(principal)


async def charge_unmatched(connection: HTTPConnection, kernel: Kernel, *, is_known: bool) -> None:
    """Charge what no route of ours took: a page of the API's own, or an address where there is nothing.

    Raises:
        RateLimited: if one of its windows is full.
    """
    # Who offers proof, good or not, is not asked to pay for it with the quota of those who have none.
    is_public = is_known or credentials_of(connection).offered
    await admit(connection, kernel, LimitClass.PUBLIC if is_public else LimitClass.READ)


def headers_of(charge: Charge) -> list[tuple[bytes, bytes]]:
    """`RateLimit-Policy` and `RateLimit`, as draft-ietf-httpapi-ratelimit-headers-10 writes them."""
    windows, verdict = charge.windows, charge.verdict
    if isinstance(verdict, Passed):
        number, left, seconds = verdict.tightest, verdict.left, _seconds(verdict.renewal_ms)
    else:
        number, left, seconds = verdict.culprit, 0, _seconds(verdict.wait_ms)
    if number < 0:
        return []
    told = f'"{windows.windows[number].name}";r={left};t={seconds}'
    return [(b"ratelimit-policy", windows.policy.encode()), (b"ratelimit", told.encode())]


async def _recognise(connection: HTTPConnection, kernel: Kernel) -> Recognised | None:
    credentials: Credentials = credentials_of(connection)
    if not credentials.offered:
        return None
    # An application without identity recognises nobody.
    recognise: Recognise | None = getattr(connection.app.state, "recognise", None)
    recognised = await recognise(kernel, credentials) if recognise is not None else None
    if recognised is not None:
        connection.state.credentials = replace(credentials, recognised=recognised)
    return recognised


class _Door:
    """One request at the door."""

    def __init__(
        self, connection: HTTPConnection, kernel: Kernel, limit_class: LimitClass, recognised: Recognised | None
    ) -> None:
        self._connection = connection
        self._kernel = kernel
        self._class = limit_class
        self._recognised = recognised
        self._limiter: Limiter = limiter_of(kernel)
        self._whom = {Scope.SERVER: "", Scope.ADDRESS: self._limiter.address(_address_of(connection, kernel))}
        self._subject = Scope.ADDRESS
        self._account_id: UUID | None = None
        if recognised is not None:
            self._subject = Scope.KEY if recognised.is_key else Scope.PERSON
            self._whom[Scope.KEY] = recognised.digest
            # What was taken from its owner must not use up what they have: until it is looked up, it stands for itself.
            self._account_id = recognised.account_id if recognised.plan is not None else None
            self._whom[Scope.PERSON] = self._account_id.hex if self._account_id else recognised.digest

    @property
    def plan(self) -> str | None:
        """Of whoever asks, as far as it is known."""
        return ANONYMOUS if self._recognised is None else self._recognised.plan

    def windows(self, plan: str | None) -> WindowSet:
        quota = self._recognised.hourly_quota if self._recognised is not None else None
        return self._limiter.table.windows_of(self._class, self._subject, plan, quota)

    async def charge(self, windows: WindowSet) -> None:
        recognised, epoch = self._recognised, None
        # A key is looked up each time, so that nobody goes by an epoch of its owner.
        if recognised is not None and recognised.account_id is not None and not recognised.is_key:
            epoch = (epochs.key_of(recognised.account_id), epochs.new_epoch())
        verdict = await self._limiter.charge(windows, self._whom, epoch=epoch)
        self._connection.scope.setdefault("state", {})[STATE] = Charge(windows, verdict)
        if isinstance(verdict, Refused):
            if recognised is not None and recognised.source is not None:
                recognised.source.doubt(self._kernel.clock.now())
            await self._refuse(windows, verdict)
        elif recognised is not None and recognised.epoch is None:
            # The first one seen: what is read afterwards is no older than this.
            recognised.epoch = verdict.epoch

    async def charge_nobody(self) -> None:
        """Who turned out to be nobody has what an address has where nobody is signed in."""
        rest = self._limiter.table.rest_of(self._class, Scope.ADDRESS, ANONYMOUS, None)
        if rest is not None:
            await self.charge(rest)

    async def charge_rest(self, principal: Principal) -> None:
        """The windows that depend on the plan of somebody who has just become known."""
        self._account_id = principal.user_id
        self._whom[Scope.PERSON] = principal.user_id.hex
        rest = self._limiter.table.rest_of(self._class, self._subject, principal.plan, principal.hourly_quota)
        if rest is not None:
            await self.charge(rest)

    async def _refuse(self, windows: WindowSet, verdict: Refused) -> None:
        window = windows.windows[verdict.culprit]
        REQUESTS_LIMITED.labels(window.name).inc()
        if self._recognised is not None and self._recognised.language is not None:
            telling.prefer(self._recognised.language)
        if verdict.news >= 0:
            await self._note(windows.windows[verdict.news])
        raise refusal_of(window, verdict)

    async def _note(self, window: Window) -> None:
        """Tell the security log, once per hold and not per request."""
        account_id = self._account_id
        details: dict[str, str | int] = {
            "window": window.name,
            "limit": window.rule.limit,
            "window_s": window.rule.span_ms // 1000,
        }
        log.warning("held_back", account_id=str(account_id) if account_id else None, **details)
        try:
            await security_log.note_apart(self._kernel, HELD_BACK, account_id, details=details)
        except Exception as error:
            if unavailable(error) is None:
                raise


def refusal_of(window: Window, verdict: Refused) -> RateLimited:
    """The 429 of a window that is full."""
    wait_s = _seconds(verdict.wait_ms)
    limit, span_s = window.rule.limit, window.rule.span_ms // 1000
    return RateLimited(
        f"That was too often: {limit} in {_in_words(span_s)} is the limit {window.name!r}. Wait {_in_words(wait_s)}.",
        details={"limit": limit, "window_s": span_s, "retry_after_s": wait_s, "scope": window.scope.value},
        retry_after_s=wait_s,
    )


def _in_words(seconds: int) -> str:
    """A length of time as a person would say it, never shorter than it is."""
    for unit, size in (("hour", 3600), ("minute", 60)):
        if seconds == size or seconds >= 2 * size:
            return _counted(-(-seconds // size), unit)
    return _counted(seconds, "second")


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _seconds(milliseconds: int) -> int:
    """Whole seconds, rounded up: whoever waits for so long has waited long enough."""
    return math.ceil(milliseconds / 1000)


def _address_of(connection: HTTPConnection, kernel: Kernel) -> str:
    whence = origin.current()
    if whence is not origin.HERE:
        return whence.address
    # A socket: the shell binds nothing around it.
    peer = connection.client.host if connection.client else ""
    return origin.of(peer, connection.scope["headers"], "", kernel.settings.trusted_proxies).address
