from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import Message, section
from bot.slack.mrkdwn import as_read, cut, escape, inert, line, mention, printed, web_link, when
from tests.slack.nasty import TEXTS, checked_message

AT = datetime(2026, 7, 6, 13, 30, tzinfo=UTC)


@given(TEXTS, st.integers(min_value=2, max_value=200))
def test_a_persons_text_is_inert_and_fits_wherever_it_is_cut(text: str, limit: int) -> None:
    assert len(inert(text, limit)) <= limit
    made = f"said {inert(text, limit)}"
    checked_message(Message(text=made, blocks=[section(made)]))


@given(TEXTS)
def test_what_is_escaped_reads_as_it_was_typed(text: str) -> None:
    assert as_read(escape(text)) == text


@given(TEXTS)
def test_a_text_on_one_line_has_no_line_break(text: str) -> None:
    assert len(line(text, 100).splitlines()) <= 1


def test_an_escape_typed_by_a_person_is_escaped_once_more() -> None:
    assert inert("&lt;!channel&gt;", 100) == "&amp;lt;!channel&amp;gt;"


def test_a_text_that_fits_is_left_whole_and_a_longer_one_ends_in_an_ellipsis() -> None:
    assert cut("four", 4) == inert("four", 4) == "four"
    assert cut("five!", 4) == inert("five!", 4) == "fiv…"
    assert inert("a&b", 5) == "a…"


def test_an_instant_is_shown_in_the_readers_zone_and_falls_back_to_the_contracts() -> None:
    assert printed(AT) == "Mon 6 Jul 13:30 UTC"
    assert printed(AT, "America/Los_Angeles") == "Mon 6 Jul 06:30 PDT"
    stamp = int(AT.timestamp())
    assert when(AT) == f"<!date^{stamp}^{{time}} {{date_short_pretty}}|Mon 6 Jul 13:30 UTC>"


def test_a_mention_cannot_be_broken_out_of() -> None:
    assert mention("U0ANA") == "<@U0ANA>"
    assert mention("U1> <!channel") == "<@U1&gt; &lt;!channel>"


def test_slacks_entities_read_as_their_words() -> None:
    said = "<@U1> see <https://a.example|the page>, <https://b.example> in <#C1|general> &amp; tell <!here>"
    assert as_read(said) == "@U1 see the page, https://b.example in #general & tell @here"


def test_a_web_address_is_a_link_that_shows_itself_and_anything_else_is_text() -> None:
    assert web_link("https://mail.example/1?a=b&c=d") == "<https://mail.example/1?a=b&amp;c=d>"
    for text in ("javascript:alert(1)", "https://evil.example|https://bank.example", "https://a b", "<!channel>"):
        assert "<" not in web_link(text)
