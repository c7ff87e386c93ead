"""Hypothesis tries harder where CI is set, and hardest where a property has a number."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

_TEST = """
from hypothesis import given, settings, strategies as st

@given(st.integers())
def test_anything(number: int) -> None:
    ...

@settings(suppress_health_check=[])
@given(st.integers())
def test_something(number: int) -> None:
    ...
"""
_TOLD = re.compile(r"settings\.max_examples=(\d+)")
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("variables", "plain", "numbered"),
    [
        ({}, 100, 100),
        ({"CI": "true"}, 300, 1000),
        ({"CI": "true", "HYPOTHESIS_PROFILE": "dev"}, 100, 100),
        ({"HYPOTHESIS_PROFILE": "ci"}, 300, 1000),
    ],
)
def test_the_number_of_examples_follows_the_environment_and_the_file(
    tmp_path: Path, variables: dict[str, str], plain: int, numbered: int
) -> None:
    # In this order, so that each kind of file comes after the other.
    for name in ("test_a_fold.py", "test_p99_patience.py", "test_z_rule.py"):
        (tmp_path / name).write_text(_TEST)
    clean = {name: value for name, value in os.environ.items() if name not in {"CI", "HYPOTHESIS_PROFILE"}}
    options = ["-p", "tests.plugins.hypothesis_profiles", "--hypothesis-show-statistics", "--rootdir", str(tmp_path)]

    result = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", "/dev/null", str(tmp_path)],
        cwd=ROOT,
        env=clean | variables,
        capture_output=True,
        text=True,
        check=True,
    )

    told = [int(each) for each in _TOLD.findall(result.stdout)]
    assert told == [plain, plain, numbered, numbered, plain, plain], result.stdout
