"""Backup and restore of one Lyceum: its database, embedded or external, and its objects, in one file."""

import os
import shutil
import tarfile
import tempfile
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lyceum.platform.clock import Clock
from lyceum.platform.embedded import archive
from lyceum.platform.embedded.archive import ArchiveWriter, Manifest
from lyceum.platform.embedded.binaries import PostgresPrograms, find_postgres
from lyceum.platform.embedded.errors import BackupRefused, ProgramFailed
from lyceum.platform.embedded.processes import run_program
from lyceum.platform.embedded.state import sync_folder
from lyceum.platform.sealing.keepers import unchanged

_CONNECT_S = 10

_ANYTHING_STORED = """
select n.nspname || '.' || c.relname
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
limit 1
"""

# Inside the transaction of the restore: if anything fails, what was there is there. The time limit keeps a
# forgotten session from holding the restore up for ever; the dump sets its own limits afterwards.
_EMPTY_DATABASE = """
set lock_timeout = '15s';
do $$
declare name text;
begin
  for name in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
    execute format('drop schema %I cascade', name);
  end loop;
end $$;
create schema public authorization pg_database_owner;
grant usage on schema public to public;
"""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        manifest: of the backup.
        previous_objects: where the objects of before were moved; None if there were none.
    """

    manifest: Manifest
    previous_objects: Path | None


def backup(
    database_url: str,
    objects_dir: Path | None,
    target: Path,
    *,
    clock: Clock,
    secret_file: Path | None = None,
    postgres_bin: Path | None = None,
) -> Manifest:
    """Write a backup, also while Lyceum runs. It holds the installation's secrets: only its owner may read it.

    The dump is one snapshot. Objects are copied after it, and are written before the rows that name them,
    so every row of the snapshot finds its object, unless the object was deleted in those seconds.

    Args:
        database_url: `postgresql://` URL of the database.
        objects_dir: folder of the stored objects; None if they are stored elsewhere.
        target: the file to write; must not exist. Its folder needs room for the dump twice.
        clock: for the time in the manifest.
        secret_file: the ring of secret keys, without which a restored database cannot open its own secrets.
        postgres_bin: PostgreSQL's programs; None for the wheel's.

    Returns:
        The manifest written.

    Raises:
        BackupRefused: if the file exists, the folder is not writable, or the database cannot be dumped.
    """
    # PostgreSQL's programs work in a folder of their own.
    target = target.absolute()
    if os.path.lexists(target):
        raise BackupRefused(f"{str(target)!r} exists; choose another name, or move it away.")
    programs, created_at = find_postgres(postgres_bin), clock.now()
    version = _server_version(database_url)
    if _major(version) > programs.major:
        raise BackupRefused(
            f"The server is PostgreSQL {version}, our programs are {programs.version}; set LYCEUM_POSTGRES_BIN to"
            f" the programs of PostgreSQL {_major(version)}."
        )
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as scratch:
            partial, dump = Path(scratch, "partial"), Path(scratch, "dump")
            with _keys_unchanged(secret_file), tarfile.open(partial, "x") as tar:
                _dump(programs, database_url, dump)
                writer = ArchiveWriter(tar)
                writer.add(dump, archive.DUMP)
                if secret_file is not None:
                    writer.add(secret_file, archive.SECRET)
                if objects_dir is not None:
                    writer.add_objects(objects_dir)
                manifest = writer.finish(
                    lyceum=metadata.version("lyceum"),
                    postgresql=version,
                    created_at=created_at.isoformat(timespec="seconds"),
                )
            partial.chmod(0o600)
            _sync_file(partial)
            partial.rename(target)
            sync_folder(target.parent)
    except OSError as error:
        hint = "name a file in a folder that exists, can be written and has room"
        raise BackupRefused(
            f"The backup {str(target)!r} cannot be written ({error.strerror or error}); {hint}."
        ) from error
    return manifest


def restore(
    source: Path,
    database_url: str,
    objects_dir: Path | None,
    *,
    secret_file: Path | None = None,
    replace: bool = False,
    postgres_bin: Path | None = None,
) -> Restored:
    """Bring a backup back. The database changes in one transaction, or not at all.

    Args:
        source: a file that `backup` wrote.
        database_url: `postgresql://` URL of an existing database; nobody else should use it meanwhile.
        objects_dir: where the objects go; need not exist.
        secret_file: where the secret key goes, if the backup has one; another that lies there is moved aside.
        replace: whether what is in the database and the folder may be replaced; objects of before are moved aside.
        postgres_bin: PostgreSQL's programs; None for the wheel's.

    Returns:
        What was restored.

    Raises:
        BackupRefused: if the backup is damaged or does not fit, or something is there and `replace` is not set.
    """
    source = source.absolute()
    manifest = archive.verify(source)
    programs = find_postgres(postgres_bin)
    _refuse_misfit(manifest, programs, _server_version(database_url))
    _refuse_overwriting(manifest, database_url, objects_dir, replace=replace)
    folder = source.parent if os.access(source.parent, os.W_OK) else None
    staged = _staging_folder(objects_dir) if objects_dir is not None and manifest.object_count else None
    try:
        with tempfile.TemporaryDirectory(prefix=".lyceum-restore-", dir=folder) as scratch:
            dump, secret = Path(scratch, "dump"), Path(scratch, "secret")
            archive.extract(source, dump=dump, objects=staged, secret=secret)
            _load(programs, database_url, dump, empty_first=replace)
            if secret_file is not None and secret.exists():
                _put_secret(secret, secret_file)
        previous = _swap(staged, objects_dir) if staged is not None and objects_dir is not None else None
    except (OSError, ProgramFailed) as error:
        raise BackupRefused(f"The restore of {str(source)!r} failed: {error}") from error
    finally:
        if staged is not None and staged.exists():
            shutil.rmtree(staged)
    return Restored(manifest, previous)


def _keys_unchanged(secret_file: Path | None) -> AbstractContextManager[None]:
    """While the dump is taken and the ring of keys copied, no key is retired that the dump needs."""
    return unchanged(secret_file) if secret_file is not None and secret_file.exists() else nullcontext()


def _dump(programs: PostgresPrograms, database_url: str, target: Path) -> None:
    reach, secret = _reach(database_url)
    target.touch(mode=0o600)
    try:
        run_program(
            [programs.path("pg_dump"), "-Fc", "--no-owner", "--no-privileges", f"--file={target}", f"--dbname={reach}"],
            environment=secret,
        )
    except ProgramFailed as error:
        raise BackupRefused(
            f"The database could not be dumped. The wheel's programs speak no TLS; for a server that demands it, set"
            f" LYCEUM_POSTGRES_BIN to a full installation. Cause: {error}"
        ) from error


def _load(programs: PostgresPrograms, database_url: str, dump: Path, *, empty_first: bool) -> None:
    """Load a dump in one transaction."""
    reach, secret = _reach(database_url)
    # Through a file, not a pipe: if pg_restore broke off, psql would take the end of the pipe for the end of
    # the dump and commit a part of it.
    script, emptying = dump.with_name("script.sql"), dump.with_name("empty.sql")
    emptying.write_text(_EMPTY_DATABASE if empty_first else "")
    run_program([programs.path("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", dump])
    run_program(
        [
            *(programs.path("psql"), "-X", "-q", "--single-transaction", "-v", "ON_ERROR_STOP=1"),
            *(f"--dbname={reach}", f"--file={emptying}", f"--file={script}"),
        ],
        environment=secret,
    )


def _refuse_misfit(manifest: Manifest, programs: PostgresPrograms, server_version: str) -> None:
    oldest = min(programs.major, _major(server_version))
    if manifest.postgresql_major > oldest:
        raise BackupRefused(
            f"The backup comes from PostgreSQL {manifest.postgresql}; the server is {server_version} and our programs"
            f" {programs.version}. Restore it with PostgreSQL {manifest.postgresql_major} or newer."
        )


def _refuse_overwriting(manifest: Manifest, database_url: str, objects_dir: Path | None, *, replace: bool) -> None:
    if manifest.object_count and objects_dir is None:
        raise BackupRefused(f"The backup holds {manifest.object_count} objects; name a folder to put them in.")
    if objects_dir is not None and objects_dir.is_mount():
        raise BackupRefused(f"{str(objects_dir)!r} is a mount point and cannot be swapped; name a folder inside it.")
    if replace:
        return
    with psycopg.connect(database_url, connect_timeout=_CONNECT_S) as connection:
        stored = connection.execute(_ANYTHING_STORED).fetchone()
    if stored is not None:
        raise BackupRefused(
            f"The database is not empty (it holds {stored[0]!r}); restore into an empty one, or use --replace."
        )
    if objects_dir is not None and objects_dir.is_dir() and any(objects_dir.iterdir()):
        raise BackupRefused(f"The folder {str(objects_dir)!r} is not empty; name another, or use --replace.")


def _staging_folder(objects_dir: Path) -> Path:
    try:
        objects_dir.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{objects_dir.name}-restoring-", dir=objects_dir.parent))
    except OSError as error:
        raise BackupRefused(f"The objects cannot be written beside {str(objects_dir)!r}: {error}") from error


def _swap(staged: Path, objects_dir: Path) -> Path | None:
    """Put the new objects in place; the old ones are kept beside them."""
    previous = None
    if objects_dir.is_dir() and any(objects_dir.iterdir()):
        # mkdtemp reserves a free name; a rename over an empty folder is allowed.
        previous = Path(tempfile.mkdtemp(prefix=f"{objects_dir.name}-before-restore-", dir=objects_dir.parent))
        objects_dir.rename(previous)
    staged.rename(objects_dir)
    sync_folder(objects_dir.parent)
    return previous


def _put_secret(restored: Path, secret_file: Path) -> None:
    """Put the key beside the data it opens; another that lay there still opens what was sealed with it."""
    content = restored.read_bytes()
    if secret_file.exists():
        if secret_file.read_bytes() == content:
            return
        secret_file.rename(
            tempfile.mkdtemp(prefix=f"{secret_file.name}-before-restore-", dir=secret_file.parent) + "/key"
        )
    descriptor = os.open(secret_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    sync_folder(secret_file.parent)


def _server_version(database_url: str) -> str:
    try:
        with psycopg.connect(database_url, connect_timeout=_CONNECT_S) as connection:
            number = connection.info.server_version
    except psycopg.OperationalError as error:
        raise BackupRefused(f"The database cannot be reached: {error}") from error
    return f"{number // 10000}.{number % 10000}"


def _major(version: str) -> int:
    return int(version.split(".", maxsplit=1)[0])


def _reach(database_url: str) -> tuple[str, dict[str, str]]:
    """The connection without its password, for a command line, and the password, for the environment."""
    words = conninfo_to_dict(database_url)
    password = words.pop("password", None)
    return make_conninfo("", **words), {"PGPASSWORD": str(password)} if password else {}


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
