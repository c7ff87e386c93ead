"""Numbers written as words, in English and German: which number a word is, and how else a number may be written."""

import re
from types import MappingProxyType

_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_GERMAN = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
_GERMAN_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_NUMERAL = re.compile(r"^(\d+)(?:st|nd|rd|th)?$")
_TWENTY, _TEN = 20, 10


def _cardinals() -> dict[str, int]:
    words = {word: number for names in (_ENGLISH, _GERMAN) for number, word in enumerate(names)}
    for place, (english, german) in enumerate(zip(_ENGLISH_TENS, _GERMAN_TENS, strict=True)):
        tens = _TWENTY + _TEN * place
        words |= {english: tens, german: tens}
        for unit in range(1, _TEN):
            ones = "ein" if unit == 1 else _GERMAN[unit]
            words |= {f"{english} {_ENGLISH[unit]}": tens + unit, f"{ones}und{german}": tens + unit}
    words |= {"hundred": 100, "hundert": 100, "thousand": 1000, "tausend": 1000, "million": 1_000_000}
    return {word.casefold(): number for word, number in words.items()}


# Every cardinal of one or two words, case-folded, hyphens as spaces.
CARDINALS = MappingProxyType(_cardinals())
ORDINALS = MappingProxyType({word: number for number, word in enumerate(_ORDINALS)})
_LONGEST = max(len(word.split()) for word in CARDINALS)


def number_of(word: str) -> int | None:
    """The whole number that a word or numeral stands for ("3", "3rd", "third", "drei"); None if it is none."""
    folded = word.casefold()
    if numeral := _NUMERAL.match(folded):
        # Beyond this no number is written as a word, and int() of a very long text takes its time.
        return int(numeral.group(1)) if len(folded) < _TWENTY else None
    return CARDINALS.get(folded, ORDINALS.get(folded))


def in_digits(text: str) -> str:
    """A text of words parted by single spaces, with every cardinal in digits: "twenty five cells" as "25 cells"."""
    parts, done = text.split(), []
    start = 0
    while start < len(parts):
        for length in range(_LONGEST, 0, -1):
            number = CARDINALS.get(" ".join(parts[start : start + length]).casefold())
            if number is not None and start + length <= len(parts):
                done.append(str(number))
                break
        else:
            length = 1
            done.append(parts[start])
        start += length
    return " ".join(done)
