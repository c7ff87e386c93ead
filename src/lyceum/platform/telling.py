"""What a person is told, in the language of whoever is being answered.

The edge binds that language once per request (`answering`); what is told is put into words there and nowhere else. A
domain that has something to say keeps a code with its values, or a `phrase`, which lies in a column, an event or a
job's result until somebody reads it.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from lyceum.platform import i18n
from lyceum.platform.held import Held

Phrase = dict[str, Any]


@dataclass(slots=True)
class _Reader:
    """Who is being answered: the language they asked for, else read, and whether they were told anything so far."""

    wished: str | None = None
    preferred: str = i18n.SOURCE
    is_told: bool = False

    @property
    def language(self) -> str:
        return self.wished or self.preferred


_reader: ContextVar[_Reader] = ContextVar("reader")


def answering(wished: str | None) -> AbstractContextManager[object]:
    """For as long as the block lasts, whoever is told something asked for this language, as `i18n.wished` gives it."""
    return Held(_reader, _Reader(wished))


def prefer(chosen: str) -> None:
    """Within `answering`: it is known now who asks, and what they chose in their account; a wish of theirs wins."""
    _current().preferred = i18n.negotiate(None, chosen)


def language() -> str:
    """The language of what is told from here; asking for it makes the answer one that depends on it."""
    reader = _current()
    reader.is_told = True
    return reader.language


def language_told() -> str | None:
    """The language of what was told so far; None if nothing was."""
    reader = _current()
    return reader.language if reader.is_told else None


def text(key: str, /, **values: object) -> str:
    """The text of a key, as `i18n.translate` gives it."""
    return i18n.translate(key, language(), **values)


def phrase(key: str, /, **values: object) -> Phrase:
    """A text that is nobody's yet: plain data, which `worded` puts into words.

    Args:
        key: as in the catalogues.
        values: for the placeholders; plain data too, phrases and lists of phrases among it.
    """
    return {"$text": key, **values}


def worded(data: Any) -> Any:  # noqa: ANN401  any plain data, and the same again
    """Plain data with every phrase in it put into words."""
    match data:
        case {"$text": str(key), **values}:
            return text(key, **_all_spoken(values))
        case dict():
            return {name: worded(value) for name, value in data.items()}
        case list() | tuple():
            return [worded(value) for value in data]
        case _:
            return data


def refusal(code: str, message: str, details: Mapping[str, Any]) -> str:
    """Why something was refused: the message itself in English, which is the most exact there is, else its code's text.

    Args:
        code: of a `LyceumError`, or of what a job kept of one.
        message: its message.
        details: for the placeholders of the text.
    """
    key, reads = f"error.{code}", language()
    if reads == i18n.SOURCE or key not in i18n.catalogue(i18n.SOURCE):
        return message
    return text(key, **_all_spoken(details))


def failure(kept: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What is kept of why something failed, `{code, message}` and perhaps `details`, for whoever is being answered."""
    if kept is None:
        return None
    told = dict(worded(kept))
    return {**told, "message": refusal(told["code"], told["message"], told.get("details", {}))}


def _current() -> _Reader:
    """Outside of any request nobody is answered, and what is noted of them is forgotten at once."""
    return _reader.get(None) or _Reader()


def _all_spoken(values: Mapping[Any, Any]) -> dict[str, object]:
    return {str(name): _spoken(value) for name, value in values.items()}


def _spoken(value: object) -> object:
    """A value as it stands in a sentence: a list one after another."""
    found = worded(value)
    return ", ".join(map(str, found)) if isinstance(found, list) else found
