"""Where sentences begin and end, robust to abbreviations, initials, decimals and quotation marks."""

import re

from lyceum.algorithms.text.stop_words import listed

# A full stop, perhaps inside quotation marks or brackets, then white space; CJK stops need no space.
_STOP = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』）]*|\n{2,})")
_LAST_TOKEN = re.compile(r"[(\[“\"‘']*([^\s(\[“\"‘']+)$")
_NEXT_TOKEN = re.compile(r"\s*([“\"‘'(\[]*)(\S+)")
_INITIAL = re.compile(r"^(?:[A-Z]|[A-Z]\.-[A-Z])\.$")
_ACRONYM = re.compile(r"^(?:[A-Za-z]\.){2,}$")
# These are followed by a name, a number or a lower-case word, never by the end of a sentence.
_NEVER_LAST = listed(
    "mr. mrs. ms. dr. prof. st. sen. rep. gen. gov. lt. col. sgt. capt. rev. hon. pres. fig. figs. eq. eqs. "
    "sec. ch. vol. no. nos. pp. p. cf. vs. v. e.g. i.e. viz. approx. ca. c. al. ed. eds. trans. dept. univ. "
    "mt. ft. jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. bzw. z.b. d.h. vgl. usw. abb. nr."
)
# These may end a sentence: then the next word tells.
_SOMETIMES_LAST = listed("etc. inc. ltd. co. corp. jr. sr. u.s. u.k. u.n. d.c. a.m. p.m. b.c. a.d. ph.d. m.d.")
_STARTERS = listed(
    "a an and as at after all although another because before both but by during each even every few for from "
    "however he how i if in it its many more most no not of on one or other others our people several she "
    "since so some such that the their then there these they this those though through thus to today under "
    "unlike until we what when where whether which while who why with without you your"
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open character ranges of the sentences of a text, in order, without the white space between them."""
    spans = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.end() > start and _ends_sentence(text, start, stop):
            spans.append(_trimmed(text, start, stop.end()))
            start = stop.end()
    spans.append(_trimmed(text, start, len(text)))
    return [(begin, end) for begin, end in spans if end > begin]


def sentences(text: str) -> list[str]:
    """The sentences of a text, verbatim."""
    return [text[start:end] for start, end in sentence_spans(text)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    mark = stop.group()
    if mark[0] in "\n。！？":
        return True
    following = _NEXT_TOKEN.match(text, stop.end())
    if following is None:
        return True
    quotes, word = following.groups()
    if "\n\n" in text[stop.end() : following.start(2)]:
        return True
    if not (word[0].isupper() or word[0].isdigit() or quotes or _is_caseless(word[0])):
        return False
    return mark[0] != "." or _full_stop_ends(text, start, stop, word)


def _is_caseless(character: str) -> bool:
    return character.isalpha() and character.lower() == character.upper()


def _full_stop_ends(text: str, start: int, stop: re.Match[str], next_word: str) -> bool:
    # Sixty characters are more than any abbreviation; without the bound long texts would cost quadratic time.
    token = _LAST_TOKEN.search(text[max(start, stop.start() - 60) : stop.start() + 1])
    last = token.group(1) if token else ""
    is_starter = re.sub(r"\W", "", next_word).lower() in _STARTERS and next_word[0].isupper()
    if last.lower() in _NEVER_LAST:
        return False
    if last.lower() in _SOMETIMES_LAST or _ACRONYM.match(last):
        return is_starter
    if _INITIAL.match(last):
        return is_starter
    return True
