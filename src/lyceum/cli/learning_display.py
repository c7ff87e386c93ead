"""How far the files are, while they are learned from: bars for a person who watches, lines for a file or a pipe."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column

from lyceum.algorithms.text.hygiene import clean_line
from lyceum.cli.chapters import Chapter
from lyceum.cli.screen import Screen

_LONGEST_NAME = 32


class Display(Protocol):
    """Where the progress of files is shown."""

    def show(self, chapter: Chapter) -> None:
        """Show where a file is now."""
        ...


@contextmanager
def open_display(screen: Screen, *, silent: bool) -> Iterator[Display]:
    """The display that fits where the output goes; it is taken down at the end of the block."""
    if silent:
        yield _Silence()
    elif screen.is_live:
        with _progress(screen) as progress:
            yield _Bars(progress)
    else:
        yield _Notes(screen)


class _Silence:
    def show(self, chapter: Chapter) -> None:
        """Nothing."""


class _Notes:
    """A line whenever something else is going on."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._said: dict[int, str] = {}

    def show(self, chapter: Chapter) -> None:
        if chapter.is_over or not chapter.note or self._said.get(id(chapter)) == chapter.note:
            return
        self._said[id(chapter)] = chapter.note
        percent = self._screen.percent(chapter.progress / 100)
        self._screen.say("learn.note", name=chapter.path.name, percent=percent, note=chapter.note)


class _Bars:
    """A bar for each file."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[int, TaskID] = {}

    def show(self, chapter: Chapter) -> None:
        if chapter.job_id is None:
            return
        task = self._tasks.get(id(chapter))
        if task is None:
            task = self._tasks[id(chapter)] = self._progress.add_task(_name(chapter.path), total=100, note="")
        elif self._progress.tasks[task].finished:
            return
        if chapter.error:
            self._progress.update(task, note="✗", visible=False)
            self._progress.stop_task(task)
        else:
            done = 100.0 if chapter.is_over else chapter.progress
            self._progress.update(task, completed=done, note="" if chapter.is_over else chapter.note)


def _progress(screen: Screen) -> Progress:
    return Progress(
        SpinnerColumn(finished_text="✓", style="cyan"),
        TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)),
        BarColumn(24, complete_style="cyan", finished_style="green"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}", markup=False, style="dim", table_column=Column(no_wrap=True)),
        console=screen.console,
        # What was drawn gives way to what came of it.
        transient=True,
        refresh_per_second=12,
    )


def _name(path: Path) -> str:
    name = clean_line(path.name)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
