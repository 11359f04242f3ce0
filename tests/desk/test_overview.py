"""What somebody sees who comes in: the team everything, a customer their own, others only whom to ask."""

from bot.clocks.rotation import Duty
from bot.desk.access import Role
from bot.desk.desk import Desk
from bot.desk.overview import overview
from bot.desk.queries import Which
from bot.desk.requests import Take
from storage import overrides, tables
from tests.desk.office import ANA, BEA, CARL, DAY, HOUR, LENA, MONDAY, OLLY, OTTO, PIET, critical, done, opened


async def test_the_team_sees_what_is_open_and_what_is_theirs(desk: Desk) -> None:
    mine, other = await opened(desk), await critical(desk)
    await done(desk, Take, mine, MONDAY)

    seen = await overview(desk, ANA, MONDAY + HOUR)

    assert seen.role is Role.AGENT
    assert seen.open is not None
    assert seen.mine is not None
    assert [ticket.number for ticket in seen.open.tickets] == [other.number, mine.number]
    assert [ticket.number for ticket in seen.mine.tickets] == [mine.number]
    assert seen.counts == {Which.MINE: 1, Which.OPEN: 2, Which.UNASSIGNED: 1, Which.BREACHING: 0}


async def test_a_lead_sees_it_as_a_lead(desk: Desk) -> None:
    assert (await overview(desk, LENA, MONDAY)).role is Role.LEAD


async def test_who_is_on_call_goes_by_the_rotations_and_by_who_stands_in(desk: Desk) -> None:
    before = (await overview(desk, ANA, MONDAY)).on_call
    assert set(before) == set(desk.roster.rotations)
    assert isinstance(before["primary"], Duty)
    async with desk.database.transaction() as session:
        await overrides.add(
            session,
            tables.OnCallOverride(
                schedule="primary",
                person=LENA.person,
                starts=MONDAY - HOUR,
                ends=MONDAY + DAY,
                by=LENA.person,
                created_at=MONDAY,
            ),
        )

    after = (await overview(desk, ANA, MONDAY)).on_call

    assert before["primary"].person in {OLLY.person, PIET.person}
    assert after["primary"] == Duty(person=LENA.person, until=MONDAY + DAY)
    assert after["secondary"] == before["secondary"]


async def test_a_customers_contact_sees_their_own_tickets_and_nothing_of_the_teams(desk: Desk) -> None:
    own, _ = await opened(desk), await critical(desk)

    seen = await overview(desk, CARL, MONDAY)

    assert seen.role is Role.CUSTOMER
    assert seen.open is not None
    assert [ticket.number for ticket in seen.open.tickets] == [own.number]
    assert (seen.mine, seen.counts, seen.on_call) == (None, {}, {})
    assert (await overview(desk, BEA, MONDAY)).open != seen.open


async def test_anybody_else_learns_whom_to_ask_and_no_more(desk: Desk) -> None:
    await opened(desk)

    seen = await overview(desk, OTTO, MONDAY)

    assert (seen.role, list(seen.leads)) == (Role.OTHER, [LENA.person])
    assert (seen.open, seen.mine, seen.counts, seen.on_call) == (None, None, {}, {})
