"""What in a sentence speaks for its being the definition of a term it mentions: signs for a linear model."""

import math
import re
from dataclasses import dataclass

from lyceum.studio import definition_cues as cues
from lyceum.studio import stem_rules
from lyceum.studio.definition_points import is_name
from lyceum.studio.mentions import Mention
from lyceum.studio.sentence_facts import facts_of

_RELATIVE = re.compile(r"\b(?:that|which|who|where|when|whose)\b")
_WAYS_OF_EXPLAINING = (
    ("is_what", cues.IS_WHAT),
    ("means", cues.MEANS),
    ("apposition", cues.APPOSITION),
    ("does", cues.DOES),
    ("is", cues.IS),
)
_FEW_WORDS = 8
_MOST_WORDS_COUNTED = 60
_WORDS_PER_UNIT = 20
_FAR_IN = 80


@dataclass(frozen=True, slots=True)
class Place:
    """Where one mention stands among all mentions of its term."""

    order: int
    total: int
    is_bold: bool
    is_in_heading: bool


def signs_of(whole: str, mention: Mention, place: Place) -> dict[str, float]:
    """The signs by name; the same names for every sentence."""
    before = stem_rules.without_link(stem_rules.without_asides(whole[: mention.start]))
    after = stem_rules.without_asides(whole[mention.end :])
    return {
        **_naming(before, after),
        **_explaining(before, after),
        **_shape(whole, before, after),
        "acted": float(bool(cues.LEAD_IN.match(before) and is_name(whole, mention) and cues.ACTED.match(after))),
        "order": math.log1p(place.order),
        "order_share": place.order / max(1, place.total),
        "mentions": math.log1p(place.total),
        "is_first": float(place.order == 0),
        "is_bold": float(place.is_bold),
        "is_in_heading": float(place.is_in_heading),
    }


def _naming(before: str, after: str) -> dict[str, float]:
    is_named, is_called = bool(cues.NAMING_BEFORE.search(before)), bool(cues.WE_CALL_BEFORE.search(before))
    calls_this, ends = bool(cues.CALLS_THIS.search(before)), bool(cues.NAME_ENDS.match(after))
    clause_ends = bool(cues.CLAUSE_ENDS.match(after))
    return {
        "named": float(is_named and ends and not calls_this),
        "named_in_part": float(is_named and not ends),
        "called": float(is_called and not is_named and clause_ends and not calls_this),
        "calls_this": float(calls_this),
        "termed": float(bool(cues.TERM_BEFORE.search(before))),
        "also": float(bool(cues.ALSO_BEFORE.search(before))),
    }


def _explaining(before: str, after: str) -> dict[str, float]:
    way = next((name for name, pattern in _WAYS_OF_EXPLAINING if pattern.match(after)), None)
    is_lead, is_object = bool(cues.LEAD_IN.match(before)), bool(cues.NO_SUBJECT.search(before))
    signs = {"leads": float(is_lead), "is_object": float(is_object)}
    for name, _ in _WAYS_OF_EXPLAINING:
        signs[f"{name}_leading"] = float(name == way and is_lead)
        signs[f"{name}_late"] = float(name == way and not is_lead and not is_object)
        signs[f"{name}_of_object"] = float(name == way and is_object)
    return signs


def _shape(whole: str, before: str, after: str) -> dict[str, float]:
    facts = facts_of(whole)
    count = facts.word_count
    return {
        "defines": float(bool(cues.DEFINE_WORD.search(facts.text))),
        "points_back": float(facts.points_back),
        "points_elsewhere": float(facts.points_elsewhere),
        "addresses_reader": float(facts.addresses_reader),
        "worked_example": float(facts.is_worked_example),
        "whole_sentence": float(facts.is_whole),
        "negates": float(bool(cues.NEGATES.match(after) or cues.ONLY_EXAMPLE.match(after))),
        "is_short": float(count < _FEW_WORDS),
        "length": min(count, _MOST_WORDS_COUNTED) / _WORDS_PER_UNIT,
        "far_in": min(1.0, len(before) / _FAR_IN),
        "has_relative": float(bool(_RELATIVE.search(after))),
        "asks": float(whole.rstrip().endswith("?")),
    }
