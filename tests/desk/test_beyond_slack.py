"""Whoever is called in Slack is called by their own ways too, each in its time, and told when it is over."""

from datetime import datetime, timedelta

from bot.clocks.contract import IntakeField
from bot.clocks.entries import Paged
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.notices import from_json
from bot.desk.page_notices import Page, PageOver
from bot.desk.places import outside
from bot.desk.records import entry_of
from bot.desk.requests import Acknowledge, Close, Regrade
from bot.desk.roster import Way
from bot.desk.sending import NotSent
from bot.watch.delivery import Delivery
from bot.watch.sweep import sweep
from storage import tickets
from storage.tables import NoticeState
from tests.desk.office import MINUTE, MONDAY, OLLY, PIET, SECOND, TRIAGE, critical, done, notices, opened
from tests.desk.ways import DESK_PHONE, PAGER, PHONE, gone_outside, reached
from tests.watch.paper_slack import PaperSlack

AT_ONCE = timedelta(0)


async def passes(desk: Desk, paper: PaperSlack, *instants: datetime) -> None:
    """At each instant the deadlines and the outbox are looked at, the outbox until nothing is to be sent."""
    delivery = Delivery(desk=desk, sender=paper, rest=AT_ONCE)
    for at in instants:
        await sweep(desk, at)
        while await delivery.once(at):
            pass


async def paged(desk: Desk, ticket: Ticket) -> list[Paged]:
    async with desk.database.reading() as session:
        entries = [entry_of(row) for row in await tickets.entries(session, ticket.number)]
    return [entry for entry in entries if isinstance(entry, Paged)]


async def test_each_way_of_whoever_is_called_gets_a_page_when_its_time_has_come(desk: Desk) -> None:
    ticket, paper = await opened(reached(desk)), PaperSlack()
    await passes(desk, paper, MONDAY)
    assert paper.told(outside(PAGER)) == [f"{ticket.number}:paging:1:page 0 {PIET.person} via {PAGER}"]
    await passes(desk, paper, MONDAY + 3 * MINUTE - SECOND)
    assert paper.told(outside(PHONE)) == []
    await passes(desk, paper, MONDAY + 3 * MINUTE)
    assert paper.told(outside(PHONE)) == [f"{ticket.number}:paging:1:page 0 {PIET.person} via {PHONE}"]


async def test_a_page_elsewhere_says_whether_slack_has_taken_it(desk: Desk) -> None:
    paper = PaperSlack()
    await opened(reached(desk))
    for place in (TRIAGE, PIET.person):
        paper.will_say(place, NotSent(error="Slack answers 503", after=10 * MINUTE))
    await passes(desk, paper, MONDAY, MONDAY + 3 * MINUTE)
    by_phone = [told.facts for told in paper.posted if told.place == outside(PHONE)]
    assert [isinstance(told, Page) and told.slack_silent for told in by_phone] == [True]


async def test_a_page_elsewhere_that_stands_in_slack_too_can_be_answered_there(desk: Desk) -> None:
    paper = PaperSlack()
    await opened(reached(desk))
    paper.will_say(TRIAGE, NotSent(error="Slack answers 503", after=10 * MINUTE))
    await passes(desk, paper, MONDAY, MONDAY + 3 * MINUTE)
    elsewhere = [told.facts for told in paper.posted if told.place in (outside(PAGER), outside(PHONE))]
    assert [isinstance(told, Page) and told.slack_silent for told in elsewhere] == [False, False]


async def test_whoever_answers_in_time_is_not_called_by_the_later_ways(desk: Desk) -> None:
    ticket, paper = await opened(reached(desk)), PaperSlack()
    await passes(desk, paper, MONDAY)
    await done(desk, Acknowledge, ticket, MONDAY + MINUTE, asker=PIET)
    await passes(desk, paper, MONDAY + MINUTE, MONDAY + 3 * MINUTE, MONDAY + 30 * MINUTE)
    assert paper.told(outside(PHONE)) == []
    assert ("page outside", PHONE, NoticeState.DROPPED) in await gone_outside(desk, ticket.number)


async def test_a_way_that_keeps_incidents_is_told_once_that_it_is_over_and_another_is_not(desk: Desk) -> None:
    ticket, paper = await opened(reached(desk)), PaperSlack()
    await passes(desk, paper, MONDAY, MONDAY + 3 * MINUTE)
    await done(desk, Acknowledge, ticket, MONDAY + 4 * MINUTE, asker=PIET)
    await done(desk, Close, ticket, MONDAY + 5 * MINUTE, reason="resolved", text="Carl said so.")
    await passes(desk, paper, MONDAY + 5 * MINUTE)
    ends = [told.facts for told in paper.posted if isinstance(told.facts, PageOver)]
    assert [(end.cycle, end.over.by, end.over.how) for end in ends] == [(1, PIET.person, "acknowledged")]
    assert paper.told(outside(PAGER))[-1] == f"{ticket.number}:paging:1:over via {PAGER}"
    assert len(paper.told(outside(PHONE))) == 1


async def test_a_call_that_nobody_answered_is_over_when_the_severity_calls_for_nobody_any_more(desk: Desk) -> None:
    ticket, paper = await opened(reached(desk)), PaperSlack()
    await passes(desk, paper, MONDAY)
    await done(desk, Regrade, ticket, MONDAY + MINUTE, severity="low", impact="Only the reports fail.")
    await passes(desk, paper, MONDAY + MINUTE)
    (end,) = [told.facts for told in paper.posted if isinstance(told.facts, PageOver)]
    assert (end.over.by, end.over.how) == ("", "over")


async def test_nothing_is_over_for_a_way_that_was_never_told(desk: Desk) -> None:
    ticket, paper = await opened(reached(desk)), PaperSlack()
    await done(desk, Acknowledge, ticket, MONDAY, asker=PIET)
    await passes(desk, paper, MONDAY, MONDAY + 3 * MINUTE)
    assert [told.key for told in paper.posted if told.place.startswith("via:")] == []


async def test_a_page_that_was_on_its_way_when_somebody_answered_is_ended_when_it_has_arrived(desk: Desk) -> None:
    """The worker has looked at the ticket before the answer, and sends after it."""
    ticket, paper = await opened(reached(desk)), PaperSlack()
    answered: list[Ticket] = []

    async def answers() -> None:
        answered.append(await done(desk, Acknowledge, ticket, MONDAY, asker=PIET))

    paper.meanwhile[outside(PAGER)].append(answers)
    await passes(desk, paper, MONDAY, MONDAY + SECOND)
    assert answered
    assert [key.rpartition(" via ")[0].partition(":")[2] for key in paper.told(outside(PAGER))] == [
        f"paging:1:page 0 {PIET.person}",
        "paging:1:over",
    ]


async def test_the_ledger_says_which_way_was_called_and_when(desk: Desk) -> None:
    ticket, paper = await opened(reached(desk)), PaperSlack()
    await passes(desk, paper, MONDAY, MONDAY + 3 * MINUTE)
    assert await paged(desk, ticket) == [
        Paged(at=MONDAY, by="", person=PIET.person, way=PAGER, cycle=1, step=0, delivered=True),
        Paged(at=MONDAY + 3 * MINUTE, by="", person=PIET.person, way=PHONE, cycle=1, step=0, delivered=True),
    ]


async def test_a_schedules_way_is_called_once_for_each_level_whoever_is_on_call(desk: Desk) -> None:
    level = {"primary": (Way(name=DESK_PHONE, after=MINUTE),)}
    ticket, paper = await opened(reached(desk, ways={}, level=level)), PaperSlack()
    await passes(desk, paper, MONDAY, MONDAY + MINUTE, MONDAY + 2 * MINUTE)
    assert paper.told(outside(DESK_PHONE)) == [f"{ticket.number}:paging:1:page 0 via {DESK_PHONE}"]
    assert [entry.person for entry in await paged(desk, ticket)] == [None]


async def test_a_call_that_waits_for_its_time_holds_no_other_up(desk: Desk) -> None:
    """The first level's way is also the second's, and there it is taken at once."""
    ticket = await opened(
        reached(
            desk,
            ways={},
            level={"primary": (Way(name=DESK_PHONE, after=59 * MINUTE),), "leads": (Way(name=DESK_PHONE),)},
        )
    )
    paper = PaperSlack()
    leads = next(page.at for page in ticket.chains[0].pages if page.whom == "leads")
    await passes(desk, paper, MONDAY, leads)
    assert len(paper.told(outside(DESK_PHONE))) == 1


async def test_nobody_outside_slack_reads_how_the_customer_is_reached(desk: Desk) -> None:
    level = {"primary": (Way(name=DESK_PHONE),)}
    ticket = await critical(reached(desk, {PIET.person: (Way(name=PAGER),), OLLY.person: (Way(name=PHONE),)}, level))
    told = [from_json(notice.body) for notice in await notices(desk, ticket) if notice.kind == "page outside"]
    assert told
    assert all(isinstance(page, Page) and not page.contact for page in told)
    assert ticket.contact[IntakeField.PHONE] not in str(
        [notice.body for notice in await notices(desk, ticket) if notice.kind == "page outside"]
    )


async def test_without_ways_nothing_goes_outside_slack(desk: Desk) -> None:
    await opened(desk)
    assert await gone_outside(desk) == []
