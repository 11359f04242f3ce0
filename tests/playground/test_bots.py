"""What other bots say, and where they cannot."""

from typing import Any

import pytest

from bot.playground.bots import Bot
from bot.playground.directory import BotKind
from bot.playground.events import Events
from bot.playground.records import Records
from bot.playground.refusals import NotPossible
from bot.playground.workspace import Workspace
from tests.playground.conftest import Clock
from tests.playground.kit import section


@pytest.fixture
def bot(workspace: Workspace, events: Events, records: Records, clock: Clock) -> Bot:
    flow = workspace.add_bot("Weekly form", kind=BotKind.INTEGRATION)
    return Bot(user=flow, workspace=workspace, events=events, records=records, now=clock)


async def test_a_bot_posts_into_a_channel_and_answers_in_a_thread(
    bot: Bot, workspace: Workspace, records: Records
) -> None:
    root = await bot.says("#triage", "*three* domains fail", blocks=[section()])
    reply = await bot.says("C0TRIAGE", "thank you, we are away until Monday", thread=root)
    heard: list[dict[str, Any]] = [each.payload["event"] for each in records.deliveries]

    assert workspace.messages.in_channel("C0TRIAGE") == [root]
    assert workspace.messages.replies("C0TRIAGE", root.ts) == [reply]
    assert [event["subtype"] for event in heard] == ["bot_message", "bot_message"]
    assert heard[1]["thread_ts"] == root.ts
    assert "parent_user_id" not in heard[1], "nobody with an account has begun this thread"


async def test_who_answered_in_a_thread_is_told_by_the_id_of_a_bot_where_it_has_no_account(
    bot: Bot, workspace: Workspace, events: Events, records: Records, clock: Clock
) -> None:
    ana = workspace.users["U0ANA"]
    root = workspace.say(channel=workspace.channels["C0TRIAGE"], user=ana, text="help", at=clock())
    await bot.says("#triage", "we are away", thread=root)
    await events.deleted(root)

    assert records.deliveries[-1].payload["event"]["previous_message"]["reply_users"] == [bot.user.bot_id]


async def test_a_bot_cannot_post_into_a_channel_that_is_not_there_or_archived(bot: Bot, workspace: Workspace) -> None:
    workspace.archive(workspace.channels["C0TRIAGE"])
    for channel in ("#nowhere", "#triage"):
        with pytest.raises(NotPossible, match="nobody can post"):
            await bot.says(channel, "hello")
