"""How this process was called."""

import shutil
import sys
from pathlib import Path


def program() -> str:
    """What to type for `lyceum` here: its path, as it was typed, where the shell would not find the name alone."""
    typed = sys.argv[0]
    return typed if Path(typed).name == "lyceum" and shutil.which("lyceum") is None else "lyceum"
