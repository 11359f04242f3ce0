"""Slack does not take what calls people: it goes by the ways that are left, once, and what became of it is kept."""

from datetime import datetime
from typing import Any

import pytest

from bot.clocks.entries import Paged
from bot.desk.desk import Desk
from bot.desk.fallback import MOST_TRIES
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import Undelivered, from_json
from bot.desk.page_notices import AlarmOutside
from bot.desk.places import outside
from bot.desk.requests import Acknowledge
from bot.desk.roster import Way
from bot.desk.sending import NotSent, Outcome, Refused, Unknown
from storage import tables
from storage.tables import NoticeState
from tests.desk.office import BREACHES, HOUR, LENA, MINUTE, MONDAY, PIET, SECOND, TRIAGE, done, notices, opened
from tests.desk.test_beyond_slack import paged, passes
from tests.desk.ways import DESK_PHONE, PAGER, PHONE, SIREN, SLACK_FIRST, leaves, reached
from tests.watch.paper_slack import PaperSlack

LATER = {PIET.person: (Way(name=PHONE, after=3 * MINUTE),)}
GONE = Refused(error="account_inactive")
SHUT_OUT = NotSent(error="token_revoked", locked_out=True)


def ways_told(paper: PaperSlack) -> list[str]:
    return [told.place.removeprefix("via:") for told in paper.posted if told.place.startswith("via:")]


async def refusing(desk: Desk, place: str, outcome: Outcome, *instants: datetime, **asked: Any) -> PaperSlack:
    """What Slack and the others have got by these instants, where the first message to a place was answered so."""
    await opened(desk, **asked)
    paper = PaperSlack()
    paper.will_say(place, outcome)
    await passes(desk, paper, *instants)
    return paper


@pytest.mark.parametrize("outcome", [GONE, SHUT_OUT])
async def test_whoever_slack_does_not_reach_is_called_at_once_by_the_ways_for_later(
    desk: Desk, outcome: Outcome
) -> None:
    paper = await refusing(reached(desk, LATER), PIET.person, outcome, MONDAY)
    assert ways_told(paper) == [PHONE]


async def test_what_went_early_does_not_go_again_in_its_time(desk: Desk) -> None:
    paper = await refusing(reached(desk, LATER), PIET.person, GONE, MONDAY, MONDAY + 3 * MINUTE, MONDAY + 4 * MINUTE)
    assert ways_told(paper) == [PHONE]


@pytest.mark.parametrize("outcome", [NotSent(error="ratelimited"), Unknown(error="HTTP 503")])
async def test_slack_that_only_asks_for_patience_gets_it(desk: Desk, outcome: Outcome) -> None:
    assert ways_told(await refusing(reached(desk, LATER), PIET.person, outcome, MONDAY)) == []


async def test_who_has_no_way_is_called_by_the_schedules(desk: Desk) -> None:
    level = {"primary": (Way(name=DESK_PHONE, after=10 * MINUTE),)}
    assert ways_told(await refusing(reached(desk, {}, level), PIET.person, GONE, MONDAY)) == [DESK_PHONE]


async def test_where_nobody_has_a_way_the_installations_last_one_is_taken(desk: Desk) -> None:
    assert ways_told(await refusing(reached(desk, {}), PIET.person, GONE, MONDAY)) == [SIREN]


async def test_whoever_has_left_the_team_is_called_by_no_way_of_theirs_and_the_last_one_is_taken(desk: Desk) -> None:
    await opened(reached(desk, LATER))
    paper = PaperSlack()
    paper.will_say(TRIAGE, GONE)
    paper.will_say(TRIAGE, GONE)
    leaves(desk, PIET)
    await passes(desk, paper, MONDAY, MONDAY + 3 * MINUTE)
    assert ways_told(paper) == [SIREN]


async def test_without_any_way_the_call_stays_where_it_is(desk: Desk) -> None:
    paper = await refusing(reached(desk, {}, otherwise=()), PIET.person, GONE, MONDAY)
    assert ways_told(paper) == []


async def test_who_was_reached_directly_is_not_called_early_because_a_channel_is_closed(desk: Desk) -> None:
    await opened(reached(desk, LATER))
    paper = PaperSlack()
    paper.will_take(TRIAGE)
    paper.will_say(TRIAGE, Refused(error="is_archived", of_place=True))
    await passes(desk, paper, MONDAY)
    assert paper.told(PIET.person)
    assert ways_told(paper) == []


async def test_a_channel_of_ours_that_is_closed_is_told_to_the_leads_once_an_hour(desk: Desk) -> None:
    await opened(reached(desk, LATER))
    await opened(desk)
    paper = PaperSlack()
    paper.will_take(TRIAGE)
    for _ in range(5):
        paper.will_say(TRIAGE, Refused(error="is_archived", of_place=True))
    await passes(desk, paper, *(MONDAY + minute * MINUTE for minute in range(5)))
    (told,) = [message.facts for message in paper.posted if message.place == LENA.person]
    assert isinstance(told, Undelivered)
    assert (told.what, told.place, told.error) == (NoticeKind.PAGE, TRIAGE, "is_archived")


@pytest.mark.parametrize("outcome", [GONE, SHUT_OUT])
async def test_a_broken_promise_that_slack_refuses_goes_by_the_last_way_once(desk: Desk, outcome: Outcome) -> None:
    paper = await refusing(reached(desk), BREACHES, outcome, MONDAY, MONDAY + HOUR, MONDAY + HOUR + MINUTE)
    alarms = [told.facts for told in paper.posted if isinstance(told.facts, AlarmOutside)]
    assert [(alarm.what, alarm.place, alarm.error) for alarm in alarms] == [
        (NoticeKind.BREACH, BREACHES, outcome.error if isinstance(outcome, Refused | NotSent) else "")
    ]


async def test_a_way_that_does_not_take_a_page_is_tried_for_ten_minutes_and_then_told_to_the_team(desk: Desk) -> None:
    ticket, paper = await opened(reached(desk)), PaperSlack()
    for _ in range(MOST_TRIES + 3):
        paper.will_say(outside(PAGER), NotSent(error="error=403"))
    await passes(desk, paper, *(MONDAY + second * SECOND for second in range(0, 700, 5)))
    (entry,) = [entry for entry in await paged(desk, ticket) if entry.way == PAGER and entry.step == 0]
    assert (entry.delivered, entry.error) == (False, "error=403")
    assert entry.at - MONDAY > 8 * MINUTE
    told = [from_json(notice.body) for notice in await notices(desk, ticket) if notice.kind == NoticeKind.UNDELIVERED]
    assert [(each.what, each.place) for each in told if isinstance(each, Undelivered)] == [
        (NoticeKind.PAGE_OUTSIDE, outside(PAGER))
    ]


async def test_a_direct_message_that_slack_refuses_is_in_the_ledger(desk: Desk) -> None:
    ticket, paper = await opened(desk), PaperSlack()
    paper.will_say(PIET.person, GONE)
    await passes(desk, paper, MONDAY)
    assert await paged(desk, ticket) == [
        Paged(
            at=MONDAY,
            by="",
            person=PIET.person,
            way="Slack",
            cycle=1,
            step=0,
            delivered=False,
            error="account_inactive",
        )
    ]


async def test_a_page_that_may_have_arrived_is_sent_again_and_says_that_it_may_repeat(desk: Desk) -> None:
    await opened(reached(desk))
    paper = PaperSlack()
    paper.will_say(outside(PAGER), Unknown(error="no answer"))
    paper.will_find(outside(PAGER), Refused(error="it cannot be looked for outside Slack"))
    await passes(desk, paper, MONDAY, MONDAY + 10 * SECOND)
    (again,) = [told for told in paper.posted if told.place == outside(PAGER)]
    assert again.repeat


async def test_a_call_that_somebody_has_answered_meanwhile_goes_no_other_way(desk: Desk) -> None:
    ticket, paper = await opened(reached(desk, LATER)), PaperSlack()

    async def answers() -> None:
        await done(desk, Acknowledge, ticket, MONDAY, asker=LENA)

    paper.meanwhile[PIET.person].append(answers)
    paper.will_say(PIET.person, GONE)
    await passes(desk, paper, MONDAY, MONDAY + SECOND)
    assert ways_told(paper) == []


async def test_every_way_of_slack_first_goes_when_slack_refuses(desk: Desk) -> None:
    paper = await refusing(reached(desk, SLACK_FIRST), PIET.person, GONE, MONDAY)
    assert sorted(ways_told(paper)) == sorted([PAGER, PHONE])


async def test_what_was_settled_stays_settled(desk: Desk) -> None:
    await refusing(reached(desk, LATER), PIET.person, GONE, MONDAY)
    states = {notice.key.partition(":")[2]: notice.state for notice in await notices(desk)}
    assert states[f"paging:1:page 0 {PIET.person}"] is NoticeState.DEAD
    assert states[f"paging:1:page 0 {PIET.person} via {PHONE}"] is tables.NoticeState.SENT
