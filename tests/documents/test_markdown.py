"""Markdown extraction: structure, bold, and what is left out or refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.documents.adapters.markdown import MarkdownExtractor
from lyceum.documents.contracts import (
    DocumentEmpty,
    DocumentHasNoText,
    DocumentNotUtf8,
    DocumentTooLong,
    ExtractionError,
)
from lyceum.documents.ports import BlockKind
from tests.builders import can_be_done_within

SAMPLE = Path(__file__).parents[2] / "examples" / "spaced-practice.md"
KINDS = """---
author: nobody
---
# Title

A paragraph with **bold words** and [a **bold link**](http://x)
over two lines.

## Part

- first item
- second item
  with more

1. numbered

> quoted

Figure 2: a caption

```python
left_out = True
```

| a | b |
| - | - |
| c | d |

<div>raw</div>

![picture](x.png)
"""


def test_headings_paragraphs_lists_and_captions_are_told_apart() -> None:
    document = MarkdownExtractor().extract(KINDS.encode())

    assert [(block.kind, block.text) for block in document.blocks] == [
        (BlockKind.HEADING, "Title"),
        (BlockKind.PARAGRAPH, "A paragraph with bold words and a bold link over two lines."),
        (BlockKind.HEADING, "Part"),
        (BlockKind.LIST_ITEM, "first item"),
        (BlockKind.LIST_ITEM, "second item with more"),
        (BlockKind.LIST_ITEM, "numbered"),
        (BlockKind.PARAGRAPH, "quoted"),
        (BlockKind.CAPTION, "Figure 2: a caption"),
        (BlockKind.TABLE_ROW, "a | b"),
        (BlockKind.TABLE_ROW, "c | d"),
    ]
    assert document.title == "Title"
    assert [block.level for block in document.blocks[:3]] == [1, 0, 2]


def test_bold_words_are_ranges_of_their_paragraph() -> None:
    paragraph = MarkdownExtractor().extract(KINDS.encode()).blocks[1]

    assert [paragraph.text[span.start : span.end] for span in paragraph.bold] == ["bold words", "bold link"]


def test_the_whole_text_is_one_page_and_offsets_hold() -> None:
    document = MarkdownExtractor().extract(SAMPLE.read_bytes())

    assert [page.number for page in document.pages] == [1]
    for block in document.blocks:
        assert document.text[block.offset : block.offset + len(block.text)] == block.text


def test_a_byte_order_mark_is_no_text() -> None:
    assert MarkdownExtractor().extract(b"\xef\xbb\xbfHello there.").text == "Hello there."


def test_invisible_characters_are_stripped() -> None:
    assert MarkdownExtractor().extract("a\u200bb \u202ec\x07d".encode()).text == "ab cd"


def test_another_encoding_is_refused_with_what_to_do() -> None:
    with pytest.raises(DocumentNotUtf8, match="save it as UTF-8"):
        MarkdownExtractor().extract("Gemüse".encode("latin-1"))


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(DocumentEmpty):
        MarkdownExtractor().extract(b"\n \n")


def test_a_text_without_prose_is_refused() -> None:
    with pytest.raises(DocumentHasNoText):
        MarkdownExtractor().extract(b"```\ncode\n```\n")


def test_a_text_above_the_limit_is_refused() -> None:
    with pytest.raises(DocumentTooLong, match="at most 5"):
        MarkdownExtractor(max_characters=5).extract(b"too long")


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_document_or_a_known_error(data: bytes) -> None:
    try:
        document = MarkdownExtractor().extract(data)
    except ExtractionError:
        return

    assert document.blocks
    for block in document.blocks:
        assert document.text[block.offset : block.offset + len(block.text)] == block.text


@pytest.mark.parametrize("nest", ["> ", "- ", "*", "[", "**a", "`"])
def test_deep_nesting_ends(nest: str) -> None:
    deep = f"A paragraph.\n\n{nest * 2_000}word"

    assert MarkdownExtractor().extract(deep.encode()).text.startswith("A paragraph.")


def test_a_file_of_line_ends_is_read_in_no_time() -> None:
    def extracted() -> None:
        with pytest.raises(DocumentHasNoText):
            MarkdownExtractor().extract(b"---" + b"\n" * 200_000)

    # Squared it was minutes.
    assert can_be_done_within(5.0, extracted)
