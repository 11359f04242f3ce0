"""Facts of every sort of call, storm and duty notice, whatever they may hold, for the test that keeps them as JSON."""

from typing import Any

from hypothesis import strategies as st

from bot.desk.duty_notices import Audit, Drill, DrillResult, Gaps, HandOver, StandIn, Stretch, Swap, Uncovered
from bot.desk.notice_kinds import NoticeKind
from bot.desk.page_notices import AlarmOutside, Held, PageAnswer, PageOver
from bot.desk.storm_notices import Storm, StormLine

Strategies = dict[type, dict[str, st.SearchStrategy[Any]]]


def of_calls(
    *,
    text: st.SearchStrategy[str],
    people: st.SearchStrategy[tuple[str, ...]],
    counts: st.SearchStrategy[int],
    instants: st.SearchStrategy[Any],
    about: st.SearchStrategy[Any],
    promises: st.SearchStrategy[Any],
) -> Strategies:
    """By class what its fields may hold: the ends of calls, calls that are held, alarms, and storms."""
    answer = st.builds(PageAnswer, by=text, how=text, at=instants)
    lines = st.builds(
        StormLine, key=text, what=st.sampled_from(NoticeKind), about=about, promise=st.none(), people=people
    )
    return {
        PageOver: {"about": about, "cycle": counts, "over": answer},
        Held: {
            "about": about,
            "whom": text,
            "people": people,
            "cycle": counts,
            "coverage": text,
            "until": st.none() | instants,
            "zone": text,
            "clause": text,
        },
        AlarmOutside: {
            "about": about,
            "what": st.sampled_from(NoticeKind),
            "place": text,
            "error": text,
            "promises": promises,
        },
        Storm: {"lines": st.lists(lines, max_size=2).map(tuple)},
    }


def page_ended(text: st.SearchStrategy[str], instants: st.SearchStrategy[Any]) -> st.SearchStrategy[PageAnswer | None]:
    """What may have ended a call, if anything has."""
    return st.none() | st.builds(PageAnswer, by=text, how=text, at=instants)


PAGE_KINDS = st.sampled_from([NoticeKind.PAGE, NoticeKind.PAGE_DIRECT, NoticeKind.PAGE_OUTSIDE, NoticeKind.PAGE_EDIT])
"""What a `Page` is told as."""


def of_duty(
    *,
    text: st.SearchStrategy[str],
    people: st.SearchStrategy[tuple[str, ...]],
    counts: st.SearchStrategy[int],
    instants: st.SearchStrategy[Any],
    ticket: st.SearchStrategy[Any],
    part: st.SearchStrategy[Any],
) -> Strategies:
    """By class what its fields may hold, for notices that are about no ticket."""
    sometimes, stretch = st.none() | instants, st.builds(Stretch, starts=instants, ends=instants)
    uncovered = st.builds(
        Uncovered,
        schedule=text,
        zone=text,
        starts=instants,
        ends=instants,
        customers=people,
        clause=text,
        times=counts,
        further=st.lists(stretch, max_size=2).map(tuple),
    )
    drill = {
        "number": counts,
        "schedule": text,
        "people": people,
        "asked": text,
        "at": instants,
        "answered_by": text,
        "answered_at": sometimes,
        "over": sometimes,
    }
    return {
        HandOver: {
            "schedule": text,
            "zone": text,
            "at": instants,
            "before": people,
            "now": people,
            "until": sometimes,
            "following": people,
            "paging": st.lists(ticket, max_size=2).map(tuple),
            "open": part,
            "over": sometimes,
        },
        Gaps: {
            "at": instants,
            "until": instants,
            "uncovered": st.lists(uncovered, max_size=2).map(tuple),
            "unreachable": st.dictionaries(text, text, max_size=2),
            "without_own_way": people,
            "over": sometimes,
        },
        Drill: {
            "kind": st.sampled_from(
                [
                    NoticeKind.DRILL,
                    NoticeKind.DRILL_DIRECT,
                    NoticeKind.DRILL_OUTSIDE,
                    NoticeKind.DRILL_OVER,
                    NoticeKind.DRILL_EDIT,
                ]
            ),
            **drill,
        },
        DrillResult: {"not_sent": people, **drill},
        Swap: {
            "kind": st.sampled_from([NoticeKind.SWAP, NoticeKind.SWAP_EDIT]),
            "number": counts,
            "schedule": text,
            "zone": text,
            "asker": text,
            "asked": text,
            "gives": stretch,
            "takes": st.none() | stretch,
            "answer": text,
            "over": sometimes,
        },
        StandIn: {
            "schedule": text,
            "zone": text,
            "person": text,
            "instead_of": people,
            "by": text,
            "starts": instants,
            "ends": instants,
            "withdrawn": st.booleans(),
            "over": sometimes,
        },
        Audit: {
            "at": instants,
            "findings": people,
            "tickets": st.lists(counts, max_size=3).map(tuple),
            "keys": people,
            "over": sometimes,
        },
    }
