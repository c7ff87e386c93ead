"""What `lyceum doctor` and `lyceum admin` do with an installation."""

import shutil
import sys
from dataclasses import dataclass, field
from importlib.metadata import version

import psycopg

import lyceum
from lyceum.app.addresses import Addresses, open_addresses
from lyceum.app.composition import Composition, Role
from lyceum.app.process import run_process
from lyceum.identity import facade as identity
from lyceum.platform import migrate
from lyceum.platform.embedded.errors import EmbeddedError
from lyceum.platform.errors import Invalid
from lyceum.platform.settings import Settings
from lyceum.platform.unit_of_work import unit_of_work

_LOW_DISK_GB = 2.0
_COUNTS = {
    "deliveries waiting": "select count(*) from platform.delivery",
    "dead letters": "select count(*) from platform.dead_letter",
    "jobs running": "select count(*) from platform.job where status = 'running'",
    "jobs queued": "select count(*) from platform.job where status = 'queued'",
}
_STRANDED = """
    select distinct kind from platform.job where status in ('queued', 'running') and not kind = any(%s)"""


class PasswordsDiffer(Invalid):
    """The password was typed twice, differently."""

    code = "PASSWORDS_DIFFER"


@dataclass(slots=True)
class Report:
    """What was found.

    Attributes:
        facts: in the order a person would ask for them.
        complaints: each says what is wrong and what to do.
    """

    facts: dict[str, str] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


def examine(settings: Settings, composition: Composition) -> Report:
    """Look at everything an installation needs; complaints instead of errors."""
    report = Report()
    facts = report.facts
    facts["lyceum"] = lyceum.__version__
    facts["python"] = sys.version.split()[0]
    facts["data folder"] = str(settings.home)
    facts["domains"] = ", ".join(domain.name for domain in composition.domains)
    facts["workflow engine"] = f"dbos {version('dbos')}"
    try:
        with open_addresses(settings) as addresses:
            facts["servers"] = "embedded" if addresses.supervisor else "external"
            _examine_database(addresses, composition, report)
    except (EmbeddedError, psycopg.Error) as error:
        report.complaints.append(f"The database cannot be reached: {error}")
    if settings.home.exists():
        free_gb = shutil.disk_usage(settings.home).free / 1e9
        facts["disk free"] = f"{free_gb:.1f} GB"
        if free_gb < _LOW_DISK_GB:
            report.complaints.append(f"Only {free_gb:.1f} GB are free at {settings.home}; {_LOW_DISK_GB:g} are wanted.")
    return report


def _examine_database(addresses: Addresses, composition: Composition, report: Report) -> None:
    with psycopg.connect(addresses.database_url, connect_timeout=5) as connection:
        (report.facts["postgresql"],) = connection.execute("show server_version").fetchone() or ("unknown",)
        if migrate.pending(addresses.database_url, composition.migrations):
            report.complaints.append("The database is behind this version: run `lyceum migrate`.")
            return
        for name, query in _COUNTS.items():
            (count,) = connection.execute(query).fetchone() or (0,)
            report.facts[name] = str(count)
        if report.facts["dead letters"] != "0":
            report.complaints.append("There are dead letters: events whose handler kept failing.")
        stranded = connection.execute(_STRANDED, (sorted(composition.workflow_names),)).fetchall()
        for (kind,) in stranded:
            report.complaints.append(f"Jobs of the kind {kind!r} wait, but no installed domain knows that workflow.")


async def create_administrator(
    settings: Settings, addresses: Addresses, composition: Composition, who: tuple[str, str, str]
) -> None:
    """Make a super administrator of (e-mail, full name, password).

    Raises:
        LyceumError: if the e-mail or password is not acceptable; the message says why.
    """
    nothing_but_commands = Composition(composition.domains, composition.served, frozenset[Role]())
    async with run_process(settings, addresses, nothing_but_commands) as process, unit_of_work(process.kernel) as uow:
        await identity.create_administrator(uow, *who)
