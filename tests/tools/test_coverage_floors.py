"""The coverage floors: what they count, and that they turn the session red before the closing line."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import PATIENCE_S
from tools.coverage_floors import Coverage, judge, read_report

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"src/*": 80.0, "src/*/grading.py": 95.0}


def test_a_part_is_judged_by_all_its_files_together() -> None:
    whole, grading = judge([Coverage("src/a/grading.py", 19, 20), Coverage("src/a/b/store.py", 61, 80)], FLOORS)

    assert whole.holds
    assert whole.percent == 80.0
    assert grading.holds


def test_a_part_below_its_floor_names_its_weakest_file() -> None:
    _, grading = judge([Coverage("src/a/grading.py", 18, 20), Coverage("src/b/grading.py", 20, 20)], FLOORS)

    assert grading.holds
    assert grading.percent == 95.0

    _, grading = judge([Coverage("src/a/grading.py", 17, 20), Coverage("src/b/grading.py", 20, 20)], FLOORS)

    assert not grading.holds
    assert "Add tests, first for: src/a/grading.py 85%" in str(grading)


def test_a_part_without_code_is_passed_over() -> None:
    assert [verdict.pattern for verdict in judge([Coverage("src/a/store.py", 9, 10)], FLOORS)] == ["src/*"]


def test_lines_and_branches_count_alike() -> None:
    summary = '{"covered_lines": 8, "num_statements": 10, "covered_branches": 1, "num_branches": 2}'

    (file,) = read_report(f'{{"files": {{"src/a.py": {{"summary": {summary}}}}}}}')

    assert (file.covered, file.total) == (9, 12)


@pytest.mark.parametrize(("tested", "status"), [("both", 0), ("one", 1)])
@pytest.mark.parametrize("workers", ["0", "2"])
def test_the_session_fails_below_a_floor_and_ends_with_the_closing_line(
    tmp_path: Path, tested: str, status: int, workers: str
) -> None:
    package = tmp_path / "src" / "lyceum"
    package.mkdir(parents=True)
    lines = "".join(f"    x = {number}\n" for number in range(9))
    (package / "__init__.py").write_text(f"def one():\n    return 1\ndef both():\n    one()\n{lines}    return 2\n")
    (tmp_path / "test_it.py").write_text(f"import lyceum\n\ndef test_it():\n    assert lyceum.{tested}()\n")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ("tools.coverage_floors",)\n')
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {tmp_path / 'src'} {ROOT}\n")
    command = [sys.executable, "-m", "pytest", "-n", workers, "--cov=lyceum", "--cov-branch", "--coverage-floors"]

    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PATIENCE_S)

    assert result.returncode == status, result.stdout
    assert ("BELOW src/lyceum/*" in result.stdout) == bool(status)
    assert " in " in result.stdout.splitlines()[-1]
    assert result.stdout.splitlines()[-1].startswith("=")
