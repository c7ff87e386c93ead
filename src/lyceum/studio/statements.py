"""A defining sentence taken apart: the term, and what the sentence says it is."""

import re
from dataclasses import dataclass
from enum import StrEnum

from lyceum.algorithms.text.words import words
from lyceum.studio import stem_rules
from lyceum.studio.definitions import Use
from lyceum.studio.mentions import Mention, TermFinder

# What stands in brackets behind a term explains or abbreviates that term, and no other.
_BRACKET = re.compile(r"^[”\"’]?\s*\([^()]{1,60}\)")


class Gloss(StrEnum):
    """What kind of phrase explains the term."""

    NOUN = "noun"  # "a legal maximum price": what it is
    EVENT = "event"  # "a government pays a firm": what happens when it occurs
    CLAUSE = "clause"  # "the quantity demanded falls as the price rises": what it states


@dataclass(frozen=True, slots=True)
class Statement:
    """`sentence` is the text without its asides and link; the term stands once in it, at `mention`."""

    sentence: str
    mention: Mention
    gloss: str
    kind: Gloss

    @property
    def plain(self) -> str:
        """The sentence up to the end of the meaning, without the comment that follows it."""
        start = self.sentence.find(self.gloss, self.mention.end)
        end = start + len(self.gloss) if start >= 0 else len(self.sentence)
        rest = _BRACKET.sub("", self.sentence[self.mention.end : end])
        return f"{self.sentence[: self.mention.end]}{rest.rstrip(' .')}."


_FEWEST_WORDS, _MOST_WORDS = 4, 32
_LEAD = re.compile(r"^(?:An?|The|Any|Each|Every)?\s*[“\"‘]?$")
_ADVERB = r"(?:(?:simply|essentially|basically|usually|generally|typically|often|also|best|commonly|sometimes)\s+)?"
_ASIDE = r"^[”\"’]?(?:\s*\([^)]{1,40}\))?"
_IS = rf"{_ASIDE}\s+(?:is|are)\s+{_ADVERB}"
_AFTER = (
    (re.compile(rf"{_IS}(?:defined\s+as\s+)?(?P<g>(?:an?|the|any|one|that|those)\s+.+)$"), Gloss.NOUN),
    # "knowledge about words", "long-term memories that …": a noun without an article, told by what follows it.
    (re.compile(rf"{_IS}(?P<g>(?:[\w-]+\s+){{1,3}}(?:of|about|for|that|which|who|whose|in which)\s+.+)$"), Gloss.NOUN),
    (re.compile(rf"{_IS}defined\s+as\s+(?P<g>.+)$"), Gloss.NOUN),
    (
        re.compile(
            rf"{_ASIDE}\s+{_ADVERB}(?:refers?\s+to|means?|denotes?|describes?)\s+"
            r"(?P<g>(?:an?|the|any|one|all|how|(?:[\w-]+\s+){1,3}(?:of|that|from|in|which|to))\s+.+)$"
        ),
        Gloss.NOUN,
    ),
    (
        re.compile(rf"{_ASIDE}\s+(?:occurs?|exists?|arises?|happens?)\s+(?:when|if|whenever)\s+(?P<g>(?!\w+ing\b).+)$"),
        Gloss.EVENT,
    ),
    (re.compile(rf"{_ASIDE}\s+is\s+when\s+(?P<g>.+)$"), Gloss.EVENT),
    (re.compile(rf"{_ASIDE}\s+(?:states?|says?|holds?)\s+that\s+(?P<g>.+)$"), Gloss.CLAUSE),
)
# "a process called encoding, which is the input of information into memory"
_NAMED = re.compile(r"\b(?:called|known\s+as|termed|referred\s+to\s+as)\s+(?:an?\s+|the\s+)?[“\"‘]?$")
_WHICH = (
    re.compile(rf"{_ASIDE},\s+which\s+(?:is|are|describes?|refers?\s+to|means?)\s+(?P<g>(?:an?|the)\s+.+)$"),
    re.compile(rf"{_ASIDE},\s+which\s+(?:describes?|refers?\s+to)\s+(?P<g>.+)$"),
)
_CALLED = re.compile(
    r"^(?P<g>.+?)(?<!\s)(?:\s*+,\s++|\s++)(?:is|are)\s++(?:often\s+|also\s+|commonly\s+|sometimes\s+|usually\s+|generally\s+)?"
    r"(?:called|known\s+as|termed|referred\s+to\s+as|named)\s+(?:an?\s+|the\s+|its\s+)?[“\"‘]?$"
)
_WE_CALL = re.compile(
    r"^(?:In \w+, )?(?:[Ww]e|[A-Z]\w+(?:ists|ers|ors|ans))\s+(?:\w+\s+)?call\s+(?P<g>(?:an?|the|any)\s.+?),?\s+"
    r"(?:an?\s+|the\s+)?[“\"‘]?$"
)
_ENDS = re.compile(r"^[”\"’]?\.[”\"’]?$")
# A clause in front ("When prices rise, goods that …") or a second main verb makes no noun phrase.
_NO_NOUN_PHRASE = re.compile(
    r"^(?:When|If|As|Because|Since|Although|Though|While|In|At|On|For|During|After|Before|By|With|To|From|What|How|"
    r"Where|Not|It|They|We|He|She|There|Here|Most|Many|Some|Each|Both)\b"
)
_FINITE = re.compile(r"\b(?:is|are|was|were|we|they|he|she|it)\b")
_DETERMINER = re.compile(r"^(?:an?|the|any|one|all|those|that|what|each|every)\b", re.IGNORECASE)
_OPEN_END = re.compile(r"\b(?:what|which|that|who|and|or|of|to|in|as|by|for|with)$")
# "the name given to the plane through the cell": the plane is what is meant.
_NAME_FOR = re.compile(r"^(?:an?|the) (?:name|term|word|phrase|label)s? (?:for|given to|used for|used to describe) ")
# What is added after these is comment, not meaning.
_COMMENT = re.compile(
    # From where white space begins, or a long run of it would be gone over from each of its signs.
    r"(?<!\s)(?:\s*+[—–;]|\s*+,\s++(?:so|but|although|though|whereas|while|because|since|for example|such as)\b|"
    r"\s*+,\s++and\s++(?:[\w’-]++\s++){1,4}(?:is|are|was|were|refers|means)\b|"
    r"\s*+,?\s*+(?<=\s)and\s++(?:also\s++)?(?:is|are|was|were|has|have|can|may)\b).*$"
)
_NO_MEANING = re.compile(
    r"^(?:(?:those|that|one)\s+(?:we|they|who|which|that)\b|having\b|being\b|relating\b|pertaining\b|"
    r"(?:an?|one|another|the)\s+(?:[\w-]+\s+)?(?:example|illustration|case|instance|reason|result|part(?!\s+(?:that|which)\b)|number(?!\s+of\b)|way|key|"
    r"same|opposite|reverse|counterpart|[\w-]+\s+and\s+(?:its|their|his|her))\b|"
    r"(?:the|an?)\s+only\b(?!\s+\w+\s+(?:where|that|at|for|in)\b)|"
    r"(?:the|an?)\s+(?:most|more|main|best|first|second|last|next)\b|one of|a number of|[\w-]+\s+enough\b|(?:an?|the) "
    r"(?:important|essential|key|vital|crucial|critical|significant|common|major|"
    r"good(?!\s+(?:or|that|which|whose)\b)|useful|special|central|fundamental|basic|similar|related|different|"
    r"[\w-]+ (?:concept|term|word|name))\b)",
    re.IGNORECASE,
)


def statement_of(use: Use, finder: TermFinder) -> Statement | None:
    """The parts of a sentence that says what its term is; None where it is said in another way."""
    sentence = stem_rules.without_link(stem_rules.without_asides(use.sentence.text)).strip()
    return statement_in(sentence, use.mention.key, finder)


def statement_in(sentence: str, key: str, finder: TermFinder) -> Statement | None:
    """The same for a sentence whose asides and link are taken off already."""
    mentions = [each for each in finder.mentions(sentence) if each.key == key]
    if len(mentions) != 1:
        return None
    (mention,) = mentions
    before, after = sentence[: mention.start], sentence[mention.end :]
    found = _gloss_after(before, after) or _gloss_before(before, after)
    if found is None:
        return None
    gloss, kind = found
    gloss = _COMMENT.sub("", _NAME_FOR.sub("", gloss.strip()).rstrip(".")).strip(' ,“”"')
    return Statement(sentence, mention, gloss, kind) if _is_meaning(gloss) else None


def is_no_meaning(phrase: str) -> bool:
    """Whether what follows "is" tells nothing by itself: "an important part", "the opposite of a tax"."""
    return bool(_NO_MEANING.match(phrase))


def _is_meaning(gloss: str) -> bool:
    """Whether a phrase says what something is, and is whole."""
    if not _FEWEST_WORDS <= len(words(gloss)) <= _MOST_WORDS:
        return False
    if _NO_MEANING.match(gloss) or _OPEN_END.search(gloss):
        return False
    return gloss.count("(") == gloss.count(")") and not any(mark in gloss for mark in "“”?")


def _gloss_after(before: str, after: str) -> tuple[str, Gloss] | None:
    if _LEAD.match(before):
        for pattern, kind in _AFTER:
            match = pattern.match(after)
            if match:
                return match["g"], kind
    if _NAMED.search(before):
        for pattern in _WHICH:
            match = pattern.match(after)
            if match:
                return match["g"], Gloss.NOUN
    return None


def _gloss_before(before: str, after: str) -> tuple[str, Gloss] | None:
    if not _ENDS.match(after):
        return None
    match = _WE_CALL.match(before) or _CALLED.match(before)
    if match is None:
        return None
    # "X is called A, and Y is called B": only the last clause is about B.
    gloss = re.split(r",\s+(?:and|but|while|whereas)\s+(?=(?:an?|the)\b)|;\s+", match["g"])[-1]
    if _NO_NOUN_PHRASE.match(gloss):
        return None
    is_phrase = _DETERMINER.match(gloss) or not _FINITE.search(gloss)
    return (_uncapitalised(gloss), Gloss.NOUN) if is_phrase else None


def _uncapitalised(text: str) -> str:
    """The phrase as it stands inside a sentence; a name or an abbreviation keeps its capital."""
    first, _, rest = text.partition(" ")
    if first.lower() in {"a", "an", "the", "any", "one", "all", "those", "that", "every"}:
        return f"{first.lower()} {rest}"
    return text if first[1:2].isupper() or not rest else f"{first[:1].lower()}{first[1:]} {rest}"
