"""Small PDFs written byte by byte, so that a test says exactly what is on the page."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One line at a place, in points from the lower left corner of an A4 page."""

    text: str
    x: float = 72
    y: float = 700
    size: float = 11
    is_bold: bool = False
    # Operators drawn before it: colours, grounds.
    drawn_before: str = ""


def pdf_of(*pages: Sequence[Text], trailer: str = "", title: str = "", picture: str = "") -> bytes:
    """A PDF of those pages, in Helvetica; `title` in hexadecimal digits, `picture` an object drawn on every page."""
    count = len(pages)
    last = 4 + 2 * count + bool(title) + 1
    drawn = f"/XObject << /Im {last} 0 R >> " if picture else ""
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for index, lines in enumerate(pages):
        content = "\n".join([*(["q 500 0 0 500 50 50 cm /Im Do Q"] if picture else []), *map(_drawn, lines)])
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << {drawn}/Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {6 + 2 * index} 0 R >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    if title:
        objects.append(f"<< /Title <{title}> >>")
        trailer = f"/Info {len(objects)} 0 R {trailer}"
    if picture:
        objects.append(picture)
    return _file(objects, trailer)


def encrypted_pdf() -> bytes:
    """A PDF whose empty user password is wrong."""
    key = "<" + "5a" * 32 + ">"
    security = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O {key} /U {key} >> /ID [<00> <00>]"
    return pdf_of([Text("Secret.")], trailer=security)


def paragraph(*lines: str, x: float = 72, y: float = 700, size: float = 11) -> list[Text]:
    """Lines below one another with the usual leading."""
    return [Text(line, x, y - 1.2 * size * row, size) for row, line in enumerate(lines)]


def _drawn(line: Text) -> str:
    escaped = line.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    font = "F2" if line.is_bold else "F1"
    return f"{line.drawn_before} BT /{font} {line.size} Tf {line.x} {line.y} Td ({escaped}) Tj ET"


def _file(objects: Sequence[str], trailer: str) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n"
    return out + f"{end}startxref\n{start}\n%%EOF\n".encode()
