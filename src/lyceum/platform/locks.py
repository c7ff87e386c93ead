"""Keys of PostgreSQL advisory locks."""

import hashlib


def lock_key(*words: str) -> int:
    """A signed 64-bit key for some words; other words, other key (but for a chance of 2^-64)."""
    digest = hashlib.blake2b("\x00".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
