"""What every answer tells a browser to be careful about, whatever it is an answer to."""

from lyceum.gateway import content_policy

Headers = tuple[tuple[bytes, bytes], ...]

# An answer that is no page of ours is nothing to be shown, run or framed.
NO_PAGE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_POLICY = b"content-security-policy"
_PERMISSIONS = b"permissions-policy"
_ALWAYS = (
    # Left out, the web server would write its own.
    (b"server", b"lyceum"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    # No other site's page embeds what is ours; one that is allowed to read it asks by CORS, which this leaves alone.
    (b"cross-origin-resource-policy", b"same-origin"),
    # And no page of ours embeds what another site has not given for that: it loads from nowhere else.
    (b"cross-origin-embedder-policy", b"require-corp"),
)
# Two years, as the browsers' own lists ask for.
_HTTPS_ONLY = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
_CACHING = b"cache-control"
# A page of ours has said what it needs itself. Whatever does not say that it may be kept is somebody's, and a cookie,
# unlike `Authorization`, does not keep a cache on the way from keeping the answer for the next one. (With `no-store`
# Chromium holds what a page fetches ahead open until it is read.)
_UNLESS_SAID = (
    (_CACHING, b"private, no-cache"),
    (_POLICY, NO_PAGE_POLICY.encode()),
    (_PERMISSIONS, content_policy.PERMISSIONS_POLICY.encode()),
)


class SafetyHeaders:
    """The headers of every answer.

    Args:
        is_https_only: whether this installation is reached over HTTPS alone.
    """

    def __init__(self, *, is_https_only: bool) -> None:
        self._always = (*_ALWAYS, _HTTPS_ONLY) if is_https_only else _ALWAYS

    def beside(self, said: list[tuple[bytes, bytes]]) -> Headers:
        """What an answer with these headers needs besides."""
        names = {name for name, _ in said}
        if names.isdisjoint((_CACHING, _POLICY, _PERMISSIONS)):
            return (*self._always, *_UNLESS_SAID)
        return (*self._always, *(header for header in _UNLESS_SAID if header[0] not in names))
