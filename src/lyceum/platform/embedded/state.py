"""The state file of a data folder: passwords, ports and the socket folder, mode 0600."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from lyceum.platform.embedded.errors import StateUnreadable
from lyceum.platform.embedded.processes import choose_port


@dataclass(frozen=True, slots=True)
class State:
    """What must survive between runs so that clients and servers know each other."""

    postgres_password: str
    postgres_port: int
    valkey_password: str
    valkey_port: int
    socket_folder: str
    postgres_bin: str


def new_state() -> State:
    """A state with fresh passwords and ports, before anything was started."""
    return State(
        postgres_password=secrets.token_urlsafe(24),
        postgres_port=choose_port(),
        valkey_password=secrets.token_urlsafe(24),
        valkey_port=choose_port(),
        socket_folder="",
        postgres_bin="",
    )


def load_state(path: Path) -> State | None:
    """Read the state file.

    Returns:
        The state, or None if there is no file.

    Raises:
        StateUnreadable: if the file is there but is not ours to read or to understand.
    """
    try:
        return State(**json.loads(path.read_text()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise StateUnreadable(
            f"The state file {str(path)!r} cannot be read ({type(error).__name__}); it holds the passwords of the"
            " embedded servers. Put it back from a copy of the data folder, or start with another LYCEUM_HOME."
        ) from error


def save_state(path: Path, state: State) -> None:
    """Write the state file so that a crash leaves the old one or the new one, never half of one."""
    temporary = path.with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(state), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
