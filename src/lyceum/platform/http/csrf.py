"""Requests that another site makes a browser send (SEC-08): what proves that one comes from our own pages.

Who rides on a cookie repeats, in a header, a token that is the sign-in's own: an HMAC of its id. It lies in a cookie
that scripts of ours can read and those of other sites cannot; and a cookie that a sibling domain planted says nothing
of another sign-in. What sets cookies before there is a sign-in asks the browser where the request comes from.
"""

import base64
import hmac
from uuid import UUID

from starlette.requests import HTTPConnection

from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.settings import Settings

_PURPOSE = "csrf token"
_OWN_SITES = frozenset({"same-origin", "none"})


def token_for(kernel: Kernel, session_id: UUID) -> str:
    """What a browser repeats in each request of this sign-in that changes something."""
    return _written(sealer_of(kernel).derive(_PURPOSE, session_id.bytes))


def holds(kernel: Kernel, session_id: UUID, token: str) -> bool:
    """Whether a token is this sign-in's, also from before the secret key was changed."""
    offered = token.encode("utf-8", "surrogatepass")
    expected = sealer_of(kernel).derived_by_each(_PURPOSE, session_id.bytes)
    return any(hmac.compare_digest(_written(each).encode(), offered) for each in expected)


def comes_from_own_page(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether a browser says that one of our pages sent this, or it was no browser at all.

    A browser tells where a request that changes something comes from, and no page can make it lie. A program tells
    nothing, and nobody else's cookies are in it.
    """
    headers = connection.headers
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site in _OWN_SITES or (origin is not None and origin in settings.cors_origins):
        return True
    if origin is None:
        return site is None
    return site is None and is_own_origin(origin, headers.get("host"), settings.public_url)


def is_own_origin(origin: str | None, host: str | None, public_url: str | None) -> bool:
    """Whether a browser's `Origin` is this installation: the host it called, or the configured public address."""
    scheme, _, place = (origin or "").partition("://")
    if scheme not in ("http", "https") or not place:
        return False
    public_scheme, _, public_rest = (public_url or "").partition("://")
    return place == host or (scheme, place) == (public_scheme, public_rest.partition("/")[0])


def _written(token: bytes) -> str:
    return base64.urlsafe_b64encode(token).rstrip(b"=").decode()
