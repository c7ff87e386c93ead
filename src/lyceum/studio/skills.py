"""Skills of a document: one per section, sections too small to practise joined with their neighbour."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lyceum.studio.drafts import SkillDraft, SourcePassage, Term

# A skill is practised with several items, or mastery of it would be a guess; above the most it says too little.
FEWEST_ITEMS = 3
MOST_TERMS = 4
_TERMS_IN_NAME = 3
# A heading is whatever the file says it is; a name has its place in lists, and its key in an index.
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class TermPlace:
    """Where a term is explained, passages counted in reading order, and how many items ask about it."""

    term: Term
    passage: int
    item_count: int


@dataclass(slots=True)
class _Section:
    path: tuple[str, ...]
    places: list[TermPlace]
    is_whole: bool = True

    @property
    def item_count(self) -> int:
        return sum(place.item_count for place in self.places)


def skills_of(places: Sequence[TermPlace], passages: Sequence[SourcePassage]) -> tuple[SkillDraft, ...]:
    """Skills in reading order; every term with a place belongs to exactly one.

    A section is a skill named by its heading. A section with few items joins its neighbour in the same
    chapter, and a long section is cut into about equal parts; what is joined or cut is named by its terms.
    """
    sections: dict[tuple[str, ...], _Section] = {}
    for place in sorted(places, key=lambda each: each.passage):
        path = passages[place.passage].heading_path
        sections.setdefault(path, _Section(path, [])).places.append(place)
    groups = [part for section in _joined(list(sections.values())) for part in _cut(section)]
    return _named(groups)


def skill_of_term(skills: Sequence[SkillDraft]) -> Mapping[str, str]:
    """From term key to skill key."""
    return {term: skill.key for skill in skills for term in skill.term_keys}


def _joined(sections: list[_Section]) -> list[_Section]:
    joined: list[_Section] = []
    for section in sections:
        before = joined[-1] if joined else None
        is_small = before is not None and min(section.item_count, before.item_count) < FEWEST_ITEMS
        if before and is_small and section.path[:1] == before.path[:1]:
            joined[-1] = _Section(before.path, before.places + section.places, is_whole=False)
        else:
            joined.append(section)
    return joined


def _cut(section: _Section) -> list[_Section]:
    """About equal parts of at most `MOST_TERMS` terms."""
    count = len(section.places)
    parts = -(-count // MOST_TERMS)
    bounds = [round(count * part / parts) for part in range(parts + 1)]
    return [_Section(section.path, section.places[start:end], section.is_whole) for start, end in pairwise(bounds)]


def _named(groups: Sequence[_Section]) -> tuple[SkillDraft, ...]:
    groups_at = Counter(group.path for group in groups)
    skills = []
    used: Counter[str] = Counter()
    for group in groups:
        heading = group.path[-1] if group.path and group.is_whole and groups_at[group.path] == 1 else ""
        name = _cut_short(heading or _capitalised(_listed([place.term.text for place in group.places])))
        key = _unused(_slug(name), used)
        skills.append(SkillDraft(key, name, tuple(place.term.key for place in group.places)))
    return tuple(skills)


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_TERMS_IN_NAME])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _cut_short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-") or "skill"


def _unused(slug: str, used: Counter[str]) -> str:
    """The slug, numbered if it was given out before; a number that is taken too is passed over."""
    key = slug
    while key in used:
        used[slug] += 1
        key = f"{slug}-{used[slug]}"
    used[key] += 1
    return key
