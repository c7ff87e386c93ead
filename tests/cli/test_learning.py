"""`lyceum learn`: what is said of files, good and bad."""

import asyncio
import json
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from lyceum.cli.chapters import Chapter
from lyceum.cli.learning_report import report
from lyceum.cli.screen import Screen
from tests.builders import eventually
from tests.cli.conftest import Sit
from tests.cli.seat import Seat
from tests.documents.pdfs import encrypted_pdf, pdf_of


async def test_a_learned_file_is_summed_up_with_the_command_that_practises_it(seat: Seat, notes: Path) -> None:
    status, seen = await seat.learn(notes)

    ((document_id,),) = await seat.rows("select id from documents.document")
    assert status == 0
    assert "✓ cells.md: “Cells”, learned in " in seen
    assert "1 page · " in seen
    assert " true-or-false statements" in seen
    assert f"Practise it: lyceum practise --document {document_id}\n" in seen


async def test_each_file_that_cannot_be_learned_from_gets_one_clear_line_and_the_others_go_on(
    seat: Seat, notes: Path, tmp_path: Path
) -> None:
    seat.kernel.settings = seat.kernel.settings.model_copy(update={"upload_limit_mb": 1})
    contents = {
        "empty.md": b" \n",
        "locked.pdf": encrypted_pdf(),
        "scanned.pdf": pdf_of([]),
        "program.pdf": b"\x7fELF\x02\x01\x01\x00",
        "huge.md": b"word " * 300_000,
        "latin1.md": "naïve café".encode("latin-1"),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)

    status, seen = await seat.learn(tmp_path / "missing.pdf", tmp_path, *map(tmp_path.joinpath, contents), notes)

    lines = {line.partition(": ")[0].rpartition("/")[2]: line for line in seen.splitlines() if line.startswith("✗")}
    assert status == 1
    assert "no such file" in lines["missing.pdf"]
    assert "This is a folder" in lines[tmp_path.name]
    assert "is empty" in lines["empty.md"]
    assert "password" in lines["locked.pdf"]
    assert "probably scanned" in lines["scanned.pdf"]
    assert "a program" in lines["program.pdf"]
    assert "larger than 1 MB" in lines["huge.md"]
    assert "not in UTF-8" in lines["latin1.md"]
    assert len(lines) == 8
    assert "✓ cells.md" in seen


async def test_the_same_file_again_is_known_and_makes_nothing_anew(seat: Seat, notes: Path) -> None:
    await seat.learn(notes)
    before = await seat.rows("select id from library.item order by id")

    status, seen = await seat.learn(notes)

    assert status == 0
    assert "known already" in seen
    assert await seat.rows("select id from library.item order by id") == before


async def test_files_go_into_the_subject_of_that_title_or_id_which_is_made_once(
    seat: Seat, notes: Path, tmp_path: Path
) -> None:
    more, third = tmp_path / "more.md", tmp_path / "third.md"
    more.write_text("**Diffusion** is the movement of particles from where there are many to where there are few.")
    third.write_text("**Meiosis** is a division of the cell that halves the number of its chromosomes.")

    await seat.learn("--subject", "Biology", notes, more)
    ((subject_id,),) = await seat.rows("select id from library.subject")
    await seat.learn("--subject", str(subject_id), third)
    await seat.learn("--subject", " biology", third)

    assert await seat.rows("select id, title from library.subject") == [(subject_id, "Biology")]
    assert await seat.rows("select distinct subject_id from documents.document") == [(subject_id,)]


async def test_a_title_makes_no_subject_if_no_file_can_be_taken(seat: Seat, tmp_path: Path) -> None:
    (tmp_path / "empty.md").touch()

    await seat.learn("--subject", "Biology", tmp_path / "empty.md")

    assert await seat.rows("select title from library.subject") == []


async def test_a_text_without_definitions_says_that_no_question_could_be_made_of_it(seat: Seat, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("It rained. We went home.")

    status, seen = await seat.learn(tmp_path / "plain.txt")

    assert status == 0, seen
    assert "No question could be made of it" in seen
    assert "lyceum practise" not in seen


async def test_for_programs_each_file_is_one_json_object(
    seat: Seat, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, seen = await seat.learn("--json", notes, tmp_path / "missing.pdf")

    learned, failed = map(json.loads, capsys.readouterr().out.splitlines())
    assert (status, seen) == (1, "")
    assert learned["status"] == "learned"
    assert learned["practise"]["command"] == f"lyceum practise --document {learned['document_id']}"
    assert learned["practise"]["address"] == "http://127.0.0.1:8000/api/v1/practice/sessions"
    assert set(learned["items"]) == {"cloze", "flashcard", "short_answer", "true_false"}
    assert failed["status"] == "failed"
    assert failed["error"]["code"] == "FILE_MISSING"


async def test_who_stops_watching_is_told_that_the_work_goes_on(
    seat: Seat, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watching = asyncio.create_task(seat.learn(notes, works=False))

    async def handed_in() -> bool:
        return bool(await seat.rows("select id from platform.job"))

    await eventually(handed_in)
    seat.closing.set()
    _, seen = await watching

    assert "waiting for its turn" in seen or seen == ""
    assert "nothing is lost" in capsys.readouterr().err


async def test_a_cancelled_job_is_reported(seat: Seat, notes: Path) -> None:
    watching = asyncio.create_task(seat.learn(notes, works=False))

    async def cancelled() -> bool:
        return bool(await seat.rows("update platform.job set status = 'cancelled' returning id"))

    await eventually(cancelled)
    status, seen = await watching

    assert status == 1
    assert "was cancelled" in seen


async def test_control_characters_of_a_file_do_not_reach_the_terminal(seat: Seat, tmp_path: Path) -> None:
    evil = tmp_path / "\x1b[31mred\u202e.md"
    evil.write_text("# A \x1b]0;title\x07\n\n**Osmosis** is the movement of \x1b[2Jwater through a membrane.\n")

    _, learned = await seat.learn(evil)
    _, practised = await seat.practise("--count", "4", answers="\n3\n" * 4 + "\x1b[1m\n" * 4)

    assert "red.md" in learned
    assert not {"\x1b", "\x07", "\u202e"} & set(learned + practised)


async def test_german_is_spoken_to_who_reads_german(sit: Sit, notes: Path) -> None:
    _, seen = await sit("de").learn(notes, notes.parent / "fehlt.pdf")

    assert "gelernt in " in seen
    assert ": Diese Datei gibt es nicht." in seen
    assert "Zum Üben: lyceum practise" in seen


def test_what_a_job_finds_weak_is_said_before_what_to_do_next() -> None:
    output = StringIO()
    screen = Screen("en", ZoneInfo("UTC"), Console(file=output, width=40))
    chapter = Chapter(Path("scan.pdf"))
    chapter.result = {"title": "Scan", "seconds": 1.0, "pages": 9, "passages": 4, "skills": 1, "items": {"cloze": 2}}
    chapter.result["weaknesses"] = [{"code": "FEW_DEFINITIONS", "text": "Few definitions were found: 2 in 9 pages."}]

    report(screen, chapter, "lyceum practise --document 0198c0de-7a11-7000-8000-000000000010", None)

    assert output.getvalue().splitlines()[-5:] == [
        "  ! Few definitions were found: 2 in 9",
        "    pages.",
        "  2 items: 2 sentences with a gap",
        "  Practise it:",
        "lyceum practise --document 0198c0de-7a11-7000-8000-000000000010",
    ]
