"""What every command prints and logs with, and how it says that it cannot do what was asked."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import typer
from rich.console import Console
from structlog.typing import EventDict, WrappedLogger

out = Console(highlight=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def unusable(*lines: str, code: int = 2) -> typer.Exit:
    """Print lines on standard error; raise the result to end with that exit code."""
    for line in lines:
        errors.print(line, markup=False)
    return typer.Exit(code)


@contextmanager
def told_what_is_unusable() -> Iterator[None]:
    """Turn what is wrong with settings, database or installation into lines on standard error and exit code 2."""
    from bot.settings import SettingsError
    from bot.slack.installation import NotInstalledError
    from storage.database import Unavailable
    from storage.schema import SchemaTooNew
    from storage.sqlite_file import AlreadyOpen

    try:
        yield
    except (SettingsError, NotInstalledError) as found:
        raise unusable(*found.faults) from None
    except Unavailable as error:
        # What the driver has to say goes over several lines; the first one says what happened.
        raise unusable(f"DATABASE_URL: {str(error).splitlines()[0]}") from None
    except (SchemaTooNew, AlreadyOpen, ValueError, OSError) as error:
        raise unusable(str(error)) from None


def log_to_stderr(level: int = logging.INFO, *, faults_only: bool = False) -> None:
    """One line for each thing worth knowing, on standard error, Bolt's and the SDK's warnings among them.

    With `faults_only` nothing but what has a traceback, and is therefore nobody's intention.
    """
    structlog.configure(
        processors=[
            *([_if_a_fault] if faults_only else []),
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
            if sys.stderr.isatty()
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    logging.basicConfig(
        level=max(level, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s"
    )


def _if_a_fault(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if not event.get("exc_info"):
        raise structlog.DropEvent
    return event
