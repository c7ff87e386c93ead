"""What must not survive ingestion: control characters, invisible and direction-changing Unicode, stray spaces."""

import re
import unicodedata

# Cf holds zero-width and bidirectional marks, tags and the soft hyphen; Cc controls; Co, Cs and Cn what nobody can
# read. Zero-width joiners are kept only where a script needs them, which the text of an alphabet does not.
_UNREADABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
# Invisible too, though Unicode files them under letters and marks: fillers, variation selectors, the grapheme joiner.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_JOINERS = frozenset({"\u200c", "\u200d"})
# Scripts that spell with joiners: Arabic and its neighbours, and those of India and Sri Lanka.
_NEEDS_JOINERS = re.compile("[\u0600-\u08ff\u0900-\u0dff]")
_BLANKS = re.compile(r"[^\S\n]+")
_PRESENTATION_FORMS = re.compile("[\ufb00-\ufb06]")


def without_unreadable(text: str) -> str:
    """`text` without control, invisible and unassigned characters; tabs and line ends are kept."""
    # Most text is: then none of it is in those categories.
    if text.isprintable():
        return _UNSEEN.sub("", text)
    joiners = _JOINERS if _NEEDS_JOINERS.search(text) else frozenset()
    return "".join(
        character
        for character in _UNSEEN.sub("", text)
        if character in "\n\t" or character in joiners or unicodedata.category(character) not in _UNREADABLE
    )


def clean_line(text: str) -> str:
    """One readable line: unreadable characters dropped, ligatures spelt out, every run of white space one space."""
    spelt_out = _PRESENTATION_FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    readable = without_unreadable(unicodedata.normalize("NFC", spelt_out))
    return _BLANKS.sub(" ", readable.replace("\n", " ")).strip()
