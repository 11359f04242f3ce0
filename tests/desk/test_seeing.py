"""Who was the first to show that they saw a message is kept; messages that are not ours are nobody's business."""

from bot.desk.desk import Desk
from bot.desk.seeing import see
from tests.desk.office import ANA, MINUTE, MONDAY, OMAR, TRIAGE, in_slack, notices, opened


async def seen(desk: Desk) -> list[tuple[str, str | None]]:
    return [(notice.key, notice.seen_by) for notice in await notices(desk) if notice.seen_at is not None]


async def test_the_first_counts_and_others_change_nothing(desk: Desk) -> None:
    ticket = await opened(desk)
    await in_slack(desk, ticket, "card", channel=TRIAGE, ts="7.7")
    await see(desk, ANA.person, TRIAGE, "7.7", MONDAY + MINUTE)
    await see(desk, OMAR.person, TRIAGE, "7.7", MONDAY + 2 * MINUTE)
    assert await seen(desk) == [(f"{ticket.number}:card", ANA.person)]


async def test_a_message_elsewhere_or_of_somebody_else_is_not_ours(desk: Desk) -> None:
    ticket = await opened(desk)
    await in_slack(desk, ticket, "card", channel=TRIAGE, ts="7.7")
    await see(desk, ANA.person, "C0RANDOM", "7.7", MONDAY)
    await see(desk, ANA.person, TRIAGE, "8.8", MONDAY)
    assert await seen(desk) == []


async def test_whoever_has_seen_a_message_for_several_has_seen_them_all(desk: Desk) -> None:
    for ticket in (await opened(desk), await opened(desk)):
        await in_slack(desk, ticket, "card", channel=TRIAGE, ts="7.7", bundle="storm")
    await see(desk, ANA.person, TRIAGE, "7.7", MONDAY)
    assert len(await seen(desk)) == 2
