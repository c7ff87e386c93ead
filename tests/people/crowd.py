"""People with accounts, for tests that call use cases and need no door."""

from dataclasses import dataclass

from lyceum.identity.contracts.people import NewPerson
from lyceum.identity.facade import create_student
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import unit_of_work

POWERS = frozenset({"people:view", "people:edit"})


@dataclass(frozen=True)
class Somebody:
    """A student, and what they are called."""

    principal: Principal
    username: str


async def crowd(kernel: Kernel, size: int) -> list[Somebody]:
    """So many students whom nobody knows yet."""
    found = []
    for _ in range(size):
        new = NewPerson(email=f"{new_id()}@example.org", password="Tall-Giraffe-79-hums", full_name="Ada Lovelace")
        async with unit_of_work(kernel) as uow:
            person = await create_student(uow, new)
        found.append(Somebody(Principal(person.id, None, frozenset(), POWERS), person.username))
    return found
