"""The stage: an office with a running bot for whoever tells a story, and an eye on what the bot logs."""

import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest
import structlog
from structlog.testing import capture_logs

from bot.configuration import read_configuration
from bot.demo.office import office
from bot.demo.trial import trial
from bot.settings import Listen
from tests.databases import PATIENT
from tests.journeys.story import Story, at


class Begin(Protocol):
    """Begins a story at an instant; the other keywords are those of `bot.demo.trial.trial`.

    `configured` is the text of another configuration file than the office's; what it names lies in `tmp_path`.
    `database` is the address of another database than a new SQLite file, and a patient one, because a server has other
    tests to serve meanwhile.
    """

    async def __call__(
        self, when: str, *, configured: str | None = None, database: str | None = None, **options: Any
    ) -> Story: ...


class Log:
    """What the bot and its libraries have logged. An error fails the test at its end, unless it was expected."""

    def __init__(self, entries: list[Any], records: list[logging.LogRecord]) -> None:
        self._entries = entries
        self._records = records
        self._expected: list[str] = []

    def expects(self, words: str) -> None:
        """Errors with these words are part of the story."""
        self._expected.append(words)

    @property
    def text(self) -> str:
        """Everything that was logged at any level."""
        return "\n".join([*(str(entry) for entry in self._entries), *(each.getMessage() for each in self._records)])

    @property
    def unexpected(self) -> list[str]:
        """The errors that are no part of the story."""
        wrong = [entry for entry in self._entries if entry["log_level"] in ("error", "critical")]
        errors = [f"{entry}\n{entry.get('exception', '')}" for entry in wrong]
        errors += [each.getMessage() for each in self._records if each.levelno >= logging.ERROR]
        return [error for error in errors if not any(words in error for words in self._expected)]


class _Kept(logging.Handler):
    """Keeps every record of the libraries, as far as their levels let one through."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def log() -> Iterator[Log]:
    handler, root = _Kept(), logging.getLogger()
    root.addHandler(handler)
    with capture_logs(processors=[structlog.processors.format_exc_info]) as entries:
        kept = Log(entries, handler.records)
        yield kept
    root.removeHandler(handler)
    if kept.unexpected:
        pytest.fail("the bot has logged errors:\n" + "\n".join(kept.unexpected))


def free_address() -> Listen:
    """An address on this machine that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return Listen(host="127.0.0.1", port=asked.getsockname()[1])


@pytest.fixture
async def begin(tmp_path: Path, log: Log) -> AsyncIterator[Begin]:
    async with AsyncExitStack() as stack:

        async def begin(
            when: str, *, configured: str | None = None, database: str | None = None, **options: Any
        ) -> Story:
            options = {"one_message_per_second": False} | options
            address = database or f"sqlite:///{tmp_path / 'belltower.db'}"
            place = office()
            if configured is not None:
                file = read_configuration(configured, "the story's configuration", tmp_path)
                place = place._replace(configuration=file)
            on_trial = await stack.enter_async_context(trial(place, at(when), address, **options))
            if database is not None:
                on_trial.bot.desk.database.patience = PATIENT
            return Story(on_trial)

        yield begin
