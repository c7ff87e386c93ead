"""What the operator of an installation does: migrate, look, back up, restore, make an administrator."""

import argparse
import asyncio
import getpass
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from lyceum.app import operating
from lyceum.app.addresses import HalfConfigured, open_addresses
from lyceum.app.composition import PluginBroken, UnknownDomain, compose
from lyceum.app.domains import DOMAINS
from lyceum.app.process import prepare_database
from lyceum.app.serve import PortTaken, UnknownRole
from lyceum.cli.terminal import say
from lyceum.platform import logs, migrate
from lyceum.platform.clock import SystemClock
from lyceum.platform.embedded import backup
from lyceum.platform.embedded.errors import EmbeddedError
from lyceum.platform.errors import LyceumError
from lyceum.platform.settings import SECRET_KEY_FILE, Settings
from lyceum.platform.takeover import Fenced

EXPECTED = (
    EmbeddedError,
    Fenced,
    HalfConfigured,
    LyceumError,
    PluginBroken,
    PortTaken,
    UnknownDomain,
    UnknownRole,
    migrate.DatabaseIsNewer,
    migrate.DatabaseUnreachable,
    migrate.ExtensionMissing,
    subprocess.CalledProcessError,
)


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the subcommands."""
    migrating = commands.add_parser("migrate", help="bring the database to this version")
    migrating.add_argument("--quiet", action="store_true", help="say nothing when it worked")
    migrating.set_defaults(run=run_migrate)

    doctor = commands.add_parser("doctor", help="show what this installation is and what ails it")
    doctor.add_argument("--json", action="store_true", help="for programs")
    doctor.set_defaults(run=run_doctor)

    admin = commands.add_parser("admin", help="administrators of this installation")
    actions = admin.add_subparsers(title="actions", metavar="ACTION", required=True)
    create = actions.add_parser("create", help="make a super administrator")
    create.add_argument("email")
    create.add_argument("--name", default="", help="full name")
    create.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    create.set_defaults(run=run_admin_create)

    saving = commands.add_parser("backup", help="write database and files into one archive")
    saving.add_argument("file", type=Path)
    saving.set_defaults(run=run_backup)

    restoring = commands.add_parser("restore", help="bring back what `lyceum backup` wrote")
    restoring.add_argument("file", type=Path)
    restoring.add_argument("--replace", action="store_true", help="overwrite a database that is not empty")
    restoring.set_defaults(run=run_restore)


def run_migrate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Apply what is missing."""
    composition = compose(DOMAINS, plugins=settings.plugins)
    if settings.database_url is not None:
        # All that migrating needs.
        revisions = migrate.upgrade(settings.database_url.get_secret_value(), composition.migrations)
    else:
        with open_addresses(settings) as addresses:
            revisions = migrate.upgrade(addresses.workflow_database_url, composition.migrations)
    if not arguments.quiet:
        say("The database is at: " + ", ".join(f"{domain} {number}" for domain, number in revisions.items()) + ".")
    return 0


def run_doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show facts and complaints; status 1 if there are complaints."""
    logs.configure(settings)
    report = operating.examine(settings, compose(DOMAINS, plugins=settings.plugins))
    if arguments.json:
        say(json.dumps({"facts": report.facts, "complaints": report.complaints}, indent=2))
    else:
        for name, value in report.facts.items():
            say(f"{name:<22} {value}")
        say("\nNothing to complain about." if not report.complaints else "")
        for complaint in report.complaints:
            say(f"! {complaint}")
    return 1 if report.complaints else 0


def run_admin_create(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make a super administrator; the password is asked for, and never an argument others could see."""
    logs.configure(settings)
    password = sys.stdin.readline().rstrip("\n") if arguments.password_stdin else _typed_password()
    composition = compose(DOMAINS, plugins=settings.plugins)
    with open_addresses(settings) as addresses:
        prepare_database(addresses, composition)
        who = operating.Administrator(arguments.email, arguments.name or arguments.email.partition("@")[0], password)
        asyncio.run(operating.create_administrator(settings, addresses, composition, who))
    say(f"{arguments.email} is a super administrator now.")
    return 0


def _typed_password() -> str:
    if not sys.stdin.isatty():
        raise operating.PasswordMissing("Nobody can type a password here; hand it in with --password-stdin.")
    password = getpass.getpass("Password (12 characters or more, with capitals, digits and signs): ")
    if getpass.getpass("Again: ") != password:
        raise operating.PasswordsDiffer("The two passwords differ; nothing was created.")
    return password


def run_backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the archive."""
    with open_addresses(settings) as addresses:
        backup.backup(
            addresses.workflow_database_url,
            _objects_folder(settings),
            arguments.file,
            clock=SystemClock(),
            secret_file=settings.home / SECRET_KEY_FILE,
            postgres_bin=settings.postgres_bin,
        )
    say(f"Wrote {arguments.file} ({arguments.file.stat().st_size / 1e6:.1f} MB).")
    if settings.objects_url:
        say(f"The files at {settings.objects_url} are not in it; back them up there.")
    return 0


def run_restore(arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring an archive back."""
    with open_addresses(settings) as addresses:
        restored = backup.restore(
            arguments.file,
            addresses.workflow_database_url,
            _objects_folder(settings),
            secret_file=settings.home / SECRET_KEY_FILE,
            replace=arguments.replace,
            postgres_bin=settings.postgres_bin,
        )
        # A backup of an older version is brought up to this one.
        prepare_database(addresses, compose(DOMAINS, plugins=settings.plugins))
    say(f"Restored the state of {restored.manifest.created_at}.")
    if restored.previous_objects:
        say(f"The files of before were moved to {restored.previous_objects}.")
    return 0


def _objects_folder(settings: Settings) -> Path | None:
    return None if settings.objects_url else settings.home / "objects"
