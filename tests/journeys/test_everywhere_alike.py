"""The same story on every database and by every way in: message for message what people see in Slack is the same."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.stage import Begin, free_address
from tests.journeys.story import Story, key_of, reads

MONDAY = "2026-06-01 10:00+02:00"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A message as it stands in Slack: where, in answer to what, when, which notice it is, and how it reads."""

    channel: str
    thread: str | None
    ts: str
    notice: str | None
    text: str


async def told(story: Story) -> list[Seen]:
    """A morning with a critical call that nobody answers at first, an ordinary ticket, and a customer who writes."""
    await story.takes_the_critical_call()
    said = await story.asks_for_a_ticket("carl", "acme", "Our DMARC record looks wrong <!channel>", "High (P2)")
    await story.moves_to("2026-06-01 10:06+02:00")
    await story.presses("piet", story.notice("1:paging:1:page 1"), "Acknowledge")
    await story.types("ana", "/ticket called 1 Bea confirms that all calls fail")
    await story.types("ana", "/ticket take 2")
    await story.says("ana", "acme", "Please send us the record.", said)
    await story.types("ana", "/ticket pause 2 customer until they send the record")
    await story.says("carl", "acme", "Here it is.", said)
    await story.types("ana", "/ticket regrade 2 urgent all mail is refused now")
    await story.moves_to("2026-06-01 12:30+02:00")
    await story.types("ana", "/ticket resolve 1 the fault in the gateway is mended")
    await story.types("ana", "/ticket list")
    return [
        Seen(
            channel=message.channel,
            thread=message.thread_ts,
            ts=message.ts,
            notice=key_of(message),
            text=reads(story, message),
        )
        for message in story.messages()
    ]


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of a new database."""
    url: str = request.getfixturevalue(request.param)
    return url


@pytest.mark.parametrize("by_http", [False, True], ids=["socket", "http"])
async def test_a_story_is_the_same_message_for_message(
    begin: Begin, tmp_path: Path, address: str, by_http: bool
) -> None:
    """Each is compared with the plainest: SQLite and Socket Mode."""
    plainest = await told(await begin(MONDAY, database=f"sqlite:///{tmp_path / 'plainest.db'}"))
    story = await begin(MONDAY, database=address, listen=free_address() if by_http else None)
    assert await told(story) == plainest
    assert len(plainest) > 20
