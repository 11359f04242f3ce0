"""Slack's entities: what each stands for, and that escapes are undone once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.entities import EntityKind, entity, escaped, unescaped
from bot.playground.workspace import Workspace

BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2026, 7, 2, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("inside", "kind", "words", "target"),
    [
        ("@U0ANA", EntityKind.PERSON, "@Ana Agent", "U0ANA"),
        ("@U9|some &amp; body", EntityKind.PERSON, "@some & body", "U9"),
        ("#C0TRIAGE|old-name", EntityKind.CHANNEL, "#triage", "C0TRIAGE"),
        ("#C9|gone", EntityKind.CHANNEL, "#gone", "C9"),
        ("!here", EntityKind.BROADCAST, "@here", ""),
        ("!channel|channel", EntityKind.BROADCAST, "@channel", ""),
        ("!subteam^S1|@leads", EntityKind.GROUP, "@leads", "S1"),
        ("!subteam^S1", EntityKind.GROUP, "@S1", "S1"),
        ("!subteam^S0NIGHTS|@old-name", EntityKind.GROUP, "@nights", "S0NIGHTS"),
        ("https://x.example/?a=1&amp;b=2", EntityKind.LINK, "https://x.example/?a=1&b=2", "https://x.example/?a=1&b=2"),
        ("https://x.example|&lt;here&gt;", EntityKind.LINK, "<here>", "https://x.example"),
        ("!date^1783013400^{date_num} {time}|x", EntityKind.DATE, "2026-07-02 7:30 PM", ""),
        ("!date^1783013400^{time}^https://x.example|x", EntityKind.DATE, "7:30 PM", "https://x.example"),
        ("!date^1783013400^{date_pretty}|x", EntityKind.DATE, "Today", ""),
        ("!date^soon^{date}|at some time", EntityKind.DATE, "at some time", ""),
        ("!date^1783013400|no form", EntityKind.DATE, "no form", ""),
        ("!date^|nothing", EntityKind.DATE, "nothing", ""),
    ],
)
def test_an_entity_stands_for_something(
    workspace: Workspace, inside: str, kind: EntityKind, words: str, target: str
) -> None:
    workspace.add_user_group("nights", id="S0NIGHTS")
    found = entity(inside, workspace, BERLIN, AT)
    assert (found.kind, found.words, found.target) == (kind, words, target)


def test_a_date_knows_its_instant(workspace: Workspace) -> None:
    assert entity("!date^1783013400^{time}|x", workspace, BERLIN).at == AT
    assert entity("!date^soon^{time}|x", workspace, BERLIN).at is None


@given(st.text(alphabet="&<>;ltgamp x"))
def test_escapes_are_undone_exactly_once(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(st.text(alphabet="@#!^|&;<>U0ANAdate{}179 "))
def test_whatever_stands_in_an_entity_it_reads_as_something(inside: str) -> None:
    entity(inside, Workspace(), BERLIN, AT)
