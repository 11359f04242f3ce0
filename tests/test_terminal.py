"""What commands print: in the demo, where things go wrong on purpose, only what nobody intended."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.terminal import log_to_stderr


@pytest.fixture(autouse=True)
def _reset() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def log_of_everything() -> None:
    log = structlog.get_logger()
    log.error("a channel of ours is closed to us")
    log.error("a request failed", exc_info=KeyError("first"))
    try:
        raise KeyError("second")
    except KeyError:
        log.exception("a pass has failed")


def test_each_thing_worth_knowing_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr()
    log_of_everything()

    assert len(capsys.readouterr().err.splitlines()) == 3


def test_of_faults_only_those_with_a_traceback_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(logging.ERROR, faults_only=True)
    log_of_everything()

    first, second = capsys.readouterr().err.splitlines()
    assert ("a request failed" in first, "a pass has failed" in second) == (True, True)
