"""Where sentences begin and end, robust to abbreviations, initials, decimals and quotation marks."""

import re

from lyceum.algorithms.text.stop_words import listed

# A full stop, perhaps inside quotation marks or brackets, then white space; CJK stops need no space.
_STOP = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*(?=\s)|[。！？]+[」』）”]*|．(?!\d)|\n{2,})")
_GOES_ON = frozenset("とっのはがをに、")
_LAST_TOKEN = re.compile(r"[(\[“\"‘']*([^\s(\[“\"‘']+)$")
_NEXT_TOKEN = re.compile(r"\s*([“\"‘'(\[]*)(\S+)")
_INITIAL = re.compile(r"^(?:[A-Z]|[A-Z]\.-[A-Z])\.$")
_ACRONYM = re.compile(r"^(?:[A-Za-z]\.){2,}$")
# These are followed by a name, a number or a lower-case word, never by the end of a sentence.
_NEVER_LAST = listed(
    "mr. mrs. ms. dr. prof. st. sen. rep. gen. gov. lt. col. sgt. capt. rev. hon. pres. fig. figs. eq. eqs. "
    "sec. ch. vol. no. nos. pp. p. cf. vs. v. e.g. i.e. viz. approx. ca. c. al. ed. eds. trans. dept. univ. "
    "bspw. ggf. inkl. evtl. bzgl. geb. gest. hrsg. jh. jhd. sog. zzgl. str. tel. abs. kap. bd. verf. u.a. "
    "o.ä. p.ex. mme. mlle. sra. srta. núm. pág. págs. "
    "mt. ft. jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. bzw. z.b. d.h. vgl. usw. abb. nr."
)
# These may end a sentence: then the next word tells.
_SOMETIMES_LAST = listed("etc. inc. ltd. co. corp. jr. sr. u.s. u.k. u.n. d.c. a.m. p.m. b.c. a.d. ph.d. m.d.")
# "z. B.", "d. h.", "i. d. R.", "p. ex.", "n. Chr.": with spaces in between, each part is one letter and a full stop.
_LONE_LETTER = re.compile(r"^[^\W\d_]\.$")
_SPACED_PARTS = re.compile(r"(?:^|[\s(])(?:[^\W\d_]\.\s){1,3}$")
_AFTER_LETTER = re.compile(r"^(?:[^\W\d_]\.|ex\.|chr\.)", re.IGNORECASE)
# "am 3. Mai", "im 19. Jahrhundert", "der 2. Satz": a number with a full stop is an ordinal in German.
_ORDINAL = re.compile(r"^\d{1,3}\.$")
_BEFORE_ORDINAL = re.compile(
    r"\b(?:der|die|das|dem|den|des|im|vom|zum|zur|beim|ab|seit|bis|und|am|dieser|diesem|jeder|jedem|einer|einem)\s+$",
    re.IGNORECASE,
)
_ORDERED = listed(
    "januar februar märz april mai juni juli august september oktober november dezember jänner jahrhundert "
    "jahrhunderts jahrtausend weltkrieg weltkriegs auflage kapitel klasse ordnung grades"
)
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
    if mark[0] in "\n。！？．":
        # 「…。」と言った: what was said is only part of the sentence.
        return not (mark[-1] in "」』" and text[stop.end() : stop.end() + 1] in _GOES_ON)
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
    if last.lower() in _NEVER_LAST or _is_part_of_more(text, stop, last, next_word):
        return False
    if last.lower() in _SOMETIMES_LAST or _ACRONYM.match(last):
        return is_starter
    if _INITIAL.match(last):
        return is_starter
    return True


def _is_part_of_more(text: str, stop: re.Match[str], last: str, next_word: str) -> bool:
    """Whether the full stop belongs to an abbreviation of several parts, or to an ordinal number."""
    before = text[max(0, stop.start() - 40) : stop.start() + 1 - len(last)]
    if _LONE_LETTER.match(last):
        is_first = bool(last[0].islower() and _AFTER_LETTER.match(next_word))
        return is_first or bool(_SPACED_PARTS.search(before) and next_word.lower() not in _STARTERS)
    if not _ORDINAL.match(last) or next_word.lower() in _STARTERS:
        return False
    return bool(re.sub(r"\W", "", next_word).lower() in _ORDERED or _BEFORE_ORDINAL.search(before))
