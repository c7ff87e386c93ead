"""Somebody arrives with the right password (AUTH-17, AUTH-18): on which device, from where, and is it like them?

What recognises a device is a random token in a cookie and nothing else: no list of fonts, no canvas, no screen size. A
program that keeps no cookie is taken for the same one if it calls itself the same.
"""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from lyceum.identity import letters, links, places, proving, suspicion
from lyceum.identity.contracts.letters import LetterKind, LinkPurpose
from lyceum.identity.contracts.people import Person
from lyceum.identity.contracts.signing_in import Client, ClientKind
from lyceum.identity.events import SignInFoundSuspicious
from lyceum.identity.rules import user_agent_family, user_agent_system
from lyceum.identity.store import devices, failures, sessions
from lyceum.identity.store.accounts import Account
from lyceum.identity.store.devices import Device
from lyceum.identity.suspicion import Judgement, Place, Sighting, SignInFacts
from lyceum.platform import origin, security_log
from lyceum.platform.kernel import Kernel
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.security_log import Fact
from lyceum.platform.unit_of_work import UnitOfWork

SIGN_IN_SUSPICIOUS = "identity.sign_in_suspicious"

_TOKEN_BYTES = 32
# Accounts that one browser is remembered for: a family's, a class-room's.
MOST_TOKENS = 5
_LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How somebody arrived.

    Attributes:
        device_id: the device, written down.
        device_tokens: what its browser keeps from now on; empty for a program.
        browser, system: what it calls itself.
        place: where it is.
        network_key: what its network is compared by.
        judgement: what is unusual about it.
        is_new_device: whether the account has been elsewhere before, and never here.
    """

    device_id: UUID
    device_tokens: tuple[str, ...] = field(repr=False)
    browser: str
    system: str
    place: Place
    network_key: bytes | None
    judgement: Judgement
    is_new_device: bool = False


async def known_device(uow: UnitOfWork, account_id: UUID, client: Client) -> Device | None:
    """The account's device this is, by a token that only its browser has."""
    tokens = client.device_tokens[:MOST_TOKENS]
    hashes = [each for token in tokens for each in _hashes(uow.kernel, account_id, token)]
    return await devices.find(uow, account_id, hashes)


async def arrive(uow: UnitOfWork, person: Person, client: Client, *, account: Account | None = None) -> Arrival:
    """Write down the device of a sign-in, and judge the sign-in.

    Args:
        uow: the transaction.
        person: who signs in.
        client: with what.
        account: as it was before; None for one that has just been made, which is not judged.
    """
    kernel, browser, system = uow.kernel, user_agent_family(client.user_agent), user_agent_system(client.user_agent)
    device = await known_device(uow, person.id, client)
    if device is None and client.kind is ClientKind.TOKEN:
        device = await devices.find_program(uow, person.id, browser, system)
    place = places.geography_of(kernel).place_of(origin.current().address)
    network_keys = places.network_keys(kernel, person.id, place)
    judgement = Judgement()
    if account is not None:
        now = Sighting(place, uow.clock.now())
        judgement = suspicion.judge(await _facts(uow, account, now, device=device, network_keys=network_keys))
    tokens = client.device_tokens if client.kind is ClientKind.COOKIE else ()
    if device is None:
        device_id, tokens = await _remember(uow, person.id, client, browser, system)
    else:
        device_id = device.id
        await devices.see(uow, device_id, browser, system)
    if not judgement.asks:
        await devices.trust(uow, device_id=device_id)
    return Arrival(
        device_id=device_id,
        device_tokens=tokens,
        browser=browser,
        system=system,
        place=place,
        network_key=network_keys[0] if network_keys else None,
        judgement=judgement,
        is_new_device=suspicion.Sign.NEW_DEVICE in judgement.signs,
    )


async def tell(uow: UnitOfWork, person: Person, session_id: UUID, arrival: Arrival) -> None:
    """Tell the owner of a sign-in what they may not know of: a new device, or one that is asked for a code."""
    told = {
        "device": places.device_described(arrival.browser, arrival.system),
        "place": places.described(arrival.place.network, arrival.place.country),
        "moment": letters.moment(uow.clock.now(), person.time_zone),
    }
    is_to_be_told = arrival.is_new_device and person.email_verified
    # Whoever has the password, or throws every cookie away, does not fill the owner's mailbox.
    if is_to_be_told and await links.has_room_today(uow, person.id, LinkPurpose.END_SESSION):
        link = await links.issue(uow, person.id, LinkPurpose.END_SESSION, session_id=session_id)
        await letters.post_to(uow, person, LetterKind.NEW_DEVICE, link_id=link.id, **told)
    if not arrival.judgement.asks:
        return
    signs = arrival.judgement.signs
    # Each sign-in with a code is five guesses at one: whoever has the password must not get as many as they like.
    if await links.has_room_today(uow, person.id, LinkPurpose.CONFIRM_SIGN_IN):
        await send_code(uow, person, session_id)
    details: dict[str, Fact] = {"session_id": str(session_id), "score": arrival.judgement.score}
    details["signs"] = " ".join(signs)
    await security_log.note(uow, SIGN_IN_SUSPICIOUS, person.id, details=details)
    uow.emit(
        SignInFoundSuspicious(
            account_id=person.id,
            session_id=session_id,
            score=arrival.judgement.score,
            signs=tuple(sign.value for sign in signs),
        )
    )


async def send_code(uow: UnitOfWork, person: Person, session_id: UUID) -> None:
    """Post the letter with the code that confirms a sign-in."""
    link = await links.issue(uow, person.id, LinkPurpose.CONFIRM_SIGN_IN, session_id=session_id)
    await letters.post_to(uow, person, LetterKind.SIGN_IN_CODE, link_id=link.id)


async def _facts(
    uow: UnitOfWork, account: Account, now: Sighting, *, device: Device | None, network_keys: list[bytes]
) -> SignInFacts:
    account_id, address = account.person.id, origin.current().address
    seen = await sessions.sightings(uow, account_id, now.at - _LOOK_BACK)
    key = proving.address_key(uow.kernel, address)
    return SignInFacts(
        now=now,
        before=tuple(
            Sighting(places.place_of(uow.kernel, each.address_sealed, each.id), each.last_used_at) for each in seen
        ),
        is_known_device=device is not None,
        is_known_network=not network_keys or any(each.network_key in network_keys for each in seen),
        failures=account.failures.attempts,
        accounts_failed_here=await failures.accounts_failed(uow, key, now.at - suspicion.STUFFING_WINDOW)
        if address
        else 0,
        token_reused_at=await sessions.token_reused_at(uow, account_id),
        password_reset_at=account.password_reset_at,
    )


async def _remember(
    uow: UnitOfWork, account_id: UUID, client: Client, browser: str, system: str
) -> tuple[UUID, tuple[str, ...]]:
    """A new device, with a token of ours: one that came along may have been planted by somebody who knows it."""
    if client.kind is ClientKind.TOKEN:
        return await devices.add(uow, account_id, None, browser, system), ()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    device_id = await devices.add(uow, account_id, _hashes(uow.kernel, account_id, token)[0], browser, system)
    return device_id, (token, *client.device_tokens[: MOST_TOKENS - 1])


def _hashes(kernel: Kernel, account_id: UUID, token: str) -> list[bytes]:
    """What a device's token is known by: the first is to be kept, the others are of older secret keys."""
    raw = token.encode("utf-8", "surrogatepass")
    return list(sealer_of(kernel).derived_by_each("device of an account", account_id.bytes, raw))
