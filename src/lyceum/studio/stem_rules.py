"""What a sentence must be to stand alone on a card: no pointing elsewhere, no exercise, no example's numbers."""

import re

from lyceum.algorithms.text.words import words

FEWEST_WORDS = 7
MOST_WORDS = 45

# A link to the sentence before that can be taken off without hurting the rest.
_LINK = re.compile(
    r"^(?:However|Thus|Therefore|Hence|In addition|Additionally|Moreover|Furthermore|Conversely|Similarly|Likewise|"
    r"In contrast|By contrast|In general|In fact|Indeed|As noted (?:earlier|above)|Finally|First|Second|"
    r"Third|Specifically|Of course|Again|Nevertheless|Nonetheless|Instead|Consequently|"
    r"Accordingly|For this reason|As a result|Also|Next|Then|Now|That is),\s+(?=\w)"
)
# The same in the middle of a sentence.
_INNER_LINK = re.compile(
    r",\s+(?:on the other hand|however|therefore|thus|for example|for instance|in turn|in contrast|by contrast|"
    r"of course|in fact|too|as well|also),(?=\s)",
    re.IGNORECASE,
)
# A sentence that opens like this means something said before it.
_POINTS_BACK = re.compile(
    r"^(?:Th(?:is|ese|ose|at|ey|eir)|It|Its|He|She|His|Her|Such|Both|Another|Neither|Either|The (?:former|latter|same|"
    r"other|first|second|third|last|result|following|above|reason|answer|previous)|Here|There|And|But|So|Or|Yet|Nor|"
    r"For (?:example|instance)|In (?:short|sum|summary|conclusion|other words|this|that|these|"
    r"those|such|each|both|either|the (?:same|previous)|our|(?:the )?(?:first|second|third))\b|"
    r"At (?:this|that|the same)|On (?:this|that|the (?:other|one) hand)|By (?:this|that)|"
    r"With (?:this|that|these)|From (?:this|that)|As (?:we|you|mentioned|stated|shown|noted|discussed|described)|"
    r"Because of (?:this|that)|Some|Others?|One (?:of|way|such|example|possibility|reason)|"
    r"Of (?:these|those|them)|Similarly|Likewise|To (?:this|that|date))\b"
)
# The same in German, as far as cards and gaps need it.
_POINTS_BACK_IN_GERMAN = re.compile(
    r"^(?:Dies(?:e[rsmn]?)?|Jene[rsmn]?|Solche[rsmn]?|Er|Sie|Es|Ihr(?:e[rsmn]?)?|Da(?:bei|durch|mit|her|zu|rum|von|ran|gegen)|"
    r"Deshalb|Deswegen|Hier(?:bei|durch|mit)?|Dort|Und|Aber|Oder|Denn|Doch|Auch|Beide[rsmn]?|Außerdem|Zum Beispiel)\b"
)
_ELSEWHERE_IN_GERMAN = re.compile(
    r"\b(?:Abbildung|Abb\.|Tabelle|Tab\.|Kapitel|Abschnitt|Gleichung|Seite)\s+\d|\bsiehe\b|"
    r"\b(?:oben|unten) (?:gezeigt|genannt|beschrieben|erwähnt)"
)
_THIS_NOUN_IN_GERMAN = re.compile(r"\b(?:dies|jen|solch)e[rsmn]?\s+[A-ZÄÖÜ]")
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:(?:the|this|following|next|previous|earlier|later|preceding|above) "
    r"(?:figures?|tables?|graphs?|diagrams?|charts?|chapters?|sections?|modules?|features?|examples?|equations?|"
    r"paragraphs?|pages?|photos?|photographs?|images?|pictures?|maps?|panels?|scenarios?|box)|"
    r"(?:figure|fig\.|table|equation|chapter|section|appendix|exercise|example|step|panel|point|line|curve)\s+"
    r"(?:\d|[A-Z](?:\d|\b))|"
    r"(?:shown|seen|mentioned|discussed|described|defined|explained|noted|listed|introduced|illustrated) "
    r"(?:above|below|here|in|earlier|previously|by the)|(?:see|visit|watch|read|link|click)\b.{0,20}\b(?:the|this|that|"
    r"figure|table|website|video|article)|as (?:follows|shown)|\b(?:labell?ed|marked) |"
    r"\([A-Z]\d?\)|credit:|\bonline\b|\bwebsites?\b|https?:|www\.)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\s*\((?:see |as in |shown in )?(?:the )?(?:figures?|fig\.|tables?|chapters?|sections?)\b[^)]*\)", re.IGNORECASE
)
_LIKE_FIGURE = re.compile(
    r",? (?:such as|like|as (?:shown |seen )?in) (?:the )?(?:figure|table|graph|diagram)\b(?: \d+(?:\.\d+)*)?,?",
    re.IGNORECASE,
)
_THIS_BETWEEN = re.compile(
    r"\b(?P<article>[Tt])his (?P<what>(?:[a-z]+ ){1,3}between [a-z’]+ (?:[a-z]+ ){0,3}and [a-z])"
)
_PER = r"per (?:gallon|pound|bushel|ounce|barrel|bottle|box|bag|carton|dozen|slice|cup|ticket)\b"
_PRICE_PER = re.compile(rf"\b(?P<what>price|cost) {_PER}")
_CITATION = re.compile(r"\s*\([^()]*\b(?:1[89]|20)\d\d[a-z]?\)")
_ADDRESSES = re.compile(
    r"\b(?:I|you|You|your|Your|let’s|let's|Let’s|Let's|my|yours|yourself)\b|"
    r"\b[Ww]e (?:will|have|saw|see|can see|discuss\w*|learn\w*|now|shall|next|then|consider\w*|assume|need|examine\w*|"
    r"find|found|explore\w*|turn|look|looked|return|begin|might|would|just|are going|do not)\b|"
    r"^(?:Imagine|Suppose|Consider|Recall|Remember|Notice|Note|Think|Look|Assume|Compare|Visit|Ask|Explain|Describe|"
    r"Discuss|Define|List|Identify|Calculate|Compute|Determine|Find|Draw|Sketch|Give|State|Name|Show|Use|Write|"
    r"Choose|Select|Try|Watch|Read|Review|Complete|Match|Evaluate|Analyze|Analyse|Predict|Solve|Summarize|"
    r"Summarise|Be|Do|Don’t|Don't|Ever|Say|Take|Step \d)\b"
)
# Money, or the measure in which the goods of one example are sold.
_EXAMPLE_NUMBERS = re.compile(rf"[$€£¥]\s?\d|\d+\s?(?:dollars|cents)\b|\b{_PER}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A note number lost between two sentences: "had fled.U.S. Const."
_GLUED = re.compile(r"[a-z]{2}[.!?]\(?[A-Z]")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|may|might|must|will|would|should|do|does|did|[a-z]{2,}(?:ed|es|s)|"
    r"began|became|made|took|gave|led|held|kept|sought|brought|thought|called|mean|include|occur|refer|describe|"
    r"call|use|provide|contain|form|allow|produce|cause|carry|play|"
    r"ist|sind|wird|werden|hat|haben|kann|können|heißt|nennt|nennen|versteht|bezeichnet|bedeutet|beschreibt)\b"
)
# "at this price", "these four factors": a noun that was named before.
# "those substances that …" says itself what it is.
_THIS_NOUN = re.compile(
    r"\b(?:this|these|those|such)\s+(?:latest|last|new|same|very|latter|first|second)\b|"
    r"\b(?:this|these|such)\s+(?!as\b|a\b|an\b|that\b|who\b|of\b|which\b|in\b)[a-z]+|"
    r"\bthose\s+(?!(?:[a-z]+ ){1,3}(?:between|of|in which|that|whereby|who)\b)"
    r"(?!as\b|a\b|an\b|that\b|who\b|of\b|which\b|in\b)"
    r"[a-z]+|\b(?:the (?:above|former|latter|same|two|three))\b"
)
# "at that price": that one, of which the sentence before spoke. "In that" and "so that" join clauses.
_THAT_NOUN = re.compile(
    r"\b(?:[Ii]f|[Ww]hen|at|of|on|for|to|by|from|with|into|within|during|after|before|under|above|below) that\s+"
    r"(?!(?:is|are|was|were|can|of|which|has|have|will|may|do|does|the|an?|it|they|we|he|she)\b)[a-z]+"
)
# "is also located here": beside what, and where?
_ALSO_HERE = re.compile(r"\bhere\b|\b(?:is|are|was|were) also (?!called|known|referred|termed|named)")
_FORMULA = re.compile(r"[=<>≤≥±×÷∑∫√→⟶∝]|\\[a-z]+|\w\^\w")
_MOST_NUMBERS = 3

_NOT_TEACHING = re.compile(
    r"^(?:(?:chapter|learning|section|lesson|module) (?:objectives|outcomes|goals|summary|review)|objectives|outcomes|"
    r"key (?:terms|concepts|takeaways|equations|ideas)(?: and .*)?|glossary|(?:concept )?summary|review(?: questions)?|"
    r"(?:\w+ )?(?:questions|exercises|problems)(?: and .*)?|references|bibliography|works cited|further (?:reading|"
    r"research)|for further .*|index|contents|table of contents|answers?(?: key)?:?|solutions?:?|strategy:?|"
    r"check your (?:understanding|learning)|self.check.*|critical thinking.*|personal application.*|acknowledg\w+|"
    r"about the authors?|preface|copyright.*|licen[cs]e|image credits|suggested .*|learning by doing|thinking ahead|"
    r"significance|think it over|your turn|(?:an? )?(?:(?:combined|worked|numerical) )?examples?\b.*|case study.*)$",
    re.IGNORECASE,
)


def teaches(heading_path: tuple[str, ...]) -> bool:
    """Whether the text under these headings explains something, rather than listing, asking or referring."""
    return not any(_NOT_TEACHING.match(heading.strip(" .:")) for heading in heading_path)


def without_asides(sentence: str) -> str:
    """The sentence without references and the units of an example: "(Figure 3.2)", "(Smith, 1998)", "price per gallon".

    "This inverse relationship between price and demand" is told by the words after it, and becomes "the".
    """
    bare = _LIKE_FIGURE.sub("", _REFERENCE.sub("", _CITATION.sub("", sentence)))
    bare = _PRICE_PER.sub(r"\g<what>", bare)
    return _THIS_BETWEEN.sub(r"\g<article>he \g<what>", bare)


def without_link(sentence: str) -> str:
    """The sentence without a word that only ties it to the one before; the next word is capitalised."""
    sentence = _INNER_LINK.sub("", sentence)
    rest = _LINK.sub("", sentence, count=1)
    return rest if rest == sentence else rest[:1].upper() + rest[1:]


def points_back(sentence: str) -> bool:
    """Whether the sentence, link taken off, opens with something only the text before it explains."""
    plain = without_link(sentence)
    return bool(_POINTS_BACK.match(plain) or _POINTS_BACK_IN_GERMAN.match(plain))


def points_elsewhere(sentence: str) -> bool:
    """Whether it speaks of a figure, a table, another section, or a thing mentioned there."""
    return bool(_POINTS_ELSEWHERE.search(sentence) or _ELSEWHERE_IN_GERMAN.search(sentence))


def mentions_something_before(sentence: str) -> bool:
    """Whether "this", "these" or "such" inside it needs an earlier sentence."""
    return bool(_THIS_NOUN.search(sentence[1:]) or _THIS_NOUN_IN_GERMAN.search(sentence[1:]))


_DENIES = re.compile(
    r"^\s+(?:has|have|had|did|does|do|is|are|was|were|may|can|could|would|will|should)\s+(?:never|not|no longer)\b"
)


def denies(after: str) -> bool:
    """Whether what follows a term says only what it is not or did not."""
    return bool(_DENIES.match(after))


def means_that_one(text: str) -> bool:
    """Whether "that" points at a thing named earlier: on the back of a card it may, in a question it may not."""
    return bool(_THAT_NOUN.search(text) or _ALSO_HERE.search(text))


def addresses_reader(sentence: str) -> bool:
    """Whether it talks to the reader or is an exercise: "you", "we will see", "Consider", "Explain".

    A general "we" ("information enters our memory") is how textbooks speak and stays.
    """
    return bool(_ADDRESSES.search(sentence))


def is_worked_example(sentence: str) -> bool:
    """Whether it is about the figures of one example: money, many numbers, a formula."""
    if _EXAMPLE_NUMBERS.search(sentence) or _FORMULA.search(sentence):
        return True
    return len(_NUMBER.findall(sentence)) > _MOST_NUMBERS


def is_whole_sentence(sentence: str) -> bool:
    """Whether it begins like a sentence, ends like one, has a verb, closes what it opens, and is of sane length."""
    begins = sentence[:1].isupper() or (sentence[:1] in "“\"‘'" and sentence[1:2].isupper()) or sentence[:1].isdigit()
    ends = sentence.rstrip("”\"’')").endswith((".", "!"))
    balanced = sentence.count("(") == sentence.count(")") and sentence.count("“") == sentence.count("”")
    count = len(words(sentence))
    is_glued = bool(_GLUED.search(sentence))
    return (
        begins
        and ends
        and balanced
        and not is_glued
        and FEWEST_WORDS <= count <= MOST_WORDS
        and bool(_VERB.search(sentence))
    )
