"""Slack's markup as HTML: what it means, and that nothing else comes alive."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.page.words import Reader, drawn, linked, marked, opens_by_a_click, plain, spoken
from bot.playground.workspace import Workspace
from tests.playground.page.drawn import read
from tests.slack.nasty import CORPUS, TEXTS

NOW = datetime(2026, 6, 5, 23, 30, tzinfo=UTC)
TAGS = {"strong", "em", "del", "code", "pre", "blockquote", "br", "span", "a", "time"}
ATTRIBUTES = {
    "span": {"class"},
    "a": {"href", "target", "rel", "class"},
    "time": {"datetime", "title"},
}
MARKUP = st.text(alphabet="*_~`<>&|:@#!^ab1\n {}/.;\"'", max_size=200)


def reader_of(workspace: Workspace) -> Reader:
    return Reader(workspace=workspace, viewer=workspace.users["U0ANA"], now=NOW)


@pytest.fixture
def reader(workspace: Workspace) -> Reader:
    """Ana in Los Angeles on a Friday afternoon."""
    return reader_of(workspace)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _it_ ~gone~ `code`", "<strong>bold</strong> <em>it</em> <del>gone</del> <code>code</code>"),
        ("*_~all~_*", "<strong><em><del>all</del></em></strong>"),
        ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
        ("(*x*), *y*.", "(<strong>x</strong>), <strong>y</strong>."),
        ("snake_case_name 2*3*4 a~b~", "snake_case_name 2*3*4 a~b~"),
        ("* no* *no * **", "* no* *no * **"),
        ("*over\nlines*", "*over<br>lines*"),
        ("`*no* <@U0ANA>`", "<code>*no* @Ana Agent</code>"),
        ("_done :white_check_mark: ok_", "<em>done ✅ ok</em>"),
        ("one\n\ntwo", "one<br><br>two"),
        ("```\nx = 1\n  *y*\n```\nafter", "<pre>x = 1\n  *y*</pre>after"),
        ("before\n```x &lt;b&gt;```", "before<pre>x &lt;b&gt;</pre>"),
        ("&gt; quoted\n&gt; again\nnot", "<blockquote>quoted<br>again</blockquote>not"),
        ("> raw quote", "<blockquote>raw quote</blockquote>"),
        ("&gt;&gt;&gt; all\nof *it*", "<blockquote>all<br>of <strong>it</strong></blockquote>"),
        ("a &gt; b", "a &gt; b"),
        ("&lt;b&gt; &amp;amp; &amp;lt;", "&lt;b&gt; &amp;amp; &amp;lt;"),
        ("10:30:45 :100: :nope:", "10:30:45 💯 :nope:"),
        (":wave::skin-tone-3:", "👋🏼"),
        ("<!here>", '<span class="mention mention-me">@here</span>'),
        ("<!subteam^S1|@leads>", '<span class="mention">@leads</span>'),
        ("<@U0OLLY>", '<span class="mention">@Olly Oncall</span>'),
        ("<@U0ANA>", '<span class="mention mention-me">@Ana Agent</span>'),
        ("<#C0TRIAGE>", '<a class="mention" href="triage">#triage</a>'),
        ("<#C0LEADS>", '<span class="mention">#leads</span>'),
        ("<#C9|gone>", '<span class="mention">#gone</span>'),
        ("<javascript:alert(1)|press>", "press"),
        ("<data:text/html,x>", "data:text/html,x"),
    ],
)
def test_markup_means_what_it_means_in_slack(reader: Reader, text: str, html: str) -> None:
    assert marked(text, reader) == html


def test_a_link_to_a_message_leads_to_its_thread_on_this_page_for_whoever_may_see_it(workspace: Workspace) -> None:
    ana, triage, leads = workspace.users["U0ANA"], workspace.channels["C0TRIAGE"], workspace.channels["C0LEADS"]
    said = workspace.say(channel=triage, user=ana, text="Down", at=NOW)
    reply = workspace.say(channel=triage, user=ana, text="Still", at=NOW, thread_ts=said.ts)
    secret = workspace.say(channel=leads, user=ana, text="Hm", at=NOW)
    for message in (said, reply):
        link = read(marked(f"<{workspace.permalink(message)}|T-1>", reader_of(workspace))).one("a")
        assert (link.attributes, link.words) == ({"href": f"triage?thread={said.ts}"}, "T-1")
    assert marked(f"<{workspace.permalink(secret)}|T-2>", reader_of(workspace)) == "T-2"


def test_a_link_opens_in_a_tab_of_its_own(reader: Reader) -> None:
    link = read(marked("<https://x.example/?a=1&amp;b=2|the &lt;page&gt;>", reader)).one("a")
    assert link.words == "the <page>"
    assert link.attributes == {
        "href": "https://x.example/?a=1&b=2",
        "target": "_blank",
        "rel": "noopener noreferrer",
    }


def test_a_bare_address_is_a_link_unless_the_text_is_verbatim(reader: Reader) -> None:
    text = "see https://x.example/a_b_c?d=1&amp;e=2, please"
    assert read(marked(text, reader)).one("a")["href"] == "https://x.example/a_b_c?d=1&e=2"
    assert read(marked(text, reader, verbatim=True)).all("a") == []


def test_a_date_is_printed_in_the_zone_of_the_viewer_and_tells_the_whole_date(workspace: Workspace) -> None:
    text = f"due <!date^{int((NOW + timedelta(hours=1)).timestamp())}^{{date_short_pretty}} at {{time}}|later>"
    seen = {
        user: read(marked(text, Reader(workspace=workspace, viewer=workspace.users[user], now=NOW))).one("time")
        for user in ("U0ANA", "U0OLLY")
    }
    assert {user: time.words for user, time in seen.items()} == {
        "U0ANA": "Today at 5:30 PM",
        "U0OLLY": "Tomorrow at 12:30 AM",
    }
    assert seen["U0ANA"].attributes == {
        "datetime": "2026-06-06T00:30:00+00:00",
        "title": "Friday, June 5th, 2026 at 5:30:00 PM",
    }


def test_a_date_may_lead_somewhere(reader: Reader) -> None:
    link = read(marked("<!date^1780702200^{time}^https://x.example|x>", reader)).one("a")
    assert (link["href"], link.words) == ("https://x.example", "4:30 PM")


@pytest.mark.parametrize("stamp", ["soon", "", "9" * 30])
def test_a_date_that_is_none_shows_its_fallback(reader: Reader, stamp: str) -> None:
    assert marked(f"<!date^{stamp}^{{date}}|at &lt;some&gt; time>", reader) == "at &lt;some&gt; time"


@pytest.mark.parametrize(
    ("given_text", "html", "aloud"),
    [
        ({"type": "plain_text", "text": "*a*\n<b> :tada:"}, "*a*<br>&lt;b&gt; 🎉", "*a*\n<b> 🎉"),
        ({"type": "plain_text", "text": ":tada:", "emoji": False}, ":tada:", ":tada:"),
        ({"type": "plain_text", "text": "&lt; stays"}, "&amp;lt; stays", "&lt; stays"),
        ({"type": "mrkdwn", "text": "*a* &lt; :tada:"}, "<strong>a</strong> &lt; 🎉", "a < 🎉"),
    ],
)
def test_a_text_object_is_drawn_by_its_type(reader: Reader, given_text: dict[str, Any], html: str, aloud: str) -> None:
    assert drawn(given_text, reader) == html
    assert spoken(given_text, reader) == aloud


@pytest.mark.parametrize(
    "address", ["http://x.example", "HTTPS://x.example/a b".replace(" ", "%20"), "mailto:a@b.example"]
)
def test_web_and_mail_addresses_open_by_a_click(address: str) -> None:
    assert opens_by_a_click(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "\x01javascript:x",
        "java\tscript:x",
        "data:text/html,x",
        "//x.example",
        "/a",
        "http://",
        "",
    ],
)
def test_nothing_else_does(address: str) -> None:
    assert linked(address, "<words>") == "&lt;words&gt;"


def check_inert(html: str) -> None:
    """Nothing stands there but tags and attributes that the markup itself has, and links lead only to safe places."""
    for node in read(html).everything:
        assert node.tag in TAGS
        assert set(node.attributes) <= ATTRIBUTES.get(node.tag, set())
        if node.tag == "a":
            assert opens_by_a_click(node["href"]) or node["href"] == "triage"


@pytest.mark.parametrize("text", CORPUS)
def test_nasty_text_is_inert(reader: Reader, text: str) -> None:
    check_inert(marked(text, reader))
    check_inert(plain(text))


_WORKSPACE = Workspace()
_WORKSPACE.add_user("Ana Agent", id="U0ANA", zone="America/Los_Angeles")


@given(st.one_of(TEXTS, MARKUP))
def test_no_text_yields_a_tag_that_the_markup_does_not_have(text: str) -> None:
    check_inert(marked(text, reader_of(_WORKSPACE)))


@given(st.one_of(TEXTS, MARKUP))
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    html = plain(text, emoji=False)
    assert html.count("<br>") == text.count("\n")
    assert read(html.replace("<br>", "\n")).everything == []


@pytest.mark.timeout(10)
@pytest.mark.parametrize("mark", ["*", "_", "`", "```", ":", "<", "*a ", "_*~", "&gt;", "https://", "*<", "*`"])
def test_long_runs_of_marks_take_no_time(reader: Reader, mark: str) -> None:
    check_inert(marked(mark * 1_500, reader))


def test_a_user_group_calls_those_who_belong_to_it(workspace: Workspace, reader: Reader) -> None:
    workspace.add_user_group("leads", id="S0LEADS", members=[workspace.users["U0ANA"]])
    workspace.add_user_group("nights", id="S0NIGHTS", members=[workspace.users["U0OLLY"]])

    assert marked("<!subteam^S0LEADS>", reader) == '<span class="mention mention-me">@leads</span>'
    assert marked("<!subteam^S0NIGHTS>", reader) == '<span class="mention">@nights</span>'
