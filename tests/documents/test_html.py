"""Pages of HTML: the text a reader came for, and nothing that surrounds it or that they could not see."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.documents.adapters.html import HtmlExtractor, read_page
from lyceum.documents.contracts import DocumentEmpty, DocumentHasNoText, DocumentNotUtf8, DocumentTooLong
from lyceum.documents.ports import Block, BlockKind
from tests.builders import can_be_done_within


def blocks_of(body: str) -> tuple[Block, ...]:
    return HtmlExtractor().extract(f"<!doctype html><html><body>{body}</body></html>".encode()).blocks


def texts(body: str) -> list[str]:
    return [block.text for block in blocks_of(body)]


def test_headings_lists_captions_and_tables_are_told_apart() -> None:
    body = """
        <h1>Cells</h1> Loose text <p>A <b>mitochondrion</b> is an <span style="font-weight: 700">organelle</span>.
        <ul><li>first<li>second <i>item</i></ul>
        <figure><img src="x.png"><figcaption>A drawing</figcaption></figure><p>Figure 2: another one</p>
        <table><tr><th>Price<th>Number<tr><td>$1<td>800</table>
        <h3>Below</h3><dl><dt>Osmosis<dd>the movement of water</dl>
    """

    assert [(block.kind, block.text, block.level) for block in blocks_of(body)] == [
        (BlockKind.HEADING, "Cells", 1),
        (BlockKind.PARAGRAPH, "Loose text", 0),
        (BlockKind.PARAGRAPH, "A mitochondrion is an organelle.", 0),
        (BlockKind.LIST_ITEM, "first", 0),
        (BlockKind.LIST_ITEM, "second item", 0),
        (BlockKind.CAPTION, "A drawing", 0),
        (BlockKind.CAPTION, "Figure 2: another one", 0),
        (BlockKind.TABLE_ROW, "Price | Number", 0),
        (BlockKind.TABLE_ROW, "$1 | 800", 0),
        (BlockKind.HEADING, "Below", 3),
        (BlockKind.LIST_ITEM, "Osmosis", 0),
        (BlockKind.LIST_ITEM, "the movement of water", 0),
    ]


def test_bold_words_are_ranges_of_their_paragraph() -> None:
    (block,) = blocks_of("<p>A <strong>cell <em>wall</em></strong> is <b style='font-weight:normal'>firm</b>.</p>")

    assert [block.text[span.start : span.end] for span in block.bold] == ["cell wall", "firm"]


@pytest.mark.parametrize(
    "around",
    [
        "<nav>x</nav>",
        "<script>document.write('x')</script>",
        "<style>p { x: y }</style>",
        "<aside>x</aside>",
        "<footer>x</footer>",
        "<header><p>x</p></header>",
        "<div role='navigation'>x</div>",
        "<div class='wide sidebar'>x</div>",
        "<ul><li><a href='/'>x</a></li><li><a href='/y'>y</a></li></ul>",
        "<pre><code>x = 1</code></pre>",
        "<template><p>x</p></template>",
        "<p hidden>x",
        "<p style='display: none'>x</p>",
        "<p style='color:red;visibility:hidden'>x</p>",
        "<div aria-hidden='true'><p>x</p></div>",
        "<span style='font-size:0'>x</span>",
        "<span style='opacity: 0.0'>x</span>",
        "<textarea>x</textarea>",
        "<svg><title>x</title><text>x</text></svg>",
        "<!-- x -->",
        "<math><annotation encoding='application/x-tex'>x</annotation></math>",
    ],
)
def test_what_surrounds_the_text_or_cannot_be_seen_is_left_out(around: str) -> None:
    assert texts(f"{around}<p>Seen.</p>{around}") == ["Seen."]


def test_text_that_looks_hidden_and_is_not_is_kept() -> None:
    assert texts("<p style='opacity:0.9'>a</p><p style='font-size:0.8em'>b</p>") == ["a", "b"]


def test_the_main_element_is_what_is_read_if_it_holds_the_text() -> None:
    long = "A sentence of the article. " * 20

    assert texts(f"<p>Subscribe now</p><main><p>{long}</p></main>") == [long.strip()]
    assert texts(f"<p>Subscribe now</p><article><header><h1>A</h1></header><p>{long}</p></article>") == [
        "A",
        long.strip(),
    ]
    assert texts(f"<main></main><p>{long}</p>") == [long.strip()]


def test_a_heading_is_read_without_its_permalink() -> None:
    assert texts("<h2><a href='#c'>§</a>Cells in C#<a href='#c'>¶</a></h2><p>§ 4 holds.</p>") == [
        "Cells in C#",
        "§ 4 holds.",
    ]


def test_a_layout_table_is_text() -> None:
    long = "Prose that somebody laid out in a table. " * 10

    assert texts(f"<table><tr><td>Menu<td><h2>Cells</h2><p>{long}</p></table>") == ["Menu", "Cells", long.strip()]


def test_readings_above_characters_are_left_out() -> None:
    assert texts("<p><ruby>細胞<rp>(</rp><rt>さいぼう</rt></ruby>は小さい。\n次の文。</p>") == [
        "細胞は小さい。次の文。"
    ]


@pytest.mark.parametrize("markup", ["<a ", "</", "<!--", "<![CDATA[", "<?", "<p title='"])
def test_markup_that_never_ends_takes_no_more_time_than_its_length(markup: str) -> None:
    page = "<p>Osmosis moves water.</p>" + markup * 100_000

    assert [block.text for block in read_page(page, 1).blocks][:1] == ["Osmosis moves water."]
    assert can_be_done_within(5.0, partial(read_page, page, 1))


def test_a_page_that_is_cut_off_is_read_to_where_it_was_cut() -> None:
    assert [block.text for block in read_page("<p>Osmosis moves water.</p><p>It is slow <b", 1).blocks] == [
        "Osmosis moves water.",
        "It is slow <b",
    ]


def test_entities_are_characters_and_no_page_declares_its_own() -> None:
    assert texts("<p>caf&eacute; &#x1F600; &amp;lt; &unknown;</p>") == ["café 😀 &lt; &unknown;"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("<meta charset=iso-8859-1>", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ('<meta charset="Shift_JIS">', "cp932"),
        ("", "utf-16"),
        ("", "utf-8-sig"),
    ],
)
def test_a_page_is_read_in_the_encoding_it_declares(declared: str, encoding: str) -> None:
    text = "日本語" if "JIS" in declared else "Gemüse – fünf"

    page = f"<html><head>{declared}<title>T</title></head><p>{text}</p></html>".encode(encoding)

    assert [block.text for block in HtmlExtractor().extract(page).blocks] == [text]


@pytest.mark.parametrize("page", ["<p>Gemüse".encode("latin-1"), b'<meta charset="shift_jis"><p>\x81\xff'])
def test_a_page_in_no_declared_encoding_is_refused(page: bytes) -> None:
    with pytest.raises(DocumentNotUtf8):
        HtmlExtractor().extract(page)


def test_the_title_is_the_first_heading_or_that_of_the_head() -> None:
    with_heading = b"<html><head><title>Site | Cells</title></head><h1>Cells</h1><p>x</p>"

    assert HtmlExtractor().extract(with_heading).title == "Cells"
    assert HtmlExtractor().extract(b"<html><head><title>Cells</title></head><p>x</p>").title == "Cells"
    assert HtmlExtractor().extract(b"<html><p>x</p>").title is None


def test_a_hundred_thousand_nested_elements_are_read() -> None:
    deep = "<div>" * 100_000 + "<p>Deep.</p>" + "</div>" * 100_000 + "<p>After.</p>"

    assert texts(deep) == ["Deep.", "After."]


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(DocumentHasNoText, match="navigation"):
        HtmlExtractor().extract(b"<html><nav>Home</nav><script>app()</script></html>")
    with pytest.raises(DocumentEmpty):
        HtmlExtractor().extract(b" ")


def test_a_page_above_the_limit_is_refused() -> None:
    with pytest.raises(DocumentTooLong):
        HtmlExtractor(max_characters=10).extract(b"<p>eleven characters")


_TAGS = st.sampled_from(
    ["p", "div", "li", "ul", "table", "tr", "td", "b", "h2", "nav", "sup", "a", "main", "span", "br", "script"]
)
_PARTS = st.one_of(
    st.text(max_size=8),
    _TAGS.map(lambda tag: f"<{tag}>"),
    _TAGS.map(lambda tag: f"</{tag}>"),
    st.just("<a href='x' hidden>"),
)


@given(st.lists(_PARTS, max_size=40))
def test_any_tag_soup_is_read(parts: list[str]) -> None:
    found = read_page("".join(parts), 1)

    assert all(block.text == block.text.strip() and block.page == 1 for block in found.blocks)
