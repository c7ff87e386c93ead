"""The log of answers for analysis elsewhere: every answer, and nobody's name."""

import asyncio
import importlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice.contracts.predictors import ParquetMissing
from lyceum.practice.ports import AnswerFile, ExportedAnswer
from lyceum.practice.store import answer_log

# A row group: as much as is held in memory, some ten megabytes.
_ROWS: Final = 20_000


async def export_answers(kernel: Kernel, path: Path) -> int:
    """Write every answer into a Parquet file, learner after learner; how many there were.

    A learner is a keyed hash, the same in every export of this installation until its secret key changes; it leads
    nobody back without that key. Nobody but the account that exports may read the file. It appears once it is whole.

    Raises:
        ParquetMissing: if pyarrow is not installed.
        FileExistsError: if there is such a file.
    """
    open_file = await asyncio.to_thread(_opener)
    draft = await asyncio.to_thread(_draft, path)
    try:
        count = await _write(kernel, await asyncio.to_thread(open_file, draft))
        await asyncio.to_thread(_put, draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return count


async def _write(kernel: Kernel, file: AnswerFile) -> int:
    sealer, count = sealer_of(kernel), 0
    waiting: list[ExportedAnswer] = []
    try:
        # What is read row by row needs its transaction for as long as the writing takes; it holds no lock.
        async with unit_of_work(kernel) as uow:
            async for each in answer_log.stream_for_export(uow, lambda who: sealer.pseudonym("learner", str(who))):
                waiting.append(each)
                count += 1
                if len(waiting) == _ROWS:
                    await asyncio.to_thread(file.write, waiting)
                    waiting = []
        if waiting:
            await asyncio.to_thread(file.write, waiting)
    finally:
        await asyncio.to_thread(file.close)
    return count


def _draft(path: Path) -> Path:
    """An empty file beside the one to be, for nobody else to read."""
    if path.exists():
        raise FileExistsError(path)
    handle, draft = tempfile.mkstemp(".part", f".{path.name}.", path.parent)
    os.close(handle)
    return Path(draft)


def _put(draft: Path, path: Path) -> None:
    """Give it its name, unless somebody else has taken that meanwhile."""
    os.link(draft, path)


def _opener() -> Callable[[Path], AnswerFile]:
    try:
        module = importlib.import_module("lyceum.practice.adapters.parquet")
    except ModuleNotFoundError as error:
        raise ParquetMissing(
            "Writing Parquet files takes pyarrow, which is not installed. Install Lyceum with its extra `parquet`."
        ) from error
    return cast("Callable[[Path], AnswerFile]", module.open_file)
