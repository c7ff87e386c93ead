"""Each import that the design forbids is tried, one at a time, and must fail `make check`.

The contracts are those of pyproject.toml; the tree is a small one in which every kind of module exists.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.skeleton import Skeleton, build
from tests.architecture.tree import ROOT

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract["name"] for contract in CONFIG["tool"]["importlinter"]["contracts"]}

FORBIDDEN = [
    # The stack.
    ("platform/clock", "from lyceum.identity import facade", "layers"),
    ("algorithms/memory/sm2", "from lyceum.platform import clock", "layers"),
    ("identity/work", "from lyceum.practice import facade", "layers"),
    ("ai/work", "from lyceum.documents import facade", "layers"),
    ("documents/work", "from lyceum.library import facade", "layers"),
    ("practice/work", "from lyceum.exam.contracts import Exam", "layers"),
    ("practice/work", "from lyceum.exam import events", "layers"),
    ("practice/subscribers", "from lyceum.exam import facade", "layers"),
    ("ask/work", "from lyceum.exam import facade", "layers"),
    ("exam/work", "from lyceum.progress import facade", "layers"),
    ("progress/work", "from lyceum.analytics import facade", "layers"),
    ("exam/work", "from lyceum.app import factory", "layers"),
    ("gateway/rest", "import lyceum.cli.main", "layers"),
    ("exam/work", "def late():\n    from lyceum.progress import facade", "layers"),
    ("misc/__init__", "", "layers"),
    # Other domains' insides.
    ("exam/work", "from lyceum.practice import store", "facades"),
    ("exam/work", "from lyceum.identity.work import register", "facades"),
    ("exam/store", "from lyceum.practice import tables", "facades"),
    ("exam/work", "from lyceum.practice import rules", "facades"),
    ("exam/work", "from lyceum.ai import plans", "facades"),
    ("gateway/rest", "from lyceum.practice import schemas", "facades"),
    ("cli/main", "from lyceum.exam.domain import DOMAIN", "facades"),
    ("exam/work", "import lyceum.practice", "facades"),
    # Roles inside a domain.
    ("exam/contracts", "from lyceum.exam import store", "roles"),
    ("exam/events", "from lyceum.exam import tables", "roles"),
    ("exam/store", "from lyceum.exam import facade", "roles"),
    ("exam/facade", "from lyceum.exam import routes", "roles"),
    ("exam/facade", "from lyceum.exam import schemas", "roles"),
    ("exam/rules", "from lyceum.exam import store", "roles"),
    ("exam/routes", "from lyceum.exam import domain", "roles"),
    # Purity.
    ("algorithms/memory/sm2", "import random", "pure"),
    ("algorithms/memory/sm2", "import time", "pure"),
    ("algorithms/memory/sm2", "from pathlib import Path", "pure"),
    ("exam/rules", "import sqlalchemy", "pure"),
    ("exam/rules", "from lyceum.practice import facade", "pure"),
    ("exam/rules", "from lyceum.platform import clock", "pure"),
    # SQL, and libraries that have one home.
    ("exam/work", "from lyceum.exam import tables", "tables"),
    ("exam/work", "import sqlalchemy.ext.asyncio", "sql"),
    ("exam/routes", "import asyncpg", "sql"),
    ("exam/workflows", "import dbos", "doors"),
    ("exam/work", "import torch", "heavy"),
    # Edges and cycles.
    ("exam/routes", "from lyceum.exam import store", "edges"),
    ("exam/workflows", "from lyceum.exam import store", "edges"),
    ("exam/subscribers", "from lyceum.exam import store", "edges"),
    ("exam/plans", "from lyceum.exam import work", "acyclic"),
]

RUFF = [
    ("exam/work", "from . import store", "TID252"),
    ("exam/work", "def late() -> None:\n    from lyceum.exam import store\n    store.load()", "PLC0415"),
    ("exam/work", "from unittest.mock import Mock\n\nfake = Mock()", "TID251"),
    ("exam/rules", "from datetime import UTC, datetime\n\nnow = datetime.now(UTC)", "TID251"),
    ("algorithms/memory/sm2", "import numpy as np\n\nrng = np.random.default_rng()", "TID251"),
    ("algorithms/memory/sm2", "import numpy as np\n\nnp.random.rand(3)", "NPY002"),
    ("exam/work", "from uuid import uuid4\n\nfresh = uuid4()", "TID251"),
]


@pytest.fixture(scope="module")
def small_tree(tmp_path_factory: pytest.TempPathFactory) -> Skeleton:
    return build(tmp_path_factory.mktemp("skeleton"))


@pytest.fixture
def skeleton(small_tree: Skeleton) -> Iterator[Skeleton]:
    before = {path: path.read_text(encoding="utf-8") for path in small_tree.folder.rglob("*.py")}
    yield small_tree
    for path in small_tree.folder.rglob("*.py"):
        if path not in before:
            path.unlink()
        # Untouched files keep their time, so that import-linter's cache knows them.
        elif path.read_text(encoding="utf-8") != before[path]:
            path.write_text(before[path], encoding="utf-8")


def test_ordinary_imports_pass(skeleton: Skeleton) -> None:
    result = skeleton.lint()

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("module", "statement", "contract"), FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(skeleton: Skeleton, module: str, statement: str, contract: str) -> None:
    path = skeleton.path(module)
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(statement + "\n")

    result = skeleton.lint()

    assert result.returncode == 1
    assert f"{CONTRACTS[contract]} BROKEN" in result.stdout


def test_types_may_be_named_across_a_border(skeleton: Skeleton) -> None:
    lines = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import random\n"
    skeleton.path("algorithms/memory/sm2").write_text(lines, encoding="utf-8")

    assert skeleton.lint().returncode == 0


@pytest.mark.parametrize(("module", "text", "rule"), RUFF)
def test_ruff_refuses_what_no_contract_sees(module: str, text: str, rule: str) -> None:
    program = Path(sys.executable).with_name("ruff")
    place = f"src/lyceum/{module}.py"

    result = subprocess.run(
        [program, "check", "--output-format=json", "--stdin-filename", place, "-"],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )

    assert rule in {finding["code"] for finding in json.loads(result.stdout)}


def test_every_contract_is_tried() -> None:
    assert {contract for _, _, contract in FORBIDDEN} == set(CONTRACTS)
