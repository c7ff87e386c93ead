"""Backup and restore: everything comes back, and nothing damaged or foreign is let in."""

import io
import json
import os
import stat
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from lyceum.platform.embedded import archive
from lyceum.platform.embedded.backup import backup, restore
from lyceum.platform.embedded.contracts import EmbeddedServers
from lyceum.platform.embedded.errors import BackupRefused
from lyceum.platform.embedded.supervisor import Supervisor
from tests.platform.embedded.servers import OPTIONS, ask, copy_home, open_folder, run_sql

NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

CONTENTS = """
create extension if not exists vector;
create schema library;
create table library.items (id uuid primary key default uuidv7(), stem text not null, facts jsonb, meaning vector(3));
insert into library.items (stem, facts, meaning)
select 'Ünïcode ' || n || E'\\n\\t\\\\', jsonb_build_object('n', n), '[1,2,3]' from generate_series(1, 500) n;
create index on library.items using hnsw (meaning vector_l2_ops);
create table public.loose (n int);
"""
FINGERPRINT = "select md5(string_agg(i::text, '|' order by id)) from library.items i"


class FixedClock:
    def now(self) -> datetime:
        return NOW


@pytest.fixture(scope="module")
def servers(initialised: Path) -> Iterator[EmbeddedServers]:
    """Servers whose databases the tests of this module make for themselves."""
    with open_folder() as folder, Supervisor(copy_home(initialised, folder / "home"), options=OPTIONS) as one:
        yield one.servers


@pytest.fixture
def database(servers: EmbeddedServers, request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Makes empty databases; returns their URLs."""

    def make(name: str) -> str:
        full = f"{name}_{abs(hash(request.node.name))}"
        with psycopg.connect(servers.database_url, autocommit=True) as connection:
            connection.execute(f"create database {full} template template0".encode())
        return servers.database_url.replace("/lyceum?", f"/{full}?")

    return make


@pytest.fixture
def objects(tmp_path: Path) -> Path:
    """A folder of stored objects."""
    folder = tmp_path / "objects"
    (folder / "ab/cd").mkdir(parents=True)
    (folder / "ab/cd/chapter.pdf").write_bytes(os.urandom(100_000))
    (folder / "empty").touch()
    (folder / ("long-" + "n" * 200)).write_text("ü")
    (folder / "link").symlink_to("/etc/hostname")
    return folder


@pytest.fixture
def source(database: Callable[[str], str]) -> str:
    """A database with something in it."""
    url = database("source")
    run_sql(url, CONTENTS)
    return url


@pytest.fixture
def written(source: str, objects: Path, tmp_path: Path) -> Path:
    """A backup."""
    target = tmp_path / "lyceum.tar"
    backup(source, objects, target, clock=FixedClock())
    return target


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def rewrite(
    written: Path,
    *,
    change: Callable[[str, bytes], bytes] = lambda _, content: content,
    extra: tarfile.TarInfo | None = None,
) -> Path:
    """The backup with other contents, or one more entry."""
    target = written.with_name("rewritten.tar")
    with tarfile.open(written) as old, tarfile.open(target, "w") as new:
        for entry in old:
            file = old.extractfile(entry)
            assert file is not None
            content = change(entry.name, file.read())
            entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
        if extra is not None:
            new.addfile(extra, io.BytesIO(b"x" * extra.size))
    return target


def is_untouched(url: str, folder: Path) -> bool:
    return ask(url, "select count(*) from pg_namespace where nspname = 'library'") == 0 and not folder.exists()


def test_what_was_backed_up_comes_back(
    source: str, written: Path, objects: Path, database: Callable[[str], str], tmp_path: Path
) -> None:
    url, folder = database("target"), tmp_path / "restored/objects"

    restored = restore(written, url, folder)

    assert ask(url, FINGERPRINT) == ask(source, FINGERPRINT)
    assert files_of(folder) == files_of(objects)
    assert restored.manifest.object_count == 3
    assert restored.manifest.created_at == "2026-03-29T01:30:00+00:00"
    assert restored.previous_objects is None
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"lyceum.tar", "objects", "restored"}


def test_a_backup_over_tcp_and_without_objects_works(
    servers: EmbeddedServers, source: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    tcp = urlsplit(servers.database_tcp_url)._replace(path=urlsplit(source).path).geturl()

    manifest = backup(tcp, None, tmp_path / "lyceum.tar", clock=FixedClock())

    assert manifest.object_count == 0
    url = database("target")
    restore(tmp_path / "lyceum.tar", url, None)
    assert ask(url, FINGERPRINT) == ask(source, FINGERPRINT)


def test_an_existing_file_is_never_overwritten(source: str, written: Path) -> None:
    before = written.read_bytes()

    with pytest.raises(BackupRefused, match="exists"):
        backup(source, None, written, clock=FixedClock())

    assert written.read_bytes() == before


def test_a_place_nobody_can_write_to_is_refused(source: str, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match=r"cannot be written \(No such file or directory\)"):
        backup(source, None, tmp_path / "missing" / "lyceum.tar", clock=FixedClock())


def test_an_unreachable_database_leaves_no_file(source: str, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="cannot be reached"):
        backup(source.replace("/source_", "/nowhere_"), None, tmp_path / "lyceum.tar", clock=FixedClock())

    assert not list(tmp_path.iterdir())


def test_what_is_there_is_not_overwritten_unasked(
    source: str, written: Path, objects: Path, database: Callable[[str], str], tmp_path: Path
) -> None:
    with pytest.raises(BackupRefused, match=r"not empty .* use --replace"):
        restore(written, source, tmp_path / "elsewhere")
    with pytest.raises(BackupRefused, match="not empty"):
        restore(written, database("target"), objects)
    with pytest.raises(BackupRefused, match="name a folder"):
        restore(written, database("other"), None)


def test_replacing_brings_the_old_state_back_and_keeps_the_objects_of_now(
    source: str, written: Path, objects: Path
) -> None:
    before, stored = ask(source, FINGERPRINT), files_of(objects)
    run_sql(source, "delete from library.items; create schema later; create table later.things ()")
    (objects / "later").write_text("later")

    restored = restore(written, source, objects, replace=True)

    assert ask(source, FINGERPRINT) == before
    assert ask(source, "select count(*) from pg_namespace where nspname = 'later'") == 0
    assert files_of(objects) == stored
    assert restored.previous_objects is not None
    assert (restored.previous_objects / "later").read_text() == "later"


def test_a_restore_that_fails_halfway_changes_nothing(
    source: str, objects: Path, database: Callable[[str], str], tmp_path: Path
) -> None:
    # Its check fails in any other database than the one it was written in.
    run_sql(
        source,
        "create function library.picky(int) returns bool language sql as"
        " $$ select current_database() like 'source%' $$;"
        "create table library.zpicky (n int check (library.picky(n))); insert into library.zpicky values (1)",
    )
    backup(source, objects, tmp_path / "lyceum.tar", clock=FixedClock())
    url = database("target")
    run_sql(url, "create table kept as select 42 as answer")
    stored = files_of(objects)

    with pytest.raises(BackupRefused, match="picky"):
        restore(tmp_path / "lyceum.tar", url, objects, replace=True)

    assert ask(url, "select answer from kept") == 42
    assert files_of(objects) == stored
    assert not [path for path in tmp_path.iterdir() if "restor" in path.name]


@pytest.mark.parametrize("name", [archive.DUMP, "objects/ab/cd/chapter.pdf"])
def test_a_changed_byte_is_noticed_before_anything_is_touched(
    written: Path, database: Callable[[str], str], tmp_path: Path, name: str
) -> None:
    def flip(entry: str, content: bytes) -> bytes:
        return content[:-1] + bytes([content[-1] ^ 1]) if entry == name else content

    url = database("target")

    with pytest.raises(BackupRefused, match=name):
        restore(rewrite(written, change=flip), url, tmp_path / "new")

    assert is_untouched(url, tmp_path / "new")


def test_a_backup_that_was_cut_short_is_refused(written: Path, database: Callable[[str], str], tmp_path: Path) -> None:
    url, content = database("target"), written.read_bytes()

    for length in (0, 100, 512, len(content) // 2, len(content) - 10_300):
        written.write_bytes(content[:length])
        with pytest.raises(BackupRefused):
            restore(written, url, tmp_path / "new")

    assert is_untouched(url, tmp_path / "new")


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, target, 3 if kind == tarfile.REGTYPE else 0
    return made


@pytest.mark.parametrize(
    "foreign",
    [
        entry("objects/../../evil"),
        entry("/etc/evil"),
        entry("objects//etc/evil"),
        entry("objects/a\\..\\evil"),
        entry("../evil"),
        entry("evil"),
        entry("objects/"),
        entry("objects/new"),
        entry("objects/link", tarfile.SYMTYPE, "/etc/passwd"),
        entry("objects/link", tarfile.LNKTYPE, "database.dump"),
        entry("objects/device", tarfile.FIFOTYPE),
        entry("objects/empty"),
        entry(archive.MANIFEST),
    ],
    ids=lambda foreign: f"{foreign.name}:{foreign.type.decode()}",
)
def test_an_entry_that_no_backup_has_is_refused(
    written: Path, source: str, tmp_path: Path, foreign: tarfile.TarInfo
) -> None:
    target = tmp_path / "new"

    with pytest.raises(BackupRefused):
        restore(rewrite(written, extra=foreign), source, target, replace=True)

    assert ask(source, "select count(*) from library.items") == 500
    assert not target.exists()


@pytest.mark.parametrize(
    "other", [{"format": 2}, {"postgresql": "99.0"}, {"postgresql": "soon"}, {"files": 3}, {"surplus": 1}]
)
def test_a_manifest_of_another_time_is_refused(
    written: Path, database: Callable[[str], str], tmp_path: Path, other: dict[str, object]
) -> None:
    def edit(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | other).encode() if name == archive.MANIFEST else content

    url = database("target")

    with pytest.raises(BackupRefused):
        restore(rewrite(written, change=edit), url, tmp_path / "new")

    assert is_untouched(url, tmp_path / "new")


def test_the_secret_key_comes_back_and_the_one_that_lay_there_is_kept(
    database: Callable[[str], str], tmp_path: Path
) -> None:
    kept, there = tmp_path / "kept.key", tmp_path / "there.key"
    kept.write_text("of the backup")
    there.write_text("of this machine")
    backup(database("before"), None, tmp_path / "backup", clock=FixedClock(), secret_file=kept)

    restore(tmp_path / "backup", database("after"), None, secret_file=there)

    assert there.read_text() == "of the backup"
    assert stat.S_IMODE(there.stat().st_mode) == 0o600
    (aside,) = tmp_path.glob("there.key-before-restore-*/key")
    assert aside.read_text() == "of this machine"


def test_a_file_is_named_from_where_one_stands(
    database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    backup(database("before"), None, Path("here.lyceum"), clock=FixedClock())
    restore(Path("here.lyceum"), database("after"), None)

    assert (tmp_path / "here.lyceum").is_file()
