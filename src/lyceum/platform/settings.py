"""Settings of a Lyceum process, from the environment (`LYCEUM_*`) and `lyceum.toml` in the data folder."""

import os
import re
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from lyceum.platform.cached import CacheLifetimes
from lyceum.platform.limit_table import Limits

SETTINGS_FILE = "lyceum.toml"
# In the data folder, where `secret_key` is not set.
SECRET_KEY_FILE = "secret.key"  # noqa: S105  the name of a file

_ORIGIN = re.compile(r"https?://[a-z0-9.\-\[\]:]+")
_SCHEMES = {
    "database_url": ("postgresql://", "postgres://"),
    "valkey_url": ("redis://", "rediss://", "unix://"),
}


def default_home() -> Path:
    """The data folder: `LYCEUM_HOME`, else `/var/lib/lyceum` for root, else `~/.local/share/lyceum`."""
    if configured := os.environ.get("LYCEUM_HOME"):
        return Path(configured).expanduser().resolve()
    if os.geteuid() == 0:
        return Path("/var/lib/lyceum")
    return Path.home() / ".local" / "share" / "lyceum"


class Settings(BaseSettings):
    """Everything that may differ between two installations. The environment wins over the file."""

    model_config = SettingsConfigDict(env_prefix="LYCEUM_", frozen=True, extra="forbid")

    home: Path = Field(default_factory=default_home, description="Data folder of this installation.")
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the server listens on; 0 chooses a free one.")
    public_url: str | None = Field(None, description="Address people reach this installation at, if not host:port.")

    database_url: SecretStr | None = Field(None, description="postgresql://… of an external server; unset: embedded.")
    valkey_url: SecretStr | None = Field(None, description="redis://… of an external server; unset: embedded.")
    objects_url: str | None = Field(None, description="s3://bucket/prefix; unset: a folder in the data folder.")
    postgres_bin: Path | None = Field(None, description="Folder of PostgreSQL programs to use instead of the wheel's.")
    previous_postgres_bin: Path | None = Field(None, description="The same folder of an older PostgreSQL, to upgrade.")
    valkey_server: Path | None = Field(None, description="valkey-server program to use instead of the wheel's.")
    database_pool: int = Field(10, ge=1, le=200, description="Connections a process holds at the most.")

    log_level: Literal["auto", "debug", "info", "warning", "error"] = Field(
        "auto", description="Least level that is logged; auto: warning at a terminal, info elsewhere."
    )
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="JSON lines, or text for a person; auto: text at a terminal."
    )
    otlp_endpoint: str | None = Field(None, description="OpenTelemetry collector (http://…); unset: no traces sent.")

    smtp_url: SecretStr | None = Field(None, description="smtp://user:password@host:587; unset: a folder of letters.")
    mail_from: str = Field("lyceum@localhost", pattern=r"^[^\s@<>]+@[^\s@<>]+$", description="Sender of letters.")

    secret_key: SecretStr | None = Field(
        None, min_length=32, description="Seals secrets at rest; the same on every machine. Unset: a file in home."
    )
    secret_keys_old: tuple[Annotated[SecretStr, Field(min_length=32)], ...] = Field(
        (), description="What was `secret_key` before, or will be, the newest first: opens and seals nothing."
    )
    signing_key_days: int = Field(30, ge=1, le=3650, description="Days a key signs access tokens before the next does.")
    event_days: int = Field(90, ge=1, le=3650, description="Days an event is kept after all who listen have heard it.")
    job_days: int = Field(90, ge=7, le=3650, description="Days a job is kept after it has ended.")
    token_issuer: str = Field("lyceum", description="`iss` of access tokens.")
    token_audience: str = Field("lyceum-api", description="`aud` of access tokens.")
    access_token_minutes: int = Field(15, ge=1, le=1440, description="Life of an access token (C1).")
    refresh_token_days: int = Field(30, ge=1, le=365, description="Longest life of a sign-in (C1).")
    refresh_idle_days: int = Field(7, ge=1, le=365, description="Life of a sign-in that is not used (C1).")
    login_max_failures: int = Field(10, ge=3, le=100, description="Wrong passwords before an account is locked.")
    login_lock_minutes: int = Field(
        15, ge=1, le=1440, description="How long it is locked; twice as long each further time, a working day at most."
    )
    geography_file: Path | None = Field(
        None, description="CSV of networks (network,country,latitude,longitude); unset: a place is a network."
    )
    password_hash_cost: Literal["standard", "cheap"] = Field(
        "standard", description="argon2id parameters; 'cheap' is for tests only."
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Networks of the proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8."
    )
    security_log_days: int = Field(1096, ge=30, le=36500, description="How long the security log is kept (SEC-11).")
    secure_cookies: bool = Field(default=False, description="Send cookies over HTTPS only; set it behind TLS.")

    cors_origins: tuple[str, ...] = Field(
        (), description='Other sites whose pages may call the API, such as ["https://example.org"].'
    )
    metrics_open: bool = Field(default=False, description="Answer /metrics to other machines too.")
    plugins: tuple[str, ...] = Field((), description="Further domains, as module:attribute.")
    limits: Limits = Field(Limits(), description="How often anybody may ask, see platform/limit_table.py (C5).")

    cache_ttl_s: CacheLifetimes = Field(
        CacheLifetimes(), description="Longest life of what is cached, by kind; see docs/caching.md."
    )
    embedding_threads: int = Field(
        1, ge=1, le=64, description="Processor threads one embedding call uses; searching and indexing share them."
    )
    upload_limit_mb: int = Field(50, ge=1, le=2048, description="Largest file a person may upload.")
    request_timeout_s: float = Field(30.0, gt=0, description="Longest a request may take (ERR-06).")
    relay_poll_s: float = Field(1.0, gt=0, description="How often the event relay looks without being nudged.")
    workflow_poll_s: float = Field(0.25, gt=0, description="How often a worker looks for work that people wait for.")
    workflow_slots: int = Field(4, ge=1, description="Workflows of one domain a process runs at a time.")
    workflow_deaths: int = Field(
        10, ge=2, description="Processes that may die on a workflow that ends no step, before it is given up."
    )
    takeover_after_s: float = Field(3.0, gt=0, description="Grace before a dead process's workflows are taken over.")

    @property
    def base_url(self) -> str:
        """Where links in letters lead: `public_url`, else the address listened on; never what a request says it is."""
        if self.public_url:
            return self.public_url.rstrip("/")
        anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  recognised, not bound
        host = anywhere.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @field_validator("database_url", "valkey_url")
    @classmethod
    def _has_a_scheme(cls, url: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        known = _SCHEMES[str(info.field_name)]
        if url is not None and not url.get_secret_value().startswith(known):
            raise ValueError(f"expected an address that begins with {' or '.join(known)}")
        return url

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        if strange := [each for each in origins if each != "*" and not _ORIGIN.fullmatch(each)]:
            raise ValueError(
                f"{strange[0]!r} is no origin; expected one such as 'https://example.org' or 'http://localhost:5173',"
                " without a path and in small letters, or '*'"
            )
        return origins

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  named by the base class
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=default_home() / SETTINGS_FILE)
        return init_settings, env_settings, file
