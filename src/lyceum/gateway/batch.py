"""`POST /batch`: several requests in one (API-12), each as if it had come alone.

Every one of them goes through the whole application with the credentials of the batch: its own limits, authorisation,
transaction, idempotency key, log line and time. They run one after another, and none undoes another.
"""

import asyncio
import json
import re
from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal
from urllib.parse import unquote

from fastapi import Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError
from starlette.types import ASGIApp, Message, Scope

from lyceum.platform import telling
from lyceum.platform.errors import Conflict, LyceumError, TimedOut, TooLarge, Unauthenticated, UnsupportedType
from lyceum.platform.http.authentication import SignedInOutside
from lyceum.platform.http.errors import error_responses
from lyceum.platform.http.routing import OutsideRouter
from lyceum.platform.resilience.deadline import remaining

router = OutsideRouter(prefix="/batch", tags=["batch"])

MOST_REQUESTS: Final = 20
MOST_ANSWER_BYTES: Final = 4 * 1024 * 1024
# What is kept of the batch's own time to give its answer in: without it nobody learned what took effect.
_FAREWELL_S = 0.5
_CARRIED = (
    b"accept-language",
    b"authorization",
    b"cookie",
    b"host",
    b"origin",
    b"sec-fetch-site",
    b"user-agent",
    b"x-csrf-token",
    b"x-forwarded-for",
)  # fmt: skip
_OWN_HEADERS = frozenset({"accept", "accept-language", "idempotency-key", "if-match", "if-none-match"})
_TOLD_HEADERS = frozenset({
    "content-language", "content-type", "deprecation", "etag", "idempotency-replayed", "link", "location", "ratelimit",
    "ratelimit-policy", "retry-after", "sunset", "x-request-id",
})  # fmt: skip
_PRINTABLE = re.compile(r"[\x20-\x7e]*")
# Signing in sets cookies, which no part of an answer can; a socket is no request; a batch holds no batch.
_SUITABLE = re.compile(r"/api/v[1-9]\d?/(?!batch(?:/|$)|auth/|realtime/)[^\x00-\x20\x7f]*")


class NestedBatch(Conflict):
    """A batch holds no batch."""

    code = "NESTED_BATCH"


class NotInBatch(UnsupportedType):
    """The answer is a file or a stream, which no part of a batch can hold."""

    code = "NOT_IN_BATCH"


class BatchAnswerTooLarge(TooLarge):
    """The answers together are larger than a batch may hold; what was asked has been done."""

    code = "BATCH_ANSWER_TOO_LARGE"


def _suitable(path: str) -> str:
    if not _SUITABLE.fullmatch(unquote(path.partition("?")[0])) or not _PRINTABLE.fullmatch(path) or " " in path:
        raise PydanticCustomError(
            "not_in_batch", "expected an address such as /api/v1/subjects?limit=5, and none of auth, realtime and batch"
        )
    return path


def _sendable(headers: dict[str, str]) -> dict[str, str]:
    named = {name.lower(): value for name, value in headers.items()}
    if not named.keys() <= _OWN_HEADERS or not all(map(_PRINTABLE.fullmatch, named.values())):
        raise PydanticCustomError(
            "batch_headers", "expected printable values of {expected}", {"expected": ", ".join(sorted(_OWN_HEADERS))}
        )
    return named


class PartBody(BaseModel):
    """One request of a batch."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = Field(default=None, max_length=64, description="Yours; its answer has it too.", examples=["first"])
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = Field(examples=["GET"])
    path: Annotated[str, Field(max_length=2048), AfterValidator(_suitable)] = Field(
        description="With its query.", examples=["/api/v1/subjects?limit=5"]
    )
    headers: Annotated[dict[str, Annotated[str, Field(max_length=1000)]], AfterValidator(_sendable)] = Field(
        default={}, max_length=len(_OWN_HEADERS), description=f"Any of {', '.join(sorted(_OWN_HEADERS))}."
    )
    body: Any = Field(default=None, description="JSON; left out or null: none.", examples=[None])


class RequestsBody(BaseModel):
    """Requests to be done in their order."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {
                "requests": [
                    {"id": "new", "method": "POST", "path": "/api/v1/subjects", "body": {"title": "Economics"}},
                    {"id": "all", "method": "GET", "path": "/api/v1/subjects?limit=5&fields=id,title"},
                ]
            }
        },
    )

    requests: list[PartBody] = Field(min_length=1, max_length=MOST_REQUESTS)


class PartView(BaseModel):
    """The answer to one request of a batch."""

    id: str | None = Field(description="As the request had it.", examples=["first"])
    status: int = Field(description="As if it had come alone.", examples=[200])
    headers: dict[str, str] = Field(description="Some of its headers.", examples=[{"content-type": "application/json"}])
    body: Any = Field(description="Its JSON; null if it has none.", examples=[{"items": [], "next_cursor": None}])


class AnswersView(BaseModel):
    """The answers to the requests of a batch, in their order."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "answers": [
                    {
                        "id": "all",
                        "status": 200,
                        "headers": {"content-type": "application/json"},
                        "body": {"items": [], "next_cursor": None},
                    }
                ]
            }
        }
    )

    answers: list[PartView]


@router.post("", summary="Send several requests in one", responses=error_responses(Unauthenticated, NestedBatch))
async def send_batch(
    request: Request, response: Response, _principal: SignedInOutside, batch: RequestsBody
) -> AnswersView:
    """Up to 20 requests, each done as if it had come alone, one after another.

    Each counts against your limits, has its own transaction and may have its own `Idempotency-Key`. One that is refused
    undoes none before it, and those after it are done all the same. What there was no time for is answered with
    `TIMED_OUT` and has not been begun.
    """
    if getattr(request.state, "is_part", False):
        raise NestedBatch("A batch holds no batch. Send its requests in this one.")
    # What a part says may be secret, such as a key that is shown once.
    response.headers["cache-control"] = "no-store"
    answers: list[PartView] = []
    left = MOST_ANSWER_BYTES
    for number, part in enumerate(batch.requests):
        exchange = _Part(request, part, number, left)
        answers.append(await exchange.answer(request.app.state.front))
        left -= exchange.size
    return AnswersView(answers=answers)


class _Part:
    """One request on its way through the application, and its answer."""

    def __init__(self, outer: Request, part: PartBody, number: int, most_bytes: int) -> None:
        self._outer, self._part, self._most_bytes = outer, part, most_bytes
        self._request_id = f"{outer.state.request_id[:100]}.{number + 1}"
        self._sent = b"" if part.body is None else json.dumps(part.body).encode()
        self._is_asked = False
        self._left = asyncio.Event()
        self._status = 0
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._refusal: LyceumError | None = None

    @property
    def size(self) -> int:
        """Bytes of the answer."""
        return len(self._body)

    async def answer(self, front: ASGIApp) -> PartView:
        """Do it, if there is time for it."""
        left_s = remaining()
        if left_s is not None and left_s <= _FAREWELL_S:
            return self._refused(TimedOut("There was no time left for this one: it was not begun. Send it again."))
        await front(self._scope(left_s), self._receive, self._send)
        if self._refusal is not None:
            return self._refused(self._refusal)
        body = json.loads(bytes(self._body)) if self._body else None
        return PartView(id=self._part.id, status=self._status, headers=self._told(), body=body)

    def _scope(self, left_s: float | None) -> Scope:
        outer = self._outer.scope
        path, _, query = self._part.path.partition("?")
        return {
            "type": "http",
            # As one whose streams end when they hear that nobody listens.
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": outer["http_version"],
            "scheme": outer["scheme"],
            "server": outer.get("server"),
            "client": outer.get("client"),
            "method": self._part.method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": list(self._all_headers(left_s)),
            "state": {"is_part": True},
        }

    def _all_headers(self, left_s: float | None) -> Iterable[tuple[bytes, bytes]]:
        own = self._part.headers
        for name, value in self._outer.scope["headers"]:
            if name in _CARRIED and name.decode() not in own:
                yield name, value
        for said, text in own.items():
            yield said.encode(), text.encode()
        yield b"x-request-id", self._request_id.encode()
        if left_s is not None:
            yield b"request-timeout", str(left_s - _FAREWELL_S).encode()
        if self._sent:
            yield b"content-type", b"application/json"
            yield b"content-length", str(len(self._sent)).encode()

    async def _receive(self) -> Message:
        if self._is_asked:
            await self._left.wait()
            return {"type": "http.disconnect"}
        self._is_asked = True
        return {"type": "http.request", "body": self._sent, "more_body": False}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = {name.decode(): value.decode("latin-1") for name, value in message["headers"]}
            if "content-type" in self._headers and self._headers["content-type"] != "application/json":
                self._leave(NotInBatch("This answers with a file or a stream. Ask for it outside of a batch."))
        elif self._refusal is None:
            self._body += message.get("body", b"")
            if len(self._body) > self._most_bytes:
                self._body.clear()
                self._leave(
                    BatchAnswerTooLarge(
                        "The answers of this batch are too large together. This was done; read it outside of a batch."
                    )
                )

    def _leave(self, refusal: LyceumError) -> None:
        self._refusal = refusal
        self._left.set()

    def _told(self) -> dict[str, str]:
        return {name: value for name, value in self._headers.items() if name in _TOLD_HEADERS}

    def _refused(self, error: LyceumError) -> PartView:
        said = {
            "type": error.type,
            "code": error.code,
            "message": telling.refusal(error.code, error.message, error.details),
            "details": {},
            "timestamp": self._outer.app.state.kernel.clock.now().isoformat(),
            "request_id": self._request_id,
            "trace_id": None,
            "path": self._part.path.partition("?")[0],
            "retryable": error.retryable,
        }
        return PartView(id=self._part.id, status=error.status, headers={}, body={"error": said})
