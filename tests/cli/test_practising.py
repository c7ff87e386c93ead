"""`lyceum practise` and `lyceum progress`: questions, reasons, effects."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lyceum.identity import facade as identity
from lyceum.library import facade as library
from lyceum.library.contracts import DeckNotFound, ItemType, NewItem, NewSkill, Source
from lyceum.platform.ids import new_id
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.practice.contracts.sessions import MixMisfit
from tests.builders import MovableClock
from tests.cli.conftest import Sit
from tests.cli.seat import Seat

# Turns any card and knows it well; chooses the first option and holds a statement true; fills in what is wrong. What a
# question does not take is asked for again, so that two of these answer any one question.
WELL = "\n3\na\nt\n"


@pytest.fixture
async def learned(seat: Seat, notes: Path) -> Seat:
    """A learner with a short chapter."""
    await seat.learn(notes)
    return seat


async def test_without_anything_learned_the_way_to_begin_is_shown(seat: Seat) -> None:
    status, seen = await seat.practise()

    assert status == 1
    assert seen == "There is nothing to practise yet. Begin with: lyceum learn FILE\n"
    assert "Begin with: lyceum learn FILE" in await seat.progress()


async def test_a_question_comes_with_its_reasons_and_an_answer_with_its_effects(learned: Seat) -> None:
    status, seen = await learned.practise("--count", "6", answers=WELL * 12)

    assert status == 0
    assert "Question 1 of 6 · " in seen
    assert re.search(
        r"Why this one: there is something to gain in its skill \(mastery 20%\); .*you have not seen it yet\.", seen
    )
    assert re.search(r"gap 0\.24 \+ .*exploration 0\.\d\d = 0\.\d\d", seen)
    assert re.search(r"  Page 1: “.+ is .+”", seen)
    assert re.search(r"mastery 20% → \d\d%", seen)
    assert re.search(r"Next review: none → (tomorrow|in 2 days) \(2026-03-0[34]\)\. \w.+ it comes back soon\.", seen)
    assert re.search(r"^\d+ questions answered, \d right\.$", seen, re.MULTILINE)
    assert re.search(r"^Next review: (tomorrow|in 2 days) \(2026-03-0[34]\)\.$", seen, re.MULTILINE)


async def test_nothing_tells_the_answer_before_it_is_given(learned: Seat) -> None:
    for _ in range(6):
        _, seen = await learned.practise("--count", "1", answers="")
        asked = re.split(r"Enter turns the card:|Your answer|Your choice", seen)[0]
        (stem,) = re.findall(r"^  (\S.*)$", asked, re.MULTILINE)[:1]
        options = re.findall(r"^    [a-d]  \S", asked, re.MULTILINE)

        assert "____" in stem or stem.endswith("?") or "true or false" in asked.lower()
        assert asked.count("\n  ") == 1 + len(options), "the stem and the options are all that is shown of the item"


async def test_a_gap_is_filled_and_the_key_is_shown(learned: Seat) -> None:
    seen = ""
    while "fill the gap" not in seen:
        _, seen = await learned.practise("--count", "1", answers="mitochondria\n3\na\nt\n" * 2)

    assert re.search(r"^  The answer: (mitochondrion|ribosome|nucleus|[Oo]smosis|[Dd]iffusion)$", seen, re.MULTILINE)
    assert re.search(r"^[✓✗] (Right|Nearly|Not right)", seen, re.MULTILINE)


async def test_a_grade_is_asked_for_until_it_is_one(seat: Seat) -> None:
    deck_id = await a_deck_with(seat, CARD)

    _, seen = await seat.practise("--deck", deck_id, "--count", "1", answers="\ngood\n5\n4\n")

    assert seen.count("Type 1, 2, 3 or 4:") == 2
    assert "✓ You knew it." in seen


async def test_the_end_of_the_input_ends_the_session_and_keeps_what_was_answered(learned: Seat) -> None:
    _, first = await learned.practise(answers="")
    _, second = await learned.practise(answers=WELL)

    assert "Nothing was answered, so nothing has changed." in first
    assert re.search(r"^[123] questions? answered", second, re.MULTILINE)
    assert await learned.rows("select count(*) from practice.session where ended_at is null") == [(0,)]


async def test_a_review_asks_what_is_due_and_says_so(learned: Seat, clock: MovableClock) -> None:
    await learned.practise("--count", "3", answers=WELL * 6)
    _, early = await learned.practise("--review", answers=WELL * 6)
    clock.move(timedelta(days=4))
    _, late = await learned.practise("--review", answers=WELL * 6)

    assert "Nothing is due for review." in early
    assert re.search(r"it is due for review \([23] days late\)", late)
    assert "due 0.3" in late
    assert "Next review: since 2026-03-04 → " in late


async def test_a_scope_narrows_the_questions(learned: Seat) -> None:
    ((deck_id,),) = await learned.rows("select id from library.deck")

    status, seen = await learned.practise("--deck", str(deck_id), "--count", "1", answers=WELL)

    assert status == 0
    assert "Question 1 of 1" in seen
    with pytest.raises(DeckNotFound):
        await learned.practise("--deck", str(new_id()))


@pytest.mark.parametrize(
    "wrong",
    [["--count", "0"], ["--count", "x"], ["--deck", "x"], ["--deck", "a", "--subject", "b"], ["--mix", "osmosis"]],
)
async def test_wrong_usage_ends_with_status_two(seat: Seat, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        await seat.practise(*wrong)

    assert ended.value.code == 2


async def test_progress_shows_mastery_and_what_falls_due(learned: Seat) -> None:
    await learned.practise("--count", "2", answers=WELL * 4)

    seen = await learned.progress()

    assert seen.startswith("Cells\n")
    assert re.search(r"█+░+   \d\d% .+ \(\d answers?\)", seen)
    assert re.search(r"^2 answers, \d right; today 2\. Time: 0 s\.$", seen, re.MULTILINE)
    assert re.search(r"^0 of \d skills mastered, [12] practised\.$", seen, re.MULTILINE)
    assert re.search(r"^Next review: .+ \(2026-03-0[345]\)\.$", seen, re.MULTILINE)
    assert re.search(r"Reviews of the next days:\n  Mo  2   0\n(  \w\w  \d  █* ?\d\n)+\Z", seen)
    assert "Cells: in progress, 0% of its skills reached\n    2 answers · 0 s · last 2026-03-02\n" in seen
    assert "Streak: 1 day; the longest was 1 day." in seen


async def test_counting_again_changes_nothing_that_is_shown(learned: Seat) -> None:
    await learned.practise("--count", "4", answers=WELL * 8)
    before = await learned.progress()
    await learned.rows("update progress.activity set attempts = 99 returning 1")
    wrong = await learned.progress()

    assert await learned.recount() == "4 answers folded and counted again.\n"

    assert wrong != before
    assert await learned.progress() == before


async def test_progress_fits_a_narrow_window_but_for_commands(learned: Seat, clock: MovableClock) -> None:
    await learned.practise("--count", "4", answers=WELL * 8)
    clock.move(timedelta(days=3))
    learned.width = 40

    lines = (await learned.progress()).splitlines()

    assert [line for line in lines if len(line) > 40] == []
    assert "Review: lyceum practise --review" in lines


async def a_deck_with(seat: Seat, item: NewItem) -> str:
    """The id of a deck that holds one item."""
    async with unit_of_work(seat.kernel) as uow:
        learner = await identity.local_operator(uow)
        subject = await library.create_subject(uow, learner.user_id, "Cells")
        document_id = new_id()
        skills = await library.add_skills(uow, subject, document_id, [NewSkill(key="cell", name="The cell")])
        deck_id = await library.put_deck(uow, subject, document_id, "Cells")
        filled = replace(item, skill_ids=tuple(skills.values()))
        await library.add_items(uow, subject, document_id, [filled], deck_id=deck_id)
    return str(deck_id)


SOURCE = Source(new_id(), 3, "A ribosome builds proteins.")
CARD = NewItem(
    type=ItemType.FLASHCARD,
    stem="What does a ribosome do?",
    key="It builds proteins.",
    accepted=[],
    skill_ids=(),
    source=SOURCE,
)
CHOICE = NewItem(
    type=ItemType.MULTIPLE_CHOICE,
    stem="What builds proteins?",
    key="x2",
    accepted=[],
    skill_ids=(),
    source=SOURCE,
    options=[{"id": f"x{number}", "text": text} for number, text in enumerate(("DNA", "water", "a ribosome"))],
)
CLAIM = NewItem(
    type=ItemType.TRUE_FALSE, stem="A ribosome builds fat.", key=False, accepted=[], skill_ids=(), source=SOURCE
)
QUESTION = NewItem(
    type=ItemType.SHORT_ANSWER,
    stem="What builds proteins?",
    key="ribosome",
    accepted=[["ribosome"]],
    skill_ids=(),
    source=SOURCE,
)


@pytest.mark.parametrize("typed", ["c", "C)", " c. "])
async def test_an_option_is_chosen_by_its_letter_whatever_its_id_is(seat: Seat, typed: str) -> None:
    deck_id = await a_deck_with(seat, CHOICE)

    _, seen = await seat.practise("--deck", deck_id, "--count", "1", answers=f"\nd\n{typed}\n")

    assert "    a  DNA\n    b  water\n    c  a ribosome\n" in seen
    assert seen.count("Your choice (a/b/c):") == 1
    assert seen.count("Type one of a/b/c:") == 2, "what is no letter offered is asked for again"
    assert "✓ Right.\n  The answer: a ribosome\n" in seen
    assert await seat.rows("select response, correct from practice.attempt") == [("x2", True)]


@pytest.mark.parametrize(("language", "typed"), [("en", "f"), ("en", "False"), ("de", "f"), ("de", "falsch")])
async def test_a_verdict_is_typed_in_the_learners_language(sit: Sit, language: str, typed: str) -> None:
    seat = sit(language)
    deck_id = await a_deck_with(seat, CLAIM)

    _, seen = await seat.practise("--deck", deck_id, "--count", "1", answers=f"{typed}\n")

    assert {"en": "Your choice (t/f):", "de": "Deine Wahl (w/f):"}[language] in seen
    assert await seat.rows("select response, correct from practice.attempt") == [(False, True)]


async def test_a_short_answer_is_typed_and_may_be_left_empty(seat: Seat) -> None:
    deck_id = await a_deck_with(seat, QUESTION)

    _, empty = await seat.practise("--deck", deck_id, "--count", "1", answers="\n")
    _, right = await seat.practise("--deck", deck_id, "--count", "1", answers="Ribosome\n")

    assert "✗ Nothing was answered.\n  The answer: ribosome\n" in empty
    assert "✓ Right." in right


async def test_a_question_mark_asks_for_a_hint_which_is_counted(seat: Seat) -> None:
    deck_id = await a_deck_with(seat, CHOICE)

    _, seen = await seat.practise("--deck", deck_id, "--count", "1", answers="?\n?\n?\n?\nc\n")

    assert re.search(r"^  Hint: it is not [ab]\.$", seen, re.MULTILINE)
    assert "Hint: it is not c" not in seen
    assert "There are no more hints to this question." in seen, "when there are no more, that is said"
    assert await seat.rows("select response, correct, hints_used > 0 from practice.attempt") == [("x2", True, True)]


async def test_a_quiz_is_made_of_what_was_named(learned: Seat) -> None:
    _, seen = await learned.practise("--quiz", "--mix", "osmosis=2", "--count", "2", answers=WELL * 4)

    assert "by your mix, 100% of this quiz is for its skill" in seen
    assert set(re.findall(r"^  (\w+): mastery", seen, re.MULTILINE)) == {"Osmosis"}
    with pytest.raises(MixMisfit, match=r"Here these are: .*osmosis"):
        await learned.practise("--quiz", "--mix", "alchemy=1")
    with pytest.raises(MixMisfit, match="start a quiz"):
        await learned.practise("--mix", "osmosis=1")


async def test_a_placement_asks_what_tells_most_about_where_to_start(learned: Seat) -> None:
    _, seen = await learned.practise("--placement", answers=WELL * 20)

    assert 0 < seen.count("Why this one: your answer to it tells most about where to start.") <= 15
    assert "Your answers say where to start." in seen
    assert await learned.rows("select distinct mode from practice.attempt") == [("placement",)]


async def test_german_is_spoken_to_who_reads_german(sit: Sit, notes: Path) -> None:
    seat = sit("de")
    await seat.learn(notes)

    _, seen = await seat.practise("--count", "2", answers=WELL * 4)

    assert "Warum diese: in ihrer Fähigkeit ist etwas zu gewinnen (Beherrschung 20 %)" in seen
    assert re.search(r"Rückstand 0,24 \+ .*Erkundung 0,\d\d = 0,\d\d", seen)
    assert re.search(r"Nächste Wiederholung: keine → .+ \(2026-03-0[345]\)\.", seen)
    assert "Wiederholungen der nächsten Tage" in await seat.progress()


async def test_every_word_of_ours_comes_from_the_catalogues(
    sit: Sit, notes: Path, clock: MovableClock, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pseudo-locale puts each text of the catalogues in brackets; what is outside them must be the document's."""
    seat = sit("qps")
    seen = [(await seat.learn(notes, notes.parent, notes.parent / "missing", notes))[1]]
    seen += [(await seat.practise("--count", "8", answers=WELL * 16))[1], await seat.progress()]
    clock.move(timedelta(days=5))
    seen += [(await seat.practise("--review", answers=WELL * 16))[1], (await seat.practise(answers=""))[1]]
    own = {str(row[0]) for row in await seat.rows("select stem from library.item_version")}
    own |= {str(row[0]) for row in await seat.rows("select key #>> '{}' from library.item_version")} | {"Cells"}
    own |= {str(row[0]) for row in await seat.rows("select name from library.skill")}
    options = "select jsonb_array_elements(options)->>'text' from library.item_version where options is not null"
    own |= {str(row[0]) for row in await seat.rows(options)}

    for line in "".join(seen).splitlines():
        outside = line
        while (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", outside)) != outside:
            outside = inner
        rest = re.sub(r"^ +[a-e]  ", "", outside).strip(" ░█()·")
        assert not re.search(r"[A-Za-z]{2}", rest) or rest in own, line
    assert capsys.readouterr().out == ""
