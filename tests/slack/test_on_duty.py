"""Being on call in Slack: what is typed, pressed and sent becomes a message or a window."""

from collections.abc import AsyncIterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.duty_refusals import NoSuchScheduleError, SeveralOverridesError
from bot.desk.records import overrides_from
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker
from bot.slack import slips
from bot.slack.actions import Callback, DutyAction, Field
from bot.slack.blocks import Message
from bot.slack.mrkdwn import when
from bot.slack.on_call_words import OnCallWords, StandInOff, StandInWords, SwapWords, WeekOf, WhoIsOnCall, read_on_call
from bot.slack.on_duty import OnDuty
from bot.slack.payloads import DutyPress, Typed
from bot.slack.people import People
from bot.slack.windows import Window
from storage.database import Database
from tests.desk.office import ANA, CARL, HOUR, MONDAY, OLLY, PIET, desk_on, gesture
from tests.slack.nasty import checked_message, checked_view, inputs, words


class Known(People):
    """Everybody is called by their id and lives in Los Angeles, so that nobody need be asked."""

    unknown = False
    """Whether Slack does not tell where they live."""

    async def render(self, made: Any) -> Any:
        return made(lambda person: person)

    async def zone(self, person: str) -> str | None:
        return None if self.unknown else "America/Los_Angeles"


class Stage:
    """A desk to which people speak of being on call."""

    def __init__(self, on_duty: OnDuty, people: Known) -> None:
        self.on_duty, self.people = on_duty, people

    async def says(self, said: OnCallWords, by: Asker = ANA) -> str:
        """The message in answer to words, as it reads."""
        answer = await self.on_duty.typed(said, Typed(key=gesture(), asker=by, text="oncall as typed"), MONDAY)
        assert isinstance(answer, Message)
        return words(checked_message(answer))

    async def asks(self, said: OnCallWords, by: Asker = ANA) -> dict[str, Any]:
        """The inputs of the window in answer to words, by their ids."""
        answer = await self.on_duty.typed(said, Typed(key=gesture(), asker=by, text="oncall"), MONDAY)
        assert isinstance(answer, Window)
        assert checked_view(answer.view)["callback_id"] == Callback.OVERRIDE
        return {name: block["element"] for name, block in inputs(answer.view).items()}


@pytest.fixture
def woken() -> list[bool]:
    """An entry for each time that the delivery was woken."""
    return []


@pytest.fixture
async def stage(sqlite_url: str, woken: list[bool]) -> AsyncIterator[Stage]:
    database = await Database.open(sqlite_url)
    people = Known(AsyncWebClient())
    desk = await desk_on(database)
    yield Stage(OnDuty(desk=desk, people=people, woken=lambda: woken.append(True)), people)
    await database.close()


async def test_questions_wake_nobody_and_arrangements_do(stage: Stage, woken: list[bool]) -> None:
    assert "U0PIET" in await stage.says(WhoIsOnCall())
    assert "Mon 1 Jun" in await stage.says(WeekOf(schedule="primary"))
    assert woken == []
    await stage.says(StandInWords(schedule="primary", person=OLLY.person, lasts="4 hours"))
    await stage.says(StandInOff())
    await stage.says(SwapWords(person=OLLY.person), PIET)
    assert len(woken) == 3


@pytest.mark.parametrize(
    ("day", "monday"),
    [("", "1 Jun"), ("this", "1 Jun"), ("next", "8 Jun"), ("last", "25 May"), ("2026-12-24", "21 Dec")],
)
async def test_a_week_is_named_in_many_ways(stage: Stage, day: str, monday: str) -> None:
    assert f"primary: Mon {monday} to" in await stage.says(WeekOf(schedule="primary", day=day))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (WeekOf(schedule="primary", day="soon"), "“soon” was not understood: expected a day"),
        (
            StandInWords(schedule="primary", person=OLLY.person, starts="31 feb 09:00", ends="18:00"),
            "“31 feb 09:00” was not understood: expected a date and a time that there are",
        ),
        (
            StandInWords(schedule="primary", person=OLLY.person, ends="31 feb 09:00"),
            "“31 feb 09:00” was not understood: expected a date and a time that there are",
        ),
        (
            StandInWords(schedule="untill friday 09:00", person=OLLY.person),
            "“untill” was not understood: expected “from”, “until” or “for” before a time. Did you mean “until”?",
        ),
        (
            StandInWords(schedule="primry", person=OLLY.person, ends="18:00"),
            "“primry” was not understood: expected an on-call schedule, one of “primary”, “secondary”. "
            "Did you mean “primary”?",
        ),
        (
            StandInWords(schedule="olly", ends="18:00"),
            "“olly” was not understood: expected somebody whom you choose after “@”, or an on-call schedule, one of",
        ),
        (slips.no_moment("until", ["fryday"]), "“fryday” was not understood: expected a time after “until”"),
    ],
)
async def test_what_was_not_understood_is_named_and_given_back(stage: Stage, said: OnCallWords, told: str) -> None:
    answer = await stage.says(said)
    assert told in answer
    assert "For example: `/ticket oncall " in answer
    assert answer.endswith("/ticket oncall as typed")


async def test_the_example_keeps_what_was_typed(stage: Stage) -> None:
    typed = Typed(key=gesture(), asker=ANA, text="oncall override <@U0OLLY|olly> until fryday 09:00 primary")
    said = read_on_call(typed.text.removeprefix("oncall "))
    assert said is not None
    answer = await stage.on_duty.typed(said, typed, MONDAY)
    assert isinstance(answer, Message)
    assert "Did you mean “friday 09:00”?" in words(answer)
    assert "For example: `/ticket oncall override @olly until friday 09:00 primary`" in words(answer)


async def test_a_typed_time_is_answered_with_the_zone_in_which_it_was_read(stage: Stage) -> None:
    told = await stage.says(StandInWords(schedule="primary", person=OLLY.person, ends="18:00"))
    assert "from Mon 1 Jun 10:00 PDT until Mon 1 Jun 18:00 PDT (America/Los_Angeles): *U0OLLY*" in told


async def test_whoever_may_not_arrange_it_learns_no_schedules_by_a_slip(stage: Stage) -> None:
    with pytest.raises(NotAllowedError):
        await stage.says(StandInWords(schedule="primry", person=OLLY.person, ends="18:00"), CARL)


async def test_what_was_not_said_is_asked_for_with_what_was(stage: Stage) -> None:
    asked = await stage.asks(StandInWords(person=OLLY.person, starts="12:00"))
    assert asked[Field.SCHEDULE]["initial_option"]["value"] == "primary", "Olly takes turns on no other"
    assert asked[Field.STAND_IN]["initial_user"] == OLLY.person
    assert asked[Field.STAND_IN_STARTS]["initial_date_time"] == int((MONDAY + 2 * HOUR).timestamp())
    nothing = await stage.asks(StandInWords())
    assert not any(name.startswith("initial") for element in nothing.values() for name in element)


async def test_where_the_writers_zone_is_not_known_the_window_asks_for_the_moment(stage: Stage) -> None:
    stage.people.unknown = True
    asked = await stage.asks(StandInWords(schedule="primary", person="me", ends="18:00"))
    assert asked[Field.STAND_IN]["initial_user"] == ANA.person
    assert "initial_date_time" not in asked[Field.STAND_IN_ENDS]
    assert "Times are those of Europe/Amsterdam." in await stage.says(WeekOf(schedule="primary"))


async def test_a_window_opens_only_for_who_may_and_for_a_schedule_that_there_is(stage: Stage) -> None:
    with pytest.raises(NotAllowedError):
        await stage.asks(StandInWords(), CARL)
    with pytest.raises(NoSuchScheduleError):
        stage.on_duty.window(ANA, StandInWords(schedule="tertiary"))


@pytest.mark.parametrize(
    ("action", "by", "answer"),
    [
        (DutyAction.ACCEPT_SWAP, OLLY, "accepted by you"),
        (DutyAction.DECLINE_SWAP, OLLY, "declined by you"),
        (DutyAction.DECLINE_SWAP, PIET, "withdrawn by you"),
    ],
)
async def test_an_exchange_is_answered_by_a_button(stage: Stage, action: DutyAction, by: Asker, answer: str) -> None:
    await stage.says(SwapWords(person=OLLY.person), PIET)
    told = await stage.on_duty.pressed(DutyPress(key=gesture(), asker=by, action=action, number=1), MONDAY)
    assert answer in words(checked_message(told))


async def test_of_several_overrides_the_one_is_taken_back_that_is_chosen_by_its_button(stage: Stage) -> None:
    for hours in (2, 4):
        await stage.says(
            StandInWords(schedule="primary", person=OLLY.person, starts=f"{hours + 10}:00", lasts="1 hour")
        )
    with pytest.raises(SeveralOverridesError) as refused:
        await stage.says(StandInOff(person="me"), OLLY)
    second = list(refused.value.standing)[1]
    press = DutyPress(key=gesture(), asker=ANA, action=DutyAction.WITHDRAW_OVERRIDE, number=second)
    told = words(checked_message(await stage.on_duty.pressed(press, MONDAY)))
    assert f"from {when(MONDAY + 4 * HOUR, 'Europe/Amsterdam')}" in told
    assert "Taken back by you" in told
    assert "Taken back by you" in await stage.says(StandInOff()), "now there is only one"


@pytest.mark.parametrize(
    ("starts", "ends", "lasts", "meant"),
    [
        ("10:00", "18:00", "", "Mon 1 Jun 10:00 to Mon 1 Jun 18:00"),
        ("09:00", "18:00", "", "Mon 1 Jun 10:00 to Mon 1 Jun 18:00"),
        ("09:00", "", "9 hours", "Mon 1 Jun 10:00 to Mon 1 Jun 18:00"),
        ("mon 09:00", "18:00", "", "Mon 1 Jun 10:00 to Mon 1 Jun 18:00"),
        ("22:00", "06:00", "", "Mon 1 Jun 22:00 to Tue 2 Jun 06:00"),
        ("02:00", "11:00", "", "Tue 2 Jun 02:00 to Tue 2 Jun 11:00"),
        ("12:00", "18:00", "", "Mon 1 Jun 12:00 to Mon 1 Jun 18:00"),
        ("1 june 10:00", "tomorrow 10:00", "", "Mon 1 Jun 10:00 to Tue 2 Jun 10:00"),
    ],
)
async def test_what_has_just_begun_is_meant_for_now_and_not_for_tomorrow(
    stage: Stage, starts: str, ends: str, lasts: str, meant: str
) -> None:
    said = StandInWords(schedule="primary", person=OLLY.person, starts=starts, ends=ends, lasts=lasts)
    await stage.says(said)
    async with stage.on_duty.desk.database.reading() as session:
        [(override,)] = [each for each in (await overrides_from(session, stage.on_duty.desk, MONDAY)).values() if each]
    shown = [
        f"{at.astimezone(ZoneInfo('America/Los_Angeles')):%a %-d %b %H:%M}" for at in (override.starts, override.ends)
    ]
    assert " to ".join(shown) == meant
