"""Hiding what is secret or personal in what leaves for elsewhere: log lines, and exports that are not for its owner.

By key (`password`, `token`, …) the whole value goes; by form the part that has it: addresses of people, credentials in
URLs, tokens. What a learner wrote has neither: it does not belong into logs, and an export chooses its columns.
Where rows of an export must still belong together, a value is replaced by `Sealer.pseudonym` instead.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

MASK: Final = "***"

_SECRET_KEY = re.compile(r"passw(or)?d|secret|token|authorization|cookie|api_?key$|credential|e_?mail", re.IGNORECASE)
_PLAIN = (int, float, bool, type(None))
_URL_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]*@")
_ADDRESS = re.compile(r"[^\s@<>()\[\]{}\"',;:=/|*]+@[^\s@<>()\[\]{}\"',;:=/|*]+")
_BEARER = re.compile(r"(?<=\bBearer )\S+", re.IGNORECASE)
_SECRET_PARAMETER = re.compile(r"([?&;]\w*(?:token|secret|password|code|key|signature)=)[^&\s\"']+", re.IGNORECASE)
# API keys of ours and JSON Web Tokens are known by how they begin.
_TOKEN = re.compile(r"\blyk_[0-9A-Za-z_]+|\beyJ[0-9A-Za-z_-]+\.[0-9A-Za-z_.-]+")


def masked_fields(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields; the value of one whose name says that it is secret or an address is hidden whole, others by form."""
    return {
        str(name): value if isinstance(value, _PLAIN) else MASK if _is_secret(str(name)) else masked(value)
        for name, value in fields.items()
    }


@lru_cache(maxsize=1024)
def _is_secret(name: str) -> bool:
    # Every log line has the same few names.
    return _SECRET_KEY.search(name) is not None


def masked(value: object) -> object:
    """Plain data of the same shape with what is secret hidden; what is no plain data becomes text."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Mapping):
        return masked_fields(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [masked(item) for item in value]
    return masked_text(str(value))


def masked_text(text: str) -> str:
    """The text with credentials, tokens and people's addresses hidden."""
    # Looked for first, because most lines have none, and every line passes here.
    if "@" in text:
        text = _URL_CREDENTIALS.sub(f"{MASK}@", text) if "://" in text else text
        text = _ADDRESS.sub(f"{MASK}@{MASK}", text)
    if "=" in text:
        text = _SECRET_PARAMETER.sub(rf"\1{MASK}", text)
    if "earer" in text or "EARER" in text:
        text = _BEARER.sub(MASK, text)
    if "lyk_" in text or "eyJ" in text:
        text = _TOKEN.sub(MASK, text)
    return text
