"""The eye on the browser sees what it is there for; else every other test here would say less than it seems to."""

import pytest

from tests.browser.conftest import Arrives
from tests.browser.watch import Watch

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('Something is odd.')", "console error: Something is odd."),
        ("setTimeout(() => { throw new Error('A slip.') })", "script: A slip."),
        ("fetch('/as/ana/nowhere')", "answered 404"),
        ("fetch('http://elsewhere.example/').catch(() => null)", "elsewhere.example"),
    ],
)
async def test_what_the_browser_complains_of_is_noticed(
    as_: Arrives, watch: Watch, script: str, complaint: str
) -> None:
    ana = await as_("ana")
    await ana.goes("random")
    assert watch.unexpected == []

    async with ana.page.expect_event("console" if "throw" not in script else "pageerror"):
        await ana.page.evaluate(f"() => {{ {script} }}")

    assert complaint in "\n".join(watch.unexpected)
    watch.expects("")
