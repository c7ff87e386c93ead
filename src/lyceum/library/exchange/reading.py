"""From the bytes of a file to its notes: pure computing, called where it can do no harm."""

from lyceum.library.exchange.anki_reading import read_apkg
from lyceum.library.exchange.csv_files import read_csv
from lyceum.library.exchange.notes import DeckFile

_ZIP = b"PK\x03\x04"


def read_deck_file(data: bytes) -> DeckFile:
    """The notes of a CSV file or an Anki package; which of them it is, is told by its content.

    Raises:
        DeckFileUnreadable, DeckFileUnsupported, DeckFileTooLarge: if there are no notes to be had.
    """
    return read_apkg(data) if data.startswith(_ZIP) else read_csv(data)
