"""Standard Markdown in a message: what it means, and that HTML in it is text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.page.markdown import markdown
from bot.playground.page.words import opens_by_a_click
from tests.playground.page.drawn import read
from tests.slack.nasty import CORPUS, TEXTS

TAGS = {
    *("p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"),
}


def check_inert(html: str) -> None:
    for node in read(html.replace("<br />", "<br>").replace("<hr />", "<hr>")).everything:
        assert node.tag in TAGS
        assert set(node.attributes) <= {"href", "target", "rel", "title", "class", "style", "start"}
        if node.tag == "a":
            assert opens_by_a_click(node["href"])
            assert node["rel"] == "noopener noreferrer"


def test_markdown_is_drawn() -> None:
    root = read(
        markdown("# Title\n\nSome **bold** and `code` :tada:\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    )
    assert root.one("h3").words == "Title"
    assert root.one("strong").words == "bold"
    assert [item.words for item in root.all("li")] == ["one two", "two"]
    assert [cell.words for cell in root.all("td")] == ["1", "2"]
    assert "🎉" in root.words


def test_lines_stay_lines_and_emoji_in_code_stay_names() -> None:
    assert markdown("one\ntwo `:tada:`") == "<p>one<br />\ntwo <code>:tada:</code></p>\n"


def test_a_picture_is_a_link_to_it() -> None:
    link = read(markdown("![the chart](https://x.example/a.png)")).one("a")
    assert (link["href"], link.words) == ("https://x.example/a.png", "the chart")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x.example", "/as/ana/do"])
def test_a_link_to_anywhere_else_is_text(address: str) -> None:
    assert read(markdown(f"[press]({address}) ![see]({address})")).all("a") == []


def test_html_is_text() -> None:
    assert markdown("<b onclick=x>hi</b> <!-- no --> &lt;") == (
        "<p>&lt;b onclick=x&gt;hi&lt;/b&gt; &lt;!-- no --&gt; &lt;</p>\n"
    )


@pytest.mark.parametrize("text", CORPUS)
def test_nasty_text_is_inert(text: str) -> None:
    check_inert(markdown(text))


@given(st.one_of(TEXTS, st.text(alphabet="[]()!<>&\"'`*_#|-~\n :/.ahtps", max_size=200)))
def test_no_text_yields_a_tag_that_markdown_does_not_have(text: str) -> None:
    check_inert(markdown(text))
