"""The same story on every database and by every way in: message for message what people see in Slack is the same."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.demo.office import AROUND_THE_CLOCK
from bot.playground.telephones import Ring
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


async def told(story: Story) -> tuple[list[Seen], list[Ring]]:
    """A day with a critical call that rings telephones, a customer who writes, a promise broken and a shift's end."""
    await story.takes_the_critical_call()
    said = await story.asks_for_a_ticket("carl", "acme", "Our DMARC record looks wrong <!channel>", "High (P2)")
    await story.types("omar", "/ticket oncall override @mara for 2 hours secondary")
    await story.moves_to("2026-06-01 10:07+02:00")
    await story.presses("mara", story.notice("1:paging:1:page 1"), "Acknowledge")
    await story.types("ana", "/ticket called 1 Bea confirms that all calls fail")
    await story.types("ana", "/ticket take 2")
    await story.says("ana", "acme", "Please send us the record.", said)
    await story.types("ana", "/ticket pause 2 customer until they send the record")
    await story.says("carl", "acme", "Here it is.", said)
    await story.types("lena", "/ticket drill primary")
    await story.moves_to("2026-06-01 11:30+02:00")
    await story.types("ana", "/ticket regrade 2 urgent all mail is refused now")
    await story.types("ana", "/ticket resolve 2 the record is right again")
    await story.moves_to("2026-06-02 09:01+02:00")
    telephones = story.trial.telephones
    rings = [ring for name in story.trial.office.configuration.roster.named_ways for ring in telephones.rings(name)]
    return [
        Seen(
            channel=message.channel,
            thread=message.thread_ts,
            ts=message.ts,
            notice=key_of(message),
            text=reads(story, message),
        )
        for message in story.messages()
    ], rings


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
    plain = f"sqlite:///{tmp_path / 'plainest.db'}"
    plainest = await told(await begin(MONDAY, configured=AROUND_THE_CLOCK, database=plain))
    listen = free_address() if by_http else None
    story = await begin(MONDAY, configured=AROUND_THE_CLOCK, database=address, listen=listen)

    assert await told(story) == plainest
    messages, rings = plainest
    keys = " ".join(seen.notice or "" for seen in messages)
    assert [kind for kind in ("page", "breach", "drill", "hand-over", "proposal") if kind not in keys] == []
    assert rings
