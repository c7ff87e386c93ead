"""What is decided once all drafts are known: what a skill keeps, where a key stands, what is published first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import zip_longest

from lyceum.studio.drafts import DraftType, ItemDraft

# More of one skill than this is a flood: a session asks for a few, and other skills wait.
MOST_ITEMS_PER_SKILL = 16
# Skills that are opened together: about a chapter. Whoever begins at once meets all of them in the first batches.
_SKILLS_AT_ONCE = 12


def capped(items: Sequence[ItemDraft]) -> list[ItemDraft]:
    """At most so many of each skill: every term keeps its first items before any term keeps its last."""
    kept = []
    by_skill: dict[str, list[ItemDraft]] = {}
    for item in items:
        by_skill.setdefault(item.skill_key, []).append(item)
    for of_skill in by_skill.values():
        chosen = {id(item) for item in _terms_in_turn(of_skill)[:MOST_ITEMS_PER_SKILL]}
        kept += [item for item in of_skill if id(item) in chosen]
    return kept


def with_keys_spread(items: Iterable[ItemDraft]) -> list[ItemDraft]:
    """The items with their options in order: wrong ones by their digest, the key where it stood least often so far.

    Both depend on the content alone, so that a second run gives the same items.
    """
    stood: Counter[tuple[int, int]] = Counter()
    arranged = []
    for item in items:
        if item.type is not DraftType.MULTIPLE_CHOICE:
            arranged.append(item)
            continue
        count = len(item.options)
        place = min(range(count), key=lambda each: (stood[count, each], _digest(f"{item.stem} {each}")))
        stood[count, place] += 1
        wrong = sorted(
            (option for option in item.options if option != item.answer), key=lambda option: _digest(item.stem + option)
        )
        arranged.append(replace(item, options=(*wrong[:place], item.answer, *wrong[place:])))
    return arranged


def in_order_of_publication(items: Sequence[ItemDraft], skill_keys: Sequence[str]) -> list[ItemDraft]:
    """Two items of each skill of the first chapter, then two more of each, and so on; then the next skills.

    A learner who begins while the job runs is placed across the whole first chapter, in the order in which it is
    taught, with different kinds of items; whole skills one after the other would ask twenty times about page one.
    """
    by_skill: dict[str, list[ItemDraft]] = {key: [] for key in skill_keys}
    for item in items:
        by_skill[item.skill_key].append(item)
    ordered: list[ItemDraft] = []
    for start in range(0, len(skill_keys), _SKILLS_AT_ONCE):
        pairs = [_pairs(_terms_in_turn(by_skill[key])) for key in skill_keys[start : start + _SKILLS_AT_ONCE]]
        for round_of_all in zip_longest(*pairs, fillvalue=()):
            ordered += [item for pair in round_of_all for item in pair]
    return ordered


def _terms_in_turn(items: Sequence[ItemDraft]) -> list[ItemDraft]:
    """The first item of each term before its second: neighbours differ in term, and mostly in kind."""
    rank: Counter[str] = Counter()
    turns: list[tuple[int, int]] = []
    for item in items:
        turns.append((rank[item.term_key], len(turns)))
        rank[item.term_key] += 1
    return [items[place] for _, place in sorted(turns)]


def _pairs(items: Sequence[ItemDraft]) -> list[tuple[ItemDraft, ...]]:
    return [tuple(items[start : start + 2]) for start in range(0, len(items), 2)]


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
