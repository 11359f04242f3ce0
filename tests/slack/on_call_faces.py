"""Every message and window about being on call, made of one text: each with the name of the function that makes it."""

from collections.abc import Iterator
from datetime import timedelta

from bot.clocks.schedule import Shift
from bot.desk.access import Role
from bot.desk.duty import DutyNow, OnCall
from bot.desk.duty_notices import StandIn, Stretch, Swap
from bot.desk.duty_refusals import SeveralOverridesError
from bot.desk.lists import Which
from bot.desk.notice_kinds import NoticeKind
from bot.desk.overview import Overview
from bot.desk.week import DAYS, Day, Week
from bot.slack import answers, home, on_call, override_window, stand_ins
from bot.slack.blocks import Block, Message
from bot.slack.slips import Slip
from tests.slack.longest import LATEST, MANY, Longest
from tests.slack.tickets import ANA, LENA

EVERYBODY = tuple(f"U0{number:04}" for number in range(MANY))
_DAY = timedelta(days=1)


def on_call_faces(of: Longest) -> Iterator[tuple[str, Message | Block]]:
    """The faces, with as many people, schedules and shifts as there can be."""
    shift = Shift(people=EVERYBODY, starts=LATEST, ends=LATEST + _DAY, override=True)
    names = [f"{number} {of.word}" for number in range(12)]
    found = {name: OnCall(now=shift, following=shift) for name in names} | {"gap": OnCall(now=None, following=shift)}
    yield "on_call.who", on_call.who(DutyNow(at=LATEST, schedules=found, leads=EVERYBODY), of.names, ANA)
    yield "on_call.week", on_call.week(_week(of, names), of.names)
    stretch = Stretch(starts=LATEST, ends=LATEST + _DAY)
    stood_in = [
        StandIn(
            schedule=of.word,
            zone="America/Argentina/ComodRivadavia",
            person=ANA,
            instead_of=EVERYBODY,
            by=LENA,
            starts=LATEST,
            ends=LATEST + _DAY,
            withdrawn=withdrawn,
        )
        for withdrawn in (True, False)
    ]
    for each in stood_in:
        yield "stand_ins.stand_in", stand_ins.stand_in(each, of.names, "C0TRIAGE")
    yield "stand_ins.arranged", stand_ins.arranged(stood_in, of.names, LENA)
    several = SeveralOverridesError(standing=dict.fromkeys(range(MANY), stood_in))
    yield "answers.refused", answers.refused(several, of.names)
    slip = Slip(got=of.text, expected=of.text, instead=of.text, nearest=of.text)
    yield "answers.slipped", answers.slipped(slip, f"oncall override {of.text}")
    swaps = [
        Swap(
            kind=NoticeKind.SWAP,
            number=999_999_999,
            schedule=of.word,
            zone="UTC",
            asker=ANA,
            asked=LENA,
            gives=stretch,
            takes=takes,
            answer=answer,
        )
        for takes in (None, stretch)
        for answer in ("", "accepted", "declined", "withdrawn")
    ]
    for swap in swaps:
        yield "stand_ins.swap", stand_ins.swap(swap, of.names, LENA)
    window = override_window.override_window(names, schedule=names[0], who=ANA, starts=LATEST, ends=LATEST + _DAY)
    yield "override_window.override_window", window
    seen = Overview(
        role=Role.LEAD,
        at=LATEST,
        leads=EVERYBODY,
        person=ANA,
        counts=dict.fromkeys(Which, 9),
        on_call=found,
        swaps=swaps[::4] * 6,
    )
    yield "home.home", home.home(seen, of.names, wall=True, passes={}, troubles=[of.text] * MANY)


def _week(of: Longest, names: list[str]) -> Week:
    parts = [
        Shift(people=EVERYBODY[: number % 7 + 1], starts=LATEST, ends=LATEST + _DAY, override=True)
        for number in range(30)
    ]
    days = [
        Day(date=(LATEST + number * _DAY).date(), starts=LATEST, ends=LATEST + _DAY, stretches=tuple(parts))
        for number in range(DAYS)
    ]
    return Week(
        schedule=of.word, zone="America/Argentina/ComodRivadavia", at=LATEST, days=tuple(days), others=tuple(names)
    )
