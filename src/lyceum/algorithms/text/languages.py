"""Which language a text is written in: by its script, and among those in Latin letters by their commonest words.

A product's question, not a linguist's: is this a language whose rules the generator knows? So a text whose language is
not told for sure has none.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from lyceum.algorithms.text.stop_words import listed


@dataclass(frozen=True, slots=True)
class Language:
    """`code` as in BCP 47; `confidence` from 0 to 1."""

    code: str
    confidence: float


# The beginning, the middle and the end tell as much as the whole.
_LOOKED_AT_CHARACTERS: Final = 20_000
_FEWEST_LETTERS: Final = 20
_FEWEST_WORDS: Final = 8
# Running text has about every second word on its list, a list of names none; measured on the tests' texts.
_FEWEST_COMMON: Final = 0.18
_LEAST_LEAD: Final = 0.2
_SCRIPT_SHARE: Final = 0.3
_KANA_SHARE: Final = 0.05

_SCRIPTS: Final = {
    "kana": re.compile("[\u3041-\u30ff]"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
    "hangul": re.compile("[\u1100-\u11ff\uac00-\ud7a3]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "arabic": re.compile("[\u0620-\u06d3]"),
    "greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
    "thai": re.compile("[\u0e01-\u0e4e]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
}
_BY_SCRIPT: Final = {"han": "zh", "hangul": "ko", "greek": "el", "hebrew": "he", "devanagari": "hi", "thai": "th"}
# Letters that one language of a script has and the others have not; the last one has none of them.
_BY_LETTER: Final = {
    "cyrillic": (("uk", "[іїєґ]"), ("sr", "[ђћџљњј]"), ("ru", "[ыэё]"), ("bg", "ъ")),
    "arabic": (("ur", "[ٹڈڑے]"), ("fa", "[پچژگ]"), ("ar", "[ةىك]")),
}
_LETTER_SHARE: Final = 0.004
_COMMON: Final = {
    "en": "the of and to in is that it was for on are as with his they be at have this from or by one had not but what "
    "all were when we there can an your which their if will each about how up out then she many some so these would",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur",
    "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec son "
    "les aux d'un cette d'une ou être comme mais on ont leur nous l'on c'est qu'il elle ses sans deux même peut",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin "
    "sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque",
    "it": "di e il la che in un a per è una sono con non del si da le dei alla i nel gli della come lo più al ma o "
    "delle anche ha questo dal nella se ai su dalla ed degli essere loro tra suo sua cui può questa tutti perché",
    "nl": "de het een en van in is dat op te zijn voor met die niet aan er om ook als dan bij maar uit door over naar "
    "worden wordt heeft hij ze nog of tot kan meer deze werd dit was wat je hun zo geen moet hebben tussen",
    "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu "
    "sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo são",
    "sv": "och i att det som en på är av för med den till inte om ett han men var jag så från vi kan när hon ska de "
    "eller under också efter har hade vid mot nu där sin då skulle än hur ut mycket upp denna många alla blir",
    "pl": "w i na z do się nie że jest to o jak a za po od co przez dla są tym ale być tego może oraz ich jego przy "
    "czy które który która już tylko także ten było jej pod bardzo między więc można ma gdy lub jako",
}
_WORDS: Final = {code: listed(words) for code, words in _COMMON.items()}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def language_of(text: str) -> Language | None:
    """The language of a text.

    Args:
        text: some sentences; of a long text a part is looked at.

    Returns:
        The language and how sure that is; None if the text is too short, mixed, or in a language that is not known.

    Source: commonest words as in Grefenstette 1995, "Comparing two language identification schemes"; scripts are ours.
    """
    sample = _sample(text)
    counts = Counter({name: len(script.findall(sample)) for name, script in _SCRIPTS.items()})
    letters = counts.total()
    if letters < _FEWEST_LETTERS:
        return None
    if counts["kana"] + counts["han"] >= _SCRIPT_SHARE * letters and counts["kana"] >= _KANA_SHARE * letters:
        return Language("ja", (counts["kana"] + counts["han"]) / letters)
    script = counts.most_common(1)[0][0]
    # Formulas, names and quotations are written in Latin letters everywhere.
    others = [name for name in counts if name != "latin" and counts[name] >= _SCRIPT_SHARE * letters]
    if script == "latin" and not others:
        return _by_words(sample)
    script = script if script != "latin" else others[0]
    code = _BY_SCRIPT.get(script) or _by_letters(script, sample.lower(), counts[script])
    return Language(code, counts[script] / letters) if code else None


def _sample(text: str) -> str:
    if len(text) <= _LOOKED_AT_CHARACTERS:
        return text
    part, middle = _LOOKED_AT_CHARACTERS // 3, len(text) // 2
    return f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"


def _by_letters(script: str, sample: str, letters: int) -> str | None:
    for code, pattern in _BY_LETTER[script]:
        if len(re.findall(pattern, sample)) >= _LETTER_SHARE * letters:
            return code
    return None


def _by_words(sample: str) -> Language | None:
    found = [word.lower().replace("’", "'") for word in _WORD.findall(sample)]
    if len(found) < _FEWEST_WORDS:
        return None
    shares = Counter({code: sum(word in words for word in found) / len(found) for code, words in _WORDS.items()})
    (best, share), (_, second) = shares.most_common(2)
    lead = (share - second) / share if share else 0.0
    if share < _FEWEST_COMMON or lead < _LEAST_LEAD:
        return None
    return Language(best, min(1.0, lead + share / 2))
