"""The web app is built when what it is made from has changed, and what is there is whole or not there.

The scripts run as they are, in a small checkout; Node.js stands in as two programs that do what the scripts ask of npm.
"""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.builders import PATIENCE_S

ROOT = Path(__file__).parents[2]
SCRIPTS = ("build_web.sh", "find_node.sh", "hash_files.sh", "prepare_web.sh", "web_npm.sh")

NODE = "#!/bin/sh\necho ${NODE_VERSION:-v22.14.0}\n"
# Installs nothing, and builds what index.html of web/ says; WEB_BUILD says how that goes.
NPM = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$*" in
ci*) [ "${WEB_BUILD:-}" != offline ] || { echo 'npm error network' >&2; exit 1; }; mkdir -p node_modules ;;
*build*)
    for folder; do :; done
    cp index.html "$folder/index.html.part"
    case "${WEB_BUILD:-}" in
    broken) echo 'an import leads nowhere' >&2; exit 1 ;;
    hanging) : >"$CALLS.hangs"; sleep 60 ;;
    esac
    mv "$folder/index.html.part" "$folder/index.html" ;;
esac
"""
# Stands where `python -m tools.openapi` does: the description is what describes.txt says.
PYTHON = '#!/bin/sh\necho "describe" >>"$CALLS"\nmkdir -p "${3%/*}"\ncp describes.txt "$3"\n'


@dataclass
class Checkout:
    """A folder in which the web app is built."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def calls(self) -> list[str]:
        """What was asked of npm and Python since the last look, without options."""
        file = self.folder / "calls"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return [next(word for word in line.split() if word not in {"run", "--silent"}) for line in lines]

    @property
    def built(self) -> str | None:
        index = self.folder / "src/lyceum/app/static/index.html"
        return index.read_text() if index.exists() else None

    def write(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        if text.startswith("#!"):
            file.chmod(0o755)

    def start(self, script: str = "build_web.sh", *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        kept = {name: value for name, value in os.environ.items() if name != "CI"}
        calls = {"CALLS": str(self.folder / "calls"), "PATH": f"{self.folder / 'node'}:{os.environ['PATH']}"}
        return subprocess.Popen(
            [self.folder / "tools" / script, "venv", *arguments],
            cwd=self.folder,
            env={**kept, **calls, **self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, script: str = "build_web.sh", *arguments: str, **environment: str) -> tuple[int, str]:
        process = self.start(script, *arguments, **environment)
        said, _ = process.communicate(timeout=PATIENCE_S)
        return process.returncode, said


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path)
    for script in SCRIPTS:
        made.write(f"tools/{script}", (ROOT / "tools" / script).read_text())
    made.write("node/node", NODE)
    made.write("node/npm", NPM)
    made.write("venv/bin/python", PYTHON)
    made.write("describes.txt", "{}")
    made.write("tools/openapi.py", "")
    made.write("requirements.lock", "")
    made.write("src/lyceum/app/http.py", "")
    for name, text in {"package.json": "{}", "package-lock.json": "{}", "index.html": "first"}.items():
        made.write(f"web/{name}", text)
    return made


def test_it_is_built_once(checkout: Checkout) -> None:
    assert checkout.run()[0] == 0
    assert checkout.built == "first"
    assert checkout.calls == ["ci", "describe", "build"]

    assert checkout.run() == (0, "")
    assert checkout.calls == []


def test_a_change_of_the_app_builds_it_again_with_the_packages_that_are_there(checkout: Checkout) -> None:
    checkout.run()
    checkout.write("web/index.html", "second")
    _ = checkout.calls

    checkout.run()

    assert checkout.built == "second"
    assert checkout.calls == ["build"]


def test_a_change_of_the_lock_installs_again(checkout: Checkout) -> None:
    checkout.run()
    checkout.write("web/package-lock.json", '{"packages": {}}')
    _ = checkout.calls

    checkout.run()

    assert checkout.calls == ["ci", "build"]


def test_a_change_of_the_code_builds_only_if_the_api_is_described_otherwise(checkout: Checkout) -> None:
    checkout.run()
    checkout.write("src/lyceum/app/http.py", "# a comment")
    _ = checkout.calls

    checkout.run()
    after_a_comment = checkout.calls
    checkout.write("src/lyceum/app/http.py", "# a route")
    checkout.write("describes.txt", '{"paths": {}}')
    checkout.run()

    assert after_a_comment == ["describe"]
    assert checkout.calls == ["describe", "build"]
    assert checkout.run() == (0, "")


def test_checks_want_more_packages_than_building(checkout: Checkout) -> None:
    checkout.run()
    checkout.run("web_npm.sh", "run", "check")
    checkout.write("web/index.html", "second")
    checkout.run()

    assert checkout.calls == ["ci", "describe", "build", "ci", "check", "build"]


def test_building_takes_nothing_away_from_whoever_checks(checkout: Checkout) -> None:
    checkout.run("web_npm.sh", "run", "check")
    checkout.write("web/package-lock.json", '{"packages": {}}')
    checkout.run()

    assert "--omit=dev" not in (checkout.folder / "calls").read_text()
    assert checkout.calls == ["ci", "describe", "check", "ci", "build"]


@pytest.mark.parametrize("way", ["offline", "broken"])
def test_at_home_a_failure_is_said_and_what_was_built_stays(checkout: Checkout, way: str) -> None:
    first = checkout.run(WEB_BUILD=way)
    nothing = checkout.built
    checkout.run()
    checkout.write("web/index.html", "second")
    checkout.write("web/package-lock.json", '{"packages": {}}')
    later = checkout.run(WEB_BUILD=way)

    assert (first[0], nothing) == (0, None)
    assert "Lyceum serves its API and the command line without it" in first[1]
    assert later[0] == 0
    assert "Lyceum serves the one that was built before" in later[1]
    assert checkout.built == "first"
    assert ("an import leads nowhere" in later[1]) == (way == "broken")


@pytest.mark.parametrize("way", ["offline", "broken"])
def test_in_ci_a_failure_is_one(checkout: Checkout, way: str) -> None:
    assert checkout.run(WEB_BUILD=way, CI="true")[0] == 1


def test_checks_are_skipped_at_home_and_not_in_ci(checkout: Checkout) -> None:
    at_home = checkout.run("web_npm.sh", "test", WEB_BUILD="offline")
    in_ci = checkout.run("web_npm.sh", "test", WEB_BUILD="offline", CI="true")

    assert at_home[0] == 0
    assert "Skipped: npm test" in at_home[1]
    assert in_ci[0] != 0


def test_a_killed_build_leaves_the_last_one_and_the_next_clears_up(checkout: Checkout) -> None:
    checkout.run()
    checkout.write("web/index.html", "second")
    process = checkout.start(WEB_BUILD="hanging")
    while not (checkout.folder / "calls.hangs").exists():
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, 9)
    process.communicate()

    after_the_kill = checkout.built
    checkout.run()

    assert after_the_kill == "first"
    assert checkout.built == "second"
    assert list((checkout.folder / "web/.generated").glob("build.*/")) == []


def test_without_a_web_folder_there_is_nothing_to_do(checkout: Checkout) -> None:
    shutil.rmtree(checkout.folder / "web")

    assert checkout.run() == (0, "")
    assert checkout.run("web_npm.sh", "test") == (0, "")


@pytest.mark.parametrize(("version", "is_enough"), [("v20.18.3", False), ("v20.19.0", True), ("v21.7.0", False)])
def test_node_must_be_new_enough(checkout: Checkout, *, version: str, is_enough: bool) -> None:
    found = checkout.run("find_node.sh", NODE_VERSION=version)

    assert (found == (0, f"{checkout.folder}/node\n")) == is_enough
    assert ("Fetching Node.js" in found[1]) != is_enough
