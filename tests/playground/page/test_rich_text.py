"""Rich text as HTML."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.page.rich_text import rich_text
from bot.playground.page.words import Reader
from bot.playground.workspace import Workspace
from tests.playground.page.drawn import read
from tests.playground.page.test_words import NOW, reader_of
from tests.slack.nasty import CORPUS

SAFE = {"div", "blockquote", "pre", "ul", "ol", "li", "a", "span", "time", "code", "del", "u", "em", "strong", "br"}


@pytest.fixture
def reader(workspace: Workspace) -> Reader:
    """Ana in Los Angeles on a Friday afternoon."""
    return reader_of(workspace)


def section(*parts: dict[str, Any], kind: str = "rich_text_section", **more: Any) -> dict[str, Any]:
    return {"type": kind, "elements": list(parts), **more}


def text(words: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def inner(part: dict[str, Any], reader: Reader) -> str:
    html = rich_text([section(part)], reader)
    return html.removeprefix('<div class="rich-section">').removesuffix("</div>")


@pytest.mark.parametrize(
    ("part", "html"),
    [
        (text("a <b>\nc"), "a &lt;b&gt;<br>c"),
        (text("*not bold*"), "*not bold*"),
        (text("x", bold=True, italic=True), "<strong><em>x</em></strong>"),
        (text("x", strike=True, code=True, underline=True), "<u><del><code>x</code></del></u>"),
        (text("x", bold=False, highlight=True), "x"),
        ({"type": "user", "user_id": "U0ANA"}, '<span class="mention mention-me">@Ana Agent</span>'),
        ({"type": "user", "user_id": "U9"}, '<span class="mention">@U9</span>'),
        ({"type": "channel", "channel_id": "C0TRIAGE"}, '<a class="mention" href="triage">#triage</a>'),
        ({"type": "usergroup", "usergroup_id": "S1"}, '<span class="mention">@S1</span>'),
        ({"type": "broadcast", "range": "channel"}, '<span class="mention mention-me">@channel</span>'),
        ({"type": "emoji", "name": "wave::skin-tone-3"}, "👋🏼"),
        ({"type": "emoji", "name": "nope"}, ":nope:"),
        ({"type": "link", "url": "javascript:alert(1)", "text": "press"}, "press"),
        ({"type": "date", "timestamp": "soon", "fallback": "<some time>"}, "&lt;some time&gt;"),
        ({"type": "color", "value": "red;x:y"}, "red;x:y"),
        ({"type": "later_kind", "text": "?"}, ""),
    ],
)
def test_what_stands_in_a_section(reader: Reader, part: dict[str, Any], html: str) -> None:
    assert inner(part, reader) == html


def test_a_link_a_date_and_a_colour(reader: Reader) -> None:
    stamp = int(datetime(2026, 6, 6, 0, 30, tzinfo=UTC).timestamp())
    date = {"type": "date", "timestamp": stamp, "format": "due {date_pretty} at {time}", "url": "https://x.example/due"}
    root = read(
        rich_text(
            [section({"type": "link", "url": "https://x.example"}, date, {"type": "color", "value": "#F405B3"})], reader
        )
    )
    assert [(link["href"], link.words) for link in root.all("a")] == [
        ("https://x.example", "https://x.example"),
        ("https://x.example/due", "due today at 5:30 PM"),
    ]
    assert root.one("rect")["fill"] == "#F405B3"
    assert root.words.endswith("#F405B3")


def test_lists_have_their_kind_their_depth_and_their_first_number(reader: Reader) -> None:
    root = read(
        rich_text(
            [
                section(section(text("one")), section(text("two")), kind="rich_text_list", style="bullet"),
                section(section(text("deeper")), kind="rich_text_list", style="bullet", indent=2),
                section(section(text("third")), kind="rich_text_list", style="ordered", offset=2),
            ],
            reader,
        )
    )
    assert [(each.tag, each["class"], each.words) for each in root.everything if each.tag in ("ul", "ol")] == [
        ("ul", "indent-0", "onetwo"),
        ("ul", "indent-2", "deeper"),
        ("ol", "indent-0", "third"),
    ]
    assert root.one("ol")["start"] == "3"


def test_quotes_and_preformatted_text_are_their_own(reader: Reader) -> None:
    given_parts = [section(text("a\nb"), kind="rich_text_quote"), section(text("  x"), kind="rich_text_preformatted")]
    assert rich_text(given_parts, reader) == "<blockquote>a<br>b</blockquote><pre>  x</pre>"


@pytest.mark.parametrize("nasty", CORPUS)
def test_nasty_text_is_inert(reader: Reader, nasty: str) -> None:
    link = {"type": "link", "url": nasty, "text": nasty}
    root = read(
        rich_text(
            [section(text(nasty), link, {"type": "emoji", "name": nasty}, {"type": "user", "user_id": nasty})], reader
        )
    )
    assert {node.tag for node in root.everything} <= SAFE


_WORKSPACE = Workspace()
_WORKSPACE.add_user("Ana Agent", id="U0ANA")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(CORPUS),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "url", "style", "indent", "elements", "name", "value"]), inside
        )
    ),
    max_leaves=10,
)
_KINDS = st.sampled_from(["text", "link", "user", "emoji", "date", "color", "channel", "broadcast", "usergroup"])
_PARTS = st.fixed_dictionaries({"type": _KINDS}, optional={"text": _JSON, "url": _JSON, "style": _JSON, "name": _JSON})


@given(
    st.lists(
        st.fixed_dictionaries({"type": st.just("rich_text_section"), "elements": st.lists(_PARTS) | _JSON}) | _JSON
    )
)
def test_whatever_an_app_sends_is_drawn_without_a_failure(elements: list[Any]) -> None:
    reader = Reader(workspace=_WORKSPACE, viewer=_WORKSPACE.users["U0ANA"], now=NOW)
    assert {node.tag for node in read(rich_text(elements, reader)).everything} <= SAFE
