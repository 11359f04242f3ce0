from datetime import datetime, timedelta

import pytest

from bot.clocks.conduct import Silence
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.notices import Answer, Breach, Escalation, Event, Reminder, from_json
from bot.desk.page_notices import Held, Page
from bot.desk.records import ticket_of
from bot.desk.requests import (
    Acknowledge,
    Asker,
    Assign,
    Close,
    Confirm,
    Object,
    Origin,
    Pause,
    Regrade,
    Reopen,
    Reply,
    Resolve,
    Snooze,
    Take,
    Update,
)
from bot.desk.roster import Roster
from bot.desk.telling import tell
from bot.watch.sweep import sweep
from storage import deadlines, duty_tables, overrides, tables, tickets
from tests.desk.contracts import agreement, desk_under
from tests.desk.office import (
    ANA,
    BREACHES,
    CARL,
    DAY,
    ESCALATIONS,
    HOUR,
    LEADERSHIP,
    LENA,
    MARA,
    MINUTE,
    MONDAY,
    OMAR,
    PIET,
    TESS,
    TRIAGE,
    critical,
    done,
    in_slack,
    keys,
    notices,
    opened,
)

ACME = Origin(channel="C0ACME", ts="1.0")
HAND_OVER = MONDAY + 7 * DAY - 10 * HOUR
"""Nine o'clock in Amsterdam, a week later."""


async def places(desk: Desk, ticket: Ticket) -> dict[str, str]:
    """Where each notice of a ticket goes, by its key without the number."""
    return {notice.key.partition(":")[2]: notice.place for notice in await notices(desk, ticket)}


async def look_again(desk: Desk, ticket: Ticket, at: datetime) -> bool:
    """Tell what is owed by an instant; whether there was news."""
    async with desk.database.transaction() as session:
        row = await tickets.load_for_change(session, ticket.number)
        assert row is not None
        return await tell(session, desk, row, await ticket_of(session, desk, row, at))


async def stand_in(desk: Desk, schedule: str, person: Asker, starts: datetime, ends: datetime) -> None:
    async with desk.database.transaction() as session:
        override = duty_tables.OnCallOverride(
            schedule=schedule, person=person.person, starts=starts, ends=ends, by=LENA.person, created_at=MONDAY
        )
        await overrides.add(session, override)


async def called(desk: Desk, ticket: Ticket) -> list[tuple[str, ...]]:
    """Who was called by each step of a ticket's pagings."""
    told = [from_json(notice.body) for notice in await notices(desk, ticket) if notice.kind == "page"]
    return [page.people for page in told if isinstance(page, Page)]


async def test_an_opening_puts_the_card_and_calls_who_is_on_duty_in_the_channel_and_directly(desk: Desk) -> None:
    ticket = await opened(desk)
    assert await places(desk, ticket) == {
        "card": TRIAGE,
        "paging:1:page 0": TRIAGE,
        "paging:1:page 0 U0PIET": PIET.person,
    }
    for notice in await notices(desk, ticket):
        assert notice.lane == f"{ticket.number}:{notice.place}"
        assert (notice.put_at, notice.planned_at) == (MONDAY, MONDAY)
        assert notice.not_before < MONDAY, "a clock that is set back by now must not hold it up"
        assert (notice.priority_rank, notice.state, notice.attempts) == (0, "pending", 0)


async def test_a_severity_that_pages_nobody_puts_the_card_only(desk: Desk) -> None:
    assert await places(desk, await opened(desk, severity="high")) == {"card": TRIAGE}


async def test_where_coverage_is_closed_the_call_waits_for_its_opening(desk: Desk) -> None:
    """V03: Basic is served in business hours, so Saturday's urgent ticket calls on Monday at six; it is told so."""
    saturday = MONDAY + 5 * DAY
    ticket = await opened(desk, saturday, customer="globex")
    assert await keys(desk, ticket) == ["card", "paging:1:held"]
    [held] = [from_json(notice.body) for notice in await notices(desk, ticket) if notice.kind == "page held"]
    opening = MONDAY + 7 * DAY - 4 * HOUR
    assert isinstance(held, Held)
    assert (held.until, held.whom, held.coverage, held.clause) == (opening, "primary", "business_hours", "V03")
    await sweep(desk, opening - MINUTE)
    assert await keys(desk, ticket) == ["card", "paging:1:held"]
    await sweep(desk, opening)
    assert "paging:1:page 0" in await keys(desk, ticket)


@pytest.mark.parametrize(
    ("at", "key", "place"),
    [
        (30 * MINUTE, "first_response:1:warning 50% turn 0", TRIAGE),
        (45 * MINUTE, "first_response:1:warning 75% turn 0", TRIAGE),
        (50 * MINUTE, "first_response:1:warning 10 business minutes before turn 0", TRIAGE),
        (HOUR + timedelta(microseconds=1), "first_response:1:breach", BREACHES),
        (90 * MINUTE, "first_response:1:escalation 1", ESCALATIONS),
        (5 * HOUR, "first_response:1:escalation 2", LEADERSHIP),
    ],
)
async def test_each_milestone_is_told_where_the_contract_routes_it(
    desk: Desk, at: timedelta, key: str, place: str
) -> None:
    ticket = await opened(desk)
    await sweep(desk, MONDAY + at - timedelta(microseconds=1))
    assert key not in await places(desk, ticket)
    await sweep(desk, MONDAY + at)
    [told] = [notice for notice in await notices(desk, ticket) if notice.key == f"{ticket.number}:{key}"]
    assert (told.place, told.planned_at, told.put_at) == (place, MONDAY + at, MONDAY + at)


async def test_a_breach_says_whether_the_thing_was_done_after_all(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Reply, ticket, MONDAY + 2 * HOUR, text="Sorry to be late.")
    [told] = [from_json(notice.body) for notice in await notices(desk, ticket) if notice.kind == "breach"]
    assert isinstance(told, Breach)
    assert (told.promise.aim, told.done) == (MONDAY + HOUR, MONDAY + 2 * HOUR)


async def test_a_channel_that_the_installation_does_not_name_falls_back_to_triage(desk: Desk) -> None:
    poor = Desk(
        database=desk.database,
        shelf=desk.shelf,
        roster=Roster(channels={"triage": TRIAGE}, leads=desk.roster.leads, agents=desk.roster.agents),
    )
    ticket = await opened(poor, severity="high")
    await sweep(poor, MONDAY + 5 * HOUR)
    assert set((await places(poor, ticket)).values()) == {TRIAGE}


async def test_the_steps_of_a_paging_call_who_is_on_duty_then(desk: Desk) -> None:
    ticket = await opened(desk)
    for minutes in (10, 20):
        await sweep(desk, MONDAY + minutes * MINUTE)
    assert await called(desk, ticket) == [(PIET.person,), (MARA.person,), (LENA.person,)]
    assert (await places(desk, ticket))["paging:1:page 2 U0LENA"] == LENA.person


@pytest.mark.clause("B01", "B04")
@pytest.mark.parametrize(("at", "called_out"), [(MONDAY, PIET), (MONDAY - 9 * HOUR, TESS)])
async def test_an_escalation_calls_the_tam_in_office_hours_and_on_call_outside_of_them(
    desk: Desk, at: datetime, called_out: Asker
) -> None:
    """Seven in the evening in Amsterdam, and ten in the morning."""
    ticket = await critical(desk, at)
    await done(desk, Take, ticket, at)
    await sweep(desk, at + HOUR)
    told = [from_json(notice.body) for notice in await notices(desk, ticket) if notice.kind == "escalation"]
    assert {each.people for each in told if isinstance(each, Escalation)} == {(ANA.person, called_out.person)}


async def test_a_hand_over_between_two_steps_counts(desk: Desk) -> None:
    ticket = await opened(desk, HAND_OVER - 5 * MINUTE)
    await sweep(desk, HAND_OVER + 5 * MINUTE)
    assert await called(desk, ticket) == [(PIET.person,), (PIET.person,)]


async def test_whoever_stands_in_is_called(desk: Desk) -> None:
    await stand_in(desk, "primary", OMAR, MONDAY - HOUR, MONDAY + HOUR)
    ticket = await opened(desk)
    await stand_in(desk, "secondary", LENA, MONDAY + 5 * MINUTE, MONDAY + HOUR)
    await sweep(desk, MONDAY + 10 * MINUTE)
    assert await called(desk, ticket) == [(OMAR.person,), (LENA.person,)]


async def test_a_step_is_called_once_although_somebody_else_is_on_duty_by_now(desk: Desk) -> None:
    ticket = await opened(desk)
    told = await places(desk, ticket)
    await stand_in(desk, "primary", OMAR, MONDAY, MONDAY + HOUR)
    assert not await look_again(desk, ticket, MONDAY + MINUTE)
    assert await places(desk, ticket) == told


async def test_a_page_says_who_comes_next_and_when(desk: Desk) -> None:
    ticket = await opened(desk)
    [told] = [from_json(notice.body) for notice in await notices(desk, ticket) if notice.kind == "page direct"]
    assert isinstance(told, Page)
    assert told.following is not None
    assert (told.following.whom, told.following.people) == ("secondary", (MARA.person,))
    assert told.following.at == MONDAY + 10 * MINUTE


@pytest.mark.parametrize("verb", [Take, Acknowledge])
async def test_when_somebody_has_it_nobody_else_is_called(desk: Desk, verb: type[Take | Acknowledge]) -> None:
    ticket = await opened(desk)
    await done(desk, verb, ticket, MONDAY + MINUTE)
    await sweep(desk, MONDAY + 25 * MINUTE)
    assert await called(desk, ticket) == [(PIET.person,)]


async def test_as_long_as_nobody_answers_the_bell_rings_again_and_again(desk: Desk) -> None:
    ticket = await opened(desk)
    for minute in range(1, 60):
        await sweep(desk, MONDAY + minute * MINUTE)
    assert await called(desk, ticket) == [(PIET.person,), (MARA.person,), (LENA.person,)] * 2


async def test_whoever_acknowledged_and_then_was_silent_is_called_again(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Acknowledge, ticket, MONDAY + MINUTE)
    await sweep(desk, MONDAY + 30 * MINUTE)
    assert await called(desk, ticket) == [(PIET.person,)]
    await sweep(desk, MONDAY + 31 * MINUTE)
    assert await called(desk, ticket) == [(PIET.person,)] * 2
    assert {"entry 3", "paging:2:page 0", "paging:2:page 0 U0PIET"} <= set(await keys(desk, ticket))


async def test_a_ticket_that_is_given_back_is_nobodys_and_pages_again(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Take, ticket, MONDAY + MINUTE)
    await done(desk, Assign, ticket, MONDAY + 2 * MINUTE, to=None)
    await sweep(desk, MONDAY + 2 * MINUTE)
    assert await called(desk, ticket) == [(PIET.person,)] * 2


async def test_one_that_is_snoozed_rests_and_then_calls_again(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Snooze, ticket, MONDAY + MINUTE, until=MONDAY + 40 * MINUTE)
    await sweep(desk, MONDAY + 39 * MINUTE)
    assert await called(desk, ticket) == [(PIET.person,)]
    await sweep(desk, MONDAY + 40 * MINUTE)
    assert await called(desk, ticket) == [(PIET.person,)] * 2


async def test_one_that_somebody_has_by_the_end_of_its_snooze_stays_quiet(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Snooze, ticket, MONDAY + MINUTE, until=MONDAY + 40 * MINUTE)
    await done(desk, Reply, ticket, MONDAY + 20 * MINUTE, text="We are on it.")
    await sweep(desk, MONDAY + 5 * HOUR)
    assert await called(desk, ticket) == [(PIET.person,)]


async def test_a_call_back_that_nobody_makes_is_paged_warned_and_announced(desk: Desk) -> None:
    """B21: fifteen minutes."""
    ticket = await critical(desk)
    for minute in range(1, 17):
        await sweep(desk, MONDAY + minute * MINUTE)
    told = await keys(desk, ticket)
    assert {"paging:1:page 1", "paging:1:page 2", "call_back:1:breach"} <= set(told)
    assert [key for key in told if "warning" in key] == [
        "call_back:1:warning 50% turn 0",
        "call_back:1:warning 5 minutes before turn 0",
        "call_back:1:warning 2 minutes before turn 0",
    ]


async def test_an_entry_is_told_in_the_thread_and_the_card_brought_up_to_date(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    await done(desk, Take, ticket, MONDAY + MINUTE)
    card, event, edit = await notices(desk, ticket)
    assert (card.kind, event.kind, edit.kind) == ("card", "event", "card edit")
    assert (event.key, event.place) == (f"{ticket.number}:entry 2", TRIAGE)
    told = from_json(event.body)
    assert isinstance(told, Event)
    assert told.entry.kind == "taken"


async def test_a_reply_also_goes_to_where_the_customer_asked(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=Origin(channel="C0ACME", ts="1.0"))
    await done(desk, Reply, ticket, MONDAY + MINUTE, text="We are on it.")
    [answer] = [notice for notice in await notices(desk, ticket) if notice.kind == "answer"]
    assert (answer.key, answer.place) == (f"{ticket.number}:answer 2", "C0ACME")
    told = from_json(answer.body)
    assert isinstance(told, Answer)
    assert (told.text, told.by) == ("We are on it.", "U0ANA")


@pytest.mark.clause("B20")
async def test_an_opening_is_receipted_where_the_customer_asked(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=ACME)
    assert await places(desk, ticket) == {"card": TRIAGE, "receipt 1": "C0ACME"}


@pytest.mark.clause("B16", "B23")
async def test_an_update_goes_to_the_customer_with_its_eta_and_the_next_one(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=ACME)
    when = {"eta": MONDAY + 3 * HOUR, "next_update": MONDAY + HOUR}
    await done(desk, Update, ticket, MONDAY + MINUTE, text="The certificate has run out.", **when)
    [answer] = [from_json(notice.body) for notice in await notices(desk, ticket) if notice.kind == "answer"]
    assert isinstance(answer, Answer)
    assert (answer.update, answer.eta, answer.next_update) == (True, MONDAY + 3 * HOUR, MONDAY + HOUR)


async def test_a_question_is_put_to_the_customer_and_a_wait_without_one_is_not(desk: Desk) -> None:
    asked, silent = [await opened(desk, severity="high", origin=ACME) for _ in range(2)]
    for ticket, ask in ((asked, True), (silent, False)):
        wait = {"reason": "waiting on customer", "text": "Please send us the logs.", "ask": ask}
        await done(desk, Pause, ticket, MONDAY + MINUTE, **wait)
    assert [key for key, place in (await places(desk, asked)).items() if place == "C0ACME"] == ["receipt 1", "answer 2"]
    assert [key for key, place in (await places(desk, silent)).items() if place == "C0ACME"] == ["receipt 1"]


@pytest.mark.clause("B17", "B22", "B24")
async def test_a_ticket_ends_with_the_customer_in_the_know(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=ACME)
    await done(desk, Resolve, ticket, MONDAY + MINUTE, text="Please log in again.")
    await done(desk, Object, ticket, MONDAY + 2 * MINUTE, asker=CARL, text="It still fails.")
    await done(desk, Regrade, ticket, MONDAY + 3 * MINUTE, severity="low", impact="One of them.")
    await done(desk, Resolve, ticket, MONDAY + 4 * MINUTE, text="Please log in again, now really.")
    await done(desk, Confirm, ticket, MONDAY + 5 * MINUTE, asker=CARL)
    await done(desk, Reopen, ticket, MONDAY + 6 * MINUTE, asker=CARL, text="It is back.")
    assert [key for key, place in (await places(desk, ticket)).items() if place == "C0ACME"] == [
        "receipt 1",
        "proposal 2",
        "news 3",
        "proposal edit 2",
        "news 4",
        "proposal 5",
        "news 6",
        "proposal edit 5",
        "news 7",
    ]


async def test_taking_and_giving_away_is_told_to_the_team_only(desk: Desk) -> None:
    ticket = await opened(desk, severity="high", origin=ACME)
    await done(desk, Assign, ticket, MONDAY + MINUTE, to="U0OMAR")
    assert await keys(desk, ticket) == ["card", "receipt 1", "entry 2"]
    assert (await places(desk, ticket))["entry 2"] == TRIAGE


@pytest.mark.clause("B17", "B24")
async def test_an_unanswered_proposal_is_reminded_of_once_in_the_teams_thread(desk: Desk) -> None:
    reminding = desk_under(desk, agreement=agreement(Silence.REMINDS))
    ticket = await opened(reminding, severity="high", origin=ACME)
    await done(reminding, Take, ticket, MONDAY)
    await done(reminding, Resolve, ticket, MONDAY + MINUTE, text="Please log in again.")
    await in_slack(reminding, ticket, "proposal 3")
    due = MONDAY + MINUTE + 2 * DAY
    assert await armed(reminding, ticket) == {"agreement:1": due}
    for at in (due - MINUTE, due, due + DAY):
        await sweep(reminding, at)
    [told] = [notice for notice in await notices(reminding, ticket) if notice.kind == "reminder"]
    assert (told.key, told.place, told.planned_at) == (f"{ticket.number}:agreement:1:reminder", TRIAGE, due)
    facts = from_json(told.body)
    assert isinstance(facts, Reminder)
    assert (facts.since, facts.asked, facts.people) == (MONDAY + MINUTE, True, (ANA.person,))


async def test_a_proposal_that_was_answered_is_not_reminded_of(desk: Desk) -> None:
    reminding = desk_under(desk, agreement=agreement(Silence.REMINDS))
    ticket = await opened(reminding, severity="high", origin=ACME)
    await done(reminding, Resolve, ticket, MONDAY + MINUTE, text="Please log in again.")
    await done(reminding, Confirm, ticket, MONDAY + 2 * MINUTE, asker=CARL)
    await sweep(reminding, MONDAY + 3 * DAY)
    assert "agreement:1:reminder" not in await places(reminding, ticket)


@pytest.mark.complaint(5, 6)
async def test_a_list_knows_which_time_counts_until_the_next_due_time(desk: Desk) -> None:
    async def counted_in(ticket: Ticket) -> str | None:
        async with desk.database.reading() as session:
            return (await session.get_one(tables.Ticket, ticket.number)).next_calendar

    office_hours, around_the_clock = await opened(desk, severity="high"), await critical(desk)
    assert await counted_in(office_hours) == "business_hours"
    assert await counted_in(around_the_clock) is None
    await done(desk, Update, office_hours, MONDAY, text="Looking into it.", next_update=MONDAY + HOUR)
    assert await counted_in(office_hours) is None
    await done(desk, Close, office_hours, MONDAY + MINUTE, reason="resolved", text="Carl agreed on Monday.")
    assert await counted_in(office_hours) is None


async def test_a_reply_to_a_ticket_from_nowhere_goes_nowhere_else(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    await done(desk, Reply, ticket, MONDAY + MINUTE, text="We are on it.")
    assert set((await places(desk, ticket)).values()) == {TRIAGE}


async def test_telling_the_same_again_puts_nothing(desk: Desk) -> None:
    ticket = await opened(desk)
    assert await look_again(desk, ticket, MONDAY + HOUR + MINUTE)
    told = await places(desk, ticket)
    assert not await look_again(desk, ticket, MONDAY + HOUR + MINUTE)
    assert await places(desk, ticket) == told


async def test_one_edit_of_the_card_shows_all_the_news_of_a_moment(desk: Desk) -> None:
    ticket = await opened(desk)
    await sweep(desk, MONDAY + 2 * HOUR)
    assert [notice.kind for notice in await notices(desk, ticket)].count("card edit") == 1


async def armed(desk: Desk, ticket: Ticket) -> dict[str, datetime]:
    async with desk.database.reading() as session:
        return {each.clock: each.due for each in await deadlines.of_ticket(session, ticket.number)}


async def test_a_regrade_arms_the_new_moments_and_disarms_the_old(desk: Desk) -> None:
    ticket = await opened(desk)
    assert await armed(desk, ticket) == {"paging:1": MONDAY + 10 * MINUTE, "first_response:1": MONDAY + 30 * MINUTE}
    await done(desk, Regrade, ticket, MONDAY + MINUTE, severity="high", impact="Half of them.")
    assert await armed(desk, ticket) == {"first_response:1": MONDAY + 2 * HOUR}


async def test_a_closed_ticket_arms_nothing_and_a_reopened_one_anew(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Close, ticket, MONDAY + MINUTE, reason="resolved")
    assert await armed(desk, ticket) == {}
    await done(desk, Reopen, ticket, MONDAY + HOUR, text="It is back.")
    assert await armed(desk, ticket) == {
        "first_response:2": MONDAY + 90 * MINUTE,
        "paging:2": MONDAY + 70 * MINUTE,
    }


async def test_a_broken_promise_that_is_escalated_to_the_end_arms_nothing_more(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    await sweep(desk, MONDAY + 3 * DAY)
    assert await armed(desk, ticket) == {}
