"""Fields of Anki's notes, which are HTML, from plain text and back to it."""

import html
import re
from html.parser import HTMLParser
from typing import Final

from lyceum.algorithms.text.hygiene import without_unreadable

_BLOCKS: Final = frozenset("address blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul".split())  # noqa: SIM905  a list reads worse
_UNREAD: Final = frozenset({"script", "style"})
_SOUND = re.compile(r"\[(?:sound|anki):[^\]]{0,500}\]")
# What would begin, end or part a cloze deletion.
_CLOZE_SIGNS = str.maketrans({"{": "&#123;", "}": "&#125;", ":": "&#58;"})


def to_html(text: str) -> str:
    """A text as a field shows it."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def to_cloze_html(text: str) -> str:
    """A text in or around a cloze deletion: nothing in it is taken for one."""
    return to_html(text).translate(_CLOZE_SIGNS)


def to_text(field: str) -> str:
    """What a field says, without its looks, pictures, sounds and programs."""
    reader = _Reader()
    reader.feed(_SOUND.sub("", field).replace("\r", "").replace("\n", " "))
    reader.close()
    return without_unreadable("".join(reader.pieces).replace("\xa0", " ")).strip()


class _Reader(HTMLParser):
    """Collects what is shown: a block begins and ends a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  as the base has it
        """A break is a line's end; a block stands on lines of its own."""
        if tag in _UNREAD:
            self._unread += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        """As its beginning."""
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1)
        elif tag in _BLOCKS:
            self._end_line()

    def handle_data(self, data: str) -> None:
        """Text, unless it is a program's."""
        if not self._unread and data:
            self.pieces.append(data)

    def _end_line(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")
