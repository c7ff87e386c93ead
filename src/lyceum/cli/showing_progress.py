"""`lyceum progress`: what a learner knows by now, what they have done, and what falls due."""

import argparse
import shlex
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lyceum.app.invocation import program
from lyceum.cli import charts
from lyceum.cli.acting import Desk, act, machine_screen
from lyceum.cli.screen import Screen
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.progress import facade as progress
from lyceum.progress.contracts import Activity, Overview, Record, SkillProgress, Status

_BAR = 10
_FORECAST_DAYS = 14
_RECENT_WEEKS = 5


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything that is shown."""

    overview: Overview
    skills: list[SkillProgress]
    subjects: list[Record]
    documents: list[Record]
    days: dict[date, Activity]
    forecast: dict[date, int]


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show it."""
    return act(settings, show_progress, email=arguments.email, screen=machine_screen())


async def show_progress(desk: Desk) -> int:
    """Show each subject's skills and documents, the days, and what falls due."""
    await desk.hear_all()
    known = await _ask(desk)
    screen = desk.screen
    if not known.overview.skills:
        screen.say("progress.nothing", program=program())
        return 0
    for subject in known.subjects:
        skills = [skill for skill in known.skills if skill.subject_id == subject.id]
        _show_subject(screen, subject, skills)
        _show_documents(screen, [each for each in known.documents if each.subject_id == subject.id])
        screen.gap()
    _show_overview(screen, known.overview)
    if known.overview.total.attempts:
        _show_days(screen, known.overview, known.days)
    _show_due(desk, known.overview, known.forecast)
    return 0


async def _ask(desk: Desk) -> _Known:
    learner = desk.learner
    today = desk.kernel.clock.now().astimezone(desk.screen.zone).date()
    async with unit_of_work(desk.kernel) as uow:
        return _Known(
            overview=await progress.overview(uow, learner),
            skills=await progress.skills_of(uow, learner),
            subjects=await progress.subjects_of(uow, learner),
            documents=await progress.documents_of(uow, learner),
            days=await progress.activity_between(uow, learner, charts.first_monday(today), today),
            forecast=await progress.forecast(uow, learner, _FORECAST_DAYS),
        )


def _show_subject(screen: Screen, subject: Record, skills: Sequence[SkillProgress]) -> None:
    practised = [skill for skill in skills if skill.mastery.practice_count]
    screen.show(subject.title, "bold")
    for skill in sorted(practised, key=lambda each: -each.mastery.mastery):
        share = skill.mastery.mastery
        bar = charts.share_bar(screen, share, _BAR)
        times = screen.counted("progress.times", skill.mastery.practice_count)
        lead = f"{bar} {screen.percent(share):>5} "
        screen.show(f"{skill.name} ({times})", "green" if skill.is_mastered else "", indent=2, lead=lead)
    if untouched := len(skills) - len(practised):
        screen.show(screen.counted("progress.untouched", untouched), "dim", indent=2)


def _show_documents(screen: Screen, documents: Sequence[Record]) -> None:
    for document in documents:
        status = screen.text(f"progress.status.{document.status}")
        reached = screen.percent(document.share)
        style = "green" if document.status is Status.COMPLETED else ""
        screen.say("progress.document", style, indent=2, title=document.title, status=status, reached=reached)
        if document.last_practised_at is not None:
            facts = [
                screen.counted("progress.times", document.activity.attempts),
                screen.duration(document.activity.time_ms),
                screen.text("progress.last", day=document.last_practised_at.astimezone(screen.zone).date()),
            ]
            screen.show(" · ".join(facts), "dim", indent=4)


def _show_overview(screen: Screen, overview: Overview) -> None:
    screen.say(
        "progress.skills",
        mastered=overview.skills_mastered,
        all=overview.skills,
        practised=overview.skills_practised,
    )
    attempts = screen.counted("progress.times", overview.total.attempts)
    time = screen.duration(overview.total.time_ms)
    screen.say(
        "progress.answers", attempts=attempts, right=overview.total.correct, today=overview.today.attempts, time=time
    )


def _show_days(screen: Screen, overview: Overview, days: Mapping[date, Activity]) -> None:
    streak = overview.streak
    current = screen.counted("progress.days", streak.current)
    longest = screen.counted("progress.days", streak.longest)
    key = "progress.streak" if streak.is_today_done or not streak.current else "progress.streak.open"
    screen.say(key, "bold", current=current, longest=longest)
    screen.gap()
    charts.show_days(screen, days)
    _show_accuracy(screen, days)
    screen.gap()


def _show_accuracy(screen: Screen, days: Mapping[date, Activity]) -> None:
    """The share of right answers of the last weeks in which there were any."""
    weeks = defaultdict[date, list[Activity]](list)
    for day, activity in days.items():
        weeks[day - timedelta(days=day.weekday())].append(activity)
    shares = [
        screen.percent(sum(activity.correct for activity in week) / attempts)
        for week in weeks.values()
        if (attempts := sum(activity.attempts for activity in week))
    ]
    if len(shares) > 1:
        screen.say("progress.accuracy", indent=2, shares=" → ".join(shares[-_RECENT_WEEKS:]))


def _show_due(desk: Desk, overview: Overview, forecast: Mapping[date, int]) -> None:
    screen = desk.screen
    if overview.due_now:
        screen.show(screen.counted("practise.due_now", overview.due_now))
        named = ["--as", desk.email] if desk.email else []
        screen.show_command("progress.review", shlex.join([program(), "practise", "--review", *named]), indent=0)
    if overview.next_due_at is not None:
        screen.say("practise.next_due", day=screen.day(overview.next_due_at, desk.kernel.clock.now()))
    if any(forecast.values()):
        screen.say("progress.forecast")
        charts.show_forecast(screen, forecast)
