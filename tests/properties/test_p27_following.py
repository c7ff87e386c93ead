"""P27 (USR-10): after any follows, unfollows and blocks, somebody's followers are those who follow them."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lyceum.people import bonds
from lyceum.people.facade import relations
from lyceum.platform.errors import NotFound
from lyceum.platform.kernel import Kernel
from lyceum.platform.pages import PageRequest
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import unit_of_work
from tests.people.crowd import crowd

PEOPLE = 3
ACTS = {"follow": bonds.follow, "unfollow": bonds.unfollow, "block": bonds.block, "unblock": bonds.unblock}
STEPS = st.tuples(
    st.sampled_from(["follow", "follow", "follow", "unfollow", "block", "unblock"]),
    st.permutations(range(PEOPLE)).map(lambda order: (order[0], order[1])),
)


def follows_after(steps: list[tuple[str, tuple[int, int]]]) -> set[tuple[int, int]]:
    """Who follows whom, by the rules in words: a block ends follows both ways and prevents them."""
    follows: set[tuple[int, int]] = set()
    blocks: set[tuple[int, int]] = set()
    for what, (one, another) in steps:
        match what:
            case "follow" if not blocks & {(one, another), (another, one)}:
                follows.add((one, another))
            case "unfollow":
                follows.discard((one, another))
            case "block":
                blocks.add((one, another))
                follows -= {(one, another), (another, one)}
            case "unblock":
                blocks.discard((one, another))
            case _:
                pass
    return follows


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(steps=st.lists(STEPS, max_size=12))
async def test_p27_followers_are_those_who_follow(kernel: Kernel, steps: list[tuple[str, tuple[int, int]]]) -> None:
    # New people each time: nothing is between them yet.
    people: list[Principal] = [each.principal for each in await crowd(kernel, PEOPLE)]

    for what, (one, another) in steps:
        with suppress(NotFound):
            async with unit_of_work(kernel) as uow:
                await ACTS[what](uow, people[one], people[another].user_id)

    number = {person.user_id: place for place, person in enumerate(people)}
    told, listed = set(), set()
    async with unit_of_work(kernel) as uow:
        for place, person in enumerate(people):
            page = await bonds.list_followers(uow, person, PageRequest())
            listed |= {(number[each.person.id], place) for each in page.items}
            found = await relations(uow, person.user_id, list(number))
            told |= {(place, number[other]) for other, how in found.items() if how.follows}
    assert listed == told == follows_after(steps)
