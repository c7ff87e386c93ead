"""Reads all code for what attackers look for, with bandit and semgrep, and lists what no line justifies.

    python -m tools.scan BANDIT SEMGREP

Both programs are given by their paths: they stand in an environment of their own. A finding is justified by a mark with
a reason on one of its lines or on the one above: `# noqa: S608  constants` (ruff's rules are bandit's, by the same
numbers), or `# nosec` and `# nosemgrep` where only those programs see something.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PYTHON = ("src", "tools")
EVERYTHING = (*PYTHON, "bench", "web/src")
# An import or a call does nothing by itself: how a program is called, and XML read, is judged where it is done.
_ONLY_MENTIONS = "B403,B404,B405,B603"
_MARK = r"(noqa: [A-Z\d, ]*\bS\d+[A-Z\d, ]*|nosec B\d+|nosemgrep: [\w-]+)"
_JUSTIFIED = re.compile(rf"(#|//) {_MARK}\s+(- )?\w")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one program says of some lines; `first` and `last` count from 1."""

    path: str
    first: int
    last: int
    rule: str
    text: str

    @property
    def is_justified(self) -> bool:
        """Whether one of its lines, or the one above, says why it is right."""
        lines = (ROOT / self.path).read_text(encoding="utf-8").splitlines()[max(0, self.first - 2) : self.last]
        return any(_JUSTIFIED.search(line) for line in lines)


def by_bandit(program: str) -> Iterator[Finding]:
    """What bandit finds in the Python code."""
    words = [program, "--recursive", *PYTHON, "--skip", _ONLY_MENTIONS, "--ignore-nosec", "--format", "json", "--quiet"]
    for found in _answer_of(words)["results"]:
        lines = found["line_range"]
        yield Finding(found["filename"], min(lines), max(lines), found["test_id"], found["issue_text"])


def by_semgrep(program: str) -> Iterator[Finding]:
    """What our own rules find in all code."""
    words = [program, "scan", "--config", "tools/semgrep.yml", "--disable-nosem", "--metrics", "off"]
    words += ["--disable-version-check", "--exclude", "static", "--json", "--quiet", *EVERYTHING]
    for found in _answer_of(words)["results"]:
        rule = found["check_id"].rpartition(".")[2]
        yield Finding(found["path"], found["start"]["line"], found["end"]["line"], rule, found["extra"]["message"])


def _answer_of(words: Sequence[str]) -> dict[str, Any]:
    # The folder of the programs first: semgrep looks for its own parts there.
    path = f"{Path(words[0]).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(words, cwd=ROOT, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False)
    if not done.stdout.startswith("{"):
        raise SystemExit(f"{words[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def main(bandit: str, semgrep: str) -> int:
    """Say what was found; 1 if something is not justified."""
    found = [*by_bandit(bandit), *by_semgrep(semgrep)]
    open_ones = [each for each in found if not each.is_justified]
    for each in open_ones:
        print(f"{each.path}:{each.first}: {each.rule}: {each.text}")
    print(f"{len(found)} findings, of which {len(found) - len(open_ones)} are justified on their lines")
    return 1 if open_ones else 0


if __name__ == "__main__":
    raise SystemExit(main(*(str(Path(each).resolve()) for each in sys.argv[1:])))
