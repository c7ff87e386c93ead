"""The file format of a backup: a tar of the database's dump and the objects, with a manifest of checksums.

database.dump        written by pg_dump, compressed by it
objects/<name>       every stored object, as it is
secret.key           what the secrets in the database are sealed with, if it is a file of the data folder
manifest.json        last, because the checksums are known last; an archive cut short has none
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from lyceum.platform.embedded.errors import BackupRefused

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
OBJECTS = "objects/"
SECRET = "secret.key"  # noqa: S105  the name of a file

_CHUNK_BYTES = 1 << 20
_LARGEST_MANIFEST_BYTES = 1 << 29


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """One file of a backup."""

    path: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says about itself.

    Attributes:
        format: version of this file format.
        lyceum: version of Lyceum that wrote it.
        postgresql: version of the server that was dumped, such as `18.6`.
        created_at: ISO 8601, UTC.
        files: everything in the archive but the manifest.
    """

    format: int
    lyceum: str
    postgresql: str
    created_at: str
    files: tuple[ArchivedFile, ...]

    @property
    def postgresql_major(self) -> int:
        """Major version of the server that was dumped."""
        return int(self.postgresql.split(".")[0])

    @property
    def object_count(self) -> int:
        """How many stored objects are in the archive."""
        return sum(file.path.startswith(OBJECTS) for file in self.files)


class ArchiveWriter:
    """Writes an archive, computing the checksums as the bytes pass."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._files: list[ArchivedFile] = []

    def add(self, path: Path, name: str) -> None:
        """Add one file; one that has gone in the meantime is left out, as a temporary one of the store may."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return
        with file:
            facts = os.fstat(file.fileno())
            entry = _entry(name, facts.st_size)
            entry.mtime = int(facts.st_mtime)
            reader = _HashingReader(file)
            self._tar.addfile(entry, reader)
        self._files.append(ArchivedFile(name, facts.st_size, reader.sha256.hexdigest()))

    def add_objects(self, folder: Path) -> None:
        """Add every regular file below a folder; symbolic links are not followed and not kept."""
        for parent, folders, names in os.walk(folder):
            folders.sort()
            for name in sorted(names):
                path = Path(parent, name)
                if path.is_file() and not path.is_symlink():
                    self.add(path, OBJECTS + path.relative_to(folder).as_posix())

    def finish(self, *, lyceum: str, postgresql: str, created_at: str) -> Manifest:
        """Write the manifest; nothing may be added afterwards."""
        manifest = Manifest(FORMAT, lyceum, postgresql, created_at, tuple(self._files))
        content = json.dumps(asdict(manifest), indent=1).encode()
        self._tar.addfile(_entry(MANIFEST, len(content)), io.BytesIO(content))
        return manifest


def verify(source: Path) -> Manifest:
    """Read a whole archive and compare every file with the manifest; nothing is written.

    Args:
        source: the archive.

    Returns:
        Its manifest.

    Raises:
        BackupRefused: if it is not a backup, is damaged, or holds anything a backup does not.
    """
    found: dict[str, ArchivedFile] = {}
    content: bytes | None = None
    with _opened(source) as tar:
        for entry, file in _entries(tar):
            if entry.name == MANIFEST and entry.size <= _LARGEST_MANIFEST_BYTES:
                content = file.read()
            elif entry.name in found:
                raise BackupRefused(f"{str(source)!r} holds {entry.name!r} twice; it was not written by Lyceum.")
            else:
                found[entry.name] = ArchivedFile(entry.name, entry.size, _sha256(file))
    manifest = _parsed(source, content)
    listed = {file.path: file for file in manifest.files}
    wrong = sorted(name for name in found.keys() | listed.keys() if found.get(name) != listed.get(name))
    if wrong or DUMP not in listed:
        raise BackupRefused(
            f"{str(source)!r} is damaged: {(wrong or [DUMP])[0]!r} is missing or differs from the manifest;"
            " nothing was changed. Use another copy of the backup."
        )
    return manifest


def extract(source: Path, *, dump: Path, objects: Path | None, secret: Path) -> None:
    """Write the files of a verified archive.

    Args:
        source: the archive.
        dump: where the database's dump goes.
        objects: an existing folder for the objects; None leaves them out.
        secret: where the secret key goes, if there is one.

    Raises:
        BackupRefused: as `verify`.
    """
    with _opened(source) as tar:
        for entry, file in _entries(tar):
            if entry.name == DUMP:
                _write(dump, file)
            elif entry.name == SECRET:
                _write(secret, file)
            elif entry.name.startswith(OBJECTS) and objects is not None:
                target = objects / entry.name.removeprefix(OBJECTS)
                target.parent.mkdir(parents=True, exist_ok=True)
                _write(target, file)
                os.utime(target, (entry.mtime, entry.mtime))


class _HashingReader(io.RawIOBase):
    """A file that is hashed while somebody else reads it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        part = self._file.read(size)
        self.sha256.update(part)
        return part


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    if not (source.is_file() and os.access(source, os.R_OK)):
        raise BackupRefused(f"{str(source)!r} is not a file that can be read; name a backup of Lyceum.")
    try:
        # "r:" takes plain tar only: no decompression bombs.
        with tarfile.open(source, "r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError) as error:
        raise BackupRefused(f"{str(source)!r} is not a backup of Lyceum, or is cut short: {error}") from error


def _entries(tar: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    for entry in tar:
        # Not isreg(): it takes sparse files too, which name sizes that nobody wrote.
        plain = entry.type == tarfile.REGTYPE and not entry.issparse()
        file = tar.extractfile(entry) if plain else None
        if file is None or not _is_our_name(entry.name):
            raise BackupRefused(
                f"The backup holds {entry.name!r}, which no backup of Lyceum does; it may be an attack on this"
                " machine's files. Nothing was changed."
            )
        yield entry, file


def _is_our_name(name: str) -> bool:
    if name in {MANIFEST, DUMP, SECRET}:
        return True
    parts = PurePosixPath(name).parts
    plain = "\\" not in name and "\0" not in name and ".." not in parts
    # str(): a path such as "objects//etc" or "objects/./x" must be spelled in its one plain way.
    return name.startswith(OBJECTS) and plain and len(parts) > 1 and str(PurePosixPath(name)) == name


def _parsed(source: Path, content: bytes | None) -> Manifest:
    if content is None:
        raise BackupRefused(f"{str(source)!r} has no manifest: it is not a backup of Lyceum, or was cut short.")
    try:
        raw = json.loads(content)
        raw["files"] = tuple(ArchivedFile(**file) for file in raw["files"])
        manifest = Manifest(**raw)
        if manifest.format != FORMAT or manifest.postgresql_major < 1:
            raise ValueError(f"format {manifest.format!r}, expected {FORMAT}")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupRefused(
            f"The manifest of {str(source)!r} is not one this Lyceum understands ({error}); restore it with the"
            " version that wrote it."
        ) from error
    return manifest


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while part := file.read(_CHUNK_BYTES):
        digest.update(part)
    return digest.hexdigest()


def _write(target: Path, file: IO[bytes]) -> None:
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        while part := file.read(_CHUNK_BYTES):
            written.write(part)
