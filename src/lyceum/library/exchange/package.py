"""The container of an Anki package: a zip archive, opened as if it were made to do harm, for the one part that is read.

What the archive says of sizes is not believed: bytes are counted while they are unpacked. Nothing is written anywhere,
so that a name that climbs out of a folder climbs nowhere; pictures and sounds are left where they are.
"""

import io
import zipfile
import zlib
from typing import Final

from lyceum.library.contracts import DeckFileTooLarge, DeckFileUnreadable, DeckFileUnsupported

_MEGABYTE: Final = 1024 * 1024
# A package has a part for each picture and sound.
_MOST_PARTS: Final = 20_000
_MOST_BYTES: Final = 64 * _MEGABYTE
# Collections of text come to 3 to 10; what is nothing but zeros comes to 1,000.
_MOST_TIMES_SMALLER: Final = 100
_RATIO_COUNTS_FROM: Final = 4 * _MEGABYTE
_CHUNK_BYTES: Final = 256 * 1024
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_IS_ENCRYPTED: Final = 0x1
# The first is the same format as the second; where both are there, the second only says that Anki is to be updated.
_COLLECTIONS: Final = ("collection.anki21", "collection.anki2")
_NEWER: Final = "collection.anki21b"
_UNPACKING_FAILS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


def collection_in(data: bytes) -> bytes:
    """The database of an Anki package.

    Raises:
        DeckFileUnreadable: if there is none, or the archive is damaged.
        DeckFileUnsupported: if the package is of the format that only newer versions of Anki read.
        DeckFileTooLarge: if it has too many parts, or unpacks to too much.
    """
    # Counted before anything is built for each: a directory of a million entries would take a gigabyte.
    if data.count(_DIRECTORY_ENTRY) > _MOST_PARTS:
        raise DeckFileTooLarge(f"The package has more than {_MOST_PARTS} parts. Export the deck without its media.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpacked(archive, _collection(archive))
    except _UNPACKING_FAILS as error:
        raise _damaged() from error


def _collection(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    names = set(archive.namelist())
    if _NEWER in names:
        raise DeckFileUnsupported(
            "The package is of Anki's newer format. Export it again, with 'Support older Anki versions' ticked."
        )
    if (name := next((each for each in _COLLECTIONS if each in names), None)) is None:
        raise DeckFileUnreadable(
            "The archive holds no collection of Anki. Export the deck as an .apkg file, or as CSV."
        )
    info = archive.getinfo(name)
    if info.flag_bits & _IS_ENCRYPTED:
        raise DeckFileUnreadable("The package is protected by a password. Export the deck without one.")
    return info


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    chunks, size = [], 0
    with archive.open(info) as packed:
        while chunk := packed.read(_CHUNK_BYTES):
            size += len(chunk)
            is_bomb = size > _RATIO_COUNTS_FROM and size > info.compress_size * _MOST_TIMES_SMALLER
            if is_bomb or size > _MOST_BYTES:
                raise DeckFileTooLarge(
                    f"The package unpacks to more than a deck holds ({_MOST_BYTES // _MEGABYTE} MB, or "
                    f"{_MOST_TIMES_SMALLER} times its size). Export the deck in parts."
                )
            chunks.append(chunk)
    return b"".join(chunks)


def _damaged() -> DeckFileUnreadable:
    return DeckFileUnreadable("The package is damaged or cut off and cannot be opened. Export or download it again.")
