"""Letters on their way: none is lost by a mail server that is away or a process that dies, and none can be forged."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest

from lyceum.identity import mailing
from lyceum.identity.workflows import SEND_WAITING_LETTERS
from lyceum.platform.ids import new_id
from lyceum.platform.jobs import open_job
from lyceum.platform.kernel import Kernel
from lyceum.platform.mail import Mail, MailRefused, MailUnavailable
from lyceum.platform.unit_of_work import unit_of_work
from lyceum.platform.workflows import run_to_end
from tests.identity.site import Site


@dataclass
class Post:
    """A mail server in memory."""

    problem: type[Exception] | None = None
    taken: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        if self.problem is not None:
            raise self.problem("not now")
        self.taken.append(mail)


async def waiting(site: Site) -> list[UUID]:
    return [row["id"] for row in await site.sql("select id from identity.letter order by id")]


async def send_waiting(kernel: Kernel) -> None:
    """What the schedule starts every few minutes."""
    async with unit_of_work(kernel) as uow:
        job_id = await open_job(uow, SEND_WAITING_LETTERS.name, None)
    await run_to_end(kernel, SEND_WAITING_LETTERS, job_id, {})


async def test_what_the_mail_server_does_not_take_goes_out_when_it_is_back(site: Site) -> None:
    post = Post(MailUnavailable)
    kernel = replace(site.kernel, mail=post)
    await site.registered(email="ada@example.org")
    await site.registered(email="bob@example.org")

    for letter_id in await waiting(site):
        assert not await mailing.deliver(kernel, letter_id)
    post.problem = None
    at_once = len(post.taken)
    site.wait(minutes=5)
    await send_waiting(kernel)

    assert at_once == 0
    assert [mail.to for mail in post.taken] == ["ada@example.org", "bob@example.org"]
    assert await waiting(site) == []


async def test_what_a_process_took_and_died_with_is_sent_by_another(site: Site) -> None:
    class Died(Exception):
        """The process is gone."""

    post = Post(Died)
    kernel = replace(site.kernel, mail=post)
    await site.registered(email="ada@example.org")
    (letter_id,) = await waiting(site)
    with pytest.raises(Died):
        await mailing.deliver(kernel, letter_id)

    post.problem = None
    await mailing.deliver(kernel, letter_id)
    while_leased = len(post.taken)
    site.wait(minutes=3)
    await send_waiting(kernel)

    assert (while_leased, len(post.taken)) == (0, 1)


async def test_a_letter_that_cannot_be_sent_holds_up_no_other(site: Site) -> None:
    kernel = replace(site.kernel, mail=Post(MailRefused))
    await site.registered(email="ada@example.org")
    (letter_id,) = await waiting(site)

    assert await mailing.deliver(kernel, letter_id)

    assert await waiting(site) == []
    kinds = [row["kind"] for row in await site.sql("select kind from platform.security_event")]
    assert mailing.LETTER_REFUSED in kinds


async def test_a_letter_nobody_takes_for_a_day_is_given_up(site: Site) -> None:
    kernel = replace(site.kernel, mail=Post(MailUnavailable))
    await site.registered(email="ada@example.org")
    (letter_id,) = await waiting(site)
    tries = 0

    while await waiting(site):
        await mailing.deliver(kernel, letter_id)
        site.wait(minutes=30)
        tries += 1

    assert timedelta(minutes=30) * tries > timedelta(days=1)
    assert tries < 60


async def test_one_letter_goes_out_once_however_many_try(site: Site) -> None:
    post = Post()
    kernel = replace(site.kernel, mail=post)
    await site.registered(email="ada@example.org")
    (letter_id,) = await waiting(site)

    for _ in range(3):
        await mailing.deliver(kernel, letter_id)
    await mailing.deliver(kernel, new_id())

    assert len(post.taken) == 1


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x00", "%0d%0a"])
async def test_no_header_can_be_put_into_a_letter(site: Site, break_: str) -> None:
    forged = f"{break_}Bcc: all@example.org"
    await site.register(email=f"ada{forged}@example.org")
    await site.register(email="eve@example.org", full_name=f"Eve{forged}")
    await site.http.post("/auth/password/forgot", json={"email": f"eve@example.org{forged}"})

    letters = await site.letters("eve@example.org")

    assert len(letters) <= 1
    assert all("bcc" not in {name.lower() for name in letter.message} for letter in letters)
    assert all("all@example.org" not in str(letter.message) for letter in letters)


async def test_links_lead_to_the_public_address_of_the_settings(site: Site) -> None:
    settings = site.kernel.settings.model_copy(update={"public_url": "https://learn.example.org/"})
    post = Post()
    await site.registered(email="ada@example.org")
    (letter_id,) = await waiting(site)

    await mailing.deliver(replace(site.kernel, mail=post, settings=settings), letter_id)

    assert "\nhttps://learn.example.org/verify-email#token=" in post.taken[0].text
