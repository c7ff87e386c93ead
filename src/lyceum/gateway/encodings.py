"""Which packed form of an answer a client wants, by its header `Accept-Encoding`."""

import re
from collections.abc import Iterable
from functools import lru_cache

_QUALITY = re.compile(r"[ \t]*([\w!#$%&'*+.^`|~-]+)[ \t]*(?:;[ \t]*q[ \t]*=[ \t]*([01](?:\.\d{0,3})?))?[ \t]*")
_LONGEST = 400


def best(accept_encoding: str, offered: Iterable[str]) -> str | None:
    """The offered coding that is wanted most, the first of equals; None if the plain form is wanted more."""
    if not accept_encoding or len(accept_encoding) > _LONGEST:
        return None
    return _best(accept_encoding, tuple(offered))


# Clients send one of a dozen headers; what somebody makes up takes the place of what has not come for longest.
@lru_cache(maxsize=256)
def _best(accept_encoding: str, offered: tuple[str, ...]) -> str | None:
    wanted = _qualities(accept_encoding)
    others = wanted.get("*", 0.0)
    found = max(offered, key=lambda coding: wanted.get(coding, others), default=None)
    if found is None:
        return None
    quality = wanted.get(found, others)
    return found if quality > 0 and quality >= wanted.get("identity", 0.0) else None


def _qualities(header: str) -> dict[str, float]:
    """How much a client wants each coding; one that cannot be read is not wanted."""
    found = [_QUALITY.fullmatch(part) for part in header.lower().split(",")]
    return {match[1]: float(match[2] or 1) for match in found if match}
