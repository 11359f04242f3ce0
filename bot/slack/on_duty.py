"""What happens when somebody of the team asks who is on call, or arranges it otherwise: to a message or a window."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.desk.access import Verb, check, role
from bot.desk.desk import Desk
from bot.desk.duty import duty_now, named
from bot.desk.duty_refusals import NoSuchScheduleError
from bot.desk.duty_requests import AnswerSwap, AskSwap, SetOverride, WithdrawOverride
from bot.desk.overriding import set_override, withdraw_override
from bot.desk.requests import Asker
from bot.desk.swapping import answer_swap, ask_swap
from bot.desk.week import DAYS, week
from bot.slack import answers, on_call, slips, stand_ins
from bot.slack.actions import DutyAction
from bot.slack.blocks import Message
from bot.slack.drilling import Drilling
from bot.slack.handling_words import ME
from bot.slack.moments import Writer, day_meant, later, moment
from bot.slack.mrkdwn import as_read
from bot.slack.on_call_words import OnCallWords, StandInOff, StandInWords, SwapWords, WeekOf, WhoIsOnCall
from bot.slack.override_window import override_window
from bot.slack.payloads import DutyPress, Typed
from bot.slack.people import People
from bot.slack.slips import Slip
from bot.slack.windows import Window

_WEEKS_AHEAD = {"": 0, "this": 0, "next": 1, "last": -1}


@dataclass(frozen=True, kw_only=True, slots=True)
class OnDuty:
    """Answers everything about being on call. Refusals are raised as the desk raises them.

    `woken` is called when a notice has been put that need not wait.
    """

    desk: Desk
    people: People
    woken: Callable[[], None]

    async def typed(self, said: OnCallWords, typed: Typed, at: datetime) -> Message | Window:
        """`/ticket oncall …`."""
        by = typed.asker
        match said:
            case WhoIsOnCall(schedule=schedule):
                duty = await duty_now(self.desk, by, at, schedule)
                return await self.people.render(lambda names: on_call.who(duty, names, by.person))
            case Slip():
                return answers.slipped(said, as_read(typed.text))
            case WeekOf():
                return await self._week(said, typed, at)
            case StandInWords():
                return await self._stand_in(said, typed, at)
            case StandInOff(schedule=schedule, person=person):
                of = by.person if person == ME else person
                return await self._taken_back(
                    WithdrawOverride(key=typed.key, asker=by, schedule=schedule, person=of), at
                )
            case SwapWords(person=person, schedule=schedule):
                other = by.person if person == ME else person
                asked = AskSwap(key=typed.key, asker=by, schedule=schedule, other=other)
                facts = await ask_swap(self.desk, asked, at)
                self.woken()
                return await self.people.render(lambda names: stand_ins.swap(facts, names, by.person))

    async def pressed(self, press: DutyPress, at: datetime) -> Message:
        """The answer to an exchange of shifts, to a drill, or to which override shall be taken back."""
        if press.action is DutyAction.ANSWER_DRILL:
            return await Drilling(desk=self.desk, people=self.people, woken=self.woken).answered(press, at)
        if press.action is DutyAction.WITHDRAW_OVERRIDE:
            return await self._taken_back(WithdrawOverride(key=press.key, asker=press.asker, override=press.number), at)
        by, accept = press.asker, press.action is DutyAction.ACCEPT_SWAP
        request = AnswerSwap(key=press.key, asker=by, swap=press.number, accept=accept)
        facts = await answer_swap(self.desk, request, at)
        self.woken()
        return await self.people.render(lambda names: stand_ins.swap(facts, names, by.person))

    def window(
        self, by: Asker, said: StandInWords, *, starts: datetime | None = None, ends: datetime | None = None
    ) -> Window:
        """The window that asks for what an override needs, filled in with what was said already."""
        check(Verb.OVERRIDE, role(self.desk.roster, by))
        schedules = tuple(self.desk.roster.schedules)
        try:
            schedule = named(self.desk.roster, said.schedule, said.person, by.person).name
        except NoSuchScheduleError:
            if said.schedule or not schedules:
                raise
            schedule = ""
        view = override_window(schedules, schedule=schedule, who=said.person, starts=starts, ends=ends)
        return Window(view=view)

    async def saved(self, request: SetOverride, at: datetime, *, clock: str = "") -> Message:
        """The window that puts somebody on call was sent, or the line that says the same was typed by this `clock`."""
        done = await set_override(self.desk, request, at)
        self.woken()
        return await self.people.render(lambda names: stand_ins.arranged([done], names, request.asker.person, clock))

    async def _taken_back(self, request: WithdrawOverride, at: datetime) -> Message:
        done = await withdraw_override(self.desk, request, at)
        self.woken()
        return await self.people.render(lambda names: stand_ins.arranged(done, names, request.asker.person))

    async def _week(self, said: WeekOf, typed: Typed, at: datetime) -> Message:
        zone = await self.people.zone(typed.asker.person)
        day = self._day(said.day, Writer(at=at, zone=zone or "UTC"))
        if day is None:
            return answers.slipped(slips.no_day(said.day), as_read(typed.text))
        shown = await week(self.desk, typed.asker, said.schedule, day, zone, at)
        return await self.people.render(lambda names: on_call.week(shown, names))

    def _day(self, said: str, writer: Writer) -> date | None:
        if said in _WEEKS_AHEAD:
            return writer.shown(writer.at).date() + timedelta(days=_WEEKS_AHEAD[said] * DAYS)
        return day_meant(said, writer)

    async def _stand_in(self, said: StandInWords, typed: Typed, at: datetime) -> Message | Window:
        """Put somebody on call, or ask in the window for what was not said.

        It is asked there too where Slack does not tell in which zone the time was meant.
        """
        by = typed.asker
        check(Verb.OVERRIDE, role(self.desk.roster, by))
        if (slip := self._no_schedule(said)) is not None:
            return answers.slipped(slip, as_read(typed.text))
        if said.person == ME:
            said = replace(said, person=by.person)
        zone = await self.people.zone(by.person)
        if zone is None:
            return self.window(by, said)
        writer = Writer(at=at, zone=zone)
        starts = moment(said.starts, at, writer) if said.starts else None
        ends = _ends(said, starts or at, writer)
        if said.starts and (under_way := _under_way(said, writer)) is not None:
            starts, ends = at, under_way
        for words, meant in ((said.starts, starts), (said.ends or said.lasts, ends)):
            if words and meant is None:
                return answers.slipped(slips.no_such_moment(words), as_read(typed.text))
        if not said.person or ends is None:
            return self.window(by, said, starts=starts, ends=ends)
        request = SetOverride(
            key=typed.key, asker=by, schedule=said.schedule, person=said.person, starts=starts, ends=ends
        )
        return await self.saved(request, at, clock=zone)

    def _no_schedule(self, said: StandInWords) -> Slip | None:
        """What was not understood where the words that are left name no schedule."""
        try:
            named(self.desk.roster, said.schedule, said.person)
        except NoSuchScheduleError as none:
            if not said.schedule or not none.schedules:
                return None
            expected = "“from”, “until” or “for” before a time"
            misspelt = slips.misspelt(said.schedule, ("from", "until"), expected)
            return misspelt or slips.no_schedule(said.schedule, none.schedules, with_person=bool(said.person))
        return None


def _ends(said: StandInWords, starts: datetime, writer: Writer) -> datetime | None:
    return later(said.lasts, starts, writer) if said.lasts else moment(said.ends, starts, writer)


def _under_way(said: StandInWords, writer: Writer) -> datetime | None:
    """When what was said ends, if it has begun already and more than half of it is ahead: then that is meant.

    Who types `from 14:00 until 18:00` a little late stands in today, and not tomorrow.
    """
    began = moment(said.starts, writer.at - timedelta(days=1), writer)
    if began is None or began > writer.at:
        return None
    ends = _ends(said, began, writer)
    return ends if ends is not None and ends - writer.at > writer.at - began else None
