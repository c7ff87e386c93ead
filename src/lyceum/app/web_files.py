"""The files of the built web app, held in memory with their compressed forms.

They are read once, at start: a request costs no disk, no address can lead out of the folder, and a running process
keeps serving one build while the next is written beside it. The folder is made by `tools/build_web.sh`.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lyceum.gateway import content_policy, encodings

# Where a build is found: beside this module in a checkout as in an installed wheel.
STATIC = Path(__file__).parent / "static"

Headers = tuple[tuple[bytes, bytes], ...]

_ENTRY, _ROUTES = "index.html", "routes.json"
_HASHED = "assets"
# The better one first. An encoding is served if the build left a file of this ending beside the plain one.
_ENCODINGS = {"br": ".br", "gzip": ".gz"}
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
# Also the scripts: a worker obeys the policy that its script came with.
_OBEYS_POLICY = frozenset({".html", ".js", ".mjs"})
_IMMUTABLE = (b"cache-control", b"public, max-age=31536000, immutable")
_REVALIDATED = (b"cache-control", b"no-cache")


@dataclass(frozen=True, slots=True)
class Representation:
    """One form of a file, as it goes over the wire."""

    body: bytes
    etag: str
    headers: Headers


@dataclass(frozen=True, slots=True)
class WebFile:
    """One file: as it is, and by the encodings it is there in."""

    plain: Representation
    encoded: Mapping[str, Representation]

    def accepted(self, accept_encoding: str) -> Representation:
        """The form that the client's header `Accept-Encoding` asks for."""
        best = encodings.best(accept_encoding, self.encoded)
        return self.plain if best is None else self.encoded[best]


@dataclass(frozen=True, slots=True)
class WebFiles:
    """A build.

    Attributes:
        files: by their address, such as `/assets/app-1a2b.js`.
        page: `index.html`, which shows every page.
        pages: the patterns of the addresses that the app has a page for, and what they match.
    """

    files: Mapping[str, WebFile]
    page: WebFile
    pages: tuple[tuple[str, re.Pattern[str]], ...]

    def page_at(self, path: str) -> str | None:
        """The pattern of the app's page at an address; None if it has none there."""
        return next((pattern for pattern, matches in self.pages if matches.fullmatch(path)), None)


def is_built(folder: Path = STATIC) -> bool:
    """Whether a built web app is there."""
    return (folder / _ENTRY).is_file() and (folder / _ROUTES).is_file()


def read_web_files(folder: Path = STATIC) -> WebFiles | None:
    """Read the build in `folder`; None if there is none."""
    if not is_built(folder):
        return None
    policy = content_policy.policy_for((folder / _ENTRY).read_text(encoding="utf-8"))
    files = {f"/{name}": _read(folder / name, name, policy) for name in _names(folder)}
    patterns: list[str] = json.loads((folder / _ROUTES).read_text(encoding="utf-8"))
    pages = tuple((pattern, _matching(pattern)) for pattern in dict.fromkeys(["/", *patterns]))
    return WebFiles(files, files[f"/{_ENTRY}"], pages)


def _names(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        is_for_the_server = name.name == _ROUTES or any(part.startswith(".") for part in name.parts)
        if path.is_file() and path.suffix not in _ENCODINGS.values() and not is_for_the_server:
            yield name.as_posix()


def _read(path: Path, name: str, policy: str) -> WebFile:
    beside = {coding: path.with_name(path.name + ending) for coding, ending in _ENCODINGS.items()}
    found = {coding: file for coding, file in beside.items() if file.is_file()}
    common = _headers(PurePosixPath(name), policy)
    if found:
        common = (*common, (b"vary", b"accept-encoding"))
    encoded = {
        coding: _represent(file.read_bytes(), (*common, (b"content-encoding", coding.encode())))
        for coding, file in found.items()
    }
    return WebFile(_represent(path.read_bytes(), common), encoded)


def _headers(name: PurePosixPath, policy: str) -> Headers:
    content_type = _CONTENT_TYPES.get(name.suffix, "application/octet-stream")
    caching = _IMMUTABLE if name.parts[0] == _HASHED else _REVALIDATED
    headers = [(b"content-type", content_type.encode()), caching]
    if name.suffix in _OBEYS_POLICY:
        headers.append((b"content-security-policy", policy.encode()))
    if name.suffix == ".html":
        headers.append((b"permissions-policy", content_policy.PERMISSIONS_POLICY.encode()))
    return tuple(headers)


def _represent(body: bytes, headers: Headers) -> Representation:
    # Of the encoded bytes: a strong tag tells two encodings of one file apart.
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Representation(body, etag, (*headers, (b"etag", etag.encode())))


def _matching(pattern: str) -> re.Pattern[str]:
    """What a pattern of the app's router matches: `$id` is one part of the address, a last `$` all the rest."""
    parts = [part for part in pattern.split("/") if part]
    matched = "".join(
        "/.+" if part == "$" else "/[^/]+" if part.startswith("$") else "/" + re.escape(part) for part in parts
    )
    return re.compile(f"{matched}/?", re.DOTALL)
