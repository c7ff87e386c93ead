"""Letters to people (AUTH-19): posted in the transaction of what they tell, written when they go out.

What a person typed about themselves (their name) is in no letter: an address somebody else typed must not receive that
somebody's words from us. Links lead to the address of the settings, whatever a request called this server.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from types import MappingProxyType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lyceum.identity import links
from lyceum.identity.contracts.letters import LetterKind
from lyceum.identity.contracts.people import Person
from lyceum.identity.events import LetterPosted
from lyceum.identity.store import letters as store
from lyceum.identity.store.letters import WaitingLetter
from lyceum.platform import i18n, telling
from lyceum.platform.ids import new_id
from lyceum.platform.kernel import Kernel
from lyceum.platform.mail import Mail
from lyceum.platform.sealing.sealer import sealer_of
from lyceum.platform.unit_of_work import UnitOfWork

PURPOSE = "identity.letter.address"

# Pages of the web app. The token stands behind the '#', so that it stays in the browser: no server or log sees it.
_PAGES: Mapping[LetterKind, str] = MappingProxyType(
    {
        LetterKind.WELCOME: "verify-email",
        LetterKind.VERIFY_EMAIL: "verify-email",
        LetterKind.RESET_PASSWORD: "reset-password",
        LetterKind.LOCKED: "reset-password",
        LetterKind.SESSION_DENIED: "reset-password",
        LetterKind.CONFIRM_EMAIL: "confirm-email",
        LetterKind.EMAIL_CHANGED: "undo-email",
        LetterKind.NEW_DEVICE: "end-session",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to be posted.

    Attributes:
        kind: what it says.
        to: an address.
        language: of whom it goes to.
        account_id: whose account it is about; None if that is not known yet.
        link_id: the link, or the code, that stands in it.
        details: what else stands in it: plain data, phrases among it.
    """

    kind: LetterKind
    to: str
    language: str
    account_id: UUID | None = None
    link_id: UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


async def post(uow: UnitOfWork, letter: Letter) -> None:
    """Send a letter, if and when `uow` commits; what dies in between loses none."""
    letter_id = new_id()
    waiting = WaitingLetter(
        id=letter_id,
        kind=letter.kind,
        address_sealed=sealer_of(uow.kernel).seal_text(PURPOSE, letter.to, letter_id),
        language=i18n.negotiate(None, letter.language),
        account_id=letter.account_id,
        link_id=letter.link_id,
        details=dict(letter.details),
        created_at=uow.clock.now(),
    )
    await store.add(uow, waiting)
    uow.emit(LetterPosted(letter_id=waiting.id))


async def post_to(
    uow: UnitOfWork, person: Person, kind: LetterKind, *, link_id: UUID | None = None, **details: object
) -> None:
    """Send somebody a letter to the address of their account, if and when `uow` commits."""
    letter = Letter(
        kind=kind,
        to=person.email,
        language=person.language,
        account_id=person.id,
        link_id=link_id,
        details=details,
    )
    await post(uow, letter)


def address_of(kernel: Kernel, waiting: WaitingLetter) -> str:
    """Whom a letter on its way goes to."""
    return sealer_of(kernel).open_text(PURPOSE, waiting.address_sealed, waiting.id)


def written(kernel: Kernel, waiting: WaitingLetter, token_hash: bytes | None) -> Mail:
    """A letter as it goes out: in its reader's language, as plain text and as the same in HTML.

    Args:
        kernel: of this process.
        waiting: the letter.
        token_hash: of its link, as it is kept; None for a letter without one.
    """
    with telling.answering(waiting.language):
        values = {name: telling.worded(value) for name, value in waiting.details.items()}
        values |= _secrets(kernel, waiting, token_hash) | {"site": kernel.settings.base_url}
        body = telling.text(f"letter.{waiting.kind}.body", **values)
        paragraphs = [telling.text("letter.greeting"), *body.split("\n\n"), telling.text("letter.farewell", **values)]
        subject = telling.text(f"letter.{waiting.kind}.subject")
    html = "".join(_paragraph(each, str(values.get("link", ""))) for each in paragraphs)
    return Mail(
        to=address_of(kernel, waiting),
        subject=subject,
        text="\n\n".join(paragraphs) + "\n",
        html=f'<!doctype html><html lang="{waiting.language}"><body>{html}</body></html>',
    )


def moment(when: datetime, time_zone: str) -> str:
    """A moment, as it stands in a letter: in the reader's own time zone."""
    return f"{when.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M} ({time_zone})"


def _secrets(kernel: Kernel, waiting: WaitingLetter, token_hash: bytes | None) -> dict[str, str]:
    if waiting.link_id is None or token_hash is None:
        return {}
    if waiting.kind is LetterKind.SIGN_IN_CODE:
        return {"code": links.code_of(kernel, waiting.link_id)}
    token = links.token_of(kernel, waiting.link_id, token_hash)
    return {"link": f"{kernel.settings.base_url}/{_PAGES[waiting.kind]}#token={token}"}


def _paragraph(text: str, link: str) -> str:
    if text == link:
        return f'<p><a href="{escape(link)}">{escape(link)}</a></p>'
    return f"<p>{escape(text)}</p>"
