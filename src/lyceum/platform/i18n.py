"""Texts in the reader's language: JSON catalogues, `<domain>/locales/<language>.json`, found beside the domains' code.

A key is `<family>.<name>`; an error's text is `error.<CODE>`. English is the source: what another language lacks is
shown in English, and a key nobody has is shown as it is.
"""

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

SOURCE: Final = "en"
PSEUDO: Final = "qps"
_PACKAGE: Final = Path(__file__).resolve().parents[1]
_MOST_RANGES: Final = 20

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_RANGE = re.compile(r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")
_ACCENTED = str.maketrans("aceghijklnoprstuwyzACEGHIJKLNOPRSTUWYZ", "àçéĝĥîĵķļñöþŕšţûŵýžÀÇÉĜĤÎĴĶĻÑÖÞŔŠŢÛŴÝŽ")


@cache
def languages() -> frozenset[str]:
    """The languages there are catalogues for, the pseudo-locale not among them."""
    return frozenset(path.stem for path in (_PACKAGE / "platform" / "locales").glob("*.json"))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every text in one language, of all domains.

    Raises:
        ValueError: if two domains define the same key.
    """
    if language == PSEUDO:
        return {key: pseudo(text) for key, text in catalogue(SOURCE).items()}
    texts: dict[str, str] = {}
    for path in sorted(_PACKAGE.glob(f"*/locales/{language}.json")):
        more: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        if twice := texts.keys() & more.keys():
            raise ValueError(f"{path.relative_to(_PACKAGE)} defines again: {sorted(twice)}. A key has one home.")
        texts |= more
    return texts


def translate(key: str, language: str, /, **values: object) -> str:
    """The text of a key.

    Args:
        key: as in the catalogues.
        language: as `negotiate` returns it.
        values: for the placeholders; one without a value stays visible.
    """
    text = catalogue(language).get(key) if language in languages() or language == PSEUDO else None
    if text is None:
        text = catalogue(SOURCE).get(key, key)
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)


def counted(key: str, language: str, number: float) -> str:
    """So many of something: the text `<key>.one` or `<key>.many`."""
    return translate(f"{key}.{'one' if number == 1 else 'many'}", language, number=f"{number:.0f}")


def percent(share: float, language: str) -> str:
    """A probability, as people read it. Never rounded up to certainty."""
    return translate("number.percent", language, number=min(math.floor(share * 100 + 0.5), 99 if share < 1 else 100))


def negotiate(accept_language: str | None, preferred: str | None) -> str:
    """The language to answer in.

    Args:
        accept_language: the header of that name; what cannot be read in it is passed over.
        preferred: what the person chose in their settings; wins if there are texts for it.
    """
    if preferred and (chosen := _supported(preferred)):
        return chosen
    return wished(accept_language) or SOURCE


def wished(accept_language: str | None) -> str | None:
    """The language a request asks for, as `negotiate`; None if it asks for none that there are texts in."""
    for wish in _wishes(accept_language or ""):
        # Whoever takes any language has no wish of their own from here on.
        if wish == "*" or (chosen := _supported(wish)):
            return None if wish == "*" else chosen
    return None


def pseudo(text: str) -> str:
    """English made to look foreign and a third longer, so that a text outside the catalogues or a narrow box shows."""
    pieces = re.split(r"(\{\w+\})", text)
    foreign = "".join(piece if _PLACEHOLDER.fullmatch(piece) else piece.translate(_ACCENTED) for piece in pieces)
    return f"⟦{foreign}{'~' * (len(text) // 3)}⟧"


def _supported(tag: str) -> str | None:
    base = tag.split("-", maxsplit=1)[0].lower()
    return base if base in languages() or base == PSEUDO else None


def _wishes(header: str) -> list[str]:
    """Languages, the most wished first (RFC 9110, 12.5.4)."""
    wishes = []
    for place, part in enumerate(header.split(",", _MOST_RANGES)[:_MOST_RANGES]):
        found = _RANGE.fullmatch(part)
        if found and (weight := float(found[2] or 1)) > 0:
            wishes.append((-weight, place, found[1]))
    return [language for _, _, language in sorted(wishes)]
