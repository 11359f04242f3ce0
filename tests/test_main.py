"""`python -m bot` as a process of its own, where signals, a socket or an interrupt matter."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from bot.demo.clock import MovableClock
from bot.demo.office import CONFIGURATION, Office, office
from bot.demo.trial import MANIFEST
from bot.playground.manifest import Manifest
from bot.playground.messages import Message
from bot.playground.server import LocalSlack
from bot.settings import VARIABLES

ROOT = Path(__file__).parents[1]
WITHIN_SECONDS = 20.0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder with the office's configuration, and no settings but those that a test gives."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "belltower.yaml").write_text(CONFIGURATION, encoding="utf-8")


@asynccontextmanager
async def process(*command: str, **environment: str) -> AsyncIterator[Process]:
    """A command as a process of its own, in the working folder of the test."""
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


async def ended(started: Process) -> tuple[int | None, str, str]:
    """Exit code, standard output and standard error of a process that ends soon."""
    async with asyncio.timeout(WITHIN_SECONDS):
        printed, complained = await started.communicate()
    return started.returncode, printed.decode(), complained.decode()


@asynccontextmanager
async def local_slack(stage: Office, manifest: Manifest) -> AsyncIterator[tuple[LocalSlack, dict[str, str]]]:
    """The office's Slack, and the settings by which a process finds it."""
    clock = MovableClock(datetime(2026, 7, 1, 9, tzinfo=UTC))
    async with LocalSlack(
        manifest=manifest, workspace=stage.workspace, now=clock, one_message_per_second=False
    ) as slack:
        yield (
            slack,
            {
                "SLACK_BOT_TOKEN": slack.bot_token,
                "SLACK_APP_TOKEN": slack.app_token,
                "SLACK_API_URL": slack.api_url,
            },
        )


async def test_run_works_until_it_is_stopped_and_finds_its_tickets_again() -> None:
    stage = office()

    def card() -> Message | None:
        posted = stage.workspace.messages.in_channel(stage.channels.triage.id)
        return next((message for message in posted if "T-1 " in message.text), None)

    async with local_slack(stage, Manifest.load(MANIFEST)) as (slack, settings):
        async with process("run", **settings) as first:
            await slack.connected(WITHIN_SECONDS)
            answer = await slack.person(stage.people.ana.id).types(
                "C0TRIAGE", "/ticket new low Globex: A label is misspelt"
            )
            assert answer.message is not None
            assert "T-1 is open" in answer.message.text
            assert await slack.until(card, WITHIN_SECONDS)

            async with process("run", **settings) as second:
                code, printed, complained = await ended(second)
            assert (code, printed) == (2, "")
            assert "is open in another process" in complained
            assert "Traceback" not in complained

            first.send_signal(signal.SIGTERM)
            code, printed, complained = await ended(first)
        assert (code, printed) == (0, "")
        assert "Traceback" not in complained
        assert not any(secret in complained for secret in (slack.bot_token, slack.app_token))

        async with process("run", **settings) as again:
            await slack.connected(WITHIN_SECONDS)
            answer = await slack.person(stage.people.ana.id).types("C0TRIAGE", "/ticket show 1")
            assert answer.message is not None
            assert "A label is misspelt" in str(answer.message.blocks)
            again.send_signal(signal.SIGINT)
            assert (await ended(again))[0] == 0


@pytest.mark.parametrize(
    ("withdrawn", "told"),
    [
        (frozenset(), ["channels.triage: the bot is not in #triage (C0TRIAGE); invite it there with /invite"]),
        (
            frozenset({"channels:read", "groups:read"}),
            ["scopes: channels:read, groups:read not granted; update the app from manifest.yml and install it again"],
        ),
    ],
    ids=["the bot is not in a channel", "a scope is not granted"],
)
async def test_run_tells_everything_that_is_missing_in_slack(withdrawn: frozenset[str], told: list[str]) -> None:
    stage, manifest = office(), Manifest.load(MANIFEST)
    triage, bot = stage.channels.triage, stage.workspace.bot.id
    stage.workspace.channels[triage.id] = replace(triage, members=triage.members - {bot})
    granted = replace(manifest, scopes=manifest.scopes - withdrawn)
    async with local_slack(stage, granted) as (_, settings), process("run", **settings) as started:
        code, printed, complained = await ended(started)

    assert (code, printed) == (2, "")
    assert [line for line in complained.splitlines() if not line.startswith("{")] == told


async def test_a_story_that_is_interrupted_ends_at_once_and_without_a_traceback() -> None:
    async with process("demo", "--story") as started:
        await first_line(started)
        started.send_signal(signal.SIGINT)
        code, _, complained = await ended(started)

    assert code == 130
    assert complained == ""


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_the_demo_says_its_address_first_and_ends_cleanly_with_a_page_open(
    tmp_path: Path, stop: signal.Signals
) -> None:
    kept = tmp_path / "temporary"
    kept.mkdir()
    async with process("demo", "--no-browser", "--port", "0", TMPDIR=str(kept)) as started:
        said = await first_line(started)
        [url] = re.findall(r"http://127\.0\.0\.1:\d+/", said)
        async with (
            httpx2.AsyncClient(base_url=url) as browser,
            browser.stream("GET", "/as/ana/triage/live") as stream,
        ):
            await anext(stream.aiter_lines())
            assert list(kept.iterdir())
            started.send_signal(stop)
            code, printed, complained = await ended(started)

    assert (code, complained) == (0, "")
    assert "Ctrl-C ends it." in printed
    assert "\x1b" not in said + printed
    assert list(kept.iterdir()) == []


async def first_line(started: Process) -> str:
    """The first line that a process prints."""
    assert started.stdout is not None
    async with asyncio.timeout(WITHIN_SECONDS):
        return (await started.stdout.readline()).decode()
