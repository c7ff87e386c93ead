"""The outermost layer of a request: its id, deadline, size limit, log line and metrics; nothing escapes it."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lyceum.gateway import admission
from lyceum.gateway.cross_origin import CrossOrigin
from lyceum.gateway.safety_headers import SafetyHeaders
from lyceum.platform import i18n, origin, telling
from lyceum.platform.errors import LyceumError, TimedOut
from lyceum.platform.http.errors import spelled
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import context, get_logger
from lyceum.platform.metrics import HTTP_REQUESTS, HTTP_SECONDS
from lyceum.platform.resilience.deadline import ending_in
from lyceum.platform.tracing import request_span

log = get_logger(__name__)

HeaderList = list[tuple[bytes, bytes]]

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,128}")
# However slowly a body arrives, the whole request is over after this long (ERR-06).
_CAP_S = 300.0
# What a form adds around the file it carries.
_FORM_OVERHEAD = 64 * 1024
# A method is any word a client likes; as a label it would be kept for ever.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# A body that arrives more slowly than this gets no more time for it: a kilobyte a second is slower than any line.
_SLOWEST_BYTES_PER_S = 1024


class RequestShell:
    """ASGI middleware around the whole application.

    Args:
        app: the application.
        kernel: for the settings and the clock.
    """

    def __init__(self, app: ASGIApp, kernel: Kernel) -> None:
        self._app = app
        self._timeout_s = kernel.settings.request_timeout_s
        self._max_bytes = kernel.settings.upload_limit_mb * 1024 * 1024 + _FORM_OVERHEAD
        self._kernel = kernel
        self._cross_origin = CrossOrigin(kernel.settings.cors_origins)
        self._safety = SafetyHeaders(is_https_only=kernel.settings.secure_cookies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send, self._max_bytes, self._timeout_s)
        headers = exchange.headers
        exchange.beside = self._beside(headers.get(b"origin"))
        trace = headers.get(b"traceparent", b"").decode("ascii", "replace") or None
        language = i18n.wished(headers.get(b"accept-language", b"").decode("latin-1"))
        peer = (scope.get("client") or ("", 0))[0]
        whence = origin.of(peer, scope["headers"], exchange.request_id, self._kernel.settings.trusted_proxies)
        with (
            context(request_id=exchange.request_id),
            origin.coming_from(whence),
            telling.answering(language),
            request_span(exchange.method, trace) as span,
        ):
            await self._guarded(scope, exchange)
            span.rename(f"{exchange.method} {exchange.route}")
            span.set(status=exchange.status)
            self._account(scope, exchange)

    def _beside(self, page: bytes | None) -> Callable[[HeaderList], HeaderList]:
        """What an answer to a page of this origin carries besides the headers that it has."""
        shared = self._cross_origin.headers(page)
        return lambda said: [*self._safety.beside(said), *shared]

    async def _guarded(self, scope: Scope, exchange: "_Exchange") -> None:
        try:
            if allowed := self._cross_origin.preflight(exchange.method, exchange.headers):
                await exchange.answer_empty(allowed)
                return
            exchange.timeout_s = admission.time_for(exchange.headers, self._timeout_s)
            admission.admit(scope["headers"], exchange.headers, self._max_bytes)
            async with asyncio.timeout(exchange.timeout_s) as exchange.deadline:
                with ending_in(exchange.timeout_s):
                    await self._app(scope, exchange.receive, exchange.send)
        except TimeoutError:
            await self._answer(
                exchange, TimedOut(f"This took longer than {exchange.timeout_s:g} seconds and was stopped.")
            )
        except LyceumError as error:
            await self._answer(exchange, error)
        except Exception:
            # Starlette has answered already, and raises again for whoever logs: us.
            log.exception("request_crashed", method=exchange.method, route=exchange.route)
            await self._answer(exchange, LyceumError("Something failed on our side. It has been logged."))

    async def _answer(self, exchange: "_Exchange", error: LyceumError) -> None:
        # The deadline is over, one way or the other, and cannot be moved any more.
        exchange.deadline = None
        if not exchange.status:
            await self._send_error(exchange, error)

    async def _send_error(self, exchange: "_Exchange", error: LyceumError) -> None:
        body = {
            "type": error.type,
            "code": error.code,
            "message": telling.refusal(error.code, error.message, error.details),
            "details": telling.worded(error.details),
            "timestamp": self._kernel.clock.now().isoformat(),
            "request_id": exchange.request_id,
            "trace_id": None,
            "path": exchange.path,
            "retryable": error.retryable,
        }
        said = spelled(body, exchange.headers.get(b"accept", b"").decode("latin-1"))
        headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store"), (b"connection", b"close")]
        await exchange.send({"type": "http.response.start", "status": error.status, "headers": headers})
        await exchange.send({"type": "http.response.body", "body": json.dumps(said).encode()})

    def _account(self, scope: Scope, exchange: "_Exchange") -> None:
        seconds = time.perf_counter() - exchange.begun
        route, status = exchange.route, exchange.status or HTTPStatus.INTERNAL_SERVER_ERROR.value
        HTTP_REQUESTS.labels(exchange.method, route, str(status)).inc()
        HTTP_SECONDS.labels(exchange.method, route).observe(seconds)
        principal = scope["state"].get("principal")
        log.info(
            "request",
            method=exchange.method,
            route=route,
            status=status,
            duration_ms=round(seconds * 1000, 2),
            user_id=str(principal.user_id) if principal else None,
        )


class _Exchange:
    """One request and its response, as they pass through the shell."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, max_bytes: int, timeout_s: float) -> None:
        self.begun = time.perf_counter()
        self.path = scope["path"]
        self.method = scope["method"] if scope["method"] in _METHODS else "other"
        self._scope = scope
        self.headers = dict(scope["headers"])
        given = self.headers.get(b"x-request-id", b"")
        self.request_id = given.decode() if _REQUEST_ID.fullmatch(given) else new_id().hex
        self.status = 0
        self.deadline: asyncio.Timeout | None = None
        scope.setdefault("state", {})["request_id"] = self.request_id
        self._receive, self._send = receive, send
        self._max_bytes, self.timeout_s = max_bytes, timeout_s
        self._most_s = timeout_s
        self._received = 0
        self.beside: Callable[[HeaderList], HeaderList] = list

    @property
    def route(self) -> str:
        """The pattern that matched, never the path itself: ids in labels would grow without bound."""
        return getattr(self._scope.get("route"), "path", None) or "unmatched"

    async def answer_empty(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Answer with headers alone."""
        await self.send({"type": "http.response.start", "status": HTTPStatus.NO_CONTENT.value, "headers": [*headers]})
        await self.send({"type": "http.response.body", "body": b""})

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request" and (chunk := message.get("body")):
            self._received += len(chunk)
            if self._received > self._max_bytes:
                raise admission.too_large(self._max_bytes)
            self._extend()
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            said = list(message.get("headers", ()))
            message["headers"] = [
                *said,
                (b"x-request-id", self.request_id.encode()),
                *self.beside(said),
                *getattr(self._scope.get("route"), "notices", ()),
                *_language_headers(),
            ]
            # A stream may last; what had to be in time was the beginning.
            if self.deadline is not None and not self.deadline.expired():
                self.deadline.reschedule(None)
        await self._send(message)

    def _extend(self) -> None:
        # A slow upload gets time back for what arrives, up to the cap. A client that gave itself less gets no more.
        if self.deadline is None or self.deadline.when() is None or self.timeout_s < self._most_s:
            return
        loop = asyncio.get_running_loop()
        begun_at = loop.time() - (time.perf_counter() - self.begun)
        earned_s = self.timeout_s + self._received / _SLOWEST_BYTES_PER_S
        self.deadline.reschedule(min(loop.time() + self.timeout_s, begun_at + min(earned_s, _CAP_S)))


def _language_headers() -> tuple[tuple[bytes, bytes], ...]:
    """Of an answer that tells something: in which language, and that another request may be told it in another."""
    if (language := telling.language_told()) is None:
        return ()
    return (b"content-language", language.encode()), (b"vary", b"Accept-Language")
