"""How hard Hypothesis tries: 100 examples at home; where CI is set 300, and 1,000 for the numbered properties.

HYPOTHESIS_PROFILE names another choice.
"""

import os
import re
from collections.abc import Generator
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

# The properties that the product promises, each in a file that has its number.
_NUMBERED: Final = re.compile(r"test_p\d+_")

settings.register_profile(
    "dev",
    max_examples=100,
    # Two workers on two busy cores stall at random; how long a test takes is measured elsewhere.
    deadline=None,
)
settings.register_profile(
    "ci",
    parent=settings.get_profile("dev"),
    max_examples=300,
    # The same examples in every run, so that a red build can be repeated.
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.register_profile("ci-numbered", parent=settings.get_profile("ci"), max_examples=1000)
_CHOSEN: Final = os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
settings.load_profile(_CHOSEN)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A test has the settings that hold while its file is imported."""
    is_numbered = isinstance(collector, pytest.Module) and _NUMBERED.match(collector.path.name)
    settings.load_profile("ci-numbered" if is_numbered and _CHOSEN == "ci" else _CHOSEN)
    return (yield)
