"""Serving the web app beside the API: its files by their addresses, and its one page for all the pages it shows."""

from collections.abc import Awaitable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from lyceum.app.web_files import Headers, Representation, WebFile, WebFiles

# Not the web app's, whatever it calls its pages.
_RESERVED = ("/api", "/assets", "/docs", "/health", "/metrics", "/redoc", "/setup")
_READING = frozenset({"GET", "HEAD"})
_OK, _NOT_MODIFIED, _NOT_FOUND = 200, 304, 404
# Of what may be sent with 304, what a cache could have to renew.
_SENT_WITH_304 = frozenset({b"cache-control", b"content-security-policy", b"etag", b"permissions-policy", b"vary"})


@dataclass(frozen=True, slots=True)
class WebRoute:
    """What an address of the web app is counted as in logs and metrics, in place of the router's route."""

    path: str


@dataclass(frozen=True, slots=True)
class _Answer:
    file: WebFile
    route: WebRoute
    status: int = _OK


class WebApp:
    """ASGI middleware: answers what is the web app's, and hands everything else on.

    Not a route of the API's router, which would try it, or be tried by it, at every request.

    Args:
        api: everything else.
        files: the build.
    """

    def __init__(self, api: ASGIApp, files: WebFiles) -> None:
        self._api = api
        self._files = files

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve one connection."""
        # Most of what comes, so it is decided first; and no coroutine of ours stands around it.
        if scope["type"] == "http" and not scope["path"].startswith("/api/") and scope["method"] in _READING:
            headers = dict(scope["headers"])
            if answer := self._find(scope["path"], _text(headers, b"accept")):
                scope["route"] = answer.route
                return _send(answer, scope["method"], headers, send)
        return self._api(scope, receive, send)

    def _find(self, path: str, accept: str) -> _Answer | None:
        if file := self._files.files.get(path):
            return _Answer(file, WebRoute("/assets/{file}" if path.startswith("/assets/") else path))
        if any(path == place or path.startswith(f"{place}/") for place in _RESERVED):
            return None
        if pattern := self._files.page_at(path):
            return _Answer(self._files.page, WebRoute(pattern))
        if "text/html" not in accept or "." in path.rpartition("/")[2]:
            return None
        # A person mistyped an address: the app says so, in their language.
        return _Answer(self._files.page, WebRoute("/{page}"), _NOT_FOUND)


async def _send(answer: _Answer, method: str, headers: dict[bytes, bytes], send: Send) -> None:
    form = answer.file.accepted(_text(headers, b"accept-encoding"))
    if answer.status == _OK and _has_it_already(_text(headers, b"if-none-match"), form):
        kept: Headers = tuple(header for header in form.headers if header[0] in _SENT_WITH_304)
        await send({"type": "http.response.start", "status": _NOT_MODIFIED, "headers": list(kept)})
        await send({"type": "http.response.body", "body": b""})
        return
    sent = [*form.headers, (b"content-length", str(len(form.body)).encode())]
    if answer.status == _NOT_FOUND:
        # The same bytes as the pages that are there, but no cache may take it for one of them.
        sent = [header for header in sent if header[0] != b"etag"]
    await send({"type": "http.response.start", "status": answer.status, "headers": sent})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else form.body})


def _has_it_already(if_none_match: str, form: Representation) -> bool:
    """Whether the client holds this form; a cache on the way may have weakened its tag."""
    tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return any(tag in {form.etag, "*"} for tag in tags)


def _text(headers: dict[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1")
