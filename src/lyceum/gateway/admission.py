"""What a request must be before any of it is looked into: not too large, not packed, and how long it may take."""

import math
from collections.abc import Mapping, Sequence

from lyceum.platform.errors import ErrorType, Invalid, LyceumError, TooLarge, UnsupportedType

# More than any browser sends, with all its cookies.
MOST_HEADERS = 100
MOST_HEADER_BYTES = 32 * 1024
_PACKED_AS_NOTHING = frozenset({b"", b"identity"})


class HeadersTooLarge(LyceumError):
    """The request's headers are more, or longer, than any client of ours needs."""

    status, type, code = 431, ErrorType.VALIDATION, "HEADERS_TOO_LARGE"


class ContentEncoded(UnsupportedType):
    """The body is packed. Bodies are taken as they are: a packed one may be a thousand times what it seems."""

    code = "CONTENT_ENCODING_UNSUPPORTED"


class RequestTimeoutInvalid(Invalid):
    """`Request-Timeout` is not a number of seconds."""

    code = "REQUEST_TIMEOUT_INVALID"


def admit(listed: Sequence[tuple[bytes, bytes]], headers: Mapping[bytes, bytes], most_bytes: int) -> None:
    """Refuse what no request of ours is, before any of its body is read.

    Args:
        listed: the headers as they came, each as often as it came.
        headers: the same by name.
        most_bytes: what the body may have.

    Raises:
        HeadersTooLarge: if there are too many headers, or they are too long.
        ContentEncoded: if the body is packed.
        TooLarge: if the body announces to be larger.
    """
    if len(listed) > MOST_HEADERS or sum(len(name) + len(value) for name, value in listed) > MOST_HEADER_BYTES:
        raise HeadersTooLarge(
            f"A request has up to {MOST_HEADERS} headers of {MOST_HEADER_BYTES // 1024} kB together."
            " Send fewer cookies."
        )
    if headers.get(b"content-encoding", b"").strip().lower() not in _PACKED_AS_NOTHING:
        raise ContentEncoded("Bodies are taken as they are. Send this one without Content-Encoding, unpacked.")
    announced = headers.get(b"content-length", b"0")
    if not announced.isdigit() or int(announced) > most_bytes:
        raise too_large(most_bytes)


def too_large(most_bytes: int) -> TooLarge:
    """The refusal of a body that is larger."""
    limit_mb = most_bytes // (1024 * 1024)
    return TooLarge(f"A request may carry up to {limit_mb} MB.", details={"limit_bytes": most_bytes})


def time_for(headers: Mapping[bytes, bytes], at_most_s: float) -> float:
    """The seconds a request has: those it gives itself in `Request-Timeout`, but never more than it is given.

    Raises:
        RequestTimeoutInvalid: if what it says is no number of seconds.
    """
    if (asked := headers.get(b"request-timeout")) is None:
        return at_most_s
    try:
        seconds = float(asked)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise RequestTimeoutInvalid(
            "Request-Timeout takes a number of seconds above 0, such as 2.5, or is left out.",
            details={"field": "Request-Timeout"},
        )
    return min(seconds, at_most_s)
