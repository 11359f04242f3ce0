"""What goes wrong by script: the app is told one thing, the workspace holds another."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.calls import RESPONSE_URL
from bot.playground.faults import ANY_METHOD, Fault, FaultKind
from bot.playground.records import Kind, Outcome
from bot.playground.refusals import NotPossible
from bot.playground.server import LocalSlack
from tests.playground.conftest import Stage

POST: dict[str, Any] = {"channel": "C0TRIAGE", "text": "due"}


def kept(slack: LocalSlack) -> list[str]:
    return [message.text for message in slack.person("Ana Agent").sees("triage")]


async def posted(client: AsyncWebClient) -> str:
    """What the app makes of one post."""
    try:
        await client.chat_postMessage(**POST)
    except SlackApiError as refused:
        return f"{refused.response.status_code} {refused.response['error']}"
    except aiohttp.ClientConnectionError:
        return "connection lost"
    return "ok"


@pytest.mark.parametrize(
    ("kind", "told", "stored"),
    [
        (FaultKind.NONE, "ok", ["due"]),
        (FaultKind.REFUSE, "200 internal_error", []),
        (FaultKind.RATE_LIMIT, "429 ratelimited", []),
        (FaultKind.STORE_THEN_RATE_LIMIT, "429 ratelimited", ["due"]),
        (FaultKind.SERVER_ERROR, "500 internal_error", []),
        (FaultKind.STORE_THEN_SERVER_ERROR, "500 internal_error", ["due"]),
        (FaultKind.CLOSE, "connection lost", []),
        (FaultKind.STORE_THEN_CLOSE, "connection lost", ["due"]),
        (FaultKind.OK_WITHOUT_STORING, "ok", []),
    ],
)
async def test_what_the_app_is_told_and_what_is_stored(
    slack: LocalSlack, client: AsyncWebClient, kind: FaultKind, told: str, stored: list[str]
) -> None:
    slack.faults.script("chat.postMessage", kind)

    assert await posted(client) == told
    assert kept(slack) == stored
    assert slack.calls[-1].fault == (None if kind is FaultKind.NONE else kind.value)
    assert slack.calls[-1].ok == (told == "ok")
    assert await posted(client) == "ok"


async def test_the_default_client_posts_twice_when_the_answer_is_lost(slack: LocalSlack) -> None:
    slack.faults.script("chat.postMessage", FaultKind.STORE_THEN_CLOSE)
    careless = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)

    await careless.chat_postMessage(**POST)

    assert kept(slack) == ["due", "due"]


@pytest.mark.parametrize("retry_after", [None, 7])
async def test_a_rate_limit_comes_with_or_without_the_time_to_wait(
    slack: LocalSlack, client: AsyncWebClient, retry_after: int | None
) -> None:
    slack.faults.script("chat.postMessage", Fault(kind=FaultKind.RATE_LIMIT, retry_after=retry_after))

    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(**POST)

    assert refused.value.response.headers.get("Retry-After") == (str(retry_after) if retry_after else None)


async def test_a_script_may_refuse_with_any_word_on_one_channel_only(slack: LocalSlack, client: AsyncWebClient) -> None:
    full = Fault(kind=FaultKind.REFUSE, word="message_limit_exceeded", channel="C0TRIAGE")
    slack.faults.always("chat.postMessage", full)

    await client.chat_postMessage(channel="C0ACME", text="elsewhere")
    assert await posted(client) == "200 message_limit_exceeded"
    assert await posted(client) == "200 message_limit_exceeded"
    slack.faults.mend()
    assert await posted(client) == "ok"


async def test_all_of_slack_can_be_down(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.faults.always(ANY_METHOD, FaultKind.CLOSE)
    assert await posted(client) == "connection lost"
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.auth_test()


@pytest.mark.parametrize(("kind", "meanwhile"), [(FaultKind.HANG, []), (FaultKind.STORE_THEN_HANG, ["due"])])
async def test_a_call_hangs_until_it_is_released(
    slack: LocalSlack, client: AsyncWebClient, kind: FaultKind, meanwhile: list[str]
) -> None:
    slack.faults.script("chat.postMessage", kind)
    call = asyncio.create_task(posted(client))
    await slack.until(lambda: slack.faults.hanging)

    assert kept(slack) == meanwhile
    assert not call.done()
    slack.faults.release()
    assert await call == "ok"
    assert kept(slack) == ["due"]


async def test_an_envelope_may_come_twice(stage: Stage) -> None:
    heard = []

    @stage.app.command("/ticket")
    async def ticket(ack: Any, command: dict[str, Any]) -> None:
        heard.append(command["trigger_id"])
        await ack("done")

    stage.slack.faults.deliver_twice(Kind.COMMAND)
    await stage.ana.types("#triage", "/ticket new")
    await stage.ana.types("#triage", "/ticket new")

    assert len(heard) == 3
    assert heard[0] == heard[1] != heard[2]
    assert len(stage.ana.ephemerals()) == 2


async def test_what_always_fails_goes_again_once_it_no_longer_does(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.faults.always("chat.postMessage", FaultKind.RATE_LIMIT)
    assert await posted(client) == "429 ratelimited"

    slack.faults.no_longer("chat.postMessage")

    assert await posted(client) == "ok"


async def test_a_delivery_may_be_overtaken_by_a_later_one(stage: Stage) -> None:
    heard = []

    @stage.app.command("/ticket")
    async def ticket(ack: Any, command: dict[str, Any]) -> None:
        heard.append(command["text"])
        await ack("done")

    stage.slack.faults.deliver_late(Kind.COMMAND)
    first = asyncio.create_task(stage.ana.types("#triage", "/ticket first"))
    await asyncio.sleep(0)
    await stage.ana.types("#triage", "/ticket second")

    assert (await first).text == "done"
    assert heard == ["second", "first"]


async def test_what_is_held_back_goes_when_the_faults_are_mended(stage: Stage) -> None:
    @stage.app.command("/ticket")
    async def ticket(ack: Any) -> None:
        await ack("done")

    stage.slack.faults.deliver_late(Kind.COMMAND)
    held = asyncio.create_task(stage.ana.types("#triage", "/ticket first"))
    await asyncio.sleep(0)
    stage.slack.faults.mend()

    assert (await held).text == "done"


async def test_an_ack_is_lost_when_the_socket_is_cut_and_the_app_comes_back(stage: Stage) -> None:
    @stage.app.command("/ticket")
    async def ticket(ack: Any) -> None:
        await ack("done")

    stage.slack.faults.drop_socket_after(Kind.COMMAND)
    lost = await stage.ana.types("#triage", "/ticket new")
    await stage.slack.connected()
    again = await stage.ana.types("#triage", "/ticket new")

    assert lost.error == "operation_timeout"
    assert again.text == "done"
    assert [d.outcome for d in stage.slack.deliveries] == [Outcome.TIMED_OUT, Outcome.ACKNOWLEDGED]


async def test_an_answer_by_response_url_meets_faults_too(stage: Stage) -> None:
    @stage.app.command("/ticket")
    async def ticket(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="late news")

    stage.slack.faults.script(RESPONSE_URL, FaultKind.STORE_THEN_SERVER_ERROR)
    await stage.ana.types("#triage", "/ticket")
    await stage.slack.until(lambda: stage.slack.calls[-1].method == RESPONSE_URL)

    assert [m.text for m in stage.ana.ephemerals()] == ["late news"]
    assert stage.slack.calls[-1].status == 500


async def test_while_slack_is_down_every_call_fails_and_nothing_of_it_is_kept(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    slack.faults.script("chat.postMessage", FaultKind.RATE_LIMIT)
    slack.goes_down()
    assert await posted(client) == "500 internal_error"
    assert kept(slack) == []

    slack.comes_back()
    assert await posted(client) == "429 ratelimited"
    assert await posted(client) == "ok"


async def test_while_slack_is_down_people_can_do_nothing_and_read_what_there_was(stage: Stage) -> None:
    said = stage.slack.workspace.say(
        channel=stage.slack.workspace.channels["C0TRIAGE"],
        user=stage.ana.user,
        text="Good evening",
        at=stage.clock(),
    )
    stage.slack.goes_down()
    acts = [
        stage.ana.says("triage", "Hello?"),
        stage.ana.types("triage", "/ticket"),
        stage.ana.edits(said, "Good night"),
        stage.ana.deletes(said),
        stage.olly.reacts(said, "eyes"),
        stage.olly.uses_shortcut("new_ticket"),
        stage.olly.opens_home(),
        stage.olly.joins("triage"),
    ]
    for act in acts:
        with pytest.raises(NotPossible, match="Slack is down"):
            await act
    assert kept(stage.slack) == ["Good evening"]
    assert stage.slack.deliveries == []

    stage.slack.comes_back()
    await stage.olly.reacts(said, "eyes")
    assert len(stage.slack.deliveries) == 1


async def test_to_mend_everything_brings_slack_back_as_well(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.goes_down()
    slack.faults.mend()
    assert await posted(client) == "ok"
