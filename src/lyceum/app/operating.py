"""What `lyceum doctor` and `lyceum admin` do with an installation."""

import shutil
import sys
from dataclasses import dataclass, field
from importlib.metadata import version

import lyceum
from lyceum.app import web_files
from lyceum.app.addresses import Addresses, open_addresses
from lyceum.app.composition import Composition, Role
from lyceum.app.process import run_process
from lyceum.identity import facade as identity
from lyceum.identity.contracts.people import PersonNotFound
from lyceum.platform import flags
from lyceum.platform.condition import Report, examine_database
from lyceum.platform.embedded.errors import EmbeddedError
from lyceum.platform.errors import Invalid
from lyceum.platform.flags import FlagState
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work

_LOW_DISK_GB = 2.0


class PasswordsDiffer(Invalid):
    """The password was typed twice, differently."""

    code = "PASSWORDS_DIFFER"


class PasswordMissing(Invalid):
    """There is nobody who could type one."""

    code = "PASSWORD_MISSING"


def examine(settings: Settings, composition: Composition) -> Report:
    """Look at everything an installation needs; complaints instead of errors."""
    report = Report()
    facts = report.facts
    facts["lyceum"] = lyceum.__version__
    facts["python"] = sys.version.split()[0]
    facts["data folder"] = str(settings.home)
    for name in sorted(settings.model_fields_set - {"home"}):
        # A secret shows itself as stars.
        facts[f"LYCEUM_{name.upper()}"] = str(getattr(settings, name))
    facts["domains"] = ", ".join(domain.name for domain in composition.domains)
    facts["web app"] = "built" if web_files.is_built() else "not built: `make web` builds it, in Lyceum's folder"
    facts["workflow engine"] = f"dbos {version('dbos')}"
    try:
        with open_addresses(settings) as addresses:
            facts["servers"] = "embedded" if addresses.supervisor else "external"
            examine_database(addresses.database_url, composition.migrations, composition.workflow_names, report)
    except EmbeddedError as error:
        report.complaints.append(str(error))
    if settings.home.exists():
        free_gb = shutil.disk_usage(settings.home).free / 1e9
        facts["disk free"] = f"{free_gb:.1f} GB"
        if free_gb < _LOW_DISK_GB:
            report.complaints.append(f"Only {free_gb:.1f} GB are free at {settings.home}; {_LOW_DISK_GB:g} are wanted.")
    return report


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who is to become a super administrator."""

    email: str
    full_name: str
    password: str = field(repr=False)


async def create_administrator(
    settings: Settings, addresses: Addresses, composition: Composition, who: Administrator
) -> None:
    """Make a super administrator.

    Raises:
        LyceumError: if the e-mail or password is not acceptable; the message says why.
    """
    nothing_but_commands = Composition(composition.domains, composition.served, frozenset[Role]())
    async with run_process(settings, addresses, nothing_but_commands) as process, unit_of_work(process.kernel) as uow:
        await identity.create_administrator(uow, who.email, who.password, who.full_name)


@dataclass(frozen=True, slots=True)
class Turning:
    """How a flag is to stand: for so many of 100 people, None for as it comes; or for one person, by their address."""

    name: str
    share: int | None
    email: str | None = None


async def turn_flags(
    settings: Settings, addresses: Addresses, composition: Composition, turning: Turning | None
) -> list[FlagState]:
    """Turn a flag if one is to be turned; how all of them stand then.

    Raises:
        FlagUnknown: if there is no such flag.
        PersonNotFound: if nobody has the address.
    """
    nothing_but_commands = Composition(composition.domains, composition.served, frozenset[Role]())
    async with run_process(settings, addresses, nothing_but_commands) as process, unit_of_work(process.kernel) as uow:
        if turning is not None and turning.email is not None:
            person = await identity.find_by_email(uow, turning.email)
            if person is None:
                raise PersonNotFound(f"Nobody here has the e-mail address {turning.email!r}.")
            turned = None if turning.share is None else turning.share > 0
            await flags.except_person(uow, None, turning.name, person_id=person.id, turned=turned)
        elif turning is not None:
            await flags.switch(uow, None, turning.name, turning.share)
        return await flags.every(uow, None)
