"""Hashing and checking passwords: outside the event loop, a few at a time, never inside a transaction."""

import base64
import os
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import argon2
import bcrypt
from argon2.exceptions import InvalidHashError, VerificationError

from lyceum.identity.contracts.signing_in import PasswordTooWeak, TooManySignIns
from lyceum.identity.password_policy import MAX_BYTES, Candidate, broken_rules, normalise
from lyceum.platform.kernel import Kernel
from lyceum.platform.resilience.bulkhead import Bulkhead, Places
from lyceum.platform.telling import phrase

_MEMORY = "identity.password_hasher"
# RFC 9106, section 4, second recommended choice: 64 MiB, three passes, four lanes; 130 ms here.
_HASHERS = {
    "standard": argon2.PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4),
    "cheap": argon2.PasswordHasher(time_cost=1, memory_cost=256, parallelism=1),
}
_BCRYPT_PREFIXES = ("$2a$", "$2b$", "$2y$")
# What older libraries did silently with longer passwords, and bcrypt now refuses to do.
_BCRYPT_BYTES = 72
# Some 20 seconds of waiting on two cores: whoever comes then is told to come again.
_MAX_WAITING = 300
_LONGEST_WAIT_S = 20.0


@dataclass(frozen=True, slots=True)
class _Hashing:
    """One process's way of hashing; each hash takes 64 MiB while it runs, so no more run than there are cores."""

    hasher: argon2.PasswordHasher
    bulkhead: Bulkhead = field(default_factory=lambda: Bulkhead("passwords", _places(), _too_many))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a password is right, and the hash to keep from now on if the one at hand is outdated."""

    holds: bool
    new_hash: str | None = field(default=None, repr=False)


def require_acceptable(candidate: Candidate) -> None:
    """Refuse a password that breaks the policy, saying every rule it breaks.

    Raises:
        PasswordTooWeak: with the rules in `details.rules`.
    """
    if broken := broken_rules(candidate, common_words()):
        said = ", ".join(rule.advice for rule in broken)
        advice = [phrase(f"password.{rule.rule}", number=rule.number) for rule in broken]
        rules = [{"rule": rule.rule, "advice": each} for rule, each in zip(broken, advice, strict=True)]
        details = {"rules": rules, "advice": advice}
        raise PasswordTooWeak(f"This password is too easy to guess: {said}.", details=details)


async def hash_password(kernel: Kernel, password: str) -> str:
    """The argon2id hash of a password; call it before the first statement of a transaction."""
    hashing = _hashing_of(kernel)
    return await hashing.bulkhead.in_thread(hashing.hasher.hash, _bytes(password))


async def check_password(kernel: Kernel, password: str, password_hash: str | None) -> Verdict:
    """Whether the password is the hashed one; takes as long for an account that does not exist.

    Args:
        kernel: of this process.
        password: as typed.
        password_hash: argon2id, or bcrypt from an imported database; None for an account without a password, or no
            account at all.
    """
    hashing = _hashing_of(kernel)
    return await hashing.bulkhead.in_thread(_check, hashing.hasher, _bytes(password), password_hash)


@cache
def common_words() -> frozenset[str]:
    """The words people choose as passwords; read once."""
    text = resources.files("lyceum.identity").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _check(hasher: argon2.PasswordHasher, password: bytes, password_hash: str | None) -> Verdict:
    if password_hash is None:
        _verify(hasher, _decoy(hasher), password)
        return Verdict(holds=False)
    if password_hash.startswith(_BCRYPT_PREFIXES):
        holds = _verify_bcrypt(password_hash, password)
        return Verdict(holds, hasher.hash(password) if holds else None)
    holds = _verify(hasher, password_hash, password)
    outdated = holds and hasher.check_needs_rehash(password_hash)
    return Verdict(holds, hasher.hash(password) if outdated else None)


def _verify(hasher: argon2.PasswordHasher, password_hash: str, password: bytes) -> bool:
    try:
        return hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _verify_bcrypt(password_hash: str, password: bytes) -> bool:
    try:
        return bcrypt.checkpw(password[:_BCRYPT_BYTES], password_hash.encode())
    except ValueError:
        return False


def _decoy(hasher: argon2.PasswordHasher) -> str:
    """A hash with the present parameters that no password has."""
    salt, digest = (base64.b64encode(bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len))
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"


def _bytes(password: str) -> bytes:
    # Cut where no accepted password reaches, so that a login cannot make us hash megabytes.
    return normalise(password).encode("utf-8", "surrogatepass")[: MAX_BYTES + 1]


def _hashing_of(kernel: Kernel) -> _Hashing:
    hashing = kernel.memory.get(_MEMORY)
    if not isinstance(hashing, _Hashing):
        hashing = kernel.memory[_MEMORY] = _Hashing(_HASHERS[kernel.settings.password_hash_cost])
    return hashing


def _places() -> Places:
    return Places(at_once=max(1, os.cpu_count() or 1), waiting=_MAX_WAITING, wait_s=_LONGEST_WAIT_S)


def _too_many() -> TooManySignIns:
    return TooManySignIns("Too many people are signing in right now. Try again in a moment.", retry_after_s=5)
