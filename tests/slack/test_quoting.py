from collections.abc import Mapping
from typing import Any, cast

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.requests import Origin
from bot.slack.quoting import file_names, quoted


class PaperSlack:
    """Answers one question with what it was given, and notes what it was asked."""

    def __init__(self, answer: Mapping[str, Any] | Exception) -> None:
        self._answer = answer
        self.asked: dict[str, Any] = {}

    async def files_info(self, **asked: Any) -> Mapping[str, Any]:
        return await self.conversations_replies(**asked)

    async def conversations_replies(self, **asked: Any) -> Mapping[str, Any]:
        self.asked = asked
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


async def read(slack: PaperSlack, ts: str | None = "2.2") -> object:
    return await quoted(cast(AsyncWebClient, slack), Origin(channel="C0ACME", ts=ts))


async def test_the_message_that_is_pointed_at_is_read_and_not_its_thread() -> None:
    head, reply = {"ts": "1.1", "text": "head"}, {"ts": "2.2", "thread_ts": "1.1", "text": "reply"}
    slack = PaperSlack({"messages": [head, reply]})

    assert await read(slack) == reply
    assert (slack.asked["channel"], slack.asked["ts"]) == ("C0ACME", "2.2")


async def test_a_message_that_is_gone_is_none() -> None:
    assert await read(PaperSlack({"messages": []})) is None
    assert await read(PaperSlack({"messages": [{"ts": "1.1"}]})) is None
    assert await read(PaperSlack({"messages": []}), ts=None) is None


REFUSED = SlackApiError("no", {"error": "thread_not_found"})  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("error", [REFUSED, TimeoutError(), OSError()])
async def test_when_slack_does_not_tell_it_is_done_without(error: Exception) -> None:
    assert await read(PaperSlack(error)) is None


async def test_a_file_whose_name_the_message_tells_is_not_asked_about() -> None:
    slack = PaperSlack(AssertionError("nobody should ask"))
    files = [{"id": "F1", "name": "login.png"}, {"id": "F2", "title": "A log"}, {}]
    assert await file_names(cast(AsyncWebClient, slack), files) == ("login.png", "A log", "a file")


async def test_a_file_of_a_shared_channel_is_asked_about_by_its_id() -> None:
    slack = PaperSlack({"file": {"name": "login.png"}})
    assert await file_names(cast(AsyncWebClient, slack), [{"id": "F1", "file_access": "check_file_info"}]) == (
        "login.png",
    )
    assert slack.asked == {"file": "F1"}


async def test_a_file_that_slack_does_not_tell_about_is_heard_of_all_the_same() -> None:
    answers: list[Mapping[str, Any] | Exception] = [REFUSED, TimeoutError(), {"file": {}}, {}]
    for answer in answers:
        slack = PaperSlack(answer)
        assert await file_names(cast(AsyncWebClient, slack), [{"id": "F1"}]) == ("a file",)
