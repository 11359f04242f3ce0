"""An alarm is unheard where Slack has not taken it and it went no other way: nothing else is worth a telephone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col

from bot.desk.desk import Desk
from bot.desk.fallback import divert
from bot.desk.notices import from_json
from bot.desk.requests import Acknowledge
from bot.desk.unheard import told_otherwise, unheard
from storage import tables
from tests.desk.office import MINUTE, MONDAY, OLLY, PIET, SECOND, critical, done, in_slack, notices, opened
from tests.desk.ways import PHONE, SIREN, SLACK_FIRST, leaves, reached

LATER = MONDAY + 2 * MINUTE
PAGE = "paging:1:page 0"
DIRECT = f"{PAGE} {PIET.person}"


async def of_ticket(desk: Desk, at: Any = LATER) -> list[str]:
    """The keys of the unheard alarms among all that waits, without the ticket's number."""
    waiting = await notices(desk)
    async with desk.database.reading() as session:
        return [each.key.partition(":")[2] for each in await unheard(session, desk, waiting, at)]


async def diverted(desk: Desk, key: str) -> None:
    [notice] = [each for each in await notices(desk) if each.key.endswith(f":{key}")]
    async with desk.database.transaction() as session:
        assert await divert(session, desk, from_json(notice.body), notice.key, notice.place, "no answer", LATER)


async def changed(desk: Desk, statement: Any) -> None:
    async with desk.database.transaction() as session:
        await session.exec(statement, execution_options={"synchronize_session": False})


async def otherwise_told(desk: Desk) -> list[str]:
    """The keys of all notices of which somebody learns in another way."""
    waiting: Sequence[tables.Notice] = await notices(desk)
    async with desk.database.reading() as session:
        return [each.key.partition(":")[2] for each in await told_otherwise(session, desk, waiting)]


async def test_calls_that_slack_has_not_taken_are_unheard_and_a_card_is_no_alarm(desk: Desk) -> None:
    await critical(reached(desk, {}))
    await opened(desk, severity="low")
    assert await of_ticket(desk) == [PAGE, DIRECT]


async def test_what_went_by_the_ways_of_whoever_is_called_is_heard(desk: Desk) -> None:
    await critical(reached(desk, SLACK_FIRST))
    assert await of_ticket(desk) == [], "their own ways are put with the call"


async def test_what_went_by_the_ways_for_the_case_that_slack_fails_is_heard(desk: Desk) -> None:
    await critical(reached(desk, {}))
    await diverted(desk, DIRECT)
    assert await of_ticket(desk) == []


async def test_another_way_that_has_failed_too_is_heard_by_nobody(desk: Desk) -> None:
    await critical(reached(desk, {}))
    await diverted(desk, DIRECT)
    other = update(tables.Notice).where(col(tables.Notice.key).endswith(f"otherwise via {SIREN}"))
    await changed(desk, other.values(state=tables.NoticeState.DEAD, settled_at=LATER))
    assert await of_ticket(desk) == [PAGE, DIRECT]


async def test_a_way_of_whoever_has_left_the_team_is_heard_by_nobody(desk: Desk) -> None:
    await critical(reached(desk, SLACK_FIRST))
    assert await of_ticket(desk) == []
    leaves(desk, PIET)
    assert await of_ticket(desk) == [PAGE, DIRECT]


async def test_a_call_in_the_channel_is_heard_by_whoever_has_it_directly(desk: Desk) -> None:
    ticket = await critical(reached(desk, {}))
    await in_slack(desk, ticket, DIRECT, channel=PIET.person, ts="1.0")
    assert await of_ticket(desk) == [DIRECT], "here all are looked at, the one that is in Slack too"


async def test_a_call_that_is_over_need_not_be_heard(desk: Desk) -> None:
    ticket = await critical(reached(desk, {}))
    await done(desk, Acknowledge, ticket, MONDAY + SECOND, asker=OLLY)
    assert await of_ticket(desk) == []


async def test_a_ticket_that_cannot_be_read_makes_no_call_heard(desk: Desk) -> None:
    await critical(reached(desk, {}))
    await changed(desk, update(tables.LedgerEntry).values(kind="unheard of"))
    assert await of_ticket(desk) == [PAGE, DIRECT]


async def test_a_way_that_failed_is_made_up_for_by_another_one_of_the_same_call(desk: Desk) -> None:
    await critical(reached(desk, SLACK_FIRST))
    assert f"{DIRECT} via {PHONE}" in await otherwise_told(desk), "the pager goes out too"
    others = delete(tables.Notice).where(col(tables.Notice.place).startswith("via:"))
    await changed(desk, others.where(~col(tables.Notice.key).endswith(PHONE)))
    assert f"{DIRECT} via {PHONE}" not in await otherwise_told(desk), "it does not make up for itself"


async def test_a_broken_promise_is_heard_once_it_went_another_way(desk: Desk) -> None:
    await opened(reached(desk, {}), severity="low")
    card = (await notices(desk))[0]
    breach = card.model_dump(exclude={"id"}) | {"key": f"{card.ticket_id}:breach", "kind": "breach", "body": {}}
    siren = breach | {"key": f"{card.ticket_id}:outside breach via {SIREN}", "kind": "alarm outside"}
    async with desk.database.transaction() as session:
        session.add(tables.Notice(**breach))
    assert await of_ticket(desk) == ["breach"]
    async with desk.database.transaction() as session:
        session.add(tables.Notice(**siren | {"place": f"via:{SIREN}"}))
    assert await of_ticket(desk) == []
