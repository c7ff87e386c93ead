"""Small Word, PowerPoint and EPUB files, written part by part, so that a test says exactly what is in them."""

import io
import zipfile
from collections.abc import Mapping, Sequence

_OFFICE = "http://schemas.openxmlformats.org"
_W = f"{_OFFICE}/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{_W}" xmlns:a="{_OFFICE}/drawingml/2006/main" xmlns:p="{_OFFICE}/presentationml/2006/main" '
    f'xmlns:r="{_OFFICE}/officeDocument/2006/relationships" xmlns:m="{_OFFICE}/officeDocument/2006/math" '
    f'xmlns:mc="{_OFFICE}/markup-compatibility/2006"'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
STYLES = """
<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Eigene"><w:name w:val="My heading"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Liste"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Fett" w:type="character"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>
<w:style w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>
"""


def zip_of(parts: Mapping[str, bytes | str], *, stored: Sequence[str] = ()) -> bytes:
    """A zip archive of those parts."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def p(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of Word; content that is no markup is one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of Word."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def docx_of(
    body: str, *, title: str = "", declarations: str = "", parts: Mapping[str, bytes | str] | None = None
) -> bytes:
    """A Word file with that body and the styles above."""
    return zip_of(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
            "word/_rels/document.xml.rels": _relations({"rId1": ("styles", "styles.xml")}),
            "word/styles.xml": f"<w:styles {_NAMES}>{STYLES}</w:styles>",
            "word/document.xml": f"{declarations}<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
            "docProps/core.xml": f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c>',
            **(parts or {}),
        }
    )


def shape(*paragraphs: str, placeholder: str | None = None, hidden: bool = False) -> str:
    """A shape of PowerPoint with its paragraphs; in one that begins with `**`, all is bold."""
    kind = "" if placeholder is None else f'<p:ph type="{placeholder}"/>' if placeholder else '<p:ph idx="1"/>'
    named = f'<p:cNvPr id="2" name="x" hidden="{int(hidden)}"/>'
    text = "".join(_slide_paragraph(each) for each in paragraphs)
    return f"<p:sp><p:nvSpPr>{named}<p:nvPr>{kind}</p:nvPr></p:nvSpPr><p:txBody>{text}</p:txBody></p:sp>"


def _slide_paragraph(text: str) -> str:
    bold = ' b="1"' if text.startswith("**") else ""
    return text if text.startswith("<") else f"<a:p><a:r><a:rPr{bold}/><a:t>{text.removeprefix('**')}</a:t></a:r></a:p>"


def pptx_of(*slides: str, hidden: Sequence[int] = ()) -> bytes:
    """A PowerPoint file of those slides, of which those numbers are hidden."""
    identifiers = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in range(1, len(slides) + 1))
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations({"rId1": ("officeDocument", "ppt/presentation.xml")}),
        # Stored in another order than shown, as after moving slides about.
        "ppt/_rels/presentation.xml.rels": _relations(
            {f"rId{n}": ("slide", f"slides/slide{len(slides) + 1 - n}.xml") for n in range(1, len(slides) + 1)}
        ),
        "ppt/presentation.xml": f"<p:presentation {_NAMES}><p:sldIdLst>{identifiers}</p:sldIdLst></p:presentation>",
    }
    for number, shapes in enumerate(slides, start=1):
        show = 'show="0"' if number in hidden else ""
        tree = f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"
        parts[f"ppt/slides/slide{len(slides) + 1 - number}.xml"] = f"<p:sld {_NAMES} {show}>{tree}</p:sld>"
    return zip_of(parts)


def epub_of(
    *pages: str, title: str = "Cells", spine: str = "", guide: str = "", parts: Mapping[str, bytes | str] | None = None
) -> bytes:
    """An EPUB book of those pages, in that order unless a spine is given."""
    numbered = list(enumerate(pages, start=1))
    manifest = "".join(
        f'<item id="p{n}" href="text/page%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n, _ in numbered
    )
    spine = spine or "".join(f'<itemref idref="p{n}"/>' for n, _ in numbered)
    return zip_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata><dc:title>{title}</dc:title></metadata><manifest>{manifest}</manifest>"
            f"<spine>{spine}</spine><guide>{guide}</guide></package>",
            **{f"OPS/text/page {n}.xhtml": page for n, page in numbered},
            **(parts or {}),
        },
        stored=["mimetype"],
    )


def _relations(found: Mapping[str, tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for name, (kind, target) in found.items()
    )
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{inside}</Relationships>'
