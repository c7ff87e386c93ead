"""Words to the person at the terminal: results on standard output, the rest on standard error."""

import shutil
import sys
from pathlib import Path


def say(text: str = "") -> None:
    """Print a line that is a result."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_error(text: str) -> None:
    """Print a line that says why something was not done."""
    sys.stderr.write(f"lyceum: {text}\n")
    sys.stderr.flush()


def program() -> str:
    """What to type for `lyceum` here: its path, as it was typed, where the shell would not find the name alone."""
    typed = sys.argv[0]
    return typed if Path(typed).name == "lyceum" and shutil.which("lyceum") is None else "lyceum"
