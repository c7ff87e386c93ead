"""Hypothesis tries harder where CI is set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOW = "import tests.plugins.hypothesis_profiles; from hypothesis import settings; print(settings().max_examples)"


@pytest.mark.parametrize(
    ("variables", "examples"),
    [({}, "100"), ({"CI": "true"}, "1000"), ({"CI": "true", "HYPOTHESIS_PROFILE": "dev"}, "100")],
)
def test_the_number_of_examples_follows_the_environment(variables: dict[str, str], examples: str) -> None:
    clean = {name: value for name, value in os.environ.items() if name not in {"CI", "HYPOTHESIS_PROFILE"}}

    result = subprocess.run(
        [sys.executable, "-c", SHOW], cwd=ROOT, env=clean | variables, capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == examples
