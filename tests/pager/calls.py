"""Notices for ways outside Slack, for the tests of the pager room."""

from dataclasses import replace
from typing import Any

from bot.clocks.contract import ClockKind
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import About, PromiseLine
from bot.desk.notices import Facts
from bot.desk.outgoing import Outgoing
from bot.desk.page_notices import Page, PageAnswer, PageOver
from bot.desk.places import outside
from tests.desk.office import MINUTE, MONDAY

ABOUT = About(
    number=12,
    title="SSO login fails for everyone",
    customer="Acme",
    plan="Valicare",
    severity="Urgent",
    priority="P1",
    assignee=None,
    rank=0,
)
CALL_BACK = PromiseLine(
    kind=ClockKind.CALL_BACK,
    cycle=1,
    target="15 minutes",
    calendar=None,
    zone="America/Los_Angeles",
    aim=MONDAY + 15 * MINUTE,
    contractual=True,
    clause="B21",
)
PAGE = Page(
    kind=NoticeKind.PAGE_OUTSIDE,
    about=ABOUT,
    whom="primary",
    people=("U0OLLY",),
    cycle=1,
    step=0,
    promises=(CALL_BACK,),
)
OVER = PageOver(about=ABOUT, cycle=1, over=PageAnswer(by="U0OLLY", how="acknowledged", at=MONDAY))


def outgoing(facts: Facts = PAGE, way: str = "OLLY_PHONE", **changes: Any) -> Outgoing:
    """A notice on its way by a way of Olly's."""
    plain = Outgoing(
        key="12:paging:1:page 0 U0OLLY via OLLY_PHONE",
        kind=NoticeKind(facts.kind),
        place=outside(way),
        at=MONDAY,
        planned=MONDAY,
        facts=facts,
        since=MONDAY,
    )
    return replace(plain, **changes)
