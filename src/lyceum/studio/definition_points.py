"""How much a sentence sounds like a definition: points per cue, set by hand and read by people."""

from lyceum.studio import definition_cues as cues
from lyceum.studio import stem_rules
from lyceum.studio.mentions import Mention
from lyceum.studio.sentence_facts import facts_of

# Points by cue, in the order a reader would trust them; chosen on the eight public chapters.
_NAMING, _CALLING, _IS_WHAT_POINTS, _MEANS_POINTS, _TERMED = 4.0, 4.0, 3.5, 3.5, 3.0
_DOES_POINTS, _IS_POINTS, _APPOSITION_POINTS, _ALSO_POINTS, _DEFINES = 1.5, 1.2, 2.0, 1.5, 1.5
_OPENS_POINTS, _FIRST_MENTION, _BOLD_HERE, _NAME_ACTED = 1.5, 0.8, 2.0, 2.5
_POINTS_BACK, _POINTS_ELSEWHERE, _ADDRESSES, _EXAMPLE, _NOT_WHOLE, _NEGATION = -1.5, -2.0, -0.6, -1.5, -3.0, -2.5
_NO_SUBJECT_SHARE, _LATE_SUBJECT_SHARE = 0.3, 0.7


def points_of(whole: str, mention: Mention, *, is_first: bool, is_bold: bool) -> float:
    """How much the sentence sounds like the definition of the term it mentions; from 3.5 it likely is."""
    before = stem_rules.without_link(stem_rules.without_asides(whole[: mention.start]))
    after = stem_rules.without_asides(whole[mention.end :])
    facts = facts_of(whole)
    points = _cue_points(before, after) + _FIRST_MENTION * is_first + _BOLD_HERE * is_bold
    if cues.LEAD_IN.match(before):
        points += _OPENS_POINTS
        if is_name(whole, mention) and cues.ACTED.match(after):
            points = max(points, _OPENS_POINTS + (_IS_WHAT_POINTS if cues.WAS_WHAT.match(after) else _NAME_ACTED))
    if cues.DEFINE_WORD.search(facts.text):
        points += _DEFINES
    penalties = (
        (facts.points_back, _POINTS_BACK),
        (facts.points_elsewhere, _POINTS_ELSEWHERE),
        (facts.addresses_reader, _ADDRESSES),
        (facts.is_worked_example, _EXAMPLE),
        (not facts.is_whole, _NOT_WHOLE),
        (bool(cues.NEGATES.match(after)), _NEGATION),
        (bool(cues.ONLY_EXAMPLE.match(after)), _NEGATION),
    )
    return points + sum(penalty for applies, penalty in penalties if applies)


def is_name(sentence: str, mention: Mention) -> bool:
    """Whether the mention is written as a name; one word at the start of a sentence says nothing."""
    parts = sentence[mention.start : mention.end].split()
    return all(part[0].isupper() for part in parts) and (len(parts) > 1 or mention.start > 0)


def _cue_points(before: str, after: str) -> float:
    """The naming and the explaining cue may both be there: "The force, called gravity, is the …"."""
    naming = max(
        (
            points
            for pattern, points in (
                (cues.NAMING_BEFORE, _NAMING),
                (cues.WE_CALL_BEFORE, _CALLING),
                (cues.TERM_BEFORE, _TERMED),
                (cues.ALSO_BEFORE, _ALSO_POINTS),
            )
            if pattern.search(before)
        ),
        default=0.0,
    )
    explaining = max(
        (
            points
            for pattern, points in (
                (cues.IS_WHAT, _IS_WHAT_POINTS),
                (cues.MEANS, _MEANS_POINTS),
                (cues.APPOSITION, _APPOSITION_POINTS),
                (cues.DOES, _DOES_POINTS),
                (cues.IS, _IS_POINTS),
            )
            if pattern.match(after)
        ),
        default=0.0,
    )
    is_called = bool(cues.WE_CALL_BEFORE.search(before)) and not cues.NAMING_BEFORE.search(before)
    if cues.CALLS_THIS.search(before) or (is_called and not cues.CLAUSE_ENDS.match(after)):
        naming = 0.0
    if not cues.NAME_ENDS.match(after):
        naming /= 2
    if cues.NO_SUBJECT.search(before):
        explaining *= _NO_SUBJECT_SHARE
    elif not cues.LEAD_IN.match(before):
        explaining *= _LATE_SUBJECT_SHARE
    return naming + explaining
