"""Whether an English sentence says what a term is or does, by its shape alone; a plain mention says neither."""

import re

from lyceum.algorithms.text.sentences import sentences
from lyceum.studio import definition_cues as cues
from lyceum.studio import stem_rules
from lyceum.studio.definition_points import is_name
from lyceum.studio.lexicon import Lexeme, stems
from lyceum.studio.mentions import Mention, TermFinder
from lyceum.studio.statements import is_no_meaning, statement_in

_FEWEST_WORDS_SAID = 3
# "is located on the side of the head": where a thing is and what it is for tells it from others.
_IS_PUT_TO = re.compile(
    r"^[”\"’]?(?:\s*\([^)]{1,60}\))?\s+(?:is|are)\s+(?:[a-z]+ly\s+)?(?:located|made|composed|responsible|involved|"
    r"associated|used|concerned|characteri[sz]ed|designed|measured|when)\b"
)
_IS_WHAT = re.compile(r"^[”\"’]?(?:\s*\([^)]{1,60}\))?\s+(?:is|are)\s+(?:an?|the|any|those|defined|when|how)\s")
_IS = re.compile(r"^[”\"’]?(?:\s*\([^)]{1,60}\))?\s+(?:is|are|was|were)\s+")
# "What a buyer pays is called X" tells no kind; "if we apply what is called X" tells nothing.
_WHAT_IS = re.compile(
    r"^What\b|\bwhat (?:\w+ )?(?:is|are|was|were|we|they|he|she) (?:\w+ )?(?:called|calls?|known as|termed) "
)
_TERM_FOR = re.compile(r"^[”\"’]?\s+(?:to (?:refer|describe|mean|denote)|refers?|means?|describes?|is|for)\b")
# What an organ or a part does, with the few verbs that such sentences use.
_ACTS = re.compile(
    r"^[”\"’]?(?:\s*\([^)]{1,60}\))?\s+(?:(?:sits?|lies?) [\w ]{3,30} and )?(?:secretes?|releases?|stores?|serves?|"
    r"connects?|separates?|transmits?|sends?|prepares?|converts?|binds?|breaks?|holds?|supports?|forms?|creates?|"
    r"makes?|acts? as|assumes?|links?|surrounds?|covers?|divides?|lets?|changes?|moves?|coordinates?)\b"
)
# "Located in the neck, the thyroid gland …"; "one prepares the body; the other …".
_LEAD = re.compile(
    r"^(?:[A-Z][a-z]+(?:ed|ing) [^,;]{3,40}, |[^;]+;\s+)?(?:[Aa]n?|[Tt]he|[Aa]ny|[Ee]ach|[Ee]very)?\s*[“\"‘]?$"
)
_THAT_IS = re.compile(r"^[”\"’]?\s*[,—–(]\s*(?:that is|or|meaning|i\.e\.|which (?:is|are|means?|refers?|describes?))\b")
_SAYS_ASIDE = re.compile(r"^[”\"’]?\s*(?:(?:,|—|–)\s*(?:an?|the|which)\s+\w|:\s+[a-z])")
# "the hippocampus, the amygdala, and the hypothalamus": one of several.
_LISTED = re.compile(r"^,\s+(?:an?|the)\s+[\w -]+,?\s+(?:and|or)\s")
_AFTER_DASH = re.compile(
    r"^[”\"’]?\s*[—–]\s*(?:(?:an?|the)\s+(?:[a-z-]+\s+){1,4}(?:that|which|who|of|to|for|in which)|"
    r"[a-z]+s\s+(?:that|which|who))\b"
)


def defines(quoted: str, key: Lexeme, finder: TermFinder) -> bool:
    """Whether the last sentence of a quote tells what the term is; one before it may say what "this" means."""
    sentence, mentions, _ = _last_of(quoted, key, finder)
    if statement_in(sentence, key.term.key, finder) is not None or names(quoted, key, finder):
        return True
    return any(
        _is_subject(sentence, each) or _is_explained_aside(sentence, each, is_bold=key.term.is_bold)
        for each in mentions
    )


def names(quoted: str, key: Lexeme, finder: TermFinder) -> bool:
    """Whether the last sentence of a quote gives the term its name: "economists call … the law of supply"."""
    sentence, mentions, is_second = _last_of(quoted, key, finder)
    return any(_is_named(sentence, each, is_second=is_second) for each in mentions)


def _last_of(quoted: str, key: Lexeme, finder: TermFinder) -> tuple[str, list[Mention], bool]:
    """The last sentence without its asides and link, where it names the term, and whether one stands before it."""
    *before, last = sentences(quoted) or [""]
    sentence = stem_rules.without_link(stem_rules.without_asides(last)).strip()
    return sentence, [each for each in finder.mentions(sentence) if each.key == key.term.key], bool(before)


def _is_named(sentence: str, mention: Mention, *, is_second: bool) -> bool:
    """Whether it says "what … is called X" or "economists call … X", with more than a second name beside it."""
    before, after = sentence[: mention.start], sentence[mention.end :]
    if (cues.CALLS_THIS.search(before) and not is_second) or _WHAT_IS.search(before):
        return False
    is_named = cues.NAMING_BEFORE.search(before) and cues.NAME_ENDS.match(after)
    is_inside_bracket = before.count("(") > before.count(")")
    is_called = not is_inside_bracket and cues.WE_CALL_BEFORE.search(before) and cues.CLAUSE_ENDS.match(after)
    is_term = cues.TERM_BEFORE.search(before) and _TERM_FOR.match(after)
    said = set(stems(f"{before} {after}")) - set(mention.key.split())
    return bool(is_named or is_called or is_term) and (is_second or len(said) >= _FEWEST_WORDS_SAID)


def _is_subject(sentence: str, mention: Mention) -> bool:
    """Whether it says "X shows how …" or "X is located …"; of a name also what it did."""
    before, after = sentence[: mention.start], sentence[mention.end :]
    is_subject = cues.LEAD_IN.match(before) or _LEAD.match(before)
    if not is_subject or cues.NEGATES.match(after) or cues.ONLY_EXAMPLE.match(after):
        return False
    if len(set(stems(after))) < _FEWEST_WORDS_SAID:
        return False
    is_one = _IS.match(after)
    if is_one and is_no_meaning(after[is_one.end() :]):
        return False
    if is_name(sentence, mention) and " " in mention.key and cues.ACTED.match(after):
        return True
    ways = (cues.MEANS, cues.DOES, _IS_WHAT, _ACTS, _IS_PUT_TO, _THAT_IS, _SAYS_ASIDE)
    return any(way.match(after) for way in ways)


def _is_explained_aside(sentence: str, mention: Mention, *, is_bold: bool) -> bool:
    """Whether it says "excess demand, or a shortage—that is, …"; of a bold term any apposition counts."""
    before, after = sentence[: mention.start], sentence[mention.end :]
    if (cues.ALSO_BEFORE.search(before) and _THAT_IS.match(after)) or _AFTER_DASH.match(after):
        return True
    return is_bold and not _LISTED.match(after) and bool(_THAT_IS.match(after) or _SAYS_ASIDE.match(after))


def is_only_example(sentence: str, mention: Mention) -> bool:
    """Whether a sentence calls the term an example of something: then it belongs to the example, not to the subject."""
    is_subject = cues.LEAD_IN.match(sentence[: mention.start])
    return bool(is_subject and _CALLED_EXAMPLE.match(sentence[mention.end :]))


_CALLED_EXAMPLE = re.compile(r"^\s+(?:is|are|was|were) (?:also )?(?:an?|another|one) (?:[a-z-]+ )?examples?\b")
