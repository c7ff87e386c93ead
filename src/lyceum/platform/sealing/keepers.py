"""Where the ring of secret keys is kept (SEC-03): a port, and its two keepers, a file and the settings.

A key management service is a third keeper: it unwraps the ring's keys when a process starts, and is asked no more.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from lyceum.platform.errors import Conflict
from lyceum.platform.sealing.rings import Ring, RootKey, SecretKeyMissing
from lyceum.platform.settings import SECRET_KEY_FILE, Settings

# A file without this first line holds one key and nothing else, as every version before wrote it.
_HEADER = b"lyceum key ring 1\n"
_ALWAYS = "always"


class RingIsFixed(Conflict):
    """The ring cannot be changed from here, because whoever runs the installation sets it."""

    code = "KEY_RING_FIXED"


class RingKeeper(Protocol):
    """Keeps a ring."""

    def read(self) -> Ring:
        """The ring; a keeper that may makes its first key.

        Raises:
            SecretKeyMissing: if there is none, and none can be made.
        """
        ...

    def stamp(self) -> object:
        """Equal for as long as the ring has not changed; much cheaper than to read it."""
        ...

    def add(self, key: RootKey) -> Ring:
        """The ring with one more key; kept when this returns.

        Raises:
            RingIsFixed: if this keeper only reads.
        """
        ...

    def remove(self, key_id: bytes) -> Ring:
        """The ring without a key; kept when this returns.

        Raises:
            RingIsFixed: if this keeper only reads.
        """
        ...


def keeper_of(settings: Settings) -> RingKeeper:
    """The keeper this installation uses: the settings if they name a key, else a file in the data folder."""
    return SettingsKeeper(settings) if settings.secret_key is not None else FileKeeper(settings.home / SECRET_KEY_FILE)


def fresh_key(seals_from: datetime | None = None) -> RootKey:
    """A key nobody has seen."""
    return RootKey(secrets.token_hex(32).encode(), seals_from)


class SettingsKeeper:
    """Keeps the ring in `secret_key` and `secret_keys_old`: the operator gives every process the same.

    Args:
        settings: of the installation.
    """

    def __init__(self, settings: Settings) -> None:
        configured = (*reversed(settings.secret_keys_old), *filter(None, [settings.secret_key]))
        self._ring = Ring(tuple(RootKey(key.get_secret_value().encode()) for key in configured))

    def read(self) -> Ring:
        """The ring as it is set; the key that seals is the last of it."""
        return self._ring

    def stamp(self) -> object:
        """Settings do not change while a process lives."""
        return None

    def add(self, key: RootKey) -> Ring:  # noqa: ARG002  as the port names it
        """Refuse, and say how it is done."""
        raise RingIsFixed(
            "The secret key is set by LYCEUM_SECRET_KEY. Put a new one into LYCEUM_SECRET_KEYS_OLD of every process and"
            " restart them; then exchange the two, so that the new one is LYCEUM_SECRET_KEY, and restart them again."
        )

    def remove(self, key_id: bytes) -> Ring:  # noqa: ARG002  as the port names it
        """Refuse, and say how it is done."""
        raise RingIsFixed("Take the old key out of LYCEUM_SECRET_KEYS_OLD of every process, and restart them.")


class FileKeeper:
    """Keeps the ring in a file of mode 0600 in the data folder.

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Ring:
        """The ring in the file; made with a first key if there is no file."""
        with self._unreadable_is_missing():
            return _parsed(self._read_or_create())

    def stamp(self) -> object:
        """When the file was last written; a ring is replaced as a whole."""
        try:
            facts = self._path.stat()
        except OSError:
            return None
        return facts.st_mtime_ns, facts.st_ino, facts.st_size

    def add(self, key: RootKey) -> Ring:
        """Append a key."""
        with self._unreadable_is_missing():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with alone_with(self._path):
                return self._replace(_parsed(self._read_or_create()).with_key(key))

    def remove(self, key_id: bytes) -> Ring:
        """Take a key out; the last one stays."""
        with self._unreadable_is_missing(), alone_with(self._path):
            ring = _parsed(self._read_or_create())
            left = ring.without_key(key_id)
            return self._replace(left) if left.keys else ring

    @contextmanager
    def _unreadable_is_missing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SecretKeyMissing(
                f"The secret key {str(self._path)!r} cannot be read or written ({error.strerror})."
                " Set LYCEUM_SECRET_KEY, or let Lyceum write to its data folder."
            ) from error
        except ValueError as error:
            raise SecretKeyMissing(
                f"The ring of secret keys {str(self._path)!r} is damaged. Put it back from a backup; without it, what"
                " it sealed stays closed."
            ) from error

    def _read_or_create(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._draft(fresh_key().secret)
        try:
            # Linked: of several processes that start at once, one decides, and none reads half a key.
            self._path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        return self._path.read_bytes()

    def _replace(self, ring: Ring) -> Ring:
        self._draft(_written(ring)).replace(self._path)
        return ring

    def _draft(self, content: bytes) -> Path:
        draft = self._path.with_name(f".{self._path.name}-{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return draft


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Change a ring's file; waits for who backs it up, or changes it, at this moment."""
    with _locked(path, fcntl.LOCK_EX):
        yield


@contextmanager
def unchanged(path: Path) -> Iterator[None]:
    """For as long as the block lasts, nobody changes a ring's file."""
    with _locked(path, fcntl.LOCK_SH):
        yield


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    # The folder itself, because a ring's file is replaced and a lock file of its own would be one more to explain.
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)


def _parsed(content: bytes) -> Ring:
    if not content.startswith(_HEADER):
        return Ring((RootKey(content),))
    keys = []
    for line in content.removeprefix(_HEADER).decode("ascii").splitlines():
        secret, seals_from = line.split(" ")
        keys.append(RootKey(bytes.fromhex(secret), None if seals_from == _ALWAYS else _moment(seals_from)))
    if not keys:
        raise ValueError("a ring has a key")
    return Ring(tuple(keys))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment


def _written(ring: Ring) -> bytes:
    lines = (f"{key.secret.hex()} {key.seals_from.isoformat() if key.seals_from else _ALWAYS}\n" for key in ring.keys)
    return _HEADER + "".join(lines).encode()
