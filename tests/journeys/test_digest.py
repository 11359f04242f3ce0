"""Each morning one message says how the day stands: what is late, what is due, what nobody has, who is waited for."""

from bot.demo.office import CONFIGURATION
from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, called, posted, reads

THURSDAY = "2026-07-02 08:00-07:00"
EACH_MORNING = (
    CONFIGURATION + '\ndigest: {at: "08:30", zone: America/Los_Angeles, days: mon-fri, channel: leadership}\n'
)


async def test_it_comes_at_its_time_on_its_days_and_in_its_channel(begin: Begin) -> None:
    story = await begin(THURSDAY, configured=EACH_MORNING)

    await story.moves_to("2026-07-07 08:29-07:00")

    assert [(each.channel, posted(each)) for each in _digests(story)] == [
        ("C0LEADERSHIP", at("2026-07-02 08:30-07:00")),
        ("C0LEADERSHIP", at("2026-07-03 08:30-07:00")),
        ("C0LEADERSHIP", at("2026-07-06 08:30-07:00")),
    ], "and none at the weekend"


async def test_it_says_what_is_late_what_is_due_what_nobody_has_and_who_keeps_us_waiting(begin: Begin) -> None:
    story = await begin(THURSDAY, configured=EACH_MORNING)
    for line in (
        "new urgent Acme: SSO login fails",
        "new low Globex: How do I export?",
        "new high Acme: Reports are empty",
        "new high Acme: The export hangs",
        "take 2",
        "pause 3 customer Which reports?",
        "resolve 4 It runs again.",
    ):
        await story.types("omar", f"/ticket {line}")

    await story.moves_to("2026-07-06 08:30-07:00")

    digest = reads(story, _digests(story)[-1])
    assert "Overdue: 1" in digest
    assert "T-1" in digest.split("Overdue: 1")[1].split("\n")[1]
    assert "Nobody has them: 2" in digest
    assert "T-3 Reports are empty · Acme · waiting on customer" in digest
    assert "T-4" in digest.split("Waiting for the customer's agreement: 1")[1]
    assert "1 kept" not in digest, "since Friday's digest nothing was answered"
    assert "How do I export?" in digest.split("Due until the next digest: 1")[1].split("Nobody has them")[0]


async def test_it_counts_what_was_kept_and_broken_since_the_one_before(begin: Begin) -> None:
    story = await begin(THURSDAY, configured=EACH_MORNING)
    await story.moves_to("2026-07-02 08:40-07:00")
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")
    await story.types("ana", "/ticket new urgent Acme: The export hangs")
    await story.types("ana", "/ticket reply 1 We look into it.")

    await story.moves_to("2026-07-03 08:30-07:00")

    digest = reads(story, _digests(story)[-1])
    assert "1 kept (first response 1), 1 broken (first response 1)" in digest


async def test_nobody_is_called_by_it_and_a_calm_day_is_told_in_one_line(begin: Begin) -> None:
    story = await begin(THURSDAY, configured=EACH_MORNING)

    await story.moves_to("2026-07-03 08:30-07:00")

    digest = _digests(story)[-1]
    assert called(digest) == set()
    assert "Nothing is overdue, nothing is due until the next digest, and nobody is waited for." in reads(story, digest)


async def test_after_a_night_without_the_bot_it_comes_late_and_once(begin: Begin) -> None:
    story = await begin(THURSDAY, configured=EACH_MORNING)
    await story.moves_to("2026-07-02 12:00-07:00")
    await story.trial.stop()
    story.trial.clock.move_to(at("2026-07-03 11:00-07:00"))
    await story.trial.start()
    await story.settle()
    await story.moves_to("2026-07-03 12:00-07:00")

    before, late = (reads(story, each) for each in _digests(story))
    assert "late" not in before
    assert "Told 2 h 30 min late" in late


async def test_whoever_wants_it_sooner_asks_for_it_and_a_customer_does_not_get_it(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")
    await story.moves_to("2026-07-02 09:30-07:00")

    assert "Overdue: 1" in await story.read("omar", "/ticket digest")
    assert "is for the support team" in await story.read("gina", "/ticket digest", "globex")
    assert _digests(story) == []


def _digests(story: Story) -> list[Message]:
    return [each for each in story.messages() if "Today's digest" in each.text]
