"""Structured logs: one line per event on stderr, the same form for our own loggers and for those of libraries.

A line never holds a secret (masked by key and by form) nor, unless the level is `debug`, the text of an exception,
which may quote what a learner wrote.
"""

import logging
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor

from lyceum.platform.held import Held
from lyceum.platform.masking import masked_fields
from lyceum.platform.settings import Settings
from lyceum.platform.tracing import current_trace_id

_NOTHING: Mapping[str, object] = {}
_fields: ContextVar[Mapping[str, object]] = ContextVar("log_fields")

# Libraries that tell at INFO what our own request and job lines already say.
_QUIET = ("httpx", "httpcore", "dbos", "sqlalchemy", "alembic", "asyncio", "granian.access", "opentelemetry")
# Libraries that install handlers of their own and keep their lines from the root logger.
_UNBRIDLED = ("dbos", "_granian", "granian.access")


def get_logger(name: str) -> FilteringBoundLogger:
    """A logger; pass `__name__`. It may be made before `configure` is called.

    Args:
        name: appears in each line as `logger`.
    """
    logger: FilteringBoundLogger = structlog.get_logger(name)
    return logger


def context(**fields: object) -> AbstractContextManager[object]:
    """Adds fields (`request_id`, …) to every line logged inside the block, libraries' lines included."""
    return Held(_fields, {**_fields.get(_NOTHING), **fields})


def configure(settings: Settings) -> None:
    """Send every log line of this process to stderr in the configured form. May be called again.

    Args:
        settings: for `log_level` and `log_format`.
    """
    level = logging.getLevelName(_level(settings))
    shared = _shared_processors(with_messages=level <= logging.DEBUG)
    automatic = "console" if sys.stderr.isatty() else "json"
    rendering = _rendering_processors(automatic if settings.log_format == "auto" else settings.log_format)
    structlog.configure(
        processors=[_add_our_name, *shared, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_Stderr,
        cache_logger_on_first_use=False,
    )
    _route_stdlib(level, shared, rendering)


def granian_logging(settings: Settings) -> dict[str, Any]:
    """For granian's `log_dictconfig`: it configures its loggers after us, so it must be told to leave them open."""
    level = _level(settings)
    loggers = {"_granian": {"level": level, "propagate": True, "handlers": []}}
    loggers["granian.access"] = {"level": "WARNING", "propagate": True, "handlers": []}
    return {"formatters": {}, "handlers": {}, "loggers": loggers}


def _level(settings: Settings) -> str:
    automatic = "warning" if sys.stderr.isatty() else "info"
    return (automatic if settings.log_level == "auto" else settings.log_level).upper()


def mask_secrets(_logger: object, _method: str, line: EventDict) -> EventDict:
    """Replaces the values of secret-looking keys, and credentials and addresses inside texts, by `***`."""
    return masked_fields(line)


def _shared_processors(*, with_messages: bool) -> list[Processor]:
    return [
        _add_fields,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_trace,
        _FormatException(with_messages=with_messages),
        mask_secrets,
    ]


def _rendering_processors(log_format: str) -> list[Processor]:
    if log_format == "console":
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=28)]
    return [structlog.processors.EventRenamer("message"), structlog.processors.JSONRenderer(ensure_ascii=False)]


def _add_fields(_logger: object, _method: str, line: EventDict) -> EventDict:
    return {**_fields.get(_NOTHING), **line}


def _add_trace(_logger: object, _method: str, line: EventDict) -> EventDict:
    if trace_id := current_trace_id():
        line["trace_id"] = trace_id
    return line


class _FormatException:
    """Puts the type of an exception and where it was raised into the line; its text only where asked for."""

    def __init__(self, *, with_messages: bool) -> None:
        self._with_messages = with_messages

    def __call__(self, _logger: object, _method: str, line: EventDict) -> EventDict:
        told = line.pop("exc_info", None)
        if not told:
            return line
        error = told if isinstance(told, BaseException) else told[1] if isinstance(told, tuple) else sys.exc_info()[1]
        if error is None:
            return line
        line["exception_type"] = type(error).__name__
        line["raised_at"] = _frames(error)
        if self._with_messages:
            line["exception_text"] = str(error)
        return line


def _frames(error: BaseException, deepest: int = 12) -> list[str]:
    """Where it was raised, the innermost frame last."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        place = "/".join(Path(code.co_filename).parts[-3:])
        frames.append(f"{place}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-deepest:]


class _Stderr:
    """Where our lines end. `sys.stderr` is looked up each time, so that a test that captures it sees the lines."""

    def __init__(self, name: str = "lyceum", *_args: object) -> None:
        self.name = name

    def write(self, line: str) -> None:
        """Write one line at once, so that threads do not mix theirs."""
        sys.stderr.write(line + "\n")
        sys.stderr.flush()

    debug = info = warning = error = critical = exception = fatal = msg = write


class _StderrHandler(logging.StreamHandler[Any]):
    """Writes to what stderr is now, not to what it was when logging was configured."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def _route_stdlib(level: int, shared: list[Processor], rendering: list[Processor]) -> None:
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_add_their_name, *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
    )
    handler = _StderrHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for old in [old for old in root.handlers if isinstance(old, _StderrHandler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    for name in _UNBRIDLED:
        logger = logging.getLogger(name)
        # Not empty: DBOS installs a console of its own where it finds none.
        logger.handlers = [logging.NullHandler()]
        logger.propagate = True


def _add_our_name(logger: _Stderr, _method: str, line: EventDict) -> EventDict:
    line["logger"] = logger.name
    return line


def _add_their_name(_logger: object, _method: str, line: EventDict) -> EventDict:
    line["logger"] = line["_record"].name
    return line
