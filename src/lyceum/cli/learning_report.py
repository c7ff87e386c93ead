"""What came of the files of `lyceum learn`: for a person, or as one JSON object each."""

import json
from typing import Any

from lyceum.cli.chapters import Chapter
from lyceum.cli.screen import Screen
from lyceum.cli.terminal import say


def report(screen: Screen, chapter: Chapter, practise: str, address: str | None) -> None:
    """Say what came of a file.

    Args:
        screen: where.
        chapter: the file; nothing is said of one whose job goes on.
        practise: the command that practises it.
        address: where the same is had over HTTP, if the learner can sign in.
    """
    if chapter.error is not None:
        screen.say("learn.failed", "red", file=chapter.path, why=chapter.error[1])
    elif chapter.result is not None:
        _report_learned(screen, chapter, chapter.result, practise, address)


def _report_learned(
    screen: Screen, chapter: Chapter, result: dict[str, Any], practise: str, address: str | None
) -> None:
    items: dict[str, int] = result["items"]
    seconds = screen.number(result["seconds"], 1)
    heading = "learn.known" if chapter.is_known else "learn.learned"
    screen.say(heading, "green", file=chapter.path.name, title=result["title"], seconds=seconds)
    counts = [screen.counted(f"learn.{name}", result[name]) for name in ("pages", "passages", "skills")]
    screen.show(" · ".join(counts), indent=2)
    for weakness in result.get("weaknesses", ()):
        screen.show(weakness["text"], "yellow", indent=2, lead="! ")
    if not items:
        return
    kinds = [screen.counted(f"learn.items.{kind}", number) for kind, number in sorted(items.items())]
    total = screen.counted("learn.items", sum(items.values()))
    screen.say("learn.items", indent=2, total=total, kinds=", ".join(kinds))
    screen.show_command("learn.practise", practise, indent=2)
    if address is not None:
        screen.say("learn.address", indent=2, address=address, body=json.dumps({"document_id": result["document_id"]}))


def report_as_json(chapter: Chapter, practise: str, address: str) -> None:
    """Print what came of a file, for a program."""
    told: dict[str, Any] = {"file": str(chapter.path), "status": _status(chapter)}
    if chapter.job_id is not None:
        told |= {"document_id": str(chapter.document_id), "job_id": str(chapter.job_id)}
    if chapter.error is not None:
        told["error"] = dict(zip(("code", "message"), chapter.error, strict=True))
    if chapter.result is not None:
        told |= chapter.result | {"practise": {"command": practise, "address": address}}
    say(json.dumps(told, ensure_ascii=False))


def _status(chapter: Chapter) -> str:
    if chapter.error is not None:
        return "failed"
    if chapter.result is None:
        return "unfinished"
    return "known" if chapter.is_known else "learned"
