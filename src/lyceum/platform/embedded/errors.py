"""What can be wrong with the embedded servers, their data folder and backups of it."""


class EmbeddedError(Exception):
    """Base of every error here; its message says what was expected and what to do next."""


class HomeNotUsable(EmbeddedError):
    """The data folder cannot be created, written or reached by the account of the servers."""


class StateUnreadable(EmbeddedError):
    """The state file with the passwords and ports is damaged, or missing beside existing data."""


class HomeBusy(EmbeddedError):
    """Another process has been starting or stopping the servers for too long."""


class NotStarted(EmbeddedError):
    """The servers were asked for before `Supervisor.start`."""


class ProgramsMissing(EmbeddedError):
    """PostgreSQL's or Valkey's programs were not found, or the account may not run them."""


class ProgramFailed(EmbeddedError):
    """A program of PostgreSQL ended with an error."""


class ServerNotStarted(EmbeddedError):
    """A server ended, or did not answer, while it was being started."""


class PortTaken(EmbeddedError):
    """A port that clients already know is held by a foreign program."""


class UpgradeRefused(EmbeddedError):
    """The data folder was written by another PostgreSQL and cannot be brought over now."""


class BackupRefused(EmbeddedError):
    """A backup cannot be written, or cannot be trusted or restored here."""
