"""The outermost layer of a request: its id, deadline, size limit, log line and metrics; nothing escapes it."""

import asyncio
import json
import re
import time
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lyceum.platform import i18n, telling
from lyceum.platform.errors import LyceumError, TimedOut, TooLarge
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.logs import context, get_logger
from lyceum.platform.metrics import HTTP_REQUESTS, HTTP_SECONDS
from lyceum.platform.tracing import request_span

log = get_logger(__name__)

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,128}")
# However slowly a body arrives, the whole request is over after this long (ERR-06).
_CAP_S = 300.0
# What a form adds around the file it carries.
_FORM_OVERHEAD = 64 * 1024
# A method is any word a client likes; as a label it would be kept for ever.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, receive, send, self._max_bytes, self._timeout_s)
        headers = exchange.headers
        trace = headers.get(b"traceparent", b"").decode("ascii", "replace") or None
        language = i18n.wished(headers.get(b"accept-language", b"").decode("latin-1"))
        with (
            context(request_id=exchange.request_id),
            telling.answering(language),
            request_span(exchange.method, trace) as span,
        ):
            await self._guarded(scope, exchange)
            span.rename(f"{exchange.method} {exchange.route}")
            span.set(status=exchange.status)
            self._account(scope, exchange)

    async def _guarded(self, scope: Scope, exchange: "_Exchange") -> None:
        try:
            async with asyncio.timeout(self._timeout_s) as exchange.deadline:
                exchange.refuse_large()
                await self._app(scope, exchange.receive, exchange.send)
        except TimeoutError:
            await self._answer(
                exchange, TimedOut(f"This took longer than {self._timeout_s:g} seconds and was stopped.")
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
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        await exchange.send({"type": "http.response.start", "status": error.status, "headers": headers})
        await exchange.send({"type": "http.response.body", "body": json.dumps({"error": body}).encode()})

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
        self._max_bytes, self._timeout_s = max_bytes, timeout_s
        self._received = 0

    @property
    def route(self) -> str:
        """The pattern that matched, never the path itself: ids in labels would grow without bound."""
        return getattr(self._scope.get("route"), "path", None) or "unmatched"

    def refuse_large(self) -> None:
        """Refuse a body that announces more than is accepted, before any of it is read."""
        announced = self.headers.get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self._max_bytes:
            raise self._too_large()

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request" and (chunk := message.get("body")):
            self._received += len(chunk)
            if self._received > self._max_bytes:
                raise self._too_large()
            self._extend()
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [
                *message.get("headers", ()),
                (b"x-request-id", self.request_id.encode()),
                *_SECURITY_HEADERS,
                *_language_headers(),
            ]
            # A stream may last; what had to be in time was the beginning.
            if self.deadline is not None and not self.deadline.expired():
                self.deadline.reschedule(None)
        await self._send(message)

    def _extend(self) -> None:
        # A slow upload gets its time back with every piece that arrives, up to the cap.
        if self.deadline is not None and self.deadline.when() is not None:
            loop = asyncio.get_running_loop()
            cap = loop.time() - (time.perf_counter() - self.begun) + _CAP_S
            self.deadline.reschedule(min(loop.time() + self._timeout_s, cap))

    def _too_large(self) -> TooLarge:
        limit_mb = self._max_bytes // (1024 * 1024)
        return TooLarge(f"A request may carry up to {limit_mb} MB.", details={"limit_bytes": self._max_bytes})


def _language_headers() -> tuple[tuple[bytes, bytes], ...]:
    """Of an answer that tells something: in which language, and that another request may be told it in another."""
    if (language := telling.language_told()) is None:
        return ()
    return (b"content-language", language.encode()), (b"vary", b"Accept-Language")
