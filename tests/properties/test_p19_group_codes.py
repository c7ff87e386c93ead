"""P19 (SOC-03): no two groups have one id or one code."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyceum.app.composition import Composition
from lyceum.people.codes import fresh_code
from lyceum.people.rules import CODE_LENGTH, CODE_LETTERS, code_from, code_key, written_code
from lyceum.platform.kernel import Kernel
from tests.builders import MovableClock
from tests.people.site import Site, open_site


@pytest.fixture
async def site(kernel: Kernel, composition: Composition, clock: MovableClock) -> AsyncIterator[Site]:
    async with open_site(kernel, composition, clock) as served:
        yield served


async def test_p19_groups_made_at_once_have_ids_and_codes_of_their_own(site: Site) -> None:
    owners = [await site.person(name=f"Owner {number}") for number in range(4)]

    made = await asyncio.gather(*(owner.make("groups", name="The same") for owner in owners for _ in range(10)))

    assert len({each["id"] for each in made}) == len({each["join_code"]["code"] for each in made}) == 40


async def test_p19_the_database_refuses_a_code_that_another_has(site: Site) -> None:
    owner = await site.person()
    first, second = await owner.make("groups"), await owner.make("groups")

    with pytest.raises(asyncpg.UniqueViolationError):
        await site.sql(
            "update people.circle set code = (select code from people.circle where id = $1) where id = $2",
            UUID(first["id"]),
            UUID(second["id"]),
        )


def test_p19_a_code_has_sixty_bits_and_is_never_made_twice() -> None:
    made = [fresh_code() for _ in range(20_000)]

    assert len(set(made)) == len(made)
    assert len(CODE_LETTERS) ** CODE_LENGTH == 2**60
    for place in range(CODE_LENGTH):
        assert {code[place] for code in made} == set(CODE_LETTERS)


@given(st.lists(st.integers(0, 31), min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_p19_a_code_is_known_again_however_it_is_typed(numbers: list[int]) -> None:
    key = code_from(numbers)
    typed = written_code(key).lower().replace("0", "o").replace("1", "l")

    assert code_key(typed) == code_key(f"  {typed} ") == code_key(key) == key


@given(st.text(max_size=80))
def test_p19_what_is_no_code_is_none(typed: str) -> None:
    key = code_key(typed)

    assert key is None or (len(key) == CODE_LENGTH and set(key) <= set(CODE_LETTERS))
