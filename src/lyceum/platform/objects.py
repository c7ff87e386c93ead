"""Files: in a folder of the data folder, or in an S3-compatible bucket. A key is written whole or not at all."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import obstore
from obstore.exceptions import BaseError, NotSupportedError
from obstore.store import LocalStore, S3Store

from lyceum.platform.errors import Invalid, NotFound, Unavailable
from lyceum.platform.resilience.bulkhead import Bulkhead, Places
from lyceum.platform.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obstore import GetOptions
    from obstore.store import ObjectStore, RetryConfig

# Narrow on purpose: what is a plain name on every file system and in every bucket, and cannot climb out of either.
_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.=+-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.=+-]*)*")
_LONGEST_KEY: Final = 512
_CHUNK_BYTES: Final = 256 * 1024
# The library's own patience (three minutes) is longer than a request lives.
_RETRIES: Final["RetryConfig"] = {
    "max_retries": 2,
    "retry_timeout": timedelta(seconds=10),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2), "base": 2},
}

# A store that hangs is given up after some seconds, and meanwhile holds no more requests than these.
_PLACES: Final = Places(at_once=64, waiting=128, wait_s=5.0)


class ObjectMissing(NotFound):
    """No file is stored under this key."""

    code = "OBJECT_MISSING"


class ObjectKeyInvalid(Invalid):
    """The key is not of the form keys have."""

    code = "OBJECT_KEY_INVALID"


class ObjectRangeInvalid(Invalid):
    """The part asked for lies outside the file."""

    code = "OBJECT_RANGE_INVALID"


class ObjectsUnavailable(Unavailable):
    """The store of files does not answer, or refuses us."""

    code = "OBJECTS_UNAVAILABLE"


class Objects:
    """The files of an installation.

    Args:
        store: an obstore store.
        keeps_types: whether it can keep a content type beside the bytes (a folder cannot).
        folder: of a store that is one.
    """

    def __init__(self, store: "ObjectStore", *, keeps_types: bool, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        self._keeps_types = keeps_types
        self._bulkhead = Bulkhead("objects", _PLACES, _unavailable)

    async def put(self, key: str, data: bytes | AsyncIterator[bytes], *, content_type: str) -> None:
        """Store a file, replacing what was there. If `data` raises, nothing has changed.

        Args:
            key: names joined by `/`, made of letters, digits and `_.=+-`.
            data: the bytes, or a stream of them.
            content_type: what a bucket serves it as; whoever owns the file keeps its own record of the type.

        Raises:
            ObjectKeyInvalid: if the key is of another form.
            ObjectsUnavailable: if the store does not take it.
        """
        _check(key)
        attributes: dict[str, Any] = {"attributes": {"Content-Type": content_type}} if self._keeps_types else {}
        async with self._bulkhead.place():
            try:
                await obstore.put_async(self._store, key, data, **attributes)
            except BaseError as error:
                raise _unavailable() from error

    async def get(self, key: str) -> bytes:
        """The whole of a small file.

        Raises:
            ObjectMissing: if there is none.
        """
        _check(key)
        async with self._bulkhead.place():
            with _told(key):
                found = await obstore.get_async(self._store, key)
                return bytes(await found.bytes_async())

    async def stream(self, key: str, start: int | None = None, end: int | None = None) -> AsyncIterator[bytes]:
        """A file, or the part from byte `start` up to but without byte `end`, in chunks.

        Raises:
            ObjectMissing: if there is none.
            ObjectRangeInvalid: if the part is empty or begins after the end.
        """
        _check(key)
        options = await self._part(key, start, end)
        with _told(key):
            # Not for as long as the stream lasts: whoever reads slowly would keep a place from others.
            async with self._bulkhead.place():
                found = await obstore.get_async(self._store, key, options=options)
            async for chunk in found.stream(min_chunk_size=_CHUNK_BYTES):
                yield bytes(chunk)

    async def size(self, key: str) -> int:
        """Bytes of a file.

        Raises:
            ObjectMissing: if there is none.
        """
        _check(key)
        with _told(key):
            async with self._bulkhead.place():
                return int((await obstore.head_async(self._store, key))["size"])

    async def delete(self, key: str) -> None:
        """Remove a file, and what a process that was killed while it wrote it left; no error if there is none."""
        _check(key)
        if self._folder is not None:
            await asyncio.to_thread(_remove_unfinished, self._folder, key)
        try:
            with _told(key):
                async with self._bulkhead.place():
                    await obstore.delete_async(self._store, key)
        except ObjectMissing:
            return

    async def _part(self, key: str, start: int | None, end: int | None) -> "GetOptions | None":
        if start is None and end is None:
            return None
        # Checked here, because the stores report a bad range as an error like any other.
        size = await self.size(key)
        first, last = start or 0, size if end is None else min(end, size)
        if not 0 <= first < last:
            raise ObjectRangeInvalid(
                f"Bytes {first} to {end} were asked for, but the file has {size}. Ask for a part inside it.",
                details={"size": size},
            )
        return {"range": (first, last)}


def open_objects(settings: Settings) -> Objects:
    """The store the settings name: `objects_url`, else the folder `objects` of the data folder.

    Credentials, region and endpoint of a bucket come from the usual `AWS_*` variables.
    """
    if settings.objects_url is None:
        folder = settings.home / "objects"
        return Objects(_folder(folder), keeps_types=False, folder=folder)
    if not settings.objects_url.startswith("s3://"):
        raise ValueError(f"objects_url is {settings.objects_url!r}; expected s3://bucket or s3://bucket/prefix.")
    return Objects(S3Store.from_url(settings.objects_url, retry_config=_RETRIES), keeps_types=True)


def _folder(path: Path) -> LocalStore:
    # Learners' files: readable by nobody else on the machine.
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(path.resolve())


def _remove_unfinished(folder: Path, key: str) -> None:
    # What is being written stands beside its place as `name#1`, and is moved there when it is whole.
    place = folder / key
    for unfinished in place.parent.glob(f"{place.name}#*"):
        unfinished.unlink(missing_ok=True)


def _check(key: str) -> None:
    if len(key) > _LONGEST_KEY or not _KEY.fullmatch(key):
        raise ObjectKeyInvalid(
            f"{key[:80]!r} is not a key of a file. Use names of letters, digits and _.=+- joined by '/', "
            f"{_LONGEST_KEY} characters at the most."
        )


@contextmanager
def _told(key: str) -> "Iterator[None]":
    """Errors of the store as errors of ours."""
    try:
        yield
    except FileNotFoundError as error:
        raise ObjectMissing(f"There is no file {key!r}.") from error
    except NotSupportedError:
        raise
    except (BaseError, OSError) as error:
        raise _unavailable() from error


def _unavailable() -> ObjectsUnavailable:
    return ObjectsUnavailable("The store of files is not answering right now. Try again in a moment.", retry_after_s=5)
