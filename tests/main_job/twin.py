"""Twins of a learner: rows of two others about the very same items, skills and days, which say something else."""

from uuid import UUID

from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from tests.main_job.site import Learner, Site

# What the copy of each table's rows says otherwise. The same id is copied to the same, wherever it is named.
_EARLIER = "interval '3 days'"
_OTHERWISE = {
    "practice.session": "'id', {id}, 'answered', 0, 'ended_at', null",
    "practice.session_item": "'session_id', {session_id}, 'attempt_id', {attempt_id}, 'hints', 0",
    "practice.attempt": "'id', {id}, 'correct', not correct, 'score', 1 - score, 'quality', 5 - quality,"
    f" 'time_ms', 77777, 'effective_at', effective_at - {_EARLIER}, 'parameters',"
    " parameters || jsonb_build_object('day', (parameters ->> 'day')::date - 3)",
    "practice.attempt_dedup": "'attempt_id', {attempt_id}, 'fingerprint', 'another'",
    "practice.item_state": "'attempts', attempts + 50, 'due_on', due_on - 3, 'stability', 99, 'is_recalled', false,"
    f" 'last_effective_at', last_effective_at - {_EARLIER}",
    "practice.skill_state": "'mastery', 0.97, 'ability', 2.5, 'practice_count', 50,"
    f" 'last_effective_at', last_effective_at - {_EARLIER}",
    "practice.learner_setting": "'scheduler', 'sm2', 'desired_retention', 0.71",
    "progress.activity": f"'attempts', attempts + 50, 'quarter', quarter - {_EARLIER}",
    "progress.material": "'attempts', attempts + 50, 'last_at', last_at + interval '1 hour'",
}
# What the learner has none of as yet: they have practised more, and mastered it.
_BESIDES = {
    "practice.item_state": "select distinct on (i.id) (jsonb_populate_record(t, jsonb_build_object('item_id', i.id))).*"
    " from practice.item_state t, library.item i where t.learner_id = {twin}"
    " and i.id not in (select item_id from practice.item_state where learner_id = {twin})",
    "progress.mastered": "select {twin}::uuid, s.id, now() from library.skill s",
    "progress.completion": "select {twin}::uuid, document_id, now(), 7, attempts, correct, score, time_ms"
    " from progress.material where learner_id = {learner} and document_id is not null",
}
_TABLES = (*_OTHERWISE, "progress.mastered", "progress.completion")
_OF_SESSIONS = "practice.session_item"


class Twins:
    """Puts the rows in behind the door, and looks at them.

    Args:
        site: where.
        learner: whose twins they are.
    """

    def __init__(self, site: Site, learner: Learner) -> None:
        self.site = site
        self._learner = f"'{learner.user_id}'"
        # The lowest id and the highest, for an index has its own order.
        self._twins = [f"'{UUID(int=number)}'" for number in (1, 2**128 - 1)]

    async def come(self) -> None:
        """Copy all that is kept of the learner, but for what is said otherwise."""
        async with unit_of_work(self.site.kernel) as uow:
            # One lies before what is the learner's own and one behind it, for whoever takes the first, or the last.
            before, behind = self._twins
            await self._copy(uow, before)
            driver = await uow.driver()
            for table in _TABLES:
                column = "session_id" if table == _OF_SESSIONS else "learner_id"
                await driver.execute(f"update {table} set {column} = {column} where {_whose(table, self._learner)}")  # noqa: S608  names of ours
            await self._copy(uow, behind)

    async def rows(self) -> dict[str, list[str]]:
        """All that is kept of the twins."""
        found = {}
        for table in _TABLES:
            query = f"select to_jsonb(t)::text as row from {table} t where {_whose(table, *self._twins)} order by 1"  # noqa: S608  names of ours
            found[table] = [row.row for row in await self.site.rows(query)]
        assert all(found.values())
        return found

    async def go(self) -> None:
        """Take the rows out again."""
        async with unit_of_work(self.site.kernel) as uow:
            driver = await uow.driver()
            for table in (_OF_SESSIONS, *(each for each in _TABLES if each != _OF_SESSIONS)):
                await driver.execute(f"delete from {table} where {_whose(table, *self._twins)}")  # noqa: S608  as above

    async def _copy(self, uow: UnitOfWork, twin: str) -> None:
        driver = await uow.driver()
        another = {name: f"md5({name}::text || {twin})::uuid" for name in ("id", "session_id", "attempt_id")}
        for table, otherwise in _OTHERWISE.items():
            theirs = "" if table == _OF_SESSIONS else f"'learner_id', {twin}, "
            said = theirs + otherwise.format(**another)
            await driver.execute(
                f"insert into {table} select (jsonb_populate_record(t, jsonb_build_object({said}))).*"  # noqa: S608  names of ours
                f" from {table} t where {_whose(table, self._learner)}"
            )
        for table, more in _BESIDES.items():
            await driver.execute(f"insert into {table} {more.format(twin=twin, learner=self._learner)}")


def _whose(table: str, *learners: str) -> str:
    theirs = f"learner_id in ({', '.join(learners)})"
    if table == _OF_SESSIONS:
        return f"session_id in (select id from practice.session where {theirs})"  # noqa: S608  as above
    return theirs
