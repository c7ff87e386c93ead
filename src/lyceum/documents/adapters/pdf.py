"""PDF through pypdfium2: characters with their size, weight and place become lines, and lines become blocks."""

import ctypes
import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from lyceum.documents.contracts import (
    DocumentDamaged,
    DocumentEmpty,
    DocumentEncrypted,
    DocumentHasNoText,
    DocumentTooLong,
)
from lyceum.documents.layout import Line, PageSize, blocks_of
from lyceum.documents.ports import BlockKind, ExtractedDocument
from lyceum.documents.rich_text import Piece, document_of

# pdfium puts this where it joined two lines at a hyphen.
_JOINED_AT_HYPHEN = (0x02, 0xFFFE)
_LINE_ENDS = (0x0A, 0x0D)
_SPACE = 0x20
# In font sizes; the spaces of justified text stay below it, the gutter between two columns does not.
_COLUMN_GAP = 1.3
_FORCE_BOLD = 1 << 18
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi|CMBX|SFBX", re.IGNORECASE)
# Smaller than this nobody reads it: text hidden from people and not from machines.
_SMALLEST_READABLE_POINTS = 2.0
_NEARLY_WHITE = 250
_HYPHENATED = re.compile(r"(\w+)\x02(\w+)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MEANINGLESS_TITLE = re.compile(r"^(?:untitled.*|microsoft word.*|.*\.(?:docx?|tex|dvi|indd|qxd|pdf))?$", re.IGNORECASE)
# pdfium keeps global state and must never be entered by two threads.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class PdfExtractor:
    """The `Extractor` of PDF files. Documents above either limit are refused, not cut."""

    max_pages: int = 2_000
    max_characters: int = 20_000_000

    def extract(self, data: bytes) -> ExtractedDocument:
        """Text with its structure; the errors are those of `Extractor.extract`."""
        if not data.strip():
            raise DocumentEmpty("The file is empty; upload a PDF with at least one page.")
        with _ONE_AT_A_TIME:
            return self._extract(data)

    def _extract(self, data: bytes) -> ExtractedDocument:
        document = _open(data)
        try:
            page_count = len(document)
            if page_count > self.max_pages:
                raise DocumentTooLong(
                    f"The document has {page_count} pages; at most {self.max_pages} are read. Upload it in parts."
                )
            lines, sizes = self._read(document, page_count)
            named = _named(document)
        except (pypdfium2.PdfiumError, ctypes.ArgumentError) as error:
            raise DocumentDamaged(_DAMAGED) from error
        finally:
            document.close()
        blocks = blocks_of(_dehyphenated(lines), sizes)
        if not blocks:
            several = f"None of the {page_count} pages holds text; they are"
            seen = several if page_count > 1 else "Its one page holds no text; it is"
            raise DocumentHasNoText(
                f"{seen} probably scanned. Run text recognition (OCR) on the file and upload the result."
            )
        headings = [block for block in blocks if block.kind is BlockKind.HEADING]
        first = min(headings[:5], key=lambda block: block.level).text if headings else None
        return document_of(blocks, title=first if _MEANINGLESS_TITLE.match(named) else named, page_count=page_count)

    def _read(self, document: pypdfium2.PdfDocument, page_count: int) -> tuple[list[Line], list[PageSize]]:
        lines: list[Line] = []
        sizes: list[PageSize] = []
        characters = 0
        for index in range(page_count):
            page = document[index]
            sizes.append(PageSize(*page.get_size()))
            text = page.get_textpage()
            characters += text.count_chars()
            if characters > self.max_characters:
                raise DocumentTooLong(
                    f"The document has more than {self.max_characters} characters. Upload it in parts."
                )
            shown = page.get_cropbox()
            lines += (line for line in _lines_of(text, index + 1) if _is_within(shown, line))
            text.close()
            page.close()
        return lines, sizes


def _is_within(shown: tuple[float, float, float, float], line: Line) -> bool:
    """Whether a line stands on the part of the page that is shown, at least in part."""
    left, low, right, high = shown
    return line.left < right and line.right > left and low <= line.top <= high


_DAMAGED = "The PDF is damaged or cut off and cannot be opened; export or download it again."


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) > 0:
            return document
    except pypdfium2.PdfiumError as error:
        # pdfium may name the error of an earlier file, so the file itself must say that it is encrypted.
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
            raise DocumentEncrypted(
                "The PDF is protected by a password; save a copy without one and upload that."
            ) from error
        raise DocumentDamaged(_DAMAGED) from error
    raise DocumentEmpty("The PDF has no pages; upload one with at least one page.")


def _named(document: pypdfium2.PdfDocument) -> str:
    try:
        return (document.get_metadata_value("Title") or "").strip()
    except UnicodeDecodeError:
        # Halves of characters: a name nobody could read.
        return ""


@dataclass(frozen=True, slots=True)
class _Face:
    """How the characters of one text object look."""

    size: float
    is_bold: bool
    is_white: bool


@dataclass(slots=True)
class _OpenLine:
    """A line while its characters come in."""

    runs: list[tuple[list[int], bool]] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    first: int = -1
    last: int = -1
    is_same_row: bool = False

    def add(self, index: int, code: int, face: _Face) -> None:
        is_blank = code in _JOINED_AT_HYPHEN or chr(code).isspace()
        if not is_blank:
            self.sizes[face.size] += 1
            self.first = index if self.first < 0 else self.first
            self.last = index
        # A blank has no weight of its own: it must not cut "demand curve" in two.
        if self.runs and (is_blank or self.runs[-1][1] == face.is_bold):
            self.runs[-1][0].append(code)
        else:
            self.runs.append(([code], face.is_bold))


def _lines_of(text: pypdfium2.PdfTextPage, page: int) -> Iterator[Line]:
    faces: dict[int, _Face] = {}
    line = _OpenLine()
    before = _SPACE
    is_bare: bool | None = None
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in _LINE_ENDS:
            if line.last >= 0:
                yield _closed(text, page, line)
            line = _OpenLine()
        elif code:
            code = 0x02 if code in _JOINED_AT_HYPHEN else code
            face = _face_of(text, index, faces)
            if face.is_white:
                is_bare = _is_bare(text.page) if is_bare is None else is_bare
                if is_bare:
                    continue
            gap = _gap(text, line.last, index) if before == _SPACE != code and line.last >= 0 else 0.0
            if abs(gap) > _COLUMN_GAP * face.size:
                yield _closed(text, page, line)
                line = _OpenLine(is_same_row=gap > 0.0)
            line.add(index, code, face)
        before = code
    if line.last >= 0:
        yield _closed(text, page, line)


def _is_bare(page: pypdfium2.PdfPage) -> bool:
    """Whether there is nothing but text on a page, so that white text has no ground to stand out from."""
    return all(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, index)) == pdfium.FPDF_PAGEOBJ_TEXT
        for index in range(pdfium.FPDFPage_CountObjects(page))
    )


def _gap(text: pypdfium2.PdfTextPage, last: int, index: int) -> float:
    """White space between two characters of one line; negative where the line jumps back."""
    return _place(text, index)[0] - _place(text, last)[1]


def _face_of(text: pypdfium2.PdfTextPage, index: int, faces: dict[int, _Face]) -> _Face:
    """Faces are looked up once per text object: four foreign calls per character would halve the speed."""
    drawn = pdfium.FPDFText_GetTextObject(text, index)
    key = ctypes.addressof(drawn.contents) if drawn else 0
    face = faces.get(key) if key else None
    if face is None:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        scale = (matrix.b**2 + matrix.d**2) ** 0.5
        size = round(pdfium.FPDFText_GetFontSize(text, index) * scale, 1)
        face = _Face(size, _is_bold(text, index), bool(drawn) and _is_white(drawn))
        if key:
            faces[key] = face
    return face


def _is_bold(text: pypdfium2.PdfTextPage, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, 128, flags)
    if _BOLD_NAME.search(name.value) or flags.value & _FORCE_BOLD:
        return True
    return bool(pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD_WEIGHT)


def _is_white(drawn: Any) -> bool:  # noqa: ANN401  a pointer of a library without types
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(drawn, red, green, blue, opacity):
        return False
    return opacity.value == 0 or min(red.value, green.value, blue.value) >= _NEARLY_WHITE


def _closed(text: pypdfium2.PdfTextPage, page: int, line: _OpenLine) -> Line:
    left, _, top = _place(text, line.first)
    _, right, bottom = _place(text, line.last)
    pieces = tuple(Piece(_decoded(codes), page, is_bold) for codes, is_bold in line.runs)
    size = line.sizes.most_common(1)[0][0]
    return Line(page, pieces, left, right, top, min(top, bottom), size, is_same_row=line.is_same_row)


def _place(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float]:
    """Left edge, right edge and base line of one character."""
    left, right, low, high, x, y = (ctypes.c_double() for _ in range(6))
    pdfium.FPDFText_GetCharBox(text, index, left, right, low, high)
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return left.value, right.value, y.value


def _decoded(codes: list[int]) -> str:
    """Pdfium counts in UTF-16 units where a character needs two."""
    joined = "".join(map(chr, codes))
    return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _dehyphenated(lines: list[Line]) -> list[Line]:
    """Words cut at a line end are joined; the hyphen stays where the document has it or both halves elsewhere."""
    readable = [line for line in lines if line.size >= _SMALLEST_READABLE_POINTS]
    known: Counter[str] = Counter()
    for line in readable:
        known.update(word.lower() for word in _WORD.findall(line.text))

    def rejoined(match: re.Match[str]) -> str:
        whole, hyphenated = match[1] + match[2], f"{match[1]}-{match[2]}"
        times_whole, times_hyphenated = known[whole.lower()], known[hyphenated.lower()]
        # Once is here; "low-income" has both its halves elsewhere, "econo-mics" has not.
        are_words = min(known[match[1].lower()], known[match[2].lower()]) > 1
        keeps_hyphen = times_hyphenated > times_whole or (are_words and not times_whole)
        return hyphenated if keeps_hyphen else whole

    def mended(piece: Piece) -> Piece:
        text = _HYPHENATED.sub(rejoined, piece.text).replace("\x02", "-")
        return Piece(text, piece.page, piece.is_bold)

    return [replace(line, pieces=tuple(map(mended, line.pieces))) for line in readable]
