"""App Home by role: what the team, a customer's contact and anybody else see there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from bot.clocks.contract import ClockKind
from bot.clocks.entries import Resolved, Taken
from bot.clocks.schedule import REACH, Shift
from bot.desk import marks
from bot.desk.access import Role
from bot.desk.duty import OnCall
from bot.desk.duty_notices import Stretch, Swap
from bot.desk.lists import PAGE, Listed, Which
from bot.desk.overview import Overview
from bot.desk.tally import Tally
from bot.slack.actions import Action, DutyAction, Entrance
from bot.slack.blocks import Block
from bot.slack.home import MOST_SWAPS, STANDS_STILL, Passes, home, not_read
from bot.slack.mrkdwn import when
from tests.slack.nasty import CORPUS, TEXTS, checked_view, words
from tests.slack.tickets import ANA, FRIDAY, LENA, OLLY, acme, clock, names, ticket

ZONE = "America/Los_Angeles"
MONDAY = FRIDAY + timedelta(days=3)
OLLY_THEN_ANA = OnCall(
    now=Shift(people=(OLLY,), starts=FRIDAY, ends=MONDAY),
    following=Shift(people=(ANA,), starts=MONDAY, ends=MONDAY + timedelta(days=7)),
)
WELL: Passes = {"deadlines": FRIDAY, "notices": FRIDAY}
NOBODY_HAS_ANY = dict.fromkeys(Which, 0)


def listed(*tickets: Any, total: int | None = None) -> Listed:
    total = len(tickets) if total is None else total
    return Listed(tickets=tickets, page=1, pages=max(1, -(-total // PAGE)), total=total)


def seen(role: Role = Role.AGENT, **changes: Any) -> Overview:
    """What somebody sees on a Friday, when nothing is open, unless told otherwise."""
    values: dict[str, Any] = {"role": role, "at": FRIDAY, "leads": (LENA,)}
    if role is not Role.OTHER:
        values["open"] = listed()
    if role in (Role.AGENT, Role.LEAD):
        values |= {"mine": listed(), "counts": NOBODY_HAS_ANY}
        values["on_call"] = {"primary": OLLY_THEN_ANA}
        values["promises"] = Tally(since=FRIDAY, kept={}, broken={})
    return Overview(**values | changes)


def drawn(role: Role = Role.AGENT, *, wall: bool = True, passes: Passes = WELL, **changes: Any) -> Block:
    return checked_view(home(seen(role, **changes), names, wall=wall, passes=passes))


def actions(tab: Block) -> list[str]:
    """The action ids of every button, in order."""
    beside = [block["accessory"] for block in tab["blocks"] if "accessory" in block]
    below = [each for block in tab["blocks"] if block["type"] == "actions" for each in block["elements"]]
    return [each["action_id"] for each in (*below, *beside)]


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
def test_the_team_can_open_a_ticket_and_go_to_the_wall(role: Role) -> None:
    assert actions(drawn(role)) == [Entrance.NEW_TICKET, Entrance.WALL, Action.LIST]


def test_without_a_wall_there_is_no_button_for_it() -> None:
    assert actions(drawn(wall=False)) == [Entrance.NEW_TICKET, Action.LIST]


def test_no_link_to_the_wall_lies_in_the_tab_which_may_stay_open_for_hours() -> None:
    assert "url" not in str(drawn())


def test_who_is_on_call_is_named_until_when_in_the_readers_zone() -> None:
    said = words(drawn())
    assert f"*primary* Olly Oncall until {when(MONDAY)}, then Ana Agent" in said
    assert "<@" not in said, "to be named on a tab calls nobody"


def test_where_nobody_is_on_call_it_says_who_is_paged_instead_and_until_when() -> None:
    nobody, until_then = OnCall(now=None), OnCall(now=None, following=OLLY_THEN_ANA.following)
    assert "*primary* nobody, so its pages go to the leads" in words(drawn(on_call={"primary": nobody}))
    assert f"to the leads until {when(MONDAY)}, then Ana Agent" in words(drawn(on_call={"primary": until_then}))
    assert "No on-call schedule is configured, so pages go to the leads." in words(drawn(on_call={}))


def test_whoever_is_on_call_without_anybody_after_them_is_named_with_the_end_of_the_shift() -> None:
    last = drawn(on_call={"primary": replace(OLLY_THEN_ANA, following=None)})
    assert f"*primary* Olly Oncall until {when(MONDAY)}\n" in words(last) + "\n"


def test_of_somebody_who_never_hands_over_no_end_is_named() -> None:
    always = Shift(people=(OLLY,), starts=FRIDAY - REACH, ends=FRIDAY + REACH)
    assert "*primary* Olly Oncall\n" in words(drawn(on_call={"primary": OnCall(now=always)})) + "\n"


def test_a_ticket_says_what_is_due_how_much_time_is_left_and_who_has_it() -> None:
    taken = ticket(Taken(at=FRIDAY, by=ANA, to=ANA))
    tab = drawn(open=listed(taken), mine=listed(taken))
    due = clock(taken).due
    assert due is not None
    first, second = "🔴 *T-12* SSO login fails for everyone", f"Acme · first response due {when(due, ZONE)}"
    assert words(tab).count(f"{first}\n{second} · *1 h of office hours left* · open · Ana Agent") == 2
    assert actions(tab)[2:] == [Action.LIST, Action.SHOW, Action.SHOW]
    assert "nobody yet" in words(drawn(open=listed(ticket())))


def test_how_much_there_is_of_what_is_told_for_the_team() -> None:
    counts = {Which.OPEN: 12, Which.BREACHING: 2, Which.UNASSIGNED: 4, Which.WAITING: 5, Which.RESOLVED: 1}
    said = words(drawn(counts=counts))
    assert "*12* open · *2* with a broken promise · *4* that nobody has · *5* waiting for somebody else" in said
    assert "*1* resolved, waiting for the customer's agreement" in said


def test_how_promises_went_lately_is_told_by_kind() -> None:
    counted = Tally(since=FRIDAY, kept={ClockKind.FIRST_RESPONSE: 41}, broken={ClockKind.CALL_BACK: 1})
    said = words(drawn(promises=counted))
    assert "*The last 30 days*: 41 kept (first response 41), 1 broken (call-back 1)." in said
    of_many = Tally(since=FRIDAY, kept={}, broken={}, left_out=7)
    assert "as far as the tickets that changed last" in words(drawn(promises=of_many))


def test_whether_time_passes_and_notices_go_out_is_told() -> None:
    assert "Deadlines and notices are being looked after" in words(drawn())
    still = drawn(passes={"deadlines": FRIDAY - STANDS_STILL - timedelta(minutes=1), "notices": None})
    assert "⚠️ the deadlines have not been looked at for 3 min" in words(still)
    assert "⚠️ the notices have not been looked at since the start" in words(still)
    assert "⚠️ 2 could not be delivered in the last 7 days" in words(drawn(undelivered=2))


def test_of_many_tickets_there_is_a_way_to_all() -> None:
    shown = [ticket(number=number) for number in range(1, PAGE + 1)]
    tab = drawn(open=listed(*shown, total=37))
    [button] = [
        each
        for block in tab["blocks"]
        if block["type"] == "actions"
        for each in block["elements"]
        if each["action_id"] == Action.LIST
    ]
    assert (button["text"]["text"], button["value"]) == ("Show all 37", "list")


def test_where_there_is_nothing_it_says_so() -> None:
    assert {"No ticket is open.", "You have no open ticket."} <= set(words(drawn()).split("\n"))


def test_a_customer_sees_their_tickets_and_how_to_ask_and_nothing_of_the_teams() -> None:
    tab = drawn(Role.CUSTOMER, open=listed(ticket()))
    assert actions(tab) == [Entrance.NEW_TICKET, Action.SHOW]
    assert "“Open a ticket” in the menu of a message and /ticket do the same, where Slack offers them." in words(tab)
    assert "*T-12*" in words(tab)
    for internal in ("On call", "wall", "goal", "30 days", "looked after"):
        assert internal not in words(tab)


def test_a_customer_is_asked_apart_for_their_agreement() -> None:
    proposed = ticket(Resolved(at=FRIDAY, by=ANA, text="Done."))
    said = words(drawn(Role.CUSTOMER, resolved=listed(proposed)))
    assert "Resolved? Please tell us" in said
    assert "we wait for your answer: is it resolved?" in said
    assert "Resolved? Please tell us" not in words(drawn(Role.CUSTOMER, resolved=listed()))


def test_a_technical_account_manager_sees_their_customers_tickets() -> None:
    tab = drawn(Role.TAM, open=listed(ticket()), mine=listed())
    assert actions(tab) == [Entrance.NEW_TICKET, Action.SHOW]
    assert "Your customers' tickets" in words(tab)
    assert "On call" not in words(tab)


def test_anybody_else_learns_what_this_is_and_whom_to_ask() -> None:
    tab = drawn(Role.OTHER)
    assert actions(tab) == []
    assert "A lead can add you to either: Lena Lead." in words(tab)
    assert "T-" not in words(tab)


@pytest.mark.parametrize("role", list(Role))
def test_it_says_as_of_when_it_is(role: Role) -> None:
    assert f"As it stood at {when(FRIDAY)}." in words(drawn(role))


def test_while_the_database_is_away_it_says_so() -> None:
    assert "could not be read just now" in words(checked_view(not_read()))


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_what_people_write_never_lives_there(text: str) -> None:
    hostile = ticket(title=text or "?", customer=acme(name=text or "?"))
    tab = seen(open=listed(hostile), mine=listed(hostile), on_call={text or "?": OLLY_THEN_ANA})
    checked_view(home(tab, lambda _: text, wall=True, passes=WELL))
    own = seen(Role.CUSTOMER, open=listed(hostile), resolved=listed(hostile))
    checked_view(home(own, lambda _: text, wall=True, passes=WELL))


@pytest.mark.parametrize("text", CORPUS)
@pytest.mark.parametrize("role", list(Role))
def test_at_its_longest_slack_takes_it(role: Role, text: str) -> None:
    longest = [ticket(number=999_999_999 - each, title=text, customer=acme(name=text)) for each in range(PAGE)]
    changes: dict[str, Any] = {} if role is Role.OTHER else {"open": listed(*longest, total=10**6)}
    if role in (Role.AGENT, Role.LEAD):
        changes |= {"on_call": {f"{each} {text}": OLLY_THEN_ANA for each in range(60)}, "undelivered": 10**9}
    if role in (Role.AGENT, Role.LEAD, Role.TAM):
        changes["mine"] = listed(*longest, total=10**6)
    if role is Role.CUSTOMER:
        changes["resolved"] = listed(*longest, total=10**6)
    everybody = seen(role, leads=tuple(f"U{each}" for each in range(200)), **changes)
    stands_still: Passes = dict.fromkeys(WELL)
    shown = checked_view(home(everybody, lambda _: text, wall=True, passes=stands_still))
    assert len(shown["blocks"]) <= 100


def test_what_else_is_not_well_is_told_to_the_team() -> None:
    trouble = "the user group S0ONCALL is not kept: missing_scope"
    tab = checked_view(home(seen(), names, wall=False, passes=WELL, troubles=[trouble]))
    assert f"⚠️ {trouble}" in words(tab)
    assert "Deadlines and notices are being looked after" not in words(tab)


def test_what_an_audit_has_found_names_people_and_shows_times_by_the_readers_clock() -> None:
    trouble = f"Not sent to {marks.place(OLLY)} since {marks.instant(FRIDAY)}"
    tab = home(seen(), names, wall=False, passes=WELL, troubles=[trouble])
    assert f"⚠️ Not sent to Olly Oncall since {when(FRIDAY)}" in words(tab)


def test_an_exchange_of_shifts_that_waits_can_be_answered_here() -> None:
    stretch = Stretch(starts=FRIDAY, ends=MONDAY)
    swap = Swap(number=7, schedule="primary", zone="UTC", asker=OLLY, asked=ANA, gives=stretch)
    assert {DutyAction.ACCEPT_SWAP, DutyAction.DECLINE_SWAP} <= set(actions(drawn(person=ANA, swaps=(swap,))))
    assert DutyAction.ACCEPT_SWAP not in actions(drawn(person=OLLY, swaps=(swap,)))
    assert "2 more exchanges of shifts wait for an answer." in words(
        drawn(person=ANA, swaps=(swap,) * (MOST_SWAPS + 2))
    )
