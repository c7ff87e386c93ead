"""A pytest plugin: how much of each part of the code the whole suite must run, lines and branches together.

`--coverage-floors` judges what pytest-cov has gathered and fails the session below a floor, before pytest's closing
line, so that one run gives one verdict.
"""

import json
import tempfile
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol

import pytest
from coverage.exceptions import NoDataError

# Percent. `*` crosses folders. A part without code yet is passed over.
FLOORS: Mapping[str, float] = {
    "src/lyceum/*": 80.0,
    "src/lyceum/algorithms/*": 95.0,
    "src/lyceum/*/grading.py": 95.0,
    "src/lyceum/identity/*": 95.0,
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was run of one file: statements and branches counted together."""

    path: str
    covered: int
    total: int

    @property
    def percent(self) -> float:
        """Share that was run; a file without code is complete."""
        return 100.0 * self.covered / self.total if self.total else 100.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """One part of the code against its floor."""

    pattern: str
    floor: float
    percent: float
    weakest: tuple[Coverage, ...]

    @property
    def holds(self) -> bool:
        """Whether the part reaches its floor."""
        return self.percent >= self.floor

    def __str__(self) -> str:
        line = f"{self.pattern}: {self.percent:.1f}% of lines and branches tested, at least {self.floor:.0f}% wanted"
        if self.holds:
            return line
        files = ", ".join(f"{file.path} {file.percent:.0f}%" for file in self.weakest)
        return f"{line}. Add tests, first for: {files}"


# No data must not look like a kept floor.
NOTHING_MEASURED = Verdict("src/lyceum/*", FLOORS["src/lyceum/*"], 0.0, (Coverage("no file was run", 0, 1),))


class _Files(Protocol):
    def json_report(self, *, outfile: str) -> float: ...


def judge(files: list[Coverage], floors: Mapping[str, float] = FLOORS) -> list[Verdict]:
    """Compare every part that has code with its floor; the weakest files are those with most left to run."""
    verdicts = []
    for pattern, floor in floors.items():
        part = [file for file in files if fnmatch(file.path, pattern)]
        total = sum(file.total for file in part)
        if total:
            weakest = sorted(part, key=lambda file: file.covered - file.total)[:3]
            percent = 100.0 * sum(file.covered for file in part) / total
            verdicts.append(Verdict(pattern, floor, percent, tuple(weakest)))
    return verdicts


def read_report(text: str) -> list[Coverage]:
    """Read what `coverage json` writes."""
    files = []
    for path, content in json.loads(text)["files"].items():
        summary = content["summary"]
        covered = summary["covered_lines"] + summary.get("covered_branches", 0)
        total = summary["num_statements"] + summary.get("num_branches", 0)
        files.append(Coverage(path.replace("\\", "/"), covered, total))
    return files


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option; it is off by default, since a part of the suite reaches no floor."""
    parser.addoption("--coverage-floors", action="store_true", help="fail below the floors of tools/coverage_floors.py")


_VERDICTS = pytest.StashKey[list[Verdict]]()


# Outside pytest-cov's own wrapper, which combines the workers' data after the last test. At session finish it would be
# too late to change the exit status.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Judge the data when the last test has ended, and fail the session below a floor."""
    result = yield
    config = session.config
    is_worker = hasattr(config, "workerinput")
    if config.getoption("--coverage-floors") and not is_worker and not config.getoption("collectonly"):
        verdicts = judge(_gathered(config)) or [NOTHING_MEASURED]
        config.stash[_VERDICTS] = verdicts
        session.testsfailed += sum(not verdict.holds for verdict in verdicts)
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print each verdict above the closing line."""
    verdicts = config.stash.get(_VERDICTS, [])
    if verdicts:
        terminalreporter.write_sep("=", "coverage floors")
    for verdict in verdicts:
        mark = "ok   " if verdict.holds else "BELOW"
        terminalreporter.write_line(f"{mark} {verdict}", green=verdict.holds, red=not verdict.holds)


def _gathered(config: pytest.Config) -> list[Coverage]:
    plugin = config.pluginmanager.getplugin("_cov")
    if plugin is None or plugin.cov_controller is None:
        message = "--coverage-floors needs the data of --cov: run pytest with both."
        raise pytest.UsageError(message)
    measured: _Files = plugin.cov_controller.combining_cov or plugin.cov_controller.cov
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        try:
            measured.json_report(outfile=str(report))
        except NoDataError:
            return []
        return read_report(report.read_text(encoding="utf-8"))
