"""Draws docs/images: what `lyceum learn` and `practise` really print for the sample, and `progress` after `seed`.

From the repository, after a change of what the commands show:  python -m tools.picture
"""

import os
import re
import string
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

import psycopg
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from lyceum.app.addresses import open_addresses
from lyceum.platform.settings import Settings

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
LEARN = ("learn", "examples/demand-and-supply.pdf")
PRACTISE = ("practise", "--count", "2")
SEED = ("seed",)
PROGRESS = ("progress", "--as", "demo@localhost")
WIDTH = 100
MOST_SESSIONS = 10
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_KEYS = "select v.stem, v.key, v.options from library.item_version v"
# A prompt is the end of what was printed so far.
_ASKED = ("turns the card: ", "4 easily: ", "Your answer: ", "): ")


def main() -> None:
    """Run the commands in a data folder of their own, and draw what they said."""
    with tempfile.TemporaryDirectory(prefix="lyceum-picture-") as folder:
        # Servers started by root run under another account, which must reach the folder.
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        # The servers stay up from the first command to the last.
        with open_addresses(Settings(home=home)) as addresses:
            learned = _run(home, LEARN, {})
            with psycopg.connect(addresses.database_url) as connection:
                keys = {stem: _typed(key, options) for stem, key, options in connection.execute(_KEYS)}
            practised = _session_with_both_kinds(home, keys)
            _run(home, SEED, {})
            known = _run(home, PROGRESS, {})
    _draw("terminal.svg", {LEARN: learned, PRACTISE: practised})
    _draw("progress.svg", {PROGRESS: known})


def _typed(key: str | bool | list[str], options: list[dict[str, str]] | None) -> str:  # noqa: FBT001  a key as it is kept
    """What a learner types who knows the key."""
    if isinstance(key, bool):
        return "t" if key else "f"
    if options:
        lettered = zip(string.ascii_lowercase, options, strict=False)
        return next(letter for letter, option in lettered if option["id"] == key)
    return key if isinstance(key, str) else key[0]


def _session_with_both_kinds(home: Path, keys: dict[str, str]) -> str:
    """A session that asks one card and another type: what is asked is partly chance, so that several may be needed."""
    for _ in range(MOST_SESSIONS):
        practised = _run(home, PRACTISE, keys)
        if practised.count("flashcard") == 1:
            return practised
    sys.exit(f"No session of {MOST_SESSIONS} asked one card and something else; run it again.")


def _run(home: Path, arguments: tuple[str, ...], keys: dict[str, str]) -> str:
    """What a command prints on a terminal of our width, answered as a learner would who knows the keys."""
    colours = {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(WIDTH)}
    still = {"TTY_INTERACTIVE": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(
        [sys.executable, "-m", "lyceum", *arguments],
        cwd=ROOT,
        env=os.environ | colours | still | {"LYCEUM_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None  # noqa: S101  for the type checker: both are pipes
        assert process.stdout is not None  # noqa: S101  as above
        said = b""
        while chunk := os.read(process.stdout.fileno(), 65536):
            said += chunk
            plain = _STYLE.sub("", said.decode(errors="ignore"))
            if plain.endswith(_ASKED):
                process.stdin.write(f"{_answer(plain, keys)}\n".encode())
                process.stdin.flush()
    if process.returncode:
        sys.exit(f"lyceum {' '.join(arguments)} ended with {process.returncode}.")
    return said.decode()


def _answer(plain: str, keys: dict[str, str]) -> str:
    if plain.endswith("turns the card: "):
        return ""
    if plain.endswith("4 easily: "):
        return "3"
    # The stem may be broken into lines; it stands last above the options or the prompt.
    seen = " ".join(plain.split())
    stems = [stem for stem in keys if " ".join(stem.split()) in seen]
    return keys[max(stems, key=lambda stem: seen.rindex(" ".join(stem.split())))]


def _draw(name: str, outputs: dict[tuple[str, ...], str]) -> None:
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, color_system="truecolor")
    for command, output in outputs.items():
        console.print(Text.assemble(("$ ", "bold green"), (f"lyceum {' '.join(command)}", "bold")))
        console.print(Text.from_ansi(output.strip("\n")))
        console.print()
    picture = IMAGES / name
    picture.parent.mkdir(parents=True, exist_ok=True)
    console.save_svg(str(picture), title="Lyceum", code_format=_own_fonts(), unique_id=f"lyceum-{picture.stem}")
    print(f"Drew {picture.relative_to(ROOT)} ({picture.stat().st_size / 1024:.0f} KiB).")


def _own_fonts() -> str:
    """Rich's drawing without the fonts it fetches from elsewhere: a picture that asks nobody, and shows no cracks."""
    without = re.sub(r"<!--.*?-->|@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return without.replace("Fira Code", "ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono")


if __name__ == "__main__":
    main()
