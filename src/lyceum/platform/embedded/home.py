"""The data folder: where it is, what lies where in it, and who may reach it."""

import os
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lyceum.platform.embedded.errors import HomeNotUsable
from lyceum.platform.embedded.processes import Account

# Linux allows 107 bytes for a unix socket's path; PostgreSQL appends "/.s.PGSQL.<port>.lock".
_LONGEST_SOCKET_FOLDER = 85
# A comma separates folders or hosts in PostgreSQL's settings and URLs, and quoting differs between
# clients, so a folder of any other characters gets a plain stand-in.
_PLAIN_PATH = re.compile(r"[\w./-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of one data folder; `folder` is absolute and without symbolic links."""

    folder: Path

    @property
    def start_lock(self) -> Path:
        """Held alone while the servers are started or stopped."""
        return self.folder / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by every process that uses the servers."""
        return self.folder / "users.lock"

    @property
    def state(self) -> Path:
        """Passwords and ports."""
        return self.folder / "state.json"

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data."""
        return self.folder / "pg"

    @property
    def run(self) -> Path:
        """What the servers need only while they run; belongs to their account."""
        return self.folder / "run"

    @property
    def logs(self) -> Path:
        """What the servers print; belongs to their account."""
        return self.folder / "logs"

    @property
    def programs(self) -> Path:
        """Copies of programs which the account could not reach where they are installed."""
        return self.folder / "programs"

    @property
    def administrator_settings(self) -> Path:
        """PostgreSQL settings by hand; they win over ours."""
        return self.folder / "postgresql.conf"


def open_home(folder: Path, account: Account) -> Home:
    """Create what is missing of a data folder and check that it can be used.

    Args:
        folder: the data folder, existing or not.
        account: whom the servers run as; must be able to reach it.

    Returns:
        The folder's paths.

    Raises:
        HomeNotUsable: if it cannot be written, belongs to somebody else, or the account cannot reach it.
    """
    home = Home(folder.expanduser().resolve())
    try:
        if not home.folder.exists():
            home.folder.mkdir(parents=True, mode=0o711 if account.switch else 0o700)
            if account.switch:
                home.folder.chmod(0o711)
        _refuse_foreign(home)
        if account.switch and not reachable(home.folder, account):
            home.folder.chmod(stat.S_IMODE(home.folder.stat().st_mode) | 0o011)
        for owned in (home.run, home.logs):
            own_folder(owned, account)
    except OSError as error:
        raise HomeNotUsable(
            f"The data folder {str(home.folder)!r} cannot be written ({error.strerror}); make it writable for this"
            " user, or set LYCEUM_HOME to a folder that is."
        ) from error
    if account.switch and not reachable(home.folder, account):
        raise HomeNotUsable(
            f"Started by root, the servers run as user {account.uid}, who cannot reach {str(home.folder)!r};"
            " set LYCEUM_HOME to a folder whose parents everyone may enter, such as /var/lib/lyceum,"
            " or run Lyceum as an ordinary user."
        )
    return home


def _refuse_foreign(home: Home) -> None:
    owner = home.state.stat().st_uid if home.state.exists() else os.geteuid()
    if owner != os.geteuid():
        raise HomeNotUsable(
            f"The data folder {str(home.folder)!r} belongs to user {owner}; run Lyceum as that user,"
            " or set LYCEUM_HOME to a folder of your own."
        )


def own_folder(folder: Path, account: Account) -> None:
    """Make a private folder of the servers' account."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account.switch:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def own_file(path: Path, account: Account) -> None:
    """Give a file to the servers' account."""
    if account.switch:
        os.chown(path, account.uid, account.gid)


def discard_folder(folder: Path) -> None:
    """Remove a half-made folder as far as that goes; one that is not there is fine."""
    # Errors: a killed starter's program may still be writing into it. The next start tries again.
    shutil.rmtree(folder, ignore_errors=True)


def socket_folder(home: Home, account: Account, remembered: str) -> Path:
    """The folder of PostgreSQL's unix socket: in the data folder if its path is short and plain.

    Args:
        home: the data folder.
        account: whom the server runs as.
        remembered: the folder used last time; kept, since running clients know it.

    Returns:
        An existing folder that belongs to the account.
    """
    inside = str(home.run)
    if len(inside.encode()) <= _LONGEST_SOCKET_FOLDER and _PLAIN_PATH.fullmatch(inside):
        return home.run
    if remembered and _is_ours(Path(remembered), account):
        return Path(remembered)
    # mkdtemp: a name that nobody can have created before us.
    folder = Path(tempfile.mkdtemp(prefix="lyceum-", dir="/tmp"))  # nosec B108  as above
    own_folder(folder, account)
    return folder


def _is_ours(folder: Path, account: Account) -> bool:
    try:
        facts = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == account.uid and stat.S_IMODE(facts.st_mode) == 0o700


def reachable(path: Path, account: Account) -> bool:
    """Whether the account may enter a folder, or read and run a file, by the permission bits on the way."""
    resolved = path.resolve()
    if not all(_allows(parent, account, 0o1) for parent in resolved.parents):
        return False
    return _allows(resolved, account, 0o1 if resolved.is_dir() else 0o5)


def _allows(path: Path, account: Account, bits: int) -> bool:
    try:
        facts = path.stat()
    except OSError:
        return False
    if facts.st_uid == account.uid:
        granted = facts.st_mode >> 6
    elif facts.st_gid == account.gid:
        granted = facts.st_mode >> 3
    else:
        granted = facts.st_mode
    return granted & bits == bits
