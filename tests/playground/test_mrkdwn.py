"""Slack's text, both ways."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.directory import BotKind
from bot.playground.mrkdwn import as_entities, as_read
from bot.playground.workspace import Workspace

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("<@U0ANA> took it", "@Ana Agent took it"),
        ("<@U9|somebody> and <@U9>", "@somebody and @U9"),
        ("<#C0TRIAGE> <#C9|gone>", "#triage #gone"),
        ("<!here> <!channel> <!subteam^S1|@leads>", "@here @channel @leads"),
        ("<https://example.test|the page> <https://example.test>", "the page https://example.test"),
        ("&lt;!channel&gt; &amp;amp;", "<!channel> &amp;"),
        ("*bold* _soft_ ~gone~ snake_case_name 2*3*4", "bold soft gone snake_case_name 2*3*4"),
        ("<!date^1783013400^{date_num} {time}|x>", "2026-07-02 7:30 PM"),
        ("<!date^1783013400^{date} {time_secs}|x>", "July 2nd, 2026 7:30:00 PM"),
        ("<!date^1783013400^{date_long_pretty}^https://example.test|x>", "Thursday, July 2nd, 2026"),
        ("<!date^soon^{date}|at some time>", "at some time"),
    ],
)
def test_entities_are_read_in_the_zone_of_the_reader(workspace: Workspace, kept: str, read: str) -> None:
    assert as_read(kept, workspace, BERLIN) == read


def test_typed_names_become_mentions_and_the_rest_is_inert(workspace: Workspace) -> None:
    workspace.add_user_group("on-call", id="S0ONCALL")
    workspace.add_bot("Weekly form", kind=BotKind.INTEGRATION)
    typed = "<@U0ANA> @olly.oncall, @nobody @on-call @weekly.form #triage #nowhere @here"
    kept = "&lt;@U0ANA&gt; <@U0OLLY>, @nobody <!subteam^S0ONCALL> @weekly.form <#C0TRIAGE|triage> #nowhere <!here>"
    assert as_entities(typed, workspace) == kept


@given(st.text(alphabet="<>&!@ abchere|^{}"))
def test_typed_text_without_names_reads_as_it_was_typed(typed: str) -> None:
    empty = Workspace()
    assert as_read(as_entities(typed, empty), empty, BERLIN) == typed
