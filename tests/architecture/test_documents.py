"""What the documents point at exists: files, headings, make targets and commands."""

import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, name_of
from tests.builders import PATIENCE_S

DOCUMENTS = [path for path in files() if path.suffix == ".md"]

FENCE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.+?)\s*$", re.MULTILINE)
# In a code span or block: at its start, at the start of a line, after a prompt, or after `&&`.
MAKE = re.compile(r"(?:^|`|&& |\$ )make ([a-z]+)\b", re.MULTILINE)
LYCEUM = re.compile(r"(?:^|`|&& |\$ )lyceum ([a-z]+)\b", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]+`|^ {4}\S.*$", re.MULTILINE | re.DOTALL)


def _code(path: Path) -> str:
    pieces = CODE.findall(path.read_text(encoding="utf-8"))
    return "\n".join(re.sub(r"^ {4}", "", piece) for piece in pieces)


def _anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, made as code hosts make them."""
    headings = HEADING.findall(FENCE.sub("", path.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@cache
def _targets() -> frozenset[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


@cache
def _commands() -> frozenset[str]:
    """The words of `lyceum --help`."""
    program = Path(sys.executable).with_name("lyceum")
    text = subprocess.run([program, "--help"], capture_output=True, text=True, check=True, timeout=PATIENCE_S).stdout
    return frozenset(re.findall(r"[a-z]+", text))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    broken = []
    for groups in LINK.findall(FENCE.sub("", document.read_text(encoding="utf-8"))):
        link = groups[0] or groups[1]
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (document.parent / place).resolve() if place else document
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in _anchors(target)):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_make_target_exists(document: Path) -> None:
    assert set(MAKE.findall(_code(document))) - _targets() == set()


@pytest.mark.skipif(find_spec("lyceum.cli") is None, reason="there is no command line yet")
@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_command_exists(document: Path) -> None:
    named = set(LYCEUM.findall(_code(document)))

    assert not named or named - _commands() == set()
