"""Skills of a document: one per key concept, concepts with few items joined with what they are explained beside."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lyceum.studio.drafts import Prerequisite, SkillDraft, SourcePassage, Term
from lyceum.studio.prerequisites import TermTrace, prerequisites_of

# A skill is practised with several items, or mastery of it would be a guess; above the most it says too little.
FEWEST_ITEMS = 3
MOST_TERMS = 3
# A name has its place in lists, and its key in an index.
_LONGEST_NAME = 120
_LONGEST_KEY = 80
_JOINING = {"en": " and ", "de": " und "}
# How many terms before and after a small one are looked at for its partner.
_NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class TermPlace:
    """Where a term is explained, passages counted in reading order, and how many items ask about it."""

    term: Term
    passage: int
    item_count: int


@dataclass(slots=True)
class _Group:
    """Terms that are practised together; the one with the most items gives the name."""

    path: tuple[str, ...]
    places: list[TermPlace]

    @property
    def item_count(self) -> int:
        return sum(place.item_count for place in self.places)


def skills_of(
    places: Sequence[TermPlace], passages: Sequence[SourcePassage], language: str | None = "en"
) -> tuple[SkillDraft, ...]:
    """Skills in reading order; every term with a place belongs to exactly one.

    A term with enough items is a skill of its own. One with few joins a term of the same section, of the same kind if
    there is one ("demand schedule" and "demand curve"), else its neighbour in the chapter.
    """
    in_order = sorted(places, key=lambda each: each.passage)
    groups = [_Group(passages[place.passage].heading_path, [place]) for place in in_order]
    at = 0
    while at < len(groups):
        partner = _partner(at, groups) if groups[at].item_count < FEWEST_ITEMS else None
        if partner is None:
            at += 1
            continue
        joined = groups.pop(at)
        partner.places = sorted([*partner.places, *joined.places], key=lambda each: each.passage)
    return _named(groups, _JOINING.get(language or "", ", "))


def in_teaching_order(
    skills: Sequence[SkillDraft], traces: Mapping[str, TermTrace]
) -> tuple[tuple[SkillDraft, ...], tuple[Prerequisite, ...]]:
    """The skills with their prerequisites, each after all of them, and the edges with their reasons."""
    by_key = {skill.key: skill for skill in skills}
    order, edges = prerequisites_of({skill.key: skill.term_keys for skill in skills}, traces)
    before: dict[str, list[str]] = {}
    for edge in edges:
        before.setdefault(edge.then_key, []).append(edge.first_key)
    ordered = (replace(by_key[key], prerequisite_keys=tuple(before.get(key, ()))) for key in order)
    return tuple(ordered), tuple(edges)


def skill_of_term(skills: Sequence[SkillDraft]) -> Mapping[str, str]:
    """From term key to skill key."""
    return {term: skill.key for skill in skills for term in skill.term_keys}


def _partner(at: int, groups: Sequence[_Group]) -> _Group | None:
    """The group that a small one joins: near, with room, and of the same kind if there is one."""
    group = groups[at]
    near = [*reversed(groups[max(0, at - _NEIGHBOURS) : at]), *groups[at + 1 : at + 1 + _NEIGHBOURS]]
    room = [other for other in near if len(other.places) + len(group.places) <= MOST_TERMS]
    in_chapter = [other for other in room if other.path[:1] == group.path[:1]]
    return max(in_chapter, key=lambda other: _nearness(group, other), default=None)


def _nearness(group: _Group, other: _Group) -> tuple[int, bool, bool, int]:
    words = {word for place in group.places for word in place.term.key.split()}
    shared = len(words & {word for place in other.places for word in place.term.key.split()})
    distance = min(abs(left.passage - right.passage) for left in group.places for right in other.places)
    return (shared if group.path == other.path else 0, group.path == other.path, shared > 0, -distance)


def _named(groups: Sequence[_Group], joining: str) -> tuple[SkillDraft, ...]:
    skills = []
    used: set[str] = set()
    for group in groups:
        main = max(group.places, key=lambda place: (place.term.is_bold, place.item_count, -place.passage))
        name = _cut_short(_capitalised(_listed([place.term.text for place in group.places], joining)))
        key = _unused(slug(main.term.key), used)
        skills.append(SkillDraft(key, name, tuple(place.term.key for place in group.places)))
    return tuple(skills)


def _listed(names: Sequence[str], joining: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}{joining}{names[-1]}"


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _cut_short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def slug(term_key: str) -> str:
    """The key of the skill a term gives its name to: the same in every document of a subject."""
    return re.sub(r"\W+", "-", term_key).strip("-")[:_LONGEST_KEY] or "skill"


def _unused(key: str, used: set[str]) -> str:
    """The key, numbered if it was given out before."""
    free = key
    number = 1
    while free in used:
        number += 1
        free = f"{key}-{number}"
    used.add(free)
    return free
