"""Which other sites' pages may call the API: the answers to a browser's questions about that (CORS).

A site that is not in the list is told nothing, and its browser keeps the answer from its page. The list names origins
exactly; `*` lets every site read what needs no cookie.
"""

from collections.abc import Sequence

from lyceum.platform.errors import Forbidden

Headers = tuple[tuple[bytes, bytes], ...]

ANY = "*"
# Two hours, the longest that every browser keeps it.
_KEPT_S = 7200
_METHODS = b"GET, HEAD, POST, PUT, PATCH, DELETE"
# Beyond what every page may send: who asks, what is sent, how often it may take effect, how long it may take.
_ACCEPTED = (
    b"Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID,"
    b" Request-Timeout, X-CSRF-Token, X-Request-Id"
)
# Beyond what every page may read.
_EXPOSED = (
    b"Content-Language, Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy,"
    b" Retry-After, Sunset, X-Request-Id"
)
_VARIES = (b"vary", b"Origin")


class OriginNotAllowed(Forbidden):
    """A page of a site that is not in `LYCEUM_CORS_ORIGINS` asked whether it may call."""

    code = "ORIGIN_NOT_ALLOWED"


class CrossOrigin:
    """What the list says of each request.

    Args:
        allowed: origins such as `https://example.org`, or `*`.
    """

    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = frozenset(origin.encode() for origin in allowed)
        self._any = ANY in allowed

    def preflight(self, method: str, headers: dict[bytes, bytes]) -> Headers | None:
        """The answer to a browser that asks before it calls; None if this is no such question.

        Raises:
            OriginNotAllowed: if the page's site is not in the list.
        """
        if method != "OPTIONS" or b"access-control-request-method" not in headers or b"origin" not in headers:
            return None
        if not self._allows(headers[b"origin"]):
            raise OriginNotAllowed(
                "Pages of this site may not call this Lyceum. Whoever runs it can add the site to LYCEUM_CORS_ORIGINS."
            )
        return (
            (b"access-control-allow-methods", _METHODS),
            (b"access-control-allow-headers", _ACCEPTED),
            (b"access-control-max-age", str(_KEPT_S).encode()),
        )

    def headers(self, origin: bytes | None) -> Headers:
        """What an answer to a page of this origin carries; None is a client that is no page, or one of ours."""
        if not self._allowed:
            return ()
        if origin is None or not self._allows(origin):
            # What a cache keeps of this is not for the sites that are in the list.
            return (_VARIES,)
        if origin not in self._allowed:
            return ((b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", _EXPOSED), _VARIES)
        return (
            (b"access-control-allow-origin", origin),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-expose-headers", _EXPOSED),
            _VARIES,
        )

    def _allows(self, origin: bytes) -> bool:
        # "null" is what any page becomes in a sandboxed frame: it is nobody's name.
        return origin in self._allowed or (self._any and origin != b"null")
