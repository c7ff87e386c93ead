"""Desks on a database of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lyceum.app.composition import Composition
from lyceum.platform import logs
from lyceum.platform.kernel import Kernel
from tests.cli.seat import Seat

Sit = Callable[..., Seat]

# Definitions in bold, one to a paragraph: small, and enough to make cards and gaps from.
NOTES = """# Cells

## Where energy is released

A **mitochondrion** is an organelle that releases energy from food by cellular respiration. Every **mitochondrion** has
two membranes, and the inner one is folded.

## Where proteins are built

A **ribosome** is a small particle that builds proteins from amino acids. A **ribosome** reads the message that came
from the nucleus, and adds one amino acid after another to the chain.

## How water moves

**Osmosis** is the movement of water through a membrane from a dilute to a concentrated solution. **Osmosis** makes
plant cells firm.
"""


@pytest.fixture
def sit(kernel: Kernel, composition: Composition) -> Sit:
    """Makes a learner's seat: `sit("de")`."""
    logs.configure(kernel.settings.model_copy(update={"log_level": "error"}))

    def make(language: str = "en") -> Seat:
        return Seat(kernel, composition.served, language)

    return make


@pytest.fixture
def seat(sit: Sit) -> Seat:
    return sit()


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A short chapter."""
    path = tmp_path / "cells.md"
    path.write_text(NOTES, encoding="utf-8")
    return path
