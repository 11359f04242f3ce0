"""Whatever happens in a night: what somebody has, or what is closed, wakes nobody, and what nobody has rings on."""

import random
from datetime import datetime, timedelta

import pytest

from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, key_of, posted

EVENING = "2026-06-06 22:00+02:00"
PEOPLE = ("ana", "omar", "piet", "mara", "lena")
SILENCE = timedelta(minutes=30)
"""After an acknowledgement without any other sign both contracts call people again."""
FOR_GOOD = timedelta(days=1)
QUIET = {"ack": SILENCE, "reply": FOR_GOOD, "close": FOR_GOOD}
"""For how long each answer keeps a ticket quiet, unless it is opened again."""
LINES = {
    "ack": "/ticket ack {}",
    "reply": "/ticket reply {} We have found it.",
    "close": "/ticket close {} resolved It works again.",
    "reopen": "/ticket reopen {} It is back.",
}
WITHIN = timedelta(minutes=16)
"""No two steps of a chain of either contract are further apart, and no rounds."""


def calls_of(story: Story, ticket: int) -> list[datetime]:
    """When the team's channel read that people are called for a ticket."""
    pages = [message for message in story.history(ticket) if ":page " in (key_of(message) or "")]
    return [posted(page) for page in pages]


@pytest.mark.complaint(36)
@pytest.mark.parametrize("seed", range(3))
async def test_nobody_is_woken_for_what_somebody_has_and_what_nobody_has_is_not_forgotten(
    begin: Begin, seed: int
) -> None:
    chance = random.Random(seed)
    story = await begin(EVENING)
    await story.takes_the_critical_call()
    await story.person("ana").closes(story.window("ana"))
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")
    quiet_until = dict.fromkeys((1, 2), at(EVENING))
    closed: set[int] = set()

    for _ in range(14):
        before = {ticket: len(calls_of(story, ticket)) for ticket in quiet_until}
        since = story.trial.clock()
        await story.moves_on(chance.choice((1, 7, 17, 29, 45)))
        now = story.trial.clock()
        for ticket, until in quiet_until.items():
            new = calls_of(story, ticket)[before[ticket] :]
            assert all(call >= until for call in new), f"T-{ticket} has called people although somebody has it"
            if now - max(since, until) > WITHIN:
                assert new, f"T-{ticket} has called nobody for a quarter of an hour"
        ticket = chance.choice((1, 2))
        said = "reopen" if ticket in closed else chance.choice(("ack", "ack", "reply", "close", "nothing"))
        if said == "nothing" or (said == "ack" and now < quiet_until[ticket]):
            continue  # To acknowledge it once more is refused, and is no sign of life.
        await story.types(chance.choice(PEOPLE), LINES[said].format(ticket))
        if said == "reopen":
            closed.discard(ticket)
            quiet_until[ticket] = story.trial.clock()
            continue
        if said == "close":
            closed.add(ticket)
        quiet_until[ticket] = max(quiet_until[ticket], story.trial.clock() + QUIET[said])
