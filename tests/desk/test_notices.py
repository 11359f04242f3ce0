import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.clocks.contract import ClockKind, IntakeField
from bot.desk.notices import (
    About,
    Answer,
    AtRisk,
    Breach,
    Escalation,
    Event,
    Facts,
    GoalMissed,
    NextPage,
    NoticeKind,
    Page,
    PromiseLine,
    Undelivered,
    from_json,
    to_json,
)
from tests.desk.test_records import ENTRIES, INSTANTS

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
KINDS: dict[type, dict[str, st.SearchStrategy[Any]]] = {
    Event: {"about": ABOUT, "entry": ENTRIES, "before": st.none() | TEXT, "promises": PROMISES},
    Answer: {"about": ABOUT, "text": TEXT},
    AtRisk: {"about": ABOUT, "promise": PROMISE, "warn": TEXT, "people": PEOPLE},
    GoalMissed: {"about": ABOUT, "promise": PROMISE, "people": PEOPLE},
    Breach: {"about": ABOUT, "promise": PROMISE, "done": st.none() | INSTANTS, "people": PEOPLE},
    Escalation: {"about": ABOUT, "promise": PROMISE, "after": TEXT, "people": PEOPLE},
    Page: {
        "kind": st.sampled_from([NoticeKind.PAGE, NoticeKind.PAGE_DIRECT]),
        "about": ABOUT,
        "whom": TEXT,
        "people": PEOPLE,
        "cycle": COUNTS,
        "step": COUNTS,
        "promises": PROMISES,
        "contact": st.dictionaries(st.sampled_from(IntakeField), TEXT),
        "following": st.none() | FOLLOWING,
    },
    Undelivered: {"about": ABOUT, "what": st.sampled_from(NoticeKind), "place": TEXT, "error": TEXT},
}


def test_the_facts_of_every_notice_are_tried() -> None:
    assert set(KINDS) == set(get_args(Facts))


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
