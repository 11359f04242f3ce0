from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from slack_bolt.async_app import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.desk.refusals import NoSuchTicketError
from bot.desk.requests import Asker
from bot.slack.blocks import Message, section
from bot.slack.people import People
from bot.slack.showing import NotOpenedError, finished, modal_of, opened, said, told, whispered
from bot.slack.windows import Window
from storage.database import Unavailable

HELLO = Message(text="Hello.", blocks=[section("Hello.")])
WINDOW = Window(view={"type": "modal", "blocks": []})
MODAL = {"trigger_id": "1.2", "view": {"id": "V1", "type": "modal"}}
HOME = {"trigger_id": "1.2", "view": {"id": "V1", "type": "home"}}
CHANNEL = {"trigger_id": "1.2", "response_url": "https://hooks.example/1"}


class PaperSlack:
    """Notes each call, and refuses with a word where one is given."""

    def __init__(self, word: str | None = None, error: Exception | None = None) -> None:
        self._error = SlackApiError("no", {"error": word}) if word else error  # type: ignore[no-untyped-call]
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, method: str) -> Callable[..., Awaitable[None]]:
        async def call(**arguments: Any) -> None:
            self.calls.append((method, arguments))
            if self._error is not None:
                raise self._error

        return call

    @property
    def client(self) -> AsyncWebClient:
        return cast(AsyncWebClient, self)

    async def respond(self, **arguments: Any) -> None:
        self.calls.append(("respond", arguments))
        if self._error is not None:
            raise self._error

    @property
    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]


def people() -> People:
    return People(PaperSlack().client)


def raising(error: Exception) -> Callable[[], Awaitable[Message | None]]:
    async def answered() -> Message | None:
        raise error

    return answered


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoSuchTicketError(number=7), "There is no ticket T-7"),
        (Unavailable("away"), "not recorded"),
        (NotOpenedError(), "Slack gave up waiting"),
        (ZeroDivisionError(), "Belltower has a fault"),
    ],
)
async def test_whatever_goes_wrong_is_said_and_what_was_typed_comes_back(error: Exception, words: str) -> None:
    with capture_logs():
        message = await told(people(), raising(error), "/ticket show 7")
    assert message is not None
    assert words in str(message.blocks)
    assert "/ticket show 7" in str(message.blocks[-1])


async def test_an_answer_is_said_as_it_is() -> None:
    async def answered() -> Message | None:
        return HELLO

    assert await told(people(), answered, "/ticket help") == HELLO


async def test_a_window_opens_by_itself_and_lies_on_the_one_in_which_its_button_was() -> None:
    for body, method in ((CHANNEL, "views_open"), (HOME, "views_open"), (MODAL, "views_push")):
        slack = PaperSlack()
        await opened(slack.client, body, WINDOW)
        assert slack.calls == [(method, {"trigger_id": "1.2", "view": WINDOW.view})]


async def test_a_window_that_comes_too_late_is_known_as_that() -> None:
    for slack in (PaperSlack("expired_trigger_id"), PaperSlack(error=TimeoutError())):
        with pytest.raises(NotOpenedError):
            await opened(slack.client, CHANNEL, WINDOW)


async def test_a_gesture_that_came_twice_has_its_window_already() -> None:
    await opened(PaperSlack("exchanged_trigger_id").client, CHANNEL, WINDOW)
    with pytest.raises(SlackApiError):
        await opened(PaperSlack("invalid_blocks").client, CHANNEL, WINDOW)


@pytest.mark.parametrize(("body", "method"), [(MODAL, "views_update"), (CHANNEL, "respond"), (HOME, "views_open")])
async def test_what_was_done_is_said_where_the_button_was(body: dict[str, Any], method: str) -> None:
    slack = PaperSlack()
    await said(cast(AsyncRespond, slack.respond), slack.client, body, HELLO)
    assert slack.methods == [method]


@pytest.mark.parametrize("thread", ["1700000000.000100", None])
async def test_the_answer_to_a_button_in_a_thread_stays_in_the_thread(thread: str | None) -> None:
    slack = PaperSlack()
    where = {"type": "message", "message_ts": "1700000001.000100"} | ({"thread_ts": thread} if thread else {})
    await said(cast(AsyncRespond, slack.respond), slack.client, CHANNEL | {"container": where}, HELLO)
    [(_, given)] = slack.calls
    assert given["thread_ts"] == thread


async def test_another_page_takes_the_place_of_the_one_that_its_button_is_on() -> None:
    slack = PaperSlack()
    await said(cast(AsyncRespond, slack.respond), slack.client, CHANNEL, HELLO, in_place=True)
    assert slack.calls[0][1]["replace_original"]


@pytest.mark.parametrize("body", [MODAL, CHANNEL, HOME])
async def test_an_answer_that_cannot_be_shown_ends_in_the_log(body: dict[str, Any]) -> None:
    slack = PaperSlack(error=TimeoutError())
    with capture_logs() as logged:
        await said(cast(AsyncRespond, slack.respond), slack.client, body, HELLO)
    assert "an answer could not be shown" in str(logged)


async def test_a_private_answer_is_given_in_the_thread_to_one_person_alone() -> None:
    slack = PaperSlack()
    await whispered(slack.client, Asker(person="U0ANA", channel="C0TRIAGE"), "1.1", HELLO)
    [(method, asked)] = slack.calls
    assert method == "chat_postEphemeral"
    assert (asked["channel"], asked["user"], asked["thread_ts"], asked["text"]) == (
        "C0TRIAGE",
        "U0ANA",
        "1.1",
        "Hello.",
    )

    with capture_logs() as logged:
        await whispered(PaperSlack("user_not_in_channel").client, Asker(person="U0ANA"), None, HELLO)
    assert "a private answer could not be given" in str(logged)


def test_only_a_modal_has_windows_on_top_of_it() -> None:
    assert modal_of(MODAL) == MODAL["view"]
    for body in (HOME, CHANNEL, {"view": "odd"}, {"view": {"type": "modal"}}):
        assert modal_of(body) is None


async def test_an_answer_that_told_everything_has_nothing_to_follow() -> None:
    assert await finished(people(), HELLO) is None


async def test_the_rest_of_what_is_to_be_done_is_told_when_it_is_done() -> None:
    async def rest() -> Message:
        return HELLO

    assert await finished(people(), Message(text="The first ones.", blocks=[], rest=rest)) == HELLO


async def test_a_rest_that_could_not_be_done_is_told_too() -> None:
    async def rest() -> Message:
        raise Unavailable("away")

    found = await finished(people(), Message(text="The first ones.", blocks=[], rest=rest))
    assert found is not None
    assert "not recorded" in found.text.lower()
