"""App Home by role: what the team, a customer's contact and anybody else see there."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from bot.clocks.entries import Taken
from bot.clocks.rotation import Duty
from bot.desk.access import Role
from bot.desk.overview import Overview
from bot.desk.queries import PAGE, Listed, Which
from bot.slack.actions import Action, Entrance
from bot.slack.blocks import Block
from bot.slack.home import home, not_read
from bot.slack.mrkdwn import when
from tests.slack.nasty import CORPUS, TEXTS, checked_view, words
from tests.slack.tickets import ANA, FRIDAY, LENA, OLLY, acme, clock, names, ticket

ZONE = "America/Los_Angeles"
NOBODY_HAS_ANY = dict.fromkeys(Which, 0)


def listed(*tickets: Any, total: int | None = None) -> Listed:
    return Listed(tickets=tickets, page=1, pages=1, total=len(tickets) if total is None else total)


def seen(role: Role = Role.AGENT, **changes: Any) -> Overview:
    """What somebody sees on a Friday, when nothing is open, unless told otherwise."""
    values: dict[str, Any] = {"role": role, "at": FRIDAY, "leads": (LENA,)}
    if role is not Role.OTHER:
        values["open"] = listed()
    if role in (Role.AGENT, Role.LEAD):
        values |= {"mine": listed(), "counts": NOBODY_HAS_ANY}
        values["on_call"] = {"primary": Duty(person=OLLY, until=FRIDAY + timedelta(days=3))}
    return Overview(**values | changes)


def drawn(role: Role = Role.AGENT, *, wall: bool = True, **changes: Any) -> Block:
    return checked_view(home(seen(role, **changes), names, wall=wall))


def actions(tab: Block) -> list[str]:
    """The action ids of every button, in order."""
    beside = [block["accessory"] for block in tab["blocks"] if "accessory" in block]
    below = [each for block in tab["blocks"] if block["type"] == "actions" for each in block["elements"]]
    return [each["action_id"] for each in (*below, *beside)]


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
def test_the_team_can_open_a_ticket_and_go_to_the_wall(role: Role) -> None:
    assert actions(drawn(role)) == [Entrance.NEW_TICKET, Entrance.WALL]


def test_without_a_wall_there_is_no_button_for_it() -> None:
    assert actions(drawn(wall=False)) == [Entrance.NEW_TICKET]


def test_no_link_to_the_wall_lies_in_the_tab_which_may_stay_open_for_hours() -> None:
    assert "url" not in str(drawn())


def test_who_is_on_call_is_named_until_when_in_the_readers_zone() -> None:
    said = words(drawn())
    assert f"*primary* Olly Oncall until {when(FRIDAY + timedelta(days=3))}" in said
    assert "<@" not in said, "to be named on a tab calls nobody"


def test_a_rotation_that_has_not_begun_says_who_is_paged_instead() -> None:
    assert "*primary* has not begun, so its pages go to the leads" in words(drawn(on_call={"primary": None}))
    assert "No rotation is configured, so pages go to the leads." in words(drawn(on_call={}))


def test_a_ticket_says_what_is_due_when_how_it_stands_and_who_has_it() -> None:
    taken = ticket(Taken(at=FRIDAY, by=ANA, to=ANA))
    tab = drawn(open=listed(taken), mine=listed(taken))
    due = clock(taken).due
    assert due is not None
    line = f"🔴 *T-12* SSO login fails for everyone\nAcme · first response due {when(due, ZONE)} · open · Ana Agent"
    assert words(tab).count(line) == 2
    assert actions(tab)[2:] == [Action.SHOW, Action.SHOW]
    assert "nobody yet" in words(drawn(open=listed(ticket())))


def test_how_much_there_is_of_what_stands_at_the_top() -> None:
    counts = {Which.OPEN: 12, Which.MINE: 3, Which.BREACHING: 2, Which.UNASSIGNED: 4}
    assert "*12* open · *2* with a broken promise · *4* that nobody has" in words(drawn(counts=counts))


def test_of_many_tickets_the_number_is_told_and_how_to_see_them() -> None:
    shown = [ticket(number=number) for number in range(1, PAGE + 1)]
    assert "37 in all. /ticket list shows them." in words(drawn(open=listed(*shown, total=37)))


def test_where_there_is_nothing_it_says_so() -> None:
    assert {"No ticket is open.", "You have no open ticket."} <= set(words(drawn()).split("\n"))


def test_a_customer_sees_their_tickets_and_how_to_ask_and_nothing_of_the_teams() -> None:
    tab = drawn(Role.CUSTOMER, open=listed(ticket()))
    assert actions(tab) == [Entrance.NEW_TICKET, Action.SHOW]
    assert "“Open a ticket” in the menu of a message and /ticket do the same, where Slack offers them." in words(tab)
    assert "*T-12*" in words(tab)
    assert "On call" not in words(tab)
    assert "wall" not in words(tab)


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
    tab = seen(open=listed(hostile), mine=listed(hostile), on_call={text or "?": Duty(person=OLLY, until=FRIDAY)})
    checked_view(home(tab, lambda _: text, wall=True))


@pytest.mark.parametrize("text", CORPUS)
@pytest.mark.parametrize("role", list(Role))
def test_at_its_longest_slack_takes_it(role: Role, text: str) -> None:
    longest = [ticket(number=999_999_999 - each, title=text, customer=acme(name=text)) for each in range(PAGE)]
    changes: dict[str, Any] = {} if role is Role.OTHER else {"open": listed(*longest, total=10**6)}
    if role in (Role.AGENT, Role.LEAD):
        duty = Duty(person=OLLY, until=FRIDAY)
        changes |= {"mine": listed(*longest), "on_call": {f"{each} {text}": duty for each in range(60)}}
    everybody = seen(role, leads=tuple(f"U{each}" for each in range(200)), **changes)
    assert len(checked_view(home(everybody, lambda _: text, wall=True))["blocks"]) <= 100
