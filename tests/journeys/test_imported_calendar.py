"""A schedule that is kept elsewhere: whom its calendar names is called, and what is wrong with it is seen in Home."""

from pathlib import Path

from bot.demo.office import CONFIGURATION
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story, key_of, shown

MONDAY = "2026-06-01 10:00-07:00"
CALENDAR = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Amsterdam:20260601T090000
DTEND;TZID=Europe/Amsterdam:20260602T090000
SUMMARY:On Call - WHO - Primary
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;TZID=Europe/Amsterdam:20260602T090000
DTEND;TZID=Europe/Amsterdam:20260603T090000
SUMMARY:On Call - Somebody Else - Primary
END:VEVENT
END:VCALENDAR
"""


def imported() -> str:
    """The office, whose first schedule is a file beside its configuration."""
    rotation = "    hand_over: monday 09:00\n    starts: 2026-01-05\n    members: [U0OLLY, U0PIET]\n"
    assert CONFIGURATION.count(rotation) == 1
    people = "{Olly Oncall: U0OLLY, Piet Oncall: U0PIET}"
    return CONFIGURATION.replace(rotation, f"    calendar: rota.ics\n    people: {people}\n")


async def calendars_are_read(story: Story) -> None:
    """The loop that reads them makes a pass."""
    (loop,) = (each for each in story.trial.bot.further if each.name == "calendars")
    await loop.pass_at(story.trial.clock())


def pages(story: Story, who: str) -> list[str]:
    return [key for message in story.paged(who) if "page" in (key := key_of(message) or "")]


async def troubles(story: Story) -> str:
    """What Home says to the lead."""
    await story.person("lena").opens_home()
    await story.settle()
    tab = story.person("lena").home()
    assert tab is not None
    return str(tab.blocks)


async def test_the_calendar_decides_who_is_called_and_goes_on_to_when_it_cannot_be_read(
    begin: Begin, tmp_path: Path, log: Log
) -> None:
    file = tmp_path / "rota.ics"
    file.write_text(CALENDAR.replace("WHO", "Olly Oncall"), encoding="utf-8")
    story = await begin(MONDAY, configured=imported())
    await calendars_are_read(story)

    said = str((await story.types("ana", "/ticket oncall primary")).message)
    assert f"*primary* Olly Oncall until {shown('2026-06-02 09:00+02:00')}" in said
    await story.takes_the_critical_call()
    assert len(pages(story, "olly")) == 1
    assert "“On Call - Somebody Else - Primary” of 2026-06-02" in await troubles(story)

    file.write_text(CALENDAR.replace("WHO", "Piet Oncall"), encoding="utf-8")
    await story.moves_to("2026-06-01 10:10-07:00")
    await calendars_are_read(story)
    assert "primary Piet Oncall until" in await story.read("ana", "/ticket oncall primary")

    file.write_text("<html>Please sign in</html>", encoding="utf-8")
    await story.moves_to("2026-06-01 10:20-07:00")
    await calendars_are_read(story)
    assert "primary Piet Oncall until" in await story.read("ana", "/ticket oncall primary")
    assert "it is no calendar in iCalendar format" in await troubles(story)

    file.unlink()
    await story.trial.stop()
    await story.trial.start()
    assert "primary Piet Oncall until" in await story.read("ana", "/ticket oncall primary")
    assert "rota.ics" not in log.text
