"""Words in the panels."""

from bot.demo.templating import drawn, typed


def test_what_stands_between_backquotes_is_code() -> None:
    assert typed("Type `/ticket new` and `go`") == "Type <code>/ticket new</code> and <code>go</code>"


def test_nothing_in_a_sentence_is_markup() -> None:
    assert typed("a <b> & `<i>`") == "a &lt;b&gt; &amp; <code>&lt;i&gt;</code>"


def test_what_is_put_into_a_template_is_escaped() -> None:
    page = drawn("wall.html", spans={}, span=None, picture="<b>", facts="&")
    assert "&lt;b&gt;" in page
    assert "&amp;" in page
