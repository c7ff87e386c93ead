"""Which elements of a page are open, and what that means for the text inside: hidden, bold, a heading, a caption."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from lyceum.algorithms.text.stop_words import listed

Attributes = list[tuple[str, str | None]]

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
# A term that a list explains is as good as bold.
_BOLD = frozenset({"b", "strong", "dfn", "dt"})
_CAPTIONS = frozenset({"caption", "figcaption"})
_BLOCKS = listed(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
# Never text of the page, or never the prose of it; code is left out as it is from Markdown. The readings above
# Japanese characters would stand in the middle of words, and formulas come a second time in another notation.
_UNREAD = listed(
    "annotation annotation-xml applet area audio button canvas datalist dialog embed footer head iframe input map "
    "menu nav noembed noframes noscript object optgroup option picture pre rp rt script search select style svg "
    "template textarea title video"
)
_VOID = listed("area base basefont col embed frame input link meta param source track")
# What a start tag ends, if it is open within the nearest of the other set: HTML lets end tags out.
_ENDS = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"table"})),
    "th": (frozenset({"td", "th"}), frozenset({"table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_UNREAD_ROLES = listed(
    "alert banner complementary contentinfo dialog doc-backlink doc-endnotes doc-footnote doc-index doc-noteref "
    "doc-pagebreak doc-toc menu menubar navigation search tablist"
)
_UNREAD_TYPES = listed(
    "backlink endnote endnotes footnote footnotes index landmarks noteref page-list pagebreak rearnote rearnotes toc"
)
_UNREAD_CLASSES = listed(
    "ads advert advertisement breadcrumb breadcrumbs comments cookie-banner footer menu nav navbar navigation "
    "noprint pagination related share sidebar social sphinxsidebar visually-hidden sr-only screen-reader-text"
)
_CAPTION_CLASSES = frozenset({"cap", "caption", "figcaption", "figure-caption", "wp-caption-text"})
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?(?![.\d])|"
    r"font-size\s*:\s*0(?:\.0+)?(?![.\d])"
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)")
_PLAIN_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|lighter|[1-4]00)")
# As in browsers: what is nested deeper lies flat.
_DEEPEST = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What text at one place of a page is."""

    tag: str = ""
    is_block: bool = False
    is_hidden: bool = False
    is_bold: bool = False
    is_link: bool = False
    is_list_item: bool = False
    is_caption: bool = False
    is_title: bool = False
    is_note: bool = False
    is_main: bool = False
    is_article: bool = False
    heading_level: int = 0


class Scopes:
    """The open elements. `blocks` are the tags that end a paragraph."""

    blocks = _BLOCKS

    def __init__(self, *, keeps_asides: bool) -> None:
        self._unread = _UNREAD if keeps_asides else _UNREAD | {"aside"}
        self._stack = [Scope()]
        self._open: Counter[str] = Counter()
        self._too_deep = 0

    @property
    def now(self) -> Scope:
        """What text at this place is."""
        return self._stack[-1]

    def count(self, tag: str) -> int:
        """How many such elements are open, one in another."""
        return self._open[tag]

    def open(self, tag: str, attributes: Attributes) -> Scope:
        """Enter an element, and leave those that it ends."""
        self._end_implied(tag)
        scope = self._inside(tag, {name: value or "" for name, value in attributes})
        if tag in _VOID:
            return scope
        if len(self._stack) > _DEEPEST:
            self._too_deep += 1
            return scope
        self._stack.append(scope)
        self._open[tag] += 1
        return scope

    def close(self, tag: str) -> None:
        """Leave the innermost element of that name, if there is one, and what was left open in it."""
        if self._too_deep:
            self._too_deep -= 1
        elif self._open[tag] > 0:
            while self._pop() != tag:
                pass

    def _pop(self) -> str:
        tag = self._stack.pop().tag
        self._open[tag] -= 1
        return tag

    def _end_implied(self, tag: str) -> None:
        if tag in _BLOCKS and not self._too_deep:
            for ended_by_any in ("head", "p"):
                self.close(ended_by_any)
        ended, within = _ENDS.get(tag, (frozenset[str](), frozenset[str]()))
        if self._too_deep or not any(self._open[each] for each in ended):
            return
        for scope in reversed(self._stack):
            if scope.tag in within:
                return
            if scope.tag in ended:
                self.close(scope.tag)
                return

    def _inside(self, tag: str, attributes: dict[str, str]) -> Scope:
        outer = self.now
        scope = replace(
            outer,
            tag=tag,
            is_block=tag in _BLOCKS,
            is_title=tag == "title" and not self._open["svg"],
            is_hidden=outer.is_hidden or self._hides(tag, attributes),
        )
        if scope.is_hidden:
            return scope
        style, classes = attributes.get("style", "").lower(), attributes.get("class", "").lower().split()
        return replace(
            scope,
            is_bold=bool(tag in _BOLD or outer.is_bold or _BOLD_STYLE.search(style))
            and not (tag not in _BOLD and _PLAIN_STYLE.search(style)),
            is_link=outer.is_link or (tag == "a" and "href" in attributes),
            is_list_item=tag in ("li", "dt", "dd") or (outer.is_list_item and tag not in ("ul", "ol", "dl", "table")),
            is_caption=outer.is_caption or tag in _CAPTIONS or bool(_CAPTION_CLASSES.intersection(classes)),
            is_note=outer.is_note or tag == "sup",
            is_main=outer.is_main or tag == "main" or attributes.get("role") == "main",
            is_article=outer.is_article or tag == "article",
            heading_level=_HEADINGS.get(tag, outer.heading_level),
        )

    def _hides(self, tag: str, attributes: dict[str, str]) -> bool:
        if tag in self._unread or "hidden" in attributes or attributes.get("aria-hidden") == "true":
            return True
        outer = self.now
        # The number of a footnote; the head of the page, but not that of an article.
        is_note = tag == "a" and outer.is_note
        is_banner = tag == "header" and not (outer.is_main or outer.is_article or self._open["section"])
        if is_note or (is_banner and self._open["body"] and attributes.get("id") != "title-block-header"):
            return True
        if tag in ("html", "body", "main", "article"):
            return False
        kinds = {*attributes.get("role", "").split(), *attributes.get("class", "").lower().split()}
        types = attributes.get("epub:type", "").split()
        return bool(
            kinds & _UNREAD_ROLES
            or kinds & _UNREAD_CLASSES
            or _UNREAD_TYPES.intersection(types)
            or _HIDING.search(attributes.get("style", "").lower())
        )
