"""Words to the person at the terminal: results on standard output, the rest on standard error."""

import sys


def say(text: str = "") -> None:
    """Print a line that is a result."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_error(text: str) -> None:
    """Print a line that says why something was not done."""
    sys.stderr.write(f"lyceum: {text}\n")
    sys.stderr.flush()
