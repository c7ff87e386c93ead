"""Office and EPUB files as containers of parts: zip archives, opened as if they were made to do harm.

What a zip says of itself is not believed: bytes are counted while they are unpacked. Parts are read into memory by
name and never written anywhere, so that a name that climbs out of a folder climbs nowhere. Archives inside are parts
like any other; nothing opens them.
"""

import io
import zipfile
import zlib
from typing import IO, Final

from lyceum.documents.contracts import DocumentDamaged, DocumentEncrypted, DocumentTooDemanding

_MEGABYTE: Final = 1024 * 1024
# A book of 1,500 pages with its pictures has some 3,000 parts, and 20 MB of text.
_MOST_PARTS: Final = 10_000
_MOST_BYTES_OF_PART: Final = 64 * _MEGABYTE
_MOST_BYTES: Final = 160 * _MEGABYTE
# The most repetitive table of an office program came to 60; what is nothing but zeros comes to 1,000.
_MOST_TIMES_SMALLER: Final = 250
_RATIO_COUNTS_FROM: Final = 4 * _MEGABYTE
_CHUNK_BYTES: Final = 256 * 1024
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_IS_ENCRYPTED: Final = 0x1
_DAMAGED: Final = "The file is damaged or cut off and cannot be opened; export or download it again."
_UNPACKING_FAILS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


class Container:
    """The parts of a file.

    Args:
        data: the file.

    Raises:
        DocumentDamaged: if it is no zip archive, or only part of one.
        DocumentTooDemanding: if it has more parts than any document has.
    """

    def __init__(self, data: bytes) -> None:
        # Counted before anything is built for each: a directory of a million entries would take a gigabyte.
        if data.count(_DIRECTORY_ENTRY) > _MOST_PARTS:
            raise DocumentTooDemanding(
                f"The file has more than {_MOST_PARTS} parts, which no document needs; export it anew."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _UNPACKING_FAILS as error:
            raise DocumentDamaged(_DAMAGED) from error
        self._bytes_left = _MOST_BYTES
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """One part, whole.

        Raises:
            DocumentDamaged: if there is none, or it cannot be unpacked.
            DocumentEncrypted: if it asks for a password.
            DocumentTooDemanding: if it unpacks to more than a document may hold.
        """
        if name not in self.names:
            raise DocumentDamaged(f"The file is incomplete: it has no part {name[:80]!r}. Export it again.")
        info = self._zip.getinfo(name)
        if info.flag_bits & _IS_ENCRYPTED:
            raise DocumentEncrypted("The file is protected by a password; save a copy without one and upload that.")
        try:
            with self._zip.open(info) as packed:
                return self._unpacked(packed, info.compress_size)
        except _UNPACKING_FAILS as error:
            raise DocumentDamaged(_DAMAGED) from error

    def _unpacked(self, packed: IO[bytes], packed_bytes: int) -> bytes:
        chunks = []
        size = 0
        while chunk := packed.read(_CHUNK_BYTES):
            size += len(chunk)
            self._bytes_left -= len(chunk)
            is_bomb = size > _RATIO_COUNTS_FROM and size > packed_bytes * _MOST_TIMES_SMALLER
            if is_bomb or size > _MOST_BYTES_OF_PART or self._bytes_left < 0:
                raise DocumentTooDemanding(
                    f"The file unpacks to more than a document holds ({_MOST_BYTES_OF_PART // _MEGABYTE} MB in one "
                    f"part, {_MOST_BYTES // _MEGABYTE} MB in all, or {_MOST_TIMES_SMALLER} times its size). "
                    "Export it anew, or upload it in parts."
                )
            chunks.append(chunk)
        return b"".join(chunks)
