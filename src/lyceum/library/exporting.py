"""A deck as a file of its owner's, keys and all, but for what one of their sessions is just asking them."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from lyceum.library import browsing
from lyceum.library.contracts import Item
from lyceum.library.exchange.anki_writing import write_apkg
from lyceum.library.exchange.csv_files import write_csv
from lyceum.library.store import items as store
from lyceum.platform.kernel import Kernel
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork, unit_of_work
from lyceum.platform.withholding import withheld

_PAGE = 500


class DeckFormat(StrEnum):
    """What a deck is written as."""

    CSV = "csv"
    APKG = "apkg"


@dataclass(frozen=True, slots=True)
class Exported:
    """A deck's file; `left_out` is how many items are not in it, because a session waits for the answer to them."""

    file_name: str
    content: bytes
    left_out: int


async def export_deck(kernel: Kernel, owner: Principal, deck_id: UUID, form: DeckFormat) -> Exported:
    """One of the owner's decks as a file. Opens its own transaction.

    Raises:
        DeckNotFound: if they have none with this id.
    """
    async with unit_of_work(kernel) as uow:
        deck = await browsing.find_deck(uow, owner, deck_id)
        found = await _all_items(uow, owner, deck_id)
        secret = await withheld(uow, owner, [item.id for item in found])
        now = uow.clock.now()
    items = [item for item in found if item.id not in secret]
    # In a thread: a package of some thousand cards takes a while.
    match form:
        case DeckFormat.CSV:
            content = await asyncio.to_thread(write_csv, items)
        case DeckFormat.APKG:
            content = await asyncio.to_thread(write_apkg, deck, items, now)
        case _:
            assert_never(form)
    return Exported(f"{deck.title}.{form}", content, len(found) - len(items))


async def _all_items(uow: UnitOfWork, owner: Principal, deck_id: UUID) -> list[Item]:
    found: list[Item] = []
    after = browsing.BEFORE_ALL
    while placed := await store.list_deck(uow, owner.user_id, deck_id, _PAGE, after=after):
        found += [item for _, item in placed]
        after = placed[-1][0], placed[-1][1].id
    return found
