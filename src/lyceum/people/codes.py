"""Codes nobody guesses: sixty random bits, for a circle's wall or between a learner and a guardian."""

import secrets

from lyceum.people.rules import CODE_LENGTH, CODE_LETTERS, code_from


def fresh_code() -> str:
    """A new code, as it is kept."""
    # The kernel's generator may be seeded; what opens a door must not be.
    return code_from([secrets.randbelow(len(CODE_LETTERS)) for _ in range(CODE_LENGTH)])
