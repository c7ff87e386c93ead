"""How an API key is written: `lyk_<id>_<secret><check>`, so that scanners find it and a slip of the hand shows.

The id is public. The secret is 32 bytes of chance, of which only a digest is kept, and that sealed. The check is a
CRC-32, which tells a mistyped key from an unknown one without asking the database; it proves nothing.
"""

import hashlib
import re
import secrets
import zlib
from dataclasses import dataclass, field
from uuid import UUID

PREFIX = "lyk_"

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SECRET_BYTES = 32
_SECRET_DIGITS = 43
_CHECK_DIGITS = 6
# Enough of the id to tell one's keys apart.
_SHOWN_DIGITS = 12
_FORM = re.compile(rf"lyk_([0-9a-f]{{32}})_([0-9A-Za-z]{{{_SECRET_DIGITS}}})([0-9A-Za-z]{{{_CHECK_DIGITS}}})")


@dataclass(frozen=True, slots=True)
class WrittenKey:
    """A key as it was handed in."""

    id: UUID
    secret: str = field(repr=False)


def write(key_id: UUID) -> tuple[str, str]:
    """A fresh key with this id, and its secret."""
    secret = _in_base_62(int.from_bytes(secrets.token_bytes(_SECRET_BYTES), "big"), _SECRET_DIGITS)
    body = f"{key_id.hex}_{secret}"
    return f"{PREFIX}{body}{_check(body)}", secret


def read(text: str) -> WrittenKey | None:
    """A key, if it is written as one and its check fits."""
    match = _FORM.fullmatch(text)
    if match is None or _check(f"{match[1]}_{match[2]}") != match[3]:
        return None
    return WrittenKey(UUID(match[1]), match[2])


def shown(key_id: UUID) -> str:
    """How a key begins: all that is ever shown of it again."""
    return f"{PREFIX}{key_id.hex[:_SHOWN_DIGITS]}"


def digest(secret: str, account_id: UUID) -> bytes:
    """What is kept of a secret. With the account in it, a row moved to another account opens nothing.

    A fast hash is enough: nobody guesses 256 bits of chance.
    """
    return hashlib.sha256(account_id.bytes + secret.encode()).digest()


def _check(body: str) -> str:
    return _in_base_62(zlib.crc32(body.encode()), _CHECK_DIGITS)


def _in_base_62(number: int, digits: int) -> str:
    written = []
    for _ in range(digits):
        number, digit = divmod(number, len(_DIGITS))
        written.append(_DIGITS[digit])
    return "".join(reversed(written))
