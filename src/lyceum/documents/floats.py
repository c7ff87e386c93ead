"""What stands beside the running text: captions of figures, rows of tables. Passages hold neither."""

import re
from collections.abc import Iterable, Sequence

from lyceum.algorithms.text.words import count_words
from lyceum.documents.ports import Block, BlockKind

FLOATS = frozenset({BlockKind.CAPTION, BlockKind.TABLE_ROW})
_CAPTION = re.compile(
    r"^(?:Figure|Fig\.|Table|Chart|Abbildung|Abb\.|Tabelle|Tab\.|[図表]\s*\d+)\s*(?:\d+(?:[.\-]\d+)*)?\s*[:.–—|　]",
    re.IGNORECASE,
)
# A cell of more words is no cell: the table only lays the page out.
_MOST_WORDS_IN_CELL = 40
_BETWEEN_CELLS = " | "


def is_caption(text: str) -> bool:
    """Whether a paragraph names a figure or a table, as in "Figure 3.2: …"."""
    return bool(_CAPTION.match(text))


def row_of(cells: Sequence[Sequence[Block]]) -> list[Block]:
    """The blocks of one row of a table: the row as one block, or what the cells hold, if they hold prose."""
    blocks = [block for cell in cells for block in cell]
    has_rows = any(block.kind is BlockKind.TABLE_ROW for block in blocks)
    if has_rows or any(_word_count(cell) > _MOST_WORDS_IN_CELL for cell in cells):
        return blocks
    texts = [" ".join(block.text for block in cell) for cell in cells]
    text = _BETWEEN_CELLS.join(text for text in texts if text)
    return [Block(BlockKind.TABLE_ROW, text, blocks[0].page, 0)] if text else []


def _word_count(cell: Sequence[Block]) -> int:
    return sum(count_words(block.text) for block in cell)


def with_floats_last(blocks: Iterable[Block]) -> list[Block]:
    """Captions and tables go to the end of their page or section, so that the text around them stays together."""
    ordered: list[Block] = []
    floating: list[Block] = []
    for block in blocks:
        if block.kind in FLOATS:
            floating.append(block)
            continue
        if floating and (block.kind is BlockKind.HEADING or block.page != floating[0].page):
            ordered += floating
            floating = []
        ordered.append(block)
    return ordered + floating
