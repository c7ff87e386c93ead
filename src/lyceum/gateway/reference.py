"""The API's description to be read and tried by people: Swagger UI at `/docs`, ReDoc at `/redoc` (API-15).

Both come from a wheel and are served from here: their pages load nothing from anywhere else, and run no script of
which the policy does not know. ReDoc puts its styles into an empty element by the style sheet's own interface, so
that the hash of nothing is enough for it.
"""

import hashlib
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Final

import brotli
from fastapi import APIRouter, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from lyceum.gateway import encodings
from lyceum.gateway.content_policy import hash_source
from lyceum.platform.errors import NotFound
from lyceum.platform.http.authentication import CSRF_COOKIE, CSRF_HEADER

router = APIRouter(include_in_schema=False)

_WHEEL = "fastapi_offline"
_TYPES = {
    "redoc.standalone.js": "text/javascript; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
}
# The one thing that ReDoc would fetch from elsewhere: its maker's sign.
_OUTSIDE: Final = b"https://cdn.redoc.ly/redoc/logo-mini.svg"
_NOTHING: Final = b"data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
# Packed once and kept, so there is time for it.
_THOROUGH = 9

_SWAGGER_SCRIPT = f"""
  SwaggerUIBundle({{
    url: document.currentScript.dataset.description, dom_id: '#reference', deepLinking: true, docExpansion: 'none',
    validatorUrl: null, persistAuthorization: false,
    // A browser that is signed in repeats its token, as our own pages do.
    requestInterceptor: (request) => {{
      const found = document.cookie.match(/(?:^|; )(?:__Host-)?{CSRF_COOKIE}=([^;]*)/);
      if (found) request.headers['{CSRF_HEADER}'] = found[1];
      return request;
    }},
  }});
"""
_REDOC_SCRIPT = """
  Redoc.init(document.currentScript.dataset.description, {}, document.getElementById('reference'));
"""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="icon" href="data:,">{styles}</head>
<body><div id="reference"></div><script src="{library}"></script>
<script data-description="{description}">{script}</script>
<noscript>This page needs JavaScript. Programs find the description at {description}.</noscript></body></html>"""


def _policy(script: str, styles: str) -> str:
    return "; ".join((
        "default-src 'none'",
        f"script-src 'self' {hash_source(script)}",
        f"style-src {styles}",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ))  # fmt: skip


_SWAGGER_POLICY = _policy(_SWAGGER_SCRIPT, "'self'")
# The one style that ReDoc 2.5 writes out; the page does without it, but its console would complain.
_REDOC_STYLE = "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='"
_REDOC_POLICY = _policy(_REDOC_SCRIPT, f"'self' {hash_source('')} {_REDOC_STYLE}")


@router.get("/docs")
async def show_swagger(request: Request) -> HTMLResponse:
    """Try the API."""
    page = _PAGE.format(
        title="Lyceum: try the API",
        styles='<link rel="stylesheet" href="/docs/assets/swagger-ui.css">',
        library="/docs/assets/swagger-ui-bundle.js",
        script=_SWAGGER_SCRIPT,
        description=request.app.openapi_url,
    )
    return HTMLResponse(page, headers={"content-security-policy": _SWAGGER_POLICY, "cache-control": "no-cache"})


@router.get("/redoc")
async def show_redoc(request: Request) -> HTMLResponse:
    """Read the API."""
    page = _PAGE.format(
        title="Lyceum: the API",
        styles="",
        library="/docs/assets/redoc.standalone.js",
        script=_REDOC_SCRIPT,
        description=request.app.openapi_url,
    )
    return HTMLResponse(page, headers={"content-security-policy": _REDOC_POLICY, "cache-control": "no-cache"})


@router.get("/docs/assets/{name}")
async def send_asset(
    name: str,
    accept_encoding: Annotated[str, Header()] = "",
    if_none_match: Annotated[str, Header()] = "",
) -> Response:
    """What the two pages are made of."""
    if name not in _TYPES:
        raise NotFound("There is no such file of the API's description.")
    asset = await run_in_threadpool(_read, name)
    coding = encodings.best(accept_encoding, asset.packed)
    etag = f'"{asset.etag}-{coding or "plain"}"'
    headers = {"etag": etag, "cache-control": "public, max-age=3600", "vary": "Accept-Encoding"}
    if etag in if_none_match:
        return Response(status_code=304, headers=headers)
    if coding:
        headers["content-encoding"] = coding
    return Response(asset.packed[coding] if coding else asset.plain, media_type=_TYPES[name], headers=headers)


@dataclass(frozen=True, slots=True)
class _Asset:
    plain: bytes
    packed: dict[str, bytes]
    etag: str


@cache
def _read(name: str) -> _Asset:
    """A file of the wheel; found without importing what else is in it."""
    found = find_spec(_WHEEL)
    if found is None or not found.submodule_search_locations:
        raise NotFound(f"The package {_WHEEL} is not installed here, which the page is made of.")
    plain = (Path(found.submodule_search_locations[0]) / "static" / name).read_bytes().replace(_OUTSIDE, _NOTHING)
    packer = zlib.compressobj(_THOROUGH, zlib.DEFLATED, 31)
    packed = {
        "br": brotli.compress(plain, mode=brotli.MODE_TEXT, quality=_THOROUGH),
        "gzip": packer.compress(plain) + packer.flush(),
    }
    return _Asset(plain, packed, hashlib.sha256(plain).hexdigest()[:32])
