"""The worked examples of the documents are what the code gives."""

import doctest
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "docs" / "algorithms").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_worked_example_comes_out_as_it_is_printed(page: Path) -> None:
    found = doctest.testfile(str(page), module_relative=False)

    assert found.attempted > 0
    assert found.failed == 0
