"""A small Lyceum of empty modules, on which the borders of the real one are tried."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.tree import ROOT
from tests.builders import PATIENCE_S

DOMAINS = ("identity", "ai", "documents", "library", "practice", "ask", "exam", "progress", "analytics")
ROLES = (
    "domain", "routes", "workflows", "subscribers", "commands", "facade", "schemas",
    "work", "plans", "store", "tables", "rules", "contracts", "events",
)  # fmt: skip
OTHERS = ("platform/clock", "platform/database", "algorithms/memory/sm2", "app/factory", "gateway/rest", "cli/main")

# The ordinary imports of a domain, as DESIGN draws them: the contracts must let all of them pass.
ORDINARY = {
    "domain": "from lyceum.{d} import routes, subscribers, tables, workflows",
    "routes": "from lyceum.{d} import contracts, schemas, work\nfrom lyceum.{d}.facade import contracts as same",
    "facade": "from lyceum.{d} import contracts, store, work",
    "work": "from lyceum.{d} import events, plans, rules, store\nfrom lyceum.algorithms.memory import sm2\n"
    "from lyceum.platform import clock",
    "store": "import sqlalchemy\nfrom lyceum.{d} import contracts, tables",
    "tables": "import sqlalchemy",
    "rules": "import math\nfrom lyceum.{d} import contracts",
}
COMPOSED = {
    "app/factory": "".join(f"import lyceum.{domain}.domain\n" for domain in DOMAINS),
    "cli/main": "from lyceum.app import factory\n",
    "gateway/rest": "from lyceum.exam import facade\n",
    "exam/plans": "from lyceum.practice import contracts, facade\n",
    "practice/subscribers": "from lyceum.exam import events\n",  # Events flow up, so knowledge of them may flow down.
    "platform/database": "import asyncpg, dbos, redis, sqlalchemy\n",
}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The folder of the small tree; `lint` judges it by the real contracts."""

    folder: Path

    def path(self, module: str) -> Path:
        """The file of a module given as `exam/store`."""
        return self.folder / "src" / "lyceum" / f"{module}.py"

    def lint(self) -> subprocess.CompletedProcess[str]:
        """Run import-linter on the small tree, with the contracts of pyproject.toml."""
        program = Path(sys.executable).with_name("lint-imports")
        config = ROOT / "pyproject.toml"
        return subprocess.run(
            [program, "--no-logo", "--config", config, "--cache-dir", self.folder / "cache"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(self.folder / "src"), "COLUMNS": "300"},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )


def build(folder: Path) -> Skeleton:
    """Write the small tree below a folder."""
    skeleton = Skeleton(folder)
    modules = {f"{domain}/{role}": ORDINARY.get(role, "").format(d=domain) for domain in DOMAINS for role in ROLES}
    modules |= dict.fromkeys(OTHERS, "")
    for module, text in (modules | COMPOSED).items():
        path = skeleton.path(module)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    for package in {path.parent for path in folder.rglob("*.py")} | {
        folder / "src/lyceum",
        folder / "src/lyceum/algorithms",
    }:
        (package / "__init__.py").touch()
    return skeleton
