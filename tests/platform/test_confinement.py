"""Work in a process of its own: what it returns, and the ways it may not go on."""

import asyncio
import contextlib
import os
import re
import signal
import time
from pathlib import Path

import pytest

from lyceum.platform.confinement import Allowance, ConfinedWorkFailed, TooDemanding, confined
from lyceum.platform.pages import decode_cursor
from tests.builders import PATIENCE_S

SMALL = Allowance(cpu_s=1, memory_mb=512)
# For what is to be done: a busy machine may take long to begin with it.
AMPLE = Allowance(memory_mb=512)


async def test_what_the_work_returns_comes_back() -> None:
    assert await confined(AMPLE, sorted, [3, 1, 2], reverse=True) == [3, 2, 1]


async def test_an_error_of_ours_comes_back_as_it_was_raised() -> None:
    with pytest.raises(Exception, match="does not belong to this list") as refused:
        await confined(AMPLE, decode_cursor, "nonsense", int)

    assert getattr(refused.value, "details", None) == {"field": "cursor"}


async def test_another_error_is_told_without_its_words() -> None:
    with pytest.raises(ConfinedWorkFailed) as failed:
        await confined(AMPLE, int, "a learner's words")

    assert "ValueError" in str(failed.value)
    assert "words" not in str(failed.value)


async def test_a_regular_expression_that_never_ends_is_ended() -> None:
    with pytest.raises(TooDemanding):
        await confined(SMALL, re.search, r"(a+)+$", "a" * 60 + "!")


async def test_sleeping_instead_of_computing_is_ended_too() -> None:
    with pytest.raises(TooDemanding):
        await confined(Allowance(cpu_s=0), time.sleep, 60.0)


async def test_memory_beyond_the_allowance_is_refused() -> None:
    with pytest.raises(TooDemanding):
        await confined(SMALL, bytes, 1 << 30)


async def test_a_crash_takes_nothing_along() -> None:
    with pytest.raises(TooDemanding):
        await confined(SMALL, signal.raise_signal, signal.SIGSEGV)


async def test_the_servers_secrets_are_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LYCEUM_SECRET_KEY", "x" * 32)

    assert await confined(AMPLE, os.getenv, "LYCEUM_SECRET_KEY") is None


async def test_no_file_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / "written"

    with pytest.raises((TooDemanding, ConfinedWorkFailed)):
        await confined(SMALL, Path.write_text, target, "anything")

    assert not target.exists() or not target.read_bytes()


async def test_a_cancelled_waiting_leaves_no_process_behind() -> None:
    before = _children()
    waiting = asyncio.create_task(confined(AMPLE, time.sleep, 3600.0))
    async with asyncio.timeout(PATIENCE_S):
        while _children() <= before:  # noqa: ASYNC110  a process tells nobody that it has begun
            await asyncio.sleep(0.01)

    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert _children() <= before


def _children() -> set[int]:
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # After the name in brackets come the state and the parent.
            if status.read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                found.add(int(status.parent.name))
    return found
