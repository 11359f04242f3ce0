"""Exchanges of shifts: what is asked for, who may answer, and what becomes of it when things have changed since."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.duty_notices import StandIn, Stretch, Swap
from bot.desk.duty_refusals import (
    AskedAlreadyError,
    NoShiftError,
    NotYourSwapError,
    ScheduleChangedError,
    StrangerOnCallError,
    SwapAnsweredError,
    SwapOverError,
    SwapWithYourselfError,
)
from bot.desk.duty_requests import AnswerSwap, AskSwap, SetOverride
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import from_json
from bot.desk.overriding import set_override
from bot.desk.refusals import NotAllowedError, RefusedError
from bot.desk.requests import Asker
from bot.desk.swapping import answer_swap, ask_swap, waiting
from tests.desk.office import (
    ANA,
    DAY,
    HOUR,
    LENA,
    MARA,
    MINUTE,
    MONDAY,
    OLLY,
    OTTO,
    PIET,
    TRIAGE,
    gesture,
    notices,
)
from tests.desk.test_overriding import on_call

HAND_OVER = datetime.fromisoformat("2026-06-08T07:00Z")
"""Nine o'clock in Amsterdam, a week later: Piet's shift ends and Olly's begins."""
PIETS, OLLYS = (
    Stretch(starts=MONDAY, ends=HAND_OVER),
    Stretch(starts=HAND_OVER, ends=HAND_OVER + 7 * DAY),
)


async def asked(desk: Desk, at: datetime = MONDAY, **changes: Any) -> Swap:
    """Piet, who is on call, asks Olly, who comes next, unless told otherwise."""
    values: dict[str, Any] = {"key": gesture(), "asker": PIET, "schedule": "primary", "other": OLLY.person}
    return await ask_swap(desk, AskSwap(**values | changes), at)


async def answered(desk: Desk, swap: Swap, by: Asker = OLLY, at: datetime = MONDAY, *, accept: bool = True) -> Swap:
    return await answer_swap(desk, AnswerSwap(key=gesture(), asker=by, swap=swap.number, accept=accept), at)


async def replaced(desk: Desk, person: Asker, starts: datetime, ends: datetime) -> None:
    """Ana arranges that somebody stands in."""
    request = SetOverride(key=gesture(), asker=ANA, schedule="primary", person=person.person, starts=starts, ends=ends)
    await set_override(desk, request, MONDAY)


async def put(desk: Desk, *kinds: NoticeKind) -> list[tuple[str, str]]:
    """The notices of these kinds: where each goes, and its key."""
    return [(each.place, each.key) for each in await notices(desk) if each.kind in kinds]


async def test_the_askers_shift_is_offered_for_the_others_next_one(desk: Desk) -> None:
    swap = await asked(desk)
    assert (swap.gives, swap.takes, swap.answer) == (PIETS, OLLYS, "")
    assert await put(desk, NoticeKind.SWAP) == [(OLLY.person, f"swap {swap.number}")]
    assert await on_call(desk, MONDAY) == (PIET.person,), "nothing is exchanged before the answer"


async def test_the_askers_next_shift_is_meant_where_they_are_not_on_call(desk: Desk) -> None:
    swap = await asked(desk, asker=OLLY, other=PIET.person)
    assert swap.gives == OLLYS
    assert swap.takes == Stretch(starts=HAND_OVER + 7 * DAY, ends=HAND_OVER + 14 * DAY)


async def test_somebody_who_takes_no_turns_can_be_asked_and_gives_nothing_for_it(desk: Desk) -> None:
    swap = await asked(desk, other=ANA.person)
    assert swap.takes is None
    await answered(desk, swap, ANA)
    assert await on_call(desk, MONDAY) == (ANA.person,)
    assert await on_call(desk, HAND_OVER) == (OLLY.person,)


async def test_accepted_each_has_the_others_shift_and_the_channel_reads_of_both(desk: Desk) -> None:
    swap = await asked(desk)
    done = await answered(desk, swap)
    assert done.answer == "accepted"
    assert await on_call(desk, MONDAY) == await on_call(desk, HAND_OVER - MINUTE) == (OLLY.person,)
    assert await on_call(desk, HAND_OVER) == await on_call(desk, HAND_OVER + 7 * DAY - MINUTE) == (PIET.person,)
    assert await on_call(desk, HAND_OVER + 7 * DAY) == (PIET.person,), "and then it is Piet's own turn again"
    told = [from_json(each.body) for each in await notices(desk) if each.place == TRIAGE]
    assert [facts.person for facts in told if isinstance(facts, StandIn)] == [OLLY.person, PIET.person]


@pytest.mark.parametrize("accept", [True, False])
async def test_both_learn_of_the_answer_and_the_message_loses_its_buttons(desk: Desk, accept: bool) -> None:
    swap = await asked(desk)
    await answered(desk, swap, accept=accept)
    edits = await put(desk, NoticeKind.SWAP_EDIT)
    assert edits == [(OLLY.person, f"swap {swap.number} edit")]
    assert (PIET.person, f"swap {swap.number} answer") in await put(desk, NoticeKind.SWAP)


async def test_declined_nothing_is_exchanged(desk: Desk) -> None:
    swap = await asked(desk)
    assert (await answered(desk, swap, accept=False)).answer == "declined"
    assert await on_call(desk, MONDAY) == (PIET.person,)


async def test_whoever_asked_can_take_it_back(desk: Desk) -> None:
    swap = await asked(desk)
    assert (await answered(desk, swap, PIET, accept=False)).answer == "withdrawn"
    assert await put(desk, NoticeKind.SWAP_EDIT) == [(OLLY.person, f"swap {swap.number} edit")]
    with pytest.raises(SwapAnsweredError) as refused:
        await answered(desk, swap)
    assert (refused.value.answer, refused.value.by) == ("withdrawn", PIET.person)


async def test_a_second_click_changes_nothing(desk: Desk) -> None:
    swap = await asked(desk)
    first = await answered(desk, swap)
    many = len(await notices(desk))
    assert await answered(desk, swap) == first
    assert len(await notices(desk)) == many


async def test_two_clicks_at_once_exchange_once(desk: Desk) -> None:
    swap = await asked(desk)
    await asyncio.gather(answered(desk, swap), answered(desk, swap))
    assert len(await put(desk, NoticeKind.STAND_IN)) == 2


async def test_of_two_people_who_accept_one_shift_at_once_one_has_it_and_the_other_is_told(desk: Desk) -> None:
    one, two = await asked(desk), await asked(desk, other=ANA.person)
    found = await asyncio.gather(answered(desk, one), answered(desk, two, ANA), return_exceptions=True)
    assert sorted(type(each) is ScheduleChangedError for each in found) == [False, True]
    assert len(await put(desk, NoticeKind.SWAP_EDIT)) == 1


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
async def test_an_answer_stands(desk: Desk, first: bool, second: bool) -> None:
    swap = await asked(desk)
    await answered(desk, swap, accept=first)
    with pytest.raises(SwapAnsweredError):
        await answered(desk, swap, accept=second)


@pytest.mark.parametrize(
    ("by", "accept", "error"),
    [
        (MARA, True, NotYourSwapError),
        (LENA, False, NotYourSwapError),
        (PIET, True, NotYourSwapError),
        (OTTO, True, NotAllowedError),
    ],
)
async def test_nobody_else_can_answer(desk: Desk, by: Asker, accept: bool, error: type[RefusedError]) -> None:
    swap = await asked(desk)
    with pytest.raises(error):
        await answered(desk, swap, by, accept=accept)


async def test_an_exchange_that_there_is_not_is_nobodys(desk: Desk) -> None:
    with pytest.raises(NotYourSwapError):
        await answer_swap(desk, AnswerSwap(key=gesture(), asker=OLLY, swap=99, accept=True), MONDAY)


async def test_accepted_while_the_shift_is_under_way_the_rest_of_it_is_exchanged(desk: Desk) -> None:
    swap = await asked(desk)
    later = MONDAY + 2 * DAY
    await answered(desk, swap, at=later)
    assert await on_call(desk, later - MINUTE) == (PIET.person,)
    assert await on_call(desk, later) == (OLLY.person,)


async def test_accepted_after_the_shift_it_is_too_late(desk: Desk) -> None:
    swap = await asked(desk)
    with pytest.raises(SwapOverError):
        await answered(desk, swap, at=HAND_OVER + HOUR)


@pytest.mark.parametrize("stretch", [PIETS, OLLYS])
async def test_where_the_schedule_has_changed_since_nothing_is_exchanged(desk: Desk, stretch: Stretch) -> None:
    swap = await asked(desk)
    await replaced(desk, ANA, stretch.starts + HOUR, stretch.starts + 2 * HOUR)
    with pytest.raises(ScheduleChangedError):
        await answered(desk, swap)
    assert await on_call(desk, MONDAY) == (PIET.person,)
    assert await put(desk, NoticeKind.SWAP_EDIT) == []


async def test_a_change_elsewhere_does_not_matter(desk: Desk) -> None:
    swap = await asked(desk)
    await replaced(desk, ANA, HAND_OVER + 20 * DAY, HAND_OVER + 21 * DAY)
    assert (await answered(desk, swap)).answer == "accepted"


async def test_where_the_schedule_is_gone_nothing_is_exchanged(desk: Desk) -> None:
    swap = await asked(desk)
    others = {"secondary": desk.roster.schedules["secondary"]}
    desk.roster = replace(desk.roster, schedules=others, agents=desk.roster.agents | {OLLY.person})
    with pytest.raises(ScheduleChangedError):
        await answered(desk, swap)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"other": PIET.person}, SwapWithYourselfError),
        ({"other": OTTO.person}, StrangerOnCallError),
        ({"asker": ANA}, NoShiftError),
        ({"asker": OTTO}, NotAllowedError),
    ],
)
async def test_what_cannot_be_asked_for_is_refused(
    desk: Desk, changes: dict[str, Any], error: type[RefusedError]
) -> None:
    with pytest.raises(error):
        await asked(desk, **changes)
    assert await notices(desk) == []


async def test_the_same_is_not_asked_for_twice_while_it_waits(desk: Desk) -> None:
    swap = await asked(desk)
    with pytest.raises(AskedAlreadyError):
        await asked(desk, MONDAY + HOUR)
    await answered(desk, swap, accept=False)
    assert (await asked(desk, MONDAY + HOUR)).number != swap.number


async def test_a_redelivered_question_is_one_question(desk: Desk) -> None:
    key = gesture()
    first = await asked(desk, key=key)
    assert await asked(desk, MONDAY + MINUTE, key=key) == first
    assert len(await put(desk, NoticeKind.SWAP)) == 1


async def test_whoever_never_hands_over_has_no_shift_to_exchange(desk: Desk) -> None:
    alone = replace(desk.roster.schedules["primary"].rotations[0], members=(PIET.person,))
    schedule = replace(desk.roster.schedules["primary"], rotations=(alone,))
    desk.roster = replace(desk.roster, schedules={"primary": schedule})
    with pytest.raises(NoShiftError):
        await asked(desk, other=ANA.person)


async def test_what_waits_for_somebody_is_shown_to_both_until_it_is_answered(desk: Desk) -> None:
    swap = await asked(desk)
    async with desk.database.reading() as session:
        found = [await waiting(session, desk, who.person, MONDAY) for who in (PIET, OLLY, MARA)]
    assert found == [[swap], [swap], []]
    await answered(desk, swap)
    async with desk.database.reading() as session:
        assert await waiting(session, desk, OLLY.person, MONDAY) == []
