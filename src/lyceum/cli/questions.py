"""One question of a session at the terminal: the item and why it is asked, the answer typed, what the answer did."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar, assert_never

from lyceum.cli.lines import Lines
from lyceum.cli.screen import Screen
from lyceum.library.contracts import Item, ItemType
from lyceum.practice.contracts.attempts import Recorded, Response
from lyceum.practice.contracts.sessions import NextItem

# More than an answer to a gap may have: what is pasted by mistake is cut rather than refused.
_LONGEST_ANSWER = 500
_GRADES = {"1": 1, "2": 2, "3": 3, "4": 4}
_HINT = "?"
# The letters of the keyboard's other users are understood in any language, where they mean nothing else there.
_TRUE_FALSE = {"t": True, "f": False}
_Choice = TypeVar("_Choice")
# A part of the score that would be shown as 0.00 is left out.
_TELLING = 0.005


def show_question(screen: Screen, asked: NextItem, *, number: int, length: int) -> None:
    """Show an item without anything that tells its key, and why it is asked."""
    item, choice = asked.item, asked.choice
    if item is None or choice is None:
        return
    kind = screen.text(f"practise.kind.{item.type}")
    if item.source is None:
        screen.say("practise.own_question", "bold cyan", number=number, length=length, kind=kind)
    else:
        screen.say("practise.question", "bold cyan", number=number, length=length, kind=kind, page=item.source.page)
    reasons = "; ".join(_reason(screen, **reason) for reason in choice["reasons"])
    screen.say("practise.because", "dim", reasons=reasons)
    _show_score(screen, choice)
    screen.gap()
    screen.show(item.stem, "bold", indent=2)
    for letter, option in lettered(item):
        screen.show(option["text"], indent=4, lead=f"{letter}  ")
    screen.gap()


def _reason(screen: Screen, code: str, numbers: dict[str, float]) -> str:
    """A reason, as a clause. The skill is not named: its name is often the answer."""
    match code:
        case "review_due":
            days = int(numbers["days_overdue"])
            overdue = screen.text("practise.because.overdue", days=days) if days > 1 else ""
            return screen.text("practise.because.review_due", overdue=f" {overdue}" if overdue else "")
        case "skill_to_learn":
            return screen.text("practise.because.skill_to_learn", mastery=screen.percent(numbers["mastery"]))
        case "your_mix":
            return screen.text("practise.because.your_mix", share=screen.percent(numbers["share"]))
        case "more_practice":
            return screen.counted("practise.because.more_practice", int(numbers["times_asked"]))
        case "prerequisite_first":
            return screen.counted("practise.because.prerequisite_first", int(numbers["waiting"]))
        case "right_challenge":
            return screen.text("practise.because.right_challenge", p_correct=screen.percent(numbers["p_correct"]))
        case _:
            return screen.text(f"practise.because.{code}")


def _show_score(screen: Screen, choice: dict[str, Any]) -> None:
    telling = {name: value for name, value in choice["components"].items() if value >= _TELLING}
    ordered = sorted(telling.items(), key=lambda part: -part[1])
    parts = [screen.text(f"practise.part.{name}", value=screen.number(value, 2)) for name, value in ordered]
    screen.say("practise.score", "dim", parts=" + ".join(parts), score=screen.number(choice["score"], 2))


class Help(Protocol):
    """What a learner may ask for before the answer."""

    async def turn(self) -> None:
        """The answer is about to be seen."""
        ...

    async def hint(self) -> str:
        """The next hint, or why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class _Asking:
    """One question: where it stands, where answers come from, and who helps."""

    screen: Screen
    lines: Lines
    help: Help

    async def typed(self, prompt: str) -> str | None:
        """What is typed for an answer; a question mark asks for a hint instead."""
        while (typed := await _line(self.screen, self.lines, prompt)) is not None and typed.strip() == _HINT:
            self.screen.show(await self.help.hint(), "yellow", indent=2)
        return typed


async def ask(screen: Screen, lines: Lines, item: Item, helper: Help) -> Response | None:
    """The learner's answer, in the shape the item's type takes; None if there are no more lines.

    Args:
        screen: where the question stands.
        lines: where answers come from.
        item: what is asked.
        helper: what they may ask for meanwhile.
    """
    asking = _Asking(screen, lines, helper)
    match item.type:
        case ItemType.FLASHCARD:
            return await _judged_by_the_learner(asking, item)
        case ItemType.CLOZE:
            return await _filled_in(asking, len(item.accepted))
        case ItemType.SHORT_ANSWER:
            texts = await _filled_in(asking, 1)
            return texts[0] if texts else None
        case ItemType.MULTIPLE_CHOICE:
            return await _chosen(asking, {letter: option["id"] for letter, option in lettered(item)})
        case ItemType.TRUE_FALSE:
            return await _chosen(asking, _verdicts(screen, "letter"), _TRUE_FALSE | _verdicts(screen, "verdict"))
        case _:
            assert_never(item.type)


def lettered(item: Item) -> Iterator[tuple[str, dict[str, str]]]:
    """Each option with the letter it is chosen by."""
    return zip(string.ascii_lowercase, item.options or (), strict=False)


async def _judged_by_the_learner(asking: _Asking, item: Item) -> Response | None:
    screen, lines = asking.screen, asking.lines
    if await asking.typed(screen.text("practise.ask.turn")) is None:
        return None
    await asking.help.turn()
    screen.show(_shown_key(screen, item), "green", indent=2)
    screen.gap()
    typed = await _line(screen, lines, screen.text("practise.ask.grade"))
    while typed is not None and typed not in _GRADES:
        typed = await _line(screen, lines, screen.text("practise.ask.grade_again"))
    return None if typed is None else _GRADES[typed]


def _verdicts(screen: Screen, form: str) -> dict[str, bool]:
    """The two verdicts, by their letter or their word in the learner's language."""
    return {screen.text(f"practise.{form}.{str(verdict).lower()}").casefold(): verdict for verdict in (True, False)}


async def _chosen(
    asking: _Asking, offered: Mapping[str, _Choice], also: Mapping[str, _Choice] | None = None
) -> _Choice | None:
    """What was chosen of what is offered by its letter; what is also understood is not named."""
    prompt = asking.screen.text("practise.ask.choose", letters="/".join(offered))
    understood = {**(also or {}), **offered}
    while (typed := await asking.typed(prompt)) is not None:
        # "B", "b)" and " b." are all meant alike.
        said = typed.strip(" .):(").casefold()
        if said in understood:
            return understood[said]
        prompt = asking.screen.text("practise.ask.choose_again", letters="/".join(offered))
    return None


async def _filled_in(asking: _Asking, gaps: int) -> list[str] | None:
    texts: list[str] = []
    for number in range(1, gaps + 1):
        several = asking.screen.text("practise.ask.gap_of", number=number, all=gaps)
        typed = await asking.typed(several if gaps > 1 else asking.screen.text("practise.ask.gap"))
        if typed is None:
            return None
        texts.append(typed[:_LONGEST_ANSWER])
    return texts


async def _line(screen: Screen, lines: Lines, prompt: str) -> str | None:
    """A line; one that nobody typed here is shown, so that what was said can be read afterwards."""
    screen.prompt(prompt)
    typed = await lines.next()
    if not lines.is_typed or typed is None:
        screen.show(typed or "")
    return typed


def show_effect(screen: Screen, recorded: Recorded, now: datetime) -> None:
    """Show whether it was right, what would have been, where that is said, and what the answer changed."""
    attempt, item = recorded.attempt, recorded.item
    feedback = screen.text(f"practice.feedback.{attempt.feedback}")
    if attempt.correct:
        screen.say("practise.right", "bold green", feedback=feedback)
    else:
        screen.say("practise.wrong", "bold red", feedback=feedback)
    if item.type is not ItemType.FLASHCARD or item.source is None:
        screen.say("practise.key", indent=2, answer=_shown_key(screen, item))
    if item.source is not None:
        screen.say("practise.source", "italic", indent=2, quote=item.source.quote, page=item.source.page)
    for name, _, before, after in moved_skills(recorded):
        values = {"before": screen.percent(before), "after": screen.percent(after)}
        screen.say("practise.skill", indent=2, skill=name, **values)
    due = {name: _day(screen, state["item"]["due_at"], now) for name, state in _around(recorded)}
    reason = screen.text(f"practice.due.{attempt.after['item']['reason']}")
    screen.say("practise.due", indent=2, reason=reason, **due)


def _around(recorded: Recorded) -> tuple[tuple[str, dict[str, Any]], ...]:
    """What was believed around the answer."""
    return ("before", recorded.attempt.before), ("after", recorded.attempt.after)


def moved_skills(recorded: Recorded) -> Iterator[tuple[str, str, float, float]]:
    """Each skill the answer said something about: name, id, mastery before and after."""
    before, after = recorded.attempt.before["skills"], recorded.attempt.after["skills"]
    for skill in recorded.item.skills:
        key = str(skill.id)
        yield skill.name, key, before[key]["mastery"], after[key]["mastery"]


def _day(screen: Screen, due_at: str | None, now: datetime) -> str:
    return screen.text("practise.due.never") if due_at is None else screen.day(datetime.fromisoformat(due_at), now)


def _shown_key(screen: Screen, item: Item) -> str:
    match item.key:
        case bool(verdict):
            return screen.text(f"practise.verdict.{str(verdict).lower()}")
        case str(text):
            return next((each["text"] for each in item.options or () if each["id"] == text), text)
        case texts:
            return ", ".join(texts)
