import json
from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.clocks.contract import ClockKind, IntakeField, PauseReason
from bot.clocks.entries import Outcome
from bot.desk.digest_facts import Digest, DigestTicket, Part
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import About, PromiseLine
from bot.desk.notices import (
    Answer,
    AtRisk,
    Breach,
    Escalation,
    Event,
    Facts,
    GoalMissed,
    News,
    Proposal,
    Receipt,
    Reminder,
    Undelivered,
    from_json,
    to_json,
)
from bot.desk.page_notices import NextPage, Page
from tests.desk.facts_of_calls import PAGE_KINDS, of_calls, of_duty, page_ended
from tests.desk.test_records import ENTRIES, INSTANTS
from tests.slack.tickets import about_it

TEXT = st.text(max_size=20)
PEOPLE = st.lists(TEXT, max_size=3).map(tuple)
COUNTS = st.integers(0, 1000)
ABOUT = st.builds(
    About,
    number=COUNTS,
    title=TEXT,
    customer=TEXT,
    plan=TEXT,
    severity=TEXT,
    priority=TEXT,
    assignee=st.none() | TEXT,
    rank=COUNTS,
)
PROMISE = st.builds(
    PromiseLine,
    kind=st.sampled_from(ClockKind),
    cycle=COUNTS,
    target=TEXT,
    calendar=st.none() | TEXT,
    zone=TEXT,
    aim=INSTANTS,
    contractual=st.booleans(),
    clause=TEXT,
)
PROMISES = st.lists(PROMISE, max_size=2).map(tuple)
FOLLOWING = st.builds(NextPage, whom=TEXT, people=PEOPLE, at=INSTANTS)
DIGEST_TICKET = st.builds(
    DigestTicket,
    number=COUNTS,
    title=TEXT,
    customer=TEXT,
    rank=COUNTS,
    assignee=st.none() | TEXT,
    clock=st.none() | st.sampled_from(ClockKind),
    due=st.none() | INSTANTS,
    contractual=st.booleans(),
    zone=TEXT,
    since=st.none() | INSTANTS,
    reason=st.none() | st.sampled_from(PauseReason),
)
PART = st.builds(Part, tickets=st.lists(DIGEST_TICKET, max_size=2).map(tuple), total=COUNTS)
TALLY = st.dictionaries(st.sampled_from(ClockKind), COUNTS)
KINDS: dict[type, dict[str, st.SearchStrategy[Any]]] = {
    Event: {
        "about": ABOUT,
        "entry": ENTRIES,
        "before": st.none() | TEXT,
        "closed": st.booleans(),
        "promises": PROMISES,
    },
    Digest: {
        "at": INSTANTS,
        "since": INSTANTS,
        "until": INSTANTS,
        "over": st.none() | INSTANTS,
        "overdue": PART,
        "due": PART,
        "unassigned": PART,
        "waiting": PART,
        "resolved": PART,
        "kept": TALLY,
        "broken": TALLY,
        "left_out": st.integers(0, 20_000),
    },
    Receipt: {"about": ABOUT, "promises": PROMISES, "covered": st.booleans()},
    Answer: {
        "about": ABOUT,
        "text": TEXT,
        "by": TEXT,
        "update": st.booleans(),
        "eta": st.none() | INSTANTS,
        "earlier": st.lists(INSTANTS, max_size=2).map(tuple),
        "next_update": st.none() | INSTANTS,
    },
    Proposal: {
        "about": ABOUT,
        "since": INSTANTS,
        "text": TEXT,
        "by": TEXT,
        "outcome": st.sampled_from(Outcome),
        "number": st.integers(1, 10**6),
        "agreed_at": st.none() | INSTANTS,
        "clause": TEXT,
        "answer": st.none() | ENTRIES,
    },
    News: {
        "about": ABOUT,
        "entry": ENTRIES,
        "before": st.none() | TEXT,
        "reason": TEXT,
        "reopens": st.booleans(),
        "promises": PROMISES,
    },
    Reminder: {"about": ABOUT, "since": INSTANTS, "asked": st.booleans(), "clause": TEXT, "people": PEOPLE},
    AtRisk: {"about": ABOUT, "promise": PROMISE, "warn": TEXT, "people": PEOPLE},
    GoalMissed: {"about": ABOUT, "promise": PROMISE, "people": PEOPLE},
    Breach: {"about": ABOUT, "promise": PROMISE, "done": st.none() | INSTANTS, "people": PEOPLE},
    Escalation: {"about": ABOUT, "promise": PROMISE, "after": TEXT, "people": PEOPLE},
    Page: {
        "kind": PAGE_KINDS,
        "about": ABOUT,
        "whom": TEXT,
        "people": PEOPLE,
        "cycle": COUNTS,
        "step": COUNTS,
        "round": COUNTS,
        "promises": PROMISES,
        "contact": st.dictionaries(st.sampled_from(IntakeField), TEXT),
        "following": st.none() | FOLLOWING,
        "slack_silent": st.booleans(),
        "over": page_ended(TEXT, INSTANTS),
    },
    Undelivered: {"about": ABOUT, "what": st.sampled_from(NoticeKind), "place": TEXT, "error": TEXT},
    **of_calls(text=TEXT, people=PEOPLE, counts=COUNTS, instants=INSTANTS, about=ABOUT, promises=PROMISES),
    **of_duty(text=TEXT, people=PEOPLE, counts=COUNTS, instants=INSTANTS, ticket=DIGEST_TICKET, part=PART),
}


def test_the_facts_of_every_notice_are_tried() -> None:
    assert set(KINDS) == set(get_args(Facts))


def test_every_field_of_a_notice_is_tried() -> None:
    assert {kind: set(asked) - {"kind"} for kind, asked in KINDS.items()} == {
        kind: {each.name for each in fields(kind)} - {"kind"} for kind in KINDS
    }


def test_a_notice_that_was_put_before_more_could_be_said_still_goes_out() -> None:
    about = {name: getattr(about_it(), name) for name in About.__slots__}
    entry = {"at": "2026-06-01T17:00:00Z", "by": "U0ANA", "kind": "resolved", "text": "Done."}
    event = from_json({"kind": "event", "about": about, "entry": entry, "before": None, "promises": []})
    answer = from_json({"kind": "answer", "about": about, "text": "We are on it."})
    assert isinstance(event, Event)
    assert isinstance(answer, Answer)
    assert (event.closed, answer.by, answer.update, answer.next_update) == (False, "", False, None)


@pytest.mark.parametrize("kind", list(KINDS))
@given(data=st.data())
def test_facts_come_back_from_json_as_they_were(kind: type, data: st.DataObject) -> None:
    facts: Facts = data.draw(st.builds(kind, **KINDS[kind]))
    assert from_json(json.loads(json.dumps(to_json(facts)))) == facts


@pytest.mark.parametrize(
    "nonsense", [{}, {"kind": "card"}, {"kind": "answer"}, {"kind": "answer", "about": 7, "text": ""}]
)
def test_what_are_no_facts_is_refused(nonsense: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        from_json(nonsense)
