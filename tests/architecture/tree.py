"""The files of this repository, as git sees them."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Tracked files, and new ones that are not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(sorted({path for name in names if name and (path := ROOT / name).is_file()}))


def texts(*suffixes: str) -> Iterator[tuple[Path, str]]:
    """The readable files with one of the suffixes, or all of them, with their text."""
    for path in files():
        if not suffixes or path.suffix in suffixes:
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def name_of(path: Path) -> str:
    """A file's name as people write it."""
    return path.relative_to(ROOT).as_posix()
