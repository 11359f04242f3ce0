"""What somebody sees who comes in: the team everything, a customer their own, others only whom to ask."""

from dataclasses import replace

from sqlalchemy import update
from sqlmodel import col

from bot.clocks.schedule import Shift
from bot.desk.access import Role
from bot.desk.desk import Desk
from bot.desk.duty import OnCall, on_call_now
from bot.desk.lists import Which
from bot.desk.overview import LATELY, STILL_NEWS, overview
from bot.desk.requests import Asker, Reply, Resolve, Take
from storage import duty_tables, outbox, overrides, tables
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
    assert (seen.counts[Which.MINE], seen.counts[Which.OPEN], seen.counts[Which.UNASSIGNED]) == (1, 2, 1)
    assert seen.resolved is None


async def test_a_lead_sees_it_as_a_lead(desk: Desk) -> None:
    assert (await overview(desk, LENA, MONDAY)).role is Role.LEAD


async def test_who_is_on_call_goes_by_the_schedules_and_by_who_stands_in(desk: Desk) -> None:
    before = (await overview(desk, ANA, MONDAY)).on_call
    assert set(before) == set(desk.roster.schedules)
    now, upcoming = before["primary"].now, before["primary"].following
    assert now is not None
    assert upcoming is not None
    assert {now.people, upcoming.people} == {(OLLY.person,), (PIET.person,)}, "they take turns"
    async with desk.database.transaction() as session:
        await overrides.add(
            session,
            duty_tables.OnCallOverride(
                schedule="primary",
                person=LENA.person,
                starts=MONDAY - HOUR,
                ends=MONDAY + DAY,
                by=LENA.person,
                created_at=MONDAY,
            ),
        )

    after = (await overview(desk, ANA, MONDAY)).on_call

    stands_in = Shift(people=(LENA.person,), starts=MONDAY - HOUR, ends=MONDAY + DAY, override=True)
    again = replace(now, starts=MONDAY + DAY)
    assert after["primary"] == OnCall(now=stands_in, following=again), "and then it is theirs again"
    assert after["secondary"] == before["secondary"]
    called = await on_call_now(desk, MONDAY)
    assert called[0] == LENA.person
    assert len(called) == len(set(called))


async def test_a_customers_contact_sees_their_own_tickets_and_nothing_of_the_teams(desk: Desk) -> None:
    own, _ = await opened(desk), await critical(desk)

    seen = await overview(desk, CARL, MONDAY)

    assert seen.role is Role.CUSTOMER
    assert seen.open is not None
    assert [ticket.number for ticket in seen.open.tickets] == [own.number]
    assert (seen.mine, seen.counts, seen.on_call, seen.promises, seen.undelivered) == (None, {}, {}, None, 0)
    assert (await overview(desk, BEA, MONDAY)).open != seen.open


async def test_anybody_else_learns_whom_to_ask_and_no_more(desk: Desk) -> None:
    await opened(desk)

    seen = await overview(desk, OTTO, MONDAY)

    assert (seen.role, list(seen.leads)) == (Role.OTHER, [LENA.person])
    assert (seen.open, seen.mine, seen.counts, seen.on_call) == (None, None, {}, {})


async def test_a_customer_sees_apart_what_waits_for_their_agreement(desk: Desk) -> None:
    asked, _ = await opened(desk), await opened(desk)
    await done(desk, Resolve, asked, MONDAY, text="The certificate is renewed.")

    seen = await overview(desk, CARL, MONDAY)

    assert seen.resolved is not None
    assert [ticket.number for ticket in seen.resolved.tickets] == [asked.number]


async def test_a_technical_account_manager_sees_their_customers_tickets_and_nothing_of_the_teams(desk: Desk) -> None:
    own, _ = await critical(desk), await opened(desk)
    async with desk.database.transaction() as session:
        theirs = update(tables.Customer).where(col(tables.Customer.key) == "birdsong")
        await session.exec(theirs.values(tam="U0TIM"))

    seen = await overview(desk, Asker(person="U0TIM"), MONDAY)

    assert seen.role is Role.TAM
    assert seen.open is not None
    assert [ticket.number for ticket in seen.open.tickets] == [own.number]
    assert (seen.counts, seen.on_call, seen.promises) == ({}, {}, None)


async def test_the_team_sees_what_was_kept_lately_and_what_could_not_be_delivered(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Reply, ticket, MONDAY, text="We are on it.")
    async with desk.database.transaction() as session:
        [lost, *_] = await outbox.claim(session, MONDAY, 1, lease=HOUR, token="w")
        await outbox.settle_dead(session, lost.key, "w", error="is_archived", at=MONDAY)

    seen = await overview(desk, ANA, MONDAY + DAY)
    assert seen.promises is not None
    assert sum(seen.promises.kept.values()) == 1
    assert seen.undelivered == 1

    later = await overview(desk, ANA, MONDAY + LATELY + STILL_NEWS)
    assert later.promises is not None
    assert (later.promises.kept, later.undelivered) == ({}, 0)
