"""How other languages than English say what a term is: the terms they name, and points for the sentences.

German is known by its turns of phrase, Japanese by とは and 「」. Every other language has its bold terms only, and
their first mention counts as what explains them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lyceum.algorithms.text.words import term_key
from lyceum.studio.drafts import Term, Weakness
from lyceum.studio.mentions import Mention
from lyceum.studio.term_candidates import Sentence

# As in English, from 3.5 points a sentence likely is the definition.
_SURE, _LIKELY, _POSSIBLE, _OPENS, _FIRST, _BOLD, _POINTS_BACK = 4.0, 3.0, 1.2, 1.0, 0.8, 2.0, -2.5
_NAMED_SCORE = 0.5
_UNKNOWN_FIRST = 2.5
# Languages of which it is told how they are read.
_DESCRIBED = frozenset({"de", "ja"})


@dataclass(frozen=True, slots=True)
class LanguageCues:
    """What is looked for before and after a mention; `terms` have a group `t`, the term they name."""

    terms: tuple[re.Pattern[str], ...]
    sure_before: re.Pattern[str]
    sure_after: re.Pattern[str]
    likely_after: re.Pattern[str]
    possible_after: re.Pattern[str]
    opens: re.Pattern[str]
    points_back: re.Pattern[str]


# One or two capitalised words, perhaps after an adjective, perhaps with a genitive: "Gesetz der Nachfrage".
_NOUN = r"[A-ZÄÖÜ][\w\-]{2,40}"
_GERMAN = rf"(?P<t>(?:[a-zäöüß]{{3,25}}(?:e|er|es|en)\s)?{_NOUN}(?:\s(?:des|der|von)\s{_NOUN})?(?:\s{_NOUN})?)"
_ARTICLE = r"(?:(?:[Ee]in(?:e[nmrs]?)?|[Dd](?:er|ie|as|en|em))\s)?"
_LEADING_ARTICLE = re.compile(
    r"^(?:(?:Als|Unter)\s)?(?:(?:[Dd](?:er|ie|as|en|em)|[Ee]in(?:e[nmrs]?)?|Diese[rsnm]?)\s)?"
)
_ASIDE = r"(?:\s\([^()]{1,40}\))?"
_BE = r"(?:ist|sind)\s(?:(?:also|dabei|meist|stets|somit|demnach)\s)?"
_WHAT = r"(?:ein(?:e[rsnm]?)?|der|die|das|jede[rs]?|alle[s]?|diejenige[n]?|derjenige|dasjenige|wenn)\b"
_EXPLAINS = r"(?:bezeichnet|bedeutet|beschreibt|meint|umfasst|besteht aus|misst|gibt an|entsteht|liegt vor)\b"
_KANJI_TERM = r"(?P<t>[一-龯ァ-ヶーA-Za-z々]{2,20})"

CUES: Mapping[str, LanguageCues] = MappingProxyType(
    {
        "de": LanguageCues(
            terms=(
                re.compile(rf"^{_ARTICLE}{_GERMAN}{_ASIDE}\s{_BE}{_WHAT}"),
                re.compile(rf"^{_ARTICLE}{_GERMAN}{_ASIDE}\s{_EXPLAINS}"),
                re.compile(rf"^Unter\s{_ARTICLE}[„“\"»]?{_GERMAN}[“”\"«]?\sversteht\sman\b"),
                re.compile(rf"^Als\s{_ARTICLE}[„“\"»]?{_GERMAN}[“”\"«]?\sbezeichnet\sman\b"),
                re.compile(
                    rf"\b(?:nennt man|heißt|heißen|wird als|werden als|spricht man von)\s{_ARTICLE}[„“\"»]?{_GERMAN}"
                ),
                re.compile(rf"\b(?:nennt|nennen)\s(?:\w+\s){{1,4}}?{_ARTICLE}[„“\"»]?{_GERMAN}[“”\"«]?(?=[.;,]|$)"),
                re.compile(rf"\b{_GERMAN}[“”\"«]?\s(?:genannt|bezeichnet)\b"),
            ),
            sure_before=re.compile(
                r"(?:\b(?:nennt man|heißt|heißen|nennt|nennen|spricht man von|wird als|werden als)"
                r"(?:\s(?:man|dies|das|diese[nrs]?|sie|ihn|es|auch)){0,2}|^(?:Als|Unter))\s(?:ein(?:e[nmrs]?)?\s|d(?:er|ie|as|en|em)\s)?[„“\"»]?$"
            ),
            sure_after=re.compile(r"^[“”\"«]?\s(?:versteht man|bezeichnet(?=[.,;])|genannt(?=[.,;]))"),
            likely_after=re.compile(rf"^[“”\"«]?{_ASIDE}\s(?:{_BE}{_WHAT}|{_EXPLAINS})"),
            possible_after=re.compile(rf"^[“”\"«]?{_ASIDE},?\s(?:ist|sind|also|das heißt|d\.\s?h\.)\b"),
            opens=re.compile(rf"^{_ARTICLE}[„“\"»]?$|^(?:Als|Unter)\s{_ARTICLE}[„“\"»]?$"),
            points_back=re.compile(
                r"^(?:Dies(?:e[rsnm]?)?|Er|Sie|Es|Damit|Dabei|Dadurch|Daher|Deshalb|Hier|Dort|Solche|Zum Beispiel|"
                r"Jedoch|Außerdem|Beide|Sein[e]?|Ihr[e]?|Dann|So|Auch)\b"
            ),
        ),
        "ja": LanguageCues(
            terms=(
                re.compile(rf"^{_KANJI_TERM}(?:（[^（）]{{1,30}}）)?とは"),
                re.compile(rf"「{_KANJI_TERM}」"),
            ),
            sure_before=re.compile(r"を[「『]?$"),
            sure_after=re.compile(r"^[」』]?(?:（[^（）]{1,30}）)?(?:とは|と呼|という|と言う|といい)"),
            likely_after=re.compile(r"^[」』]?は[^。]{2,120}(?:である|です|を指す|のことだ|をいう)。?$"),
            possible_after=re.compile(r"^[」』]?は"),
            opens=re.compile(r"^[「『]?$"),
            points_back=re.compile(r"^(?:これ|それ|この|その|しかし|また|そして)"),
        ),
    }
)


def named_terms(sentences: Iterable[Sentence], language: str | None) -> list[Term]:
    """The terms that the sentences name or explain, in order; none in a language without cues."""
    found: dict[str, Term] = {}
    cues = CUES.get(language or "")
    for sentence in sentences if cues else ():
        for pattern in cues.terms if cues else ():
            for match in pattern.finditer(sentence.text):
                shown = _LEADING_ARTICLE.sub("", match["t"])
                key = term_key(shown)
                if key:
                    found.setdefault(key, Term(key, shown, _NAMED_SCORE))
    return list(found.values())


def points_of(whole: str, mention: Mention, language: str | None, *, is_first: bool, is_bold: bool) -> float:
    """How much the sentence sounds like the definition of the term it mentions, on the scale of the English points."""
    before, after = whole[: mention.start], whole[mention.end :]
    points = _FIRST * is_first + _BOLD * is_bold
    cues = CUES.get(language or "")
    if cues is None:
        return points + _UNKNOWN_FIRST * (is_first and is_bold)
    if cues.sure_before.search(before) or cues.sure_after.match(after):
        points += _SURE
    elif cues.likely_after.match(after):
        points += _LIKELY
    elif cues.possible_after.match(after):
        points += _POSSIBLE
    points += _OPENS if cues.opens.match(before) else 0.0
    return points + (_POINTS_BACK if cues.points_back.match(whole) else 0.0)


def weaknesses_of(language: str | None, terms: Sequence[Term]) -> tuple[Weakness, ...]:
    """What to tell whoever uploaded a document that is not in English."""
    if language == "en":
        return ()
    if language in _DESCRIBED:
        found = [Weakness("LANGUAGE_WEAK", f"studio.weakness.language.{language}")]
    elif language:
        found = [Weakness("LANGUAGE_WEAK", "studio.weakness.language.other", {"language": language})]
    else:
        found = [Weakness("LANGUAGE_WEAK", "studio.weakness.language.unknown")]
    if not terms:
        found.append(Weakness("NO_TERMS", "studio.weakness.no_terms"))
    return tuple(found)
