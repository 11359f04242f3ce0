"""Standing in on call: who may be put there, for how long, who is told, and how it is taken back."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.duty import duty_now
from bot.desk.duty_notices import StandIn
from bot.desk.duty_refusals import (
    NoOverrideError,
    NoSuchScheduleError,
    OnCallAnywayError,
    SeveralOverridesError,
    SpanError,
    SpanFault,
    StrangerOnCallError,
)
from bot.desk.duty_requests import AnswerSwap, AskSwap, SetOverride, WithdrawOverride
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import from_json
from bot.desk.overriding import LONGEST, set_override, withdraw_override
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker
from bot.desk.swapping import answer_swap, ask_swap
from tests.desk.office import (
    ANA,
    CARL,
    DAY,
    HOUR,
    MARA,
    MINUTE,
    MONDAY,
    OLLY,
    OMAR,
    OTTO,
    PIET,
    TRIAGE,
    gesture,
    notices,
)

EVENING = MONDAY + 4 * HOUR


def override(**changes: Any) -> SetOverride:
    """Ana puts Olly on call instead of Piet until the evening, unless told otherwise."""
    values: dict[str, Any] = {
        "key": gesture(),
        "asker": ANA,
        "schedule": "primary",
        "person": OLLY.person,
        "starts": None,
        "ends": EVENING,
    }
    return SetOverride(**values | changes)


def withdrawal(by: Asker = ANA, schedule: str = "primary") -> WithdrawOverride:
    return WithdrawOverride(key=gesture(), asker=by, schedule=schedule)


async def on_call(desk: Desk, at: datetime, schedule: str = "primary") -> tuple[str, ...]:
    shift = (await duty_now(desk, ANA, at)).schedules[schedule].now
    return shift.people if shift else ()


async def told(desk: Desk) -> list[tuple[str, str]]:
    """To whom or where each notice about standing in goes, and who stands in by it."""
    put = [(each.place, from_json(each.body)) for each in await notices(desk) if each.kind == NoticeKind.STAND_IN]
    return [(place, facts.person) for place, facts in put if isinstance(facts, StandIn)]


async def test_somebody_is_on_call_at_once_until_the_moment_that_was_said(desk: Desk) -> None:
    done = await set_override(desk, override(), MONDAY)
    assert (done.person, done.instead_of, done.starts, done.ends) == (OLLY.person, (PIET.person,), MONDAY, EVENING)
    assert await on_call(desk, MONDAY) == await on_call(desk, EVENING - MINUTE) == (OLLY.person,)
    assert await on_call(desk, EVENING) == (PIET.person,)


async def test_it_may_begin_later_and_one_that_should_have_begun_begins_now(desk: Desk) -> None:
    later = await set_override(desk, override(starts=MONDAY + HOUR), MONDAY)
    assert later.starts == MONDAY + HOUR
    assert await on_call(desk, MONDAY) == (PIET.person,)
    assert (await set_override(desk, override(starts=MONDAY - HOUR, ends=EVENING + HOUR), MONDAY)).starts == MONDAY


async def test_whoever_is_concerned_is_told_and_the_channel_gets_one_line(desk: Desk) -> None:
    await set_override(desk, override(), MONDAY)
    assert await told(desk) == [(TRIAGE, OLLY.person), (OLLY.person, OLLY.person), (PIET.person, OLLY.person)]


async def test_whoever_arranges_it_is_not_told_of_it_again(desk: Desk) -> None:
    await set_override(desk, override(asker=PIET), MONDAY)
    assert await told(desk) == [(TRIAGE, OLLY.person), (OLLY.person, OLLY.person)]


async def test_a_long_override_tells_everybody_whose_turn_it_takes(desk: Desk) -> None:
    done = await set_override(desk, override(person=ANA.person, ends=MONDAY + 21 * DAY), MONDAY)
    assert done.instead_of == (PIET.person, OLLY.person)
    assert [place for place, _ in await told(desk)] == [TRIAGE, PIET.person, OLLY.person]


async def test_a_redelivery_changes_nothing_and_is_answered_alike(desk: Desk) -> None:
    request = override()
    first = await set_override(desk, request, MONDAY)
    put = len(await notices(desk))
    assert await set_override(desk, request, MONDAY + MINUTE) == first
    assert len(await notices(desk)) == put


@pytest.mark.parametrize(
    ("starts", "ends", "fault"),
    [
        (None, timedelta(), SpanFault.PAST),
        (None, -HOUR, SpanFault.PAST),
        (2 * HOUR, 2 * HOUR, SpanFault.EMPTY),
        (2 * HOUR, HOUR, SpanFault.EMPTY),
        (None, LONGEST + MINUTE, SpanFault.TOO_LONG),
        (600 * DAY, 601 * DAY, SpanFault.TOO_FAR),
    ],
)
async def test_a_time_that_is_over_empty_too_long_or_too_far_is_refused(
    desk: Desk, starts: timedelta | None, ends: timedelta, fault: SpanFault
) -> None:
    request = override(starts=None if starts is None else MONDAY + starts, ends=MONDAY + ends)
    with pytest.raises(SpanError) as refused:
        await set_override(desk, request, MONDAY)
    assert refused.value.fault is fault
    assert await notices(desk) == []


async def test_ninety_days_are_not_too_long(desk: Desk) -> None:
    await set_override(desk, override(ends=MONDAY + LONGEST), MONDAY)
    assert await on_call(desk, MONDAY + LONGEST - MINUTE) == (OLLY.person,)


async def test_an_override_without_effect_is_said_so(desk: Desk) -> None:
    with pytest.raises(OnCallAnywayError):
        await set_override(desk, override(person=PIET.person), MONDAY)
    await set_override(desk, override(), MONDAY)
    with pytest.raises(OnCallAnywayError):
        await set_override(desk, override(ends=EVENING - HOUR), MONDAY)
    assert (await set_override(desk, override(person=PIET.person), MONDAY)).instead_of == (OLLY.person,)


@pytest.mark.parametrize("stranger", [CARL, OTTO])
async def test_only_people_of_the_team_can_be_on_call(desk: Desk, stranger: Asker) -> None:
    with pytest.raises(StrangerOnCallError):
        await set_override(desk, override(person=stranger.person), MONDAY)


@pytest.mark.parametrize("stranger", [CARL, OTTO])
async def test_only_the_team_arranges_who_is_on_call(desk: Desk, stranger: Asker) -> None:
    with pytest.raises(NotAllowedError):
        await set_override(desk, override(asker=stranger), MONDAY)
    with pytest.raises(NotAllowedError):
        await withdraw_override(desk, withdrawal(stranger), MONDAY)


async def test_any_agent_may_arrange_it_for_others_on_the_schedule_that_they_take_turns_on(desk: Desk) -> None:
    done = await set_override(desk, override(asker=OMAR, schedule=""), MONDAY)
    assert (done.schedule, done.by) == ("primary", OMAR.person)
    with pytest.raises(NoSuchScheduleError):
        await set_override(desk, override(schedule="", person=ANA.person), MONDAY)


async def test_the_override_that_holds_is_taken_back_and_everybody_concerned_is_told(desk: Desk) -> None:
    await set_override(desk, override(), MONDAY)
    before = len(await told(desk))
    request = withdrawal()
    [done] = await withdraw_override(desk, request, MONDAY + HOUR)
    assert (done.withdrawn, done.person, done.instead_of) == (True, OLLY.person, (PIET.person,))
    assert (done.starts, done.ends) == (MONDAY + HOUR, EVENING)
    assert await on_call(desk, MONDAY + HOUR) == (PIET.person,)
    assert [place for place, _ in (await told(desk))[before:]] == [TRIAGE, OLLY.person, PIET.person]
    assert await withdraw_override(desk, request, MONDAY + 2 * HOUR) == [done], "a redelivery is answered alike"


async def test_of_several_overrides_none_is_taken_back_before_it_is_said_which(desk: Desk) -> None:
    await set_override(desk, override(starts=MONDAY + DAY, ends=MONDAY + 2 * DAY), MONDAY)
    await set_override(desk, override(), MONDAY)
    await set_override(desk, override(person=MARA.person), MONDAY)
    before = len(await told(desk))
    with pytest.raises(SeveralOverridesError) as refused:
        await withdraw_override(desk, withdrawal(), MONDAY + MINUTE)
    standing = refused.value.standing
    shown = [(each.person, each.instead_of, each.starts, each.by) for (each,) in standing.values()]
    assert shown == [
        (OLLY.person, (MARA.person,), MONDAY + MINUTE, ANA.person),
        (MARA.person, (OLLY.person,), MONDAY + MINUTE, ANA.person),
        (OLLY.person, (PIET.person,), MONDAY + DAY, ANA.person),
    ]
    assert len(await told(desk)) == before
    olly, mara, later = standing
    for number, person, on_call_then in ((later, OLLY, MARA), (mara, MARA, OLLY), (olly, OLLY, PIET)):
        request = replace(withdrawal(schedule=""), override=number)
        [taken_back] = await withdraw_override(desk, request, MONDAY + MINUTE)
        assert taken_back.person == person.person
        assert await on_call(desk, MONDAY + MINUTE) == (on_call_then.person,)
        with pytest.raises(NoOverrideError):
            await withdraw_override(desk, replace(request, key=gesture()), MONDAY + MINUTE)


async def test_the_only_override_need_not_be_named_whether_it_holds_or_is_to_come(desk: Desk) -> None:
    for starts in (None, MONDAY + DAY):
        with pytest.raises(NoOverrideError):
            await withdraw_override(desk, withdrawal(schedule=""), MONDAY)
        await set_override(desk, override(schedule="secondary", starts=starts, ends=MONDAY + 2 * DAY), MONDAY)
        [done] = await withdraw_override(desk, withdrawal(schedule=""), MONDAY)
        assert (done.schedule, done.starts) == ("secondary", starts or MONDAY)


async def test_an_override_is_named_by_its_schedule_or_its_person(desk: Desk) -> None:
    await set_override(desk, override(), MONDAY)
    await set_override(desk, override(schedule="secondary", person=ANA.person), MONDAY)
    with pytest.raises(SeveralOverridesError):
        await withdraw_override(desk, withdrawal(schedule=""), MONDAY)
    with pytest.raises(NoOverrideError):
        await withdraw_override(desk, replace(withdrawal(), person=ANA.person), MONDAY)
    [ana] = await withdraw_override(desk, replace(withdrawal(schedule=""), person=ANA.person), MONDAY)
    [olly] = await withdraw_override(desk, withdrawal(), MONDAY)
    assert [(each.schedule, each.person) for each in (ana, olly)] == [
        ("secondary", ANA.person),
        ("primary", OLLY.person),
    ]


async def test_an_override_that_is_over_cannot_be_taken_back(desk: Desk) -> None:
    await set_override(desk, override(), MONDAY)
    with pytest.raises(NoOverrideError):
        await withdraw_override(desk, replace(withdrawal(), override=1), EVENING)


async def test_an_exchange_is_chosen_as_one(desk: Desk) -> None:
    asked = await ask_swap(desk, AskSwap(key=gesture(), asker=PIET, schedule="primary", other=OLLY.person), MONDAY)
    await answer_swap(desk, AnswerSwap(key=gesture(), asker=OLLY, swap=asked.number, accept=True), MONDAY)
    await set_override(desk, override(person=MARA.person, starts=MONDAY + 3 * DAY, ends=MONDAY + 4 * DAY), MONDAY)
    with pytest.raises(SeveralOverridesError) as refused:
        await withdraw_override(desk, withdrawal(), MONDAY)
    halves = [[each.person for each in stands] for stands in refused.value.standing.values()]
    assert halves == [[OLLY.person, PIET.person], [MARA.person]]


async def test_half_an_exchange_is_not_taken_back_alone(desk: Desk) -> None:
    asked = await ask_swap(desk, AskSwap(key=gesture(), asker=PIET, schedule="primary", other=OLLY.person), MONDAY)
    await answer_swap(desk, AnswerSwap(key=gesture(), asker=OLLY, swap=asked.number, accept=True), MONDAY)
    done = await withdraw_override(desk, withdrawal(), MONDAY + MINUTE)
    assert [each.person for each in done] == [OLLY.person, PIET.person]
    assert await on_call(desk, MONDAY + MINUTE) == (PIET.person,)
    assert await on_call(desk, MONDAY + 7 * DAY) == (OLLY.person,)


async def test_a_schedule_without_a_channel_tells_the_people_alone(desk: Desk) -> None:
    desk.roster = replace(desk.roster, schedule_channels={})
    await set_override(desk, override(), MONDAY)
    assert [place for place, _ in await told(desk)] == [OLLY.person, PIET.person]
