"""Both ways in, end to end: the same person does the same things, and sees the same."""

import asyncio

import aiohttp
import pytest

from bot.app import connected
from bot.playground.faults import ANY_METHOD, FaultKind
from bot.playground.records import Outcome
from bot.slack.server import LONGEST_BODY, http
from bot.slack.signature import Signature
from tests.journeys.stage import Begin, Log, free_address
from tests.journeys.story import Story, at, first_line

NOON = "2026-06-05 12:00-07:00"
URGENT = "/ticket new urgent Acme: SSO login fails for everyone"


@pytest.mark.parametrize("by_http", [True, False])
async def test_a_ticket_lives_its_whole_life_over_either_way_in(begin: Begin, by_http: bool) -> None:
    story = await begin(NOON, listen=free_address() if by_http else None)

    assert "T-1 is open" in (await story.types("ana", URGENT)).text
    assert "T-1: you took it." in await story.presses("omar", story.card(), "Take it")
    await story.presses("omar", story.card(), "Regrade")
    await story.selects("omar", "new_severity", "High (P2)")
    assert (await story.submits("omar", impact="Only the reports fail.")).closed
    await story.types("ana", "/ticket")
    assert await story.person("ana").searches(story.window("ana"), "customer", "ac") != []
    said = await story.person("carl").says("acme", "Mail is down")
    await story.person("ana").uses_shortcut("open_ticket", said)
    assert "Title: Mail is down" in story.window_text("ana")
    await story.moves_to("2026-06-05 16:30-07:00")
    [breach] = story.told("breaches")
    assert "First response broken" in first_line(breach)


async def test_an_event_over_http_is_answered(begin: Begin) -> None:
    story = await begin(NOON, listen=free_address())

    await story.person("ana").says("triage", "@belltower what can you do?")

    await story.trial.slack.until(lambda: story.person("ana").ephemerals())


async def test_beside_requests_it_answers_whoever_watches_and_nobody_else(begin: Begin) -> None:
    story = await begin(NOON, listen=free_address())

    async with aiohttp.ClientSession() as session:
        for path, status in (("/healthz", 503), ("/slack/events", 405), ("/", 404)):
            async with session.get(_url(story, path)) as answer:
                assert answer.status == status, path


async def test_an_address_that_is_taken_is_an_error_and_not_the_end_of_the_process(begin: Begin) -> None:
    story = await begin(NOON, listen=free_address())
    listen = story.trial.settings.listen
    assert listen is not None

    bot, signature = story.trial.bot, Signature("secret", story.trial.clock.now)
    with pytest.raises(OSError, match="in use"):
        async with http(bot.app, listen.host, listen.port, signature):
            pass


async def test_a_body_longer_than_slack_sends_is_not_read_to_its_end(begin: Begin) -> None:
    story = await begin(NOON, listen=free_address())

    async with (
        aiohttp.ClientSession() as session,
        session.post(_url(story, "/slack/events"), data=b"x" * (LONGEST_BODY + 1)) as answer,
    ):
        assert answer.status == 413


async def test_a_stop_answers_what_is_under_way_and_takes_in_nothing_new(begin: Begin) -> None:
    story = await begin(NOON, listen=free_address())
    held = asyncio.Event()

    async def holds() -> None:
        async with story.trial.bot.desk.database.transaction(patience=30):
            held.set()
            await asyncio.sleep(0.2)

    holding = asyncio.create_task(holds())
    await held.wait()
    typing = asyncio.create_task(story.person("ana").types("triage", URGENT))
    while await story.trial.bot.in_flight.drained(0):  # noqa: ASYNC110 - until the request is in
        await asyncio.sleep(0.001)
    await story.trial.stop()
    await holding

    assert "T-1 is open" in (await typing).text
    assert (await story.person("ana").types("triage", URGENT)).error == Outcome.NOBODY
    await story.trial.start()
    await story.settle()
    assert "SSO login fails for everyone" in story.card_text()


async def test_when_slack_refreshes_the_socket_the_next_command_is_answered(begin: Begin) -> None:
    story = await begin(NOON)

    await story.trial.slack.socket_mode.ask_to_reconnect()
    await story.trial.slack.connected()

    assert "T-1 is open" in (await story.types("ana", URGENT)).text
    assert story.trial.slack.socket_mode.connections_made == 2


async def test_a_bot_that_starts_while_slack_is_away_watches_the_clocks_all_the_same(begin: Begin, log: Log) -> None:
    log.expects("Failed to connect")
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.trial.stop()
    story.trial.slack.faults.always(ANY_METHOD, FaultKind.CLOSE)

    async with connected(story.trial.settings, now=story.trial.clock.now) as bot:
        story.trial.clock.move_to(at("2026-06-05 13:00:01-07:00"))
        assert await bot.sweep.once(story.trial.clock()) == 1

    story.trial.slack.faults.mend()
    await story.trial.start()
    await story.settle()
    assert "First response broken" in first_line(story.told("breaches")[0])


def _url(story: Story, path: str) -> str:
    listen = story.trial.settings.listen
    assert listen is not None
    return f"http://{listen.host}:{listen.port}{path}"
