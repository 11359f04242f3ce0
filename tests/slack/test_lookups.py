"""Questions, as they are typed or asked by a button: each gets its page, and nobody one that is not theirs."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import opened
from bot.demo.office import office
from bot.desk.refusals import NoSuchTicketError, NotAllowedError
from bot.desk.requests import Asker
from bot.slack.blocks import Message
from bot.slack.grammar import Digest, History
from bot.slack.links import Links
from bot.slack.list_words import List, Search, UnknownFilter
from bot.slack.lookups import Lookups, Question
from bot.slack.people import People
from bot.slack.windows import Window
from tests.desk.office import opened as ticket_opened
from tests.journeys.story import at
from tests.slack.nasty import words

FRIDAY = at("2026-06-05 12:00-07:00")
ANA, CARL, BEA, OTTO = (Asker(person=person) for person in ("U0ANA", "U0CARL", "U0BEA", "U0OTTO"))


class Slack(AsyncWebClient):
    """Slack, as far as it knows names and places."""

    async def users_info(self, *, user: str, **_: Any) -> Any:
        return {"user": {"name": user.removeprefix("U0").title()}}

    async def chat_getPermalink(self, *, channel: str, message_ts: str, **_: Any) -> Any:  # noqa: N802
        return {"permalink": f"https://acme.example/{channel}/{message_ts}"}


async def now() -> datetime:
    return FRIDAY


@pytest.fixture
async def lookups(sqlite_url: str) -> AsyncIterator[Lookups]:
    async with opened(sqlite_url, office().configuration, now) as (desk, _):
        yield Lookups(desk=desk, people=People(Slack()), links=Links(Slack()))


async def said(lookups: Lookups, question: Question, by: Asker = ANA) -> str:
    """What the answer says."""
    answer = await lookups.answered(question, by, FRIDAY)
    return words(answer if isinstance(answer, Message) else answer.view)


async def test_a_list_and_a_search_are_answered_with_names(lookups: Lookups) -> None:
    await ticket_opened(lookups.desk, FRIDAY)
    assert "*T-1* SSO login fails for everyone" in await said(lookups, List())
    assert "*T-1* SSO login fails for everyone" in await said(lookups, Search(words="sso"))
    assert "No ticket that you can see" in await said(lookups, Search(words="xyzzy"))


async def test_an_unknown_filter_comes_back_with_what_was_typed(lookups: Lookups) -> None:
    answer = await said(lookups, UnknownFilter(text="list mien", word="mien", nearest="mine"))
    assert "Did you mean “mine”?" in answer
    assert "/ticket list mien" in answer


async def test_a_history_is_a_window_for_the_team_only(lookups: Lookups) -> None:
    await ticket_opened(lookups.desk, FRIDAY)
    answer = await lookups.answered(History(ticket=1), ANA, FRIDAY)
    assert isinstance(answer, Window)
    assert answer.view["title"]["text"] == "History T-1"
    assert "Opened by Ana" in words(answer.view)
    with pytest.raises(NotAllowedError):
        await lookups.answered(History(ticket=1), CARL, FRIDAY)
    with pytest.raises(NoSuchTicketError):
        await lookups.answered(History(ticket=1), OTTO, FRIDAY)


async def test_the_digest_is_shown_at_any_time_to_the_team_only(lookups: Lookups) -> None:
    await ticket_opened(lookups.desk, FRIDAY)
    assert "Nobody has them: 1" in await said(lookups, Digest())
    for stranger in (CARL, OTTO):
        with pytest.raises(NotAllowedError):
            await lookups.answered(Digest(), stranger, FRIDAY)


async def test_app_home_is_each_persons_own(lookups: Lookups) -> None:
    await ticket_opened(lookups.desk, FRIDAY)

    async def tab(by: Asker) -> str:
        return words(await lookups.home(by, FRIDAY, wall=False, passes={}))

    assert "Needs you now" in await tab(ANA)
    assert "*T-1*" in await tab(CARL)
    assert "*T-1*" not in await tab(BEA)
    assert "Tickets are for the support team" in await tab(OTTO)
