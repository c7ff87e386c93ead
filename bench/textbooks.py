"""Open textbooks in CNXML, read from clones of their repositories, for training. None of their text is kept here."""

import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# The last commits under CC BY 4.0; none of these books is measured on.
BOOKS = {
    "introduction-political-science": "4391e659b98eec43b71e8b3f08241215fb4dd4c4",
    "introduction-anthropology": "418eedd9bef21ec1a6fa1b472c0d82c084e35c70",
    "principles-marketing": "40369d8ce3adb160cf8d2cc6528cd00be6a472eb",
    "principles-finance": "3b7fc65c527ef51dbee24689691f19947fb72fb2",
    "world-history": "3e17beda9130380d24be881e6d1942dfcc1be845",
}
_FEWEST_TERMS, _FEWEST_WORDS = 8, 3_000
_NOT_TEXT = frozenset({"glossary", "exercise", "metadata", "solution", "problem", "table", "equation"})
_NOT_TEACHING = re.compile(
    "summary|question|objectiv|multiple-choice|exercise|check-|reflection|reference|further|bibliograph|key-|problem|"
    "thought|application|cfa|video|resources|assignment|suggested|critical|practice|discussion|case|excel|media|link-to"
)


@dataclass
class _Page:
    lines: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)


def chapters(folder: Path) -> Iterator[dict[str, Any]]:
    """The chapters of every book, as in `openstax_chapters.jsonl.gz`; `folder` holds clones named as the books."""
    for book, commit in BOOKS.items():
        repository = folder / book
        names = _git(repository, "ls-tree", "--name-only", commit, "collections/").split()
        for name in names:
            for number, modules in enumerate(_module_lists(_parsed(repository, f"{commit}:{name}"))):
                chapter = _chapter(repository, commit, modules)
                words = sum(len(module["markdown"].split()) for module in chapter["modules"])
                if len(chapter["glossary"]) >= _FEWEST_TERMS and words >= _FEWEST_WORDS:
                    yield {"id": f"{Path(name).stem}#{number}", "book": book, **chapter}


def _module_lists(collection: ET.Element) -> Iterator[list[str]]:
    for part in collection.iter():
        if _tag(part) == "subcollection" and not any(_tag(deep) == "subcollection" for deep in list(part.iter())[1:]):
            yield [each.get("document", "") for each in part.iter() if _tag(each) == "module"]


def _chapter(repository: Path, commit: str, modules: list[str]) -> dict[str, Any]:
    read = [_parsed(repository, f"{commit}:modules/{each}/index.cnxml") for each in modules]
    return {
        "modules": [_module(root) for root in read],
        "glossary": [each for root in read for each in _glossary(root)],
    }


def _module(root: ET.Element) -> dict[str, Any]:
    page = _Page()
    for part in root:
        if _tag(part) == "content":
            _walk(part, 0, page)
    title = next(_squeezed("".join(part.itertext())) for part in root if _tag(part) == "title")
    return {"markdown": "\n\n".join([f"# {title}", *filter(None, page.lines)]), "bold": list(dict.fromkeys(page.bold))}


def _glossary(root: ET.Element) -> Iterator[dict[str, str]]:
    for entry in root.iter():
        parts = {_tag(part): _squeezed("".join(part.itertext())) for part in entry}
        if _tag(entry) == "definition" and {"term", "meaning"} <= parts.keys():
            yield {"term": parts["term"], "definition": parts["meaning"]}


def _walk(element: ET.Element, depth: int, page: _Page) -> None:
    for part in element:
        kind = _tag(part)
        if kind in _NOT_TEXT:
            continue
        if kind in {"section", "note"}:
            if not _NOT_TEACHING.search((part.get("class") or "").lower()):
                _walk(part, depth + (1 if kind == "section" else 2), page)
        elif kind == "title" and depth:
            page.lines.append("#" * min(6, depth + 1) + " " + _squeezed(_text(part, [])))
        elif kind in {"para", "item"}:
            page.lines.append(("- " if kind == "item" else "") + _squeezed(_text(part, page.bold)))
            _walk(part, depth, page)
        elif kind == "caption":
            page.lines.append(f"Figure: {_squeezed(_text(part, []))}")
        else:
            _walk(part, depth, page)


def _text(element: ET.Element, bold: list[str]) -> str:
    parts = [element.text or ""]
    for part in element:
        kind = _tag(part)
        if kind == "term":
            parts.append(_squeezed("".join(part.itertext())))
            if part.get("class") != "no-emphasis":
                bold.append(parts[-1])
        elif kind == "link":
            parts.append("".join(part.itertext()).strip() or "the figure")
        elif kind not in {"note", "footnote", "list", "figure", "table", "media"}:
            parts.append(_text(part, bold))
        parts.append(part.tail or "")
    return "".join(parts)


def _parsed(repository: Path, name: str) -> ET.Element:
    return ET.fromstring(_git(repository, "show", name))  # noqa: S314 - commits are named above, not chosen by anyone


def _tag(element: ET.Element) -> str:
    # A comment's tag is a function, whatever its type says.
    return str(element.tag).rpartition("}")[2]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _git(repository: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(repository), *arguments], check=True, capture_output=True, text=True).stdout
