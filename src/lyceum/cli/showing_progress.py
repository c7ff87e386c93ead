"""`lyceum progress`: what a learner knows by now, and what falls due."""

import argparse
from collections.abc import Sequence

from lyceum.cli.acting import Desk, act, machine_screen
from lyceum.cli.screen import Screen
from lyceum.library import facade as library
from lyceum.library.contracts import Subject
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.progress import facade as progress
from lyceum.progress.contracts import Overview, SkillProgress

_BAR = 10


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show it."""
    return act(settings, show_progress, email=arguments.email, screen=machine_screen())


async def show_progress(desk: Desk) -> int:
    """Show each subject's skills, then what there is altogether."""
    await desk.hear_all()
    async with unit_of_work(desk.kernel) as uow:
        overview = await progress.overview(uow, desk.learner)
        skills = await progress.skills_of(uow, desk.learner)
        subjects = await library.subjects_of(uow, desk.learner)
    if not overview.skills:
        desk.screen.say("progress.nothing")
        return 0
    for subject in subjects:
        _show_subject(desk.screen, subject, [skill for skill in skills if skill.subject_id == subject.id])
    _show_overview(desk.screen, overview)
    _show_due(desk, overview)
    return 0


def _show_subject(screen: Screen, subject: Subject, skills: Sequence[SkillProgress]) -> None:
    practised = [skill for skill in skills if skill.mastery.practice_count]
    screen.show(subject.title, "bold")
    for skill in sorted(practised, key=lambda each: -each.mastery.mastery):
        share = skill.mastery.mastery
        filled = round(share * _BAR)
        bar = screen.bar(filled, _BAR)
        times = screen.counted("progress.times", skill.mastery.practice_count)
        line = f"{bar} {screen.percent(share)} {skill.name} ({times})"
        screen.show(line, "green" if skill.is_mastered else "", indent=2)
    if untouched := len(skills) - len(practised):
        screen.show(screen.counted("progress.untouched", untouched), "dim", indent=2)
    screen.gap()


def _show_overview(screen: Screen, overview: Overview) -> None:
    screen.say(
        "progress.skills",
        mastered=overview.skills_mastered,
        all=overview.skills,
        practised=overview.skills_practised,
    )
    attempts = screen.counted("progress.times", overview.total.attempts)
    screen.say("progress.answers", attempts=attempts, right=overview.total.correct, today=overview.today.attempts)


def _show_due(desk: Desk, overview: Overview) -> None:
    screen = desk.screen
    if overview.due_now:
        screen.show(screen.counted("practise.due_now", overview.due_now))
    if overview.next_due_at is not None:
        screen.say("practise.next_due", day=screen.day(overview.next_due_at, desk.kernel.clock.now()))
    coming = [f"{day.isoformat()} {number}" for day, number in overview.forecast.items() if number]
    if coming:
        screen.say("progress.forecast", days=", ".join(coming))
