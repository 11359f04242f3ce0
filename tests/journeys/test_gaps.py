"""Each week the team learns which promised hours nobody covers, before somebody needs them; or that all is well."""

from dataclasses import replace

import pytest

from bot.demo.office import CONFIGURATION
from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, called, key_of, posted, reads

EACH_MONDAY = '\ngaps: {at: "10:00", zone: Europe/Amsterdam, days: mon, channel: leadership}\n'
BY_DAY = CONFIGURATION.replace(
    "    members: [U0OLLY, U0PIET]\n",
    "    members: [U0OLLY, U0PIET]\n    hours: {mon-fri: 09:00-17:00}\n",
)
FRIDAY = "2026-07-03 10:00+02:00"


def reports(story: Story) -> list[Message]:
    return [message for message in story.told("leadership") if (key_of(message) or "").startswith("gaps")]


async def test_a_calm_week_is_told_in_one_line(begin: Begin) -> None:
    story = await begin(FRIDAY, configured=CONFIGURATION + EACH_MONDAY)

    await story.moves_to("2026-07-14 09:00+02:00")

    assert [posted(each) for each in reports(story)] == [at("2026-07-06 10:00+02:00"), at("2026-07-13 10:00+02:00")]
    text = reads(story, reports(story)[-1])
    assert "every hour that was promised is covered" in text
    assert len(text.strip().splitlines()) == 2, "who says it, and one line"


@pytest.mark.clause("V05")
async def test_uncovered_nights_and_whoever_cannot_be_reached_are_told_and_nobody_is_called(begin: Begin) -> None:
    story = await begin(FRIDAY, configured=BY_DAY + EACH_MONDAY)
    users = story.trial.office.workspace.users
    users["U0MARA"] = replace(users["U0MARA"], deleted=True)

    await story.moves_to("2026-07-06 10:00+02:00")

    [report] = reports(story)
    text = reads(story, report)
    assert "Acme, Initech · V05" in text
    assert "Globex" not in text.split("V05")[0].split("primary")[-1], "whose plan has no nights"
    assert "Mara Oncall: deactivated in Slack" in text
    assert called(report) == set()
