"""What a page of ours may load and do, as the header `Content-Security-Policy` says it to a browser."""

import base64
import hashlib
from html.parser import HTMLParser

# A browser that knows none of them is told nothing; these are known to all that have the capability.
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(),"
    " midi=(), payment=(), usb=()"
)


def hash_source(content: str) -> str:
    """What lets a page run or apply exactly this inline content."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def policy_for(page: str) -> str:
    """The policy of the web app, given its `index.html`: its own files, and what stands inline in the page."""
    inline = _InlineContent()
    inline.feed(page)
    inline.close()
    scripts, styles = (
        " ".join(["'self'", *map(hash_source, dict.fromkeys(inline.found[tag]))]) for tag in ("script", "style")
    )
    return "; ".join((
        "default-src 'none'",
        f"script-src {scripts}",
        f"style-src {styles}",
        # Pictures that the app draws itself, and pages of documents.
        "img-src 'self' data: blob:",
        "font-src 'self'",
        # `'self'` covers the sockets of the same host too.
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ))  # fmt: skip


class _InlineContent(HTMLParser):
    """Collects what stands between the tags of scripts without an address, and of styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.found and not (tag == "script" and "src" in dict(attrs)):
            self._inside = tag
            self.found[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[self._inside][-1] += data
