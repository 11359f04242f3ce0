import asyncio
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from bot.desk import assignment
from bot.desk.appending import append
from bot.desk.assignment import HandedOver, hand_over
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.queries import show
from bot.desk.refusals import (
    NotAllowedError,
    NothingToDoError,
    NothingToHandOverError,
    NotOfTheTeamError,
    TakenError,
)
from bot.desk.requests import Asker, Assign, Close, HandOver, Resolve, Take
from tests.desk.office import (
    ANA,
    BEA,
    CARL,
    HOUR,
    LENA,
    MINUTE,
    MONDAY,
    OLLY,
    OMAR,
    OTTO,
    TESS,
    TIM,
    critical,
    done,
    gesture,
    keys,
    opened,
    with_tam,
)

LATER = MONDAY + 5 * MINUTE
GONE = Asker(person="U0GONE")
"""Somebody who has left: on no roster any more, with tickets still in their name."""


def handing(of: Asker, to: Asker | None, *, by: Asker = LENA) -> HandOver:
    return HandOver(key=gesture(), asker=by, of=of.person, to=to.person if to else None)


async def assignees(desk: Desk, numbers: list[int]) -> list[str | None]:
    return [(await show(desk, LENA, number, LATER + HOUR)).history.assignee for number in numbers]


async def gone_with(desk: Desk, many: int) -> list[int]:
    """The numbers of so many tickets that somebody had who has left since."""
    team = desk.roster
    desk.roster = replace(team, agents=team.agents | {GONE.person})
    numbers = []
    for _ in range(many):
        ticket = await opened(desk)
        await done(desk, Take, ticket, MONDAY, asker=GONE)
        numbers.append(ticket.number)
    desk.roster = team
    return numbers


async def test_a_ticket_that_somebody_has_is_taken_over_only_on_purpose(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Take, ticket, LATER)
    with pytest.raises(TakenError) as refused:
        await done(desk, Take, ticket, LATER, asker=LENA)
    assert refused.value.person == ANA.person
    with pytest.raises(NothingToDoError):
        await done(desk, Take, ticket, LATER, over=True)
    assert (await done(desk, Take, ticket, LATER, asker=LENA, over=True)).history.assignee == LENA.person


@pytest.mark.clause("B16")
@pytest.mark.parametrize("to", [OMAR, LENA, OLLY, ANA])
async def test_a_ticket_is_given_to_anybody_of_the_team(desk: Desk, to: Asker) -> None:
    ticket = await opened(desk)
    await done(desk, Take, ticket, LATER, asker=TESS)
    after = await done(desk, Assign, ticket, LATER, to=to.person)
    assert (after.history.assignee, after.last.by) == (to.person, ANA.person)
    with pytest.raises(NothingToDoError) as refused:
        await done(desk, Assign, ticket, LATER, to=to.person)
    assert refused.value.why == "it is theirs already"


async def test_a_ticket_is_given_to_the_customers_own_tam_and_to_no_other(desk: Desk) -> None:
    await with_tam(desk, "birdsong", TIM)
    assert (await done(desk, Assign, await critical(desk), LATER, to=TIM.person)).history.assignee == TIM.person
    with pytest.raises(NotOfTheTeamError):
        await done(desk, Assign, await opened(desk), LATER, to=TIM.person)


@pytest.mark.parametrize("to", [CARL, OTTO, GONE])
async def test_nobody_else_can_be_given_a_ticket(desk: Desk, to: Asker) -> None:
    with pytest.raises(NotOfTheTeamError) as refused:
        await done(desk, Assign, await opened(desk), LATER, to=to.person)
    assert refused.value.person == to.person


async def test_a_ticket_is_given_to_nobody_once(desk: Desk) -> None:
    ticket = await done(desk, Take, await opened(desk), LATER)
    after = await done(desk, Assign, ticket, LATER, to=None)
    assert (after.history.assignee, after.last.kind) == (None, "released")
    with pytest.raises(NothingToDoError):
        await done(desk, Assign, ticket, LATER, to=None)


@pytest.mark.parametrize("to", [OMAR, None])
async def test_whoever_leaves_leaves_no_ticket_behind(desk: Desk, to: Asker | None) -> None:
    """Open, waiting, and resolved without the customer's word: all that is not closed is handed over."""
    numbers = await gone_with(desk, 3)
    await done(desk, Resolve, numbers[1], LATER, text="It works again.")
    await done(desk, Close, numbers[2], LATER, reason="resolved", text="Carl agreed.")
    other = await done(desk, Take, await opened(desk), MONDAY, asker=ANA)
    told = await hand_over(desk, handing(GONE, to), LATER)
    now = to.person if to else None
    assert told == HandedOver(of=GONE.person, to=now, tickets=(numbers[0], numbers[1]))
    assert await assignees(desk, [*numbers, other.number]) == [now, now, GONE.person, ANA.person]
    assert "entry 3" in await keys(desk, numbers[0])


async def test_delivered_again_it_hands_nothing_over_that_came_since(desk: Desk) -> None:
    numbers = await gone_with(desk, 2)
    request = handing(GONE, OMAR)
    first = await hand_over(desk, request, LATER)
    later = await gone_with(desk, 1)
    again = await hand_over(desk, request, LATER + HOUR)
    assert first.tickets == again.tickets == tuple(numbers)
    assert await assignees(desk, later) == [GONE.person]


async def test_cut_off_in_between_the_same_request_does_the_rest_and_takes_nothing_from_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = await gone_with(desk, 4)
    request, handed = handing(GONE, OMAR), count(1)

    async def cut_off(*of: Any) -> Ticket:
        if next(handed) == 3:
            raise ConnectionError("the power went out")
        return await append(*of)

    monkeypatch.setattr(assignment, "append", cut_off)
    with pytest.raises(ConnectionError):
        await hand_over(desk, request, LATER)
    monkeypatch.undo()
    assert await assignees(desk, numbers) == [OMAR.person, OMAR.person, GONE.person, GONE.person]
    for number in (numbers[0], numbers[3]):
        await done(desk, Take, number, LATER, asker=ANA, over=True)
    rest = await hand_over(desk, request, LATER + MINUTE)
    assert rest.tickets == tuple(numbers[:3])
    assert await assignees(desk, numbers) == [ANA.person, OMAR.person, OMAR.person, ANA.person]


async def test_of_very_many_the_first_are_handed_over_while_somebody_waits_and_then_the_rest(desk: Desk) -> None:
    numbers, request = await gone_with(desk, 4), handing(GONE, OMAR)
    begun = await hand_over(desk, request, LATER, most=3)
    assert (begun.tickets, begun.left) == (tuple(numbers[:3]), 1)
    assert await assignees(desk, numbers) == [*[OMAR.person] * 3, GONE.person]
    whole = await hand_over(desk, request, LATER)
    assert (whole.tickets, whole.left) == (tuple(numbers), 0)
    assert await assignees(desk, numbers) == [OMAR.person] * 4


async def test_pressed_five_times_at_once_every_ticket_changes_hands_once(desk: Desk) -> None:
    numbers = await gone_with(desk, 3)
    request = handing(GONE, OMAR)
    told = await asyncio.gather(*(hand_over(desk, request, LATER) for _ in range(5)))
    assert {each.tickets for each in told} == {tuple(numbers)}
    stands = await show(desk, LENA, numbers[0], LATER)
    assert [entry.kind for entry in stands.history.entries] == ["opened", "taken", "taken"]


async def test_who_has_nothing_has_nothing_to_hand_over(desk: Desk) -> None:
    with pytest.raises(NothingToHandOverError):
        await hand_over(desk, handing(OMAR, ANA), LATER)
    mine = await done(desk, Take, await opened(desk), MONDAY, asker=ANA)
    with pytest.raises(NothingToHandOverError) as refused:
        await hand_over(desk, handing(ANA, ANA), LATER)
    assert (refused.value.of, refused.value.to) == (ANA.person, ANA.person)
    assert await assignees(desk, [mine.number]) == [ANA.person]


@pytest.mark.parametrize("to", [CARL, OTTO, TIM])
async def test_tickets_are_handed_over_to_the_team_only(desk: Desk, to: Asker) -> None:
    await gone_with(desk, 1)
    with pytest.raises(NotOfTheTeamError):
        await hand_over(desk, handing(GONE, to), LATER)


async def test_a_tam_who_is_not_of_the_team_is_given_what_is_their_customers(desk: Desk) -> None:
    await with_tam(desk, "birdsong", TIM)
    theirs, acmes = await critical(desk), await opened(desk)
    for ticket in (theirs, acmes):
        await done(desk, Take, ticket, MONDAY, asker=ANA)
    told = await hand_over(desk, handing(ANA, TIM), LATER)
    assert told.tickets == (theirs.number,)
    assert await assignees(desk, [theirs.number, acmes.number]) == [TIM.person, ANA.person]
    with pytest.raises(NothingToHandOverError):
        await hand_over(desk, handing(ANA, TIM), LATER)


@pytest.mark.parametrize("by", [BEA, CARL, OTTO])
async def test_nobody_but_the_team_hands_tickets_over(desk: Desk, by: Asker) -> None:
    numbers = await gone_with(desk, 1)
    with pytest.raises(NotAllowedError):
        await hand_over(desk, handing(GONE, OMAR, by=by), LATER)
    assert await assignees(desk, numbers) == [GONE.person]


async def test_a_tam_who_is_not_of_the_team_hands_over_what_is_their_customers(desk: Desk) -> None:
    await with_tam(desk, "birdsong", TIM)
    theirs, acmes = await critical(desk), await opened(desk)
    for ticket in (theirs, acmes):
        await done(desk, Take, ticket, MONDAY, asker=ANA)
    told = await hand_over(desk, handing(ANA, OMAR, by=TIM), LATER)
    assert told.tickets == (theirs.number,)
    assert await assignees(desk, [theirs.number, acmes.number]) == [OMAR.person, ANA.person]
