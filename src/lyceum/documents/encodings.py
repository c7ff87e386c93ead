"""How the bytes of a text file become characters: UTF-8, UTF-16 with its mark, and what a page declares of itself.

Nothing is guessed: in a wrong guess every umlaut is wrong, and every card made from it.
"""

import codecs
import re

from lyceum.documents.contracts import DocumentNotUtf8

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED_WITHIN_BYTES = 2048
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
# What pages are written in. Python knows more codecs, some of which take time by the square of the length.
_KNOWN = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|(?:us-)?ascii|(?:iso-?|latin-?)8859-\d{1,2}|latin-?1|(?:windows-|cp)125\d|"
    r"shift[_-]?jis|x-sjis|windows-31j|euc-(?:jp|kr)|iso-2022-jp|gb2312|gbk|gb18030|big5|koi8-[ru]"
)
# As browsers do: who declares the smaller set has often written in the larger.
_LARGER = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
}


def decoded(data: bytes) -> str:
    """The characters of a text in UTF-8, or in UTF-16 with its byte order mark.

    Raises:
        DocumentNotUtf8: if it is in another encoding.
    """
    encoding = _by_mark(data) or "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-16, as its first bytes say," if encoding == "utf-16" else "UTF-8"
        raise DocumentNotUtf8(
            f"The text is not in {name} (byte {error.start}); save it as UTF-8 and upload it again."
        ) from error


def decoded_page(data: bytes) -> str:
    """The characters of an HTML or XHTML page, which may declare its encoding.

    Raises:
        DocumentNotUtf8: if it is neither in UTF-8 nor in what it declares.
    """
    found = None if _by_mark(data) else _DECLARED.search(data[:_DECLARED_WITHIN_BYTES])
    name = (found[1] or found[2]).decode("ascii").lower() if found else "utf-8"
    # What names UTF-16 and could be searched as bytes is not in UTF-16.
    if name.startswith(("utf-16", "utf16", "utf-8", "utf8")) or not _KNOWN.fullmatch(name):
        return decoded(data)
    try:
        return data.decode(_LARGER.get(name, name))
    except (LookupError, UnicodeDecodeError) as error:
        raise DocumentNotUtf8(
            f"The page is not in {name}, which it declares; save it as UTF-8 and upload it again."
        ) from error


def _by_mark(data: bytes) -> str | None:
    """The encoding that a byte order mark in front tells."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
