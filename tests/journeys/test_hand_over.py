"""At each change of shift the next one learns what is open: once, in the schedule's channel, and late only in time."""

from bot.demo.office import CONFIGURATION
from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, called, key_of, posted, reads

FRIDAY = "2026-07-03 10:00+02:00"
MONDAY_NINE = "2026-07-06 09:00+02:00"
ONE_SCHEDULE = CONFIGURATION.replace(
    """\
  secondary:
    zone: Europe/Amsterdam
    hand_over: monday 09:00
    starts: 2026-01-05
    members: [U0PIET, U0MARA]
""",
    """\
  secondary:
    zone: Europe/Amsterdam
    hand_over: monday 09:00
    starts: 2026-01-05
    members: [U0MARA]
    channel: leadership
""",
)


def hand_overs(story: Story) -> list[Message]:
    return [message for message in story.told("triage") if (key_of(message) or "").startswith("hand-over")]


async def test_whoever_begins_is_called_to_the_open_work_at_the_minute(begin: Begin) -> None:
    story = await begin(FRIDAY, configured=ONE_SCHEDULE)
    await story.types("ana", "/ticket new high Acme: Reports are empty")
    await story.types("ana", "/ticket new low Globex: How do I export?")

    await story.moves_to("2026-07-06 09:01+02:00")

    [post] = hand_overs(story)
    assert posted(post) == at(MONDAY_NINE)
    before, after = ("U0OLLY", "U0PIET") if called(post) == {"U0PIET"} else ("U0PIET", "U0OLLY")
    assert called(post) == {after}, f"{before} is named only"
    text = reads(story, post)
    assert text.index("Reports are empty") < text.index("How do I export?")
    assert not [message for message in story.told("leadership") if "hand-over" in (key_of(message) or "")], (
        "Mara goes on alone"
    )


async def test_a_call_that_nobody_has_answered_is_handed_over_first_and_can_be_answered_there(begin: Begin) -> None:
    story = await begin(FRIDAY, configured=ONE_SCHEDULE)
    await story.types("ana", "/ticket new low Globex: How do I export?")
    await story.moves_to("2026-07-06 08:55+02:00")
    await story.types("omar", "/ticket new urgent Acme: SSO login fails")

    await story.moves_to(MONDAY_NINE)

    [post] = hand_overs(story)
    text = reads(story, post)
    assert "Being called, and nobody has answered" in text
    assert text.index("SSO login fails") < text.index("How do I export?")
    [newcomer] = called(post)
    await story.presses(newcomer.removeprefix("U0").lower(), post, "Acknowledge")
    assert "acknowledged" in "\n".join(reads(story, each) for each in story.history(2))


async def test_an_override_is_handed_over_at_its_beginning_and_at_its_end(begin: Begin) -> None:
    story = await begin(FRIDAY, configured=ONE_SCHEDULE)

    await story.types("olly", "/ticket oncall override @lena until 18:00 primary")
    await story.moves_to("2026-07-03 18:01+02:00")

    first, second = hand_overs(story)
    assert called(first) == {"U0LENA"}
    assert (posted(first), posted(second)) == (at(FRIDAY), at("2026-07-03 18:00+02:00"))
    assert "Before: Lena Lead" in reads(story, second)


async def test_after_a_standstill_it_is_told_late_and_once_and_those_that_are_over_are_not(begin: Begin) -> None:
    story = await begin(FRIDAY, configured=ONE_SCHEDULE)
    await story.settle()
    async with story.trial.down():
        story.trial.clock.move_to(at("2026-07-13 12:00+02:00"))
    await story.settle()
    await story.trial.stop()
    await story.trial.start()
    await story.settle()

    [post] = hand_overs(story)
    assert "Told 3 h late" in reads(story, post)


async def test_on_a_calm_monday_it_says_that_nothing_is_open(begin: Begin) -> None:
    story = await begin(FRIDAY, configured=ONE_SCHEDULE)

    await story.moves_to(MONDAY_NINE)

    assert "No ticket is open." in reads(story, hand_overs(story)[-1])
