"""The skills of several documents in one subject: shared, in order, and never in a circle."""

from collections.abc import Sequence
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from lyceum.library import facade as library
from lyceum.library.contracts import NewSkill, PracticeScope, SkillNotFound, Subject
from lyceum.library.store import skills as store
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work

KEYS = "abcdef"
LESSONS = st.lists(
    st.lists(st.tuples(st.sampled_from(KEYS), st.sets(st.sampled_from(KEYS))), min_size=1, max_size=6), max_size=4
)


def somebody() -> Principal:
    return Principal(new_id(), None, frozenset(), frozenset())


async def teach(uow: UnitOfWork, subject: Subject, lesson: Sequence[tuple[str, set[str]]]) -> dict[str, UUID]:
    """The skills of one more document, with what each names as learned before it."""
    new = [NewSkill(key=key, name=key.upper(), prerequisite_keys=tuple(sorted(before))) for key, before in lesson]
    return await library.add_skills(uow, subject, new_id(), new)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lessons=LESSONS)
async def test_skills_of_any_documents_can_be_learned_one_after_another(
    kernel: Kernel, lessons: list[list[tuple[str, set[str]]]]
) -> None:
    owner = somebody()
    async with unit_of_work(kernel) as uow:
        subject = await library.create_subject(uow, owner.user_id, "Anything")
        for lesson in lessons:
            await teach(uow, subject, lesson)
        found = await library.skills_of_subject(uow, owner, subject.id)

    left = {skill.id: set(skill.prerequisites) for skill in found}
    while left:
        ready = {skill_id for skill_id, before in left.items() if not before}
        assert ready, "what is left waits for itself"
        left = {skill_id: before - ready for skill_id, before in left.items() if skill_id not in ready}


async def test_what_was_there_first_stays(kernel: Kernel) -> None:
    owner = somebody()
    async with unit_of_work(kernel) as uow:
        subject = await library.create_subject(uow, owner.user_id, "Anything")
        first = await teach(uow, subject, [("a", set()), ("b", {"a"})])
        second = await teach(uow, subject, [("b", set()), ("a", {"b"}), ("c", {"a", "b"})])
        found = {skill.id: skill for skill in await library.skills_of_subject(uow, owner, subject.id)}

    assert first["a"] == second["a"]
    assert found[first["a"]].prerequisites == ()
    assert found[first["b"]].prerequisites == (first["a"],)
    assert set(found[second["c"]].prerequisites) == {first["a"], first["b"]}
    assert [skill.name for skill in found.values()] == ["A", "B", "C"]


async def test_more_skills_than_a_statement_has_parameters_can_be_named(kernel: Kernel) -> None:
    owner, many = somebody(), [new_id() for _ in range(40_000)]
    async with unit_of_work(kernel) as uow:
        subject = await library.create_subject(uow, owner.user_id, "Anything")
        ids = await teach(uow, subject, [("a", set())])

        found = await store.find_skills(uow, owner.user_id, [*many, ids["a"]])
        counts = await store.count_items(uow, [*many, ids["a"]])
        keys = await store.ids_of(uow, subject.id, ["a", *map(str, many)])

    assert (list(found), counts, keys) == ([ids["a"]], {}, {"a": ids["a"]})


async def test_what_was_rolled_back_is_never_taken_for_the_truth(kernel: Kernel) -> None:
    """Two transactions that change a subject give it two versions, though the first is undone."""
    owner = somebody()
    async with unit_of_work(kernel) as uow:
        subject = await library.create_subject(uow, owner.user_id, "Anything")
    scope, versions = PracticeScope(subject_id=subject.id), set()

    for _ in range(3):
        try:
            async with unit_of_work(kernel) as uow:
                await teach(uow, subject, [("a", set())])
                query = text("select content_version from library.subject where id = :id")
                rows = await uow.execute(query, {"id": subject.id})
                versions.add(rows.scalar_one())
                assert (await library.items_for_practice(uow, owner, scope)).ids == ()
                raise SkillNotFound("Undone.")
        except SkillNotFound:
            continue

    assert len(versions) == 3
