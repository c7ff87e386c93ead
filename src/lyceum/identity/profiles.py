"""A person's own account: reading it, and changing how they are addressed and shown things."""

from dataclasses import fields

from lyceum.identity import rules
from lyceum.identity.contracts.appearance import Appearance
from lyceum.identity.contracts.people import Person, PersonNotFound, ProfileChange
from lyceum.identity.events import ProfileChanged
from lyceum.identity.registration import known_time_zone
from lyceum.identity.store import accounts
from lyceum.platform.principal import Principal
from lyceum.platform.unit_of_work import UnitOfWork

_LOOKS = tuple(field.name for field in fields(Appearance))


async def read_own(uow: UnitOfWork, who: Principal) -> Person:
    """The account of whoever asks."""
    who.require("profile:view")
    person = await accounts.find_person(uow, who.user_id)
    if person is None:
        raise PersonNotFound("Your account does not exist any more.")
    return person


async def change_own(uow: UnitOfWork, who: Principal, change: ProfileChange) -> Person:
    """Change one's name, language, time zone, or how the web app looks to one.

    Raises:
        FullNameInvalid, LanguageInvalid, TimeZoneUnknown: if a value is not acceptable.
    """
    who.require("profile:edit")
    changes: dict[str, str] = {}
    if change.full_name is not None:
        changes["full_name"] = rules.clean_full_name(change.full_name)
    if change.language is not None:
        changes["language"] = rules.clean_language(change.language)
    if change.time_zone is not None:
        changes["time_zone"] = known_time_zone(change.time_zone)
    for name in _LOOKS:
        if (chosen := getattr(change, name)) is not None:
            changes[name] = chosen.value
    if not changes:
        return await read_own(uow, who)
    person = await accounts.change_profile(uow, who.user_id, changes)
    uow.emit(ProfileChanged(account_id=person.id, language=person.language, time_zone=person.time_zone))
    return person
