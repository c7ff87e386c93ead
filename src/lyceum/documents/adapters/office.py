"""What Word and PowerPoint files have in common: parts that point to one another, properties, values that mean yes."""

import posixpath
import re

from lyceum.documents.adapters.container import Container
from lyceum.documents.adapters.xml_tree import Element, child, children, parsed
from lyceum.documents.contracts import DocumentDamaged

_PROPERTIES = "docProps/core.xml"
_MEANINGLESS_TITLE = re.compile(
    r"^(?:untitled.*|microsoft (?:word|powerpoint).*|powerpoint[ -]pr[äe]sentation|presentation\d*|slide \d+|"
    r"title|.*\.(?:docx?|pptx?|odt|odp|dotx?|tex))?$",
    re.IGNORECASE,
)


def targets(container: Container, part: str) -> dict[str, tuple[str, str]]:
    """Where a part points to inside the file: by id, the last word of the relation's type and the other part's name."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if relations not in container.names:
        return {}
    return {
        each.get("Id", ""): (each.get("Type", "").rpartition("/")[2], _resolved(folder, each.get("Target", "")))
        for each in children(parsed(container.read(relations)), "rel:Relationship")
        # What lies outside is never fetched.
        if each.get("TargetMode") != "External"
    }


def main_part(container: Container) -> str:
    """The name of the part that holds the document.

    Raises:
        DocumentDamaged: if the file does not say which that is.
    """
    for kind, name in targets(container, "").values():
        if kind == "officeDocument":
            return name
    raise DocumentDamaged("The file does not say where its text is; open it in the program that wrote it, and save it.")


def title_of(container: Container) -> str | None:
    """The title in the properties of the file, unless it is one that nobody gave."""
    if _PROPERTIES not in container.names:
        return None
    named = child(parsed(container.read(_PROPERTIES)), "dc:title")
    title = ((named.text if named is not None else None) or "").strip()
    return None if _MEANINGLESS_TITLE.match(title) else title


def is_on(switch: Element | None, value: str = "w:val") -> bool | None:
    """What a switch says; None if there is none. Present without a value it is on."""
    return None if switch is None else switch.get(value, "1") in ("1", "true", "on")


def _resolved(folder: str, target: str) -> str:
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(path).lstrip("/")
