"""A little life in the office before a scenario begins, so that its channels are not empty."""

from datetime import datetime, timedelta

from bot.demo.office import Office

_SAID = (
    (timedelta(days=1, hours=5), "random", "mara", "The coffee machine on the second floor works again. :tada:"),
    (timedelta(days=1, hours=4), "random", "otto", "Thank you! I had begun to drink tea."),
    (timedelta(hours=7), "acme", "carl", "We have moved the last of our domains, as you advised."),
    (timedelta(hours=6, minutes=50), "acme", "ana", "Great, Carl. They all look fine from here. :white_check_mark:"),
    (timedelta(hours=6), "birdsong", "bea", "Our summer campaign starts next week, so expect some more mail."),
    (timedelta(hours=5, minutes=30), "birdsong", "tess", "Thanks for telling us, Bea. I have put it into the plan."),
    (timedelta(hours=3), "random", "omar", "Who joins for lunch? I am thinking of the soup place."),
    (timedelta(hours=2, minutes=50), "random", "tess", "Me!"),
)
"""How long before the beginning, where, who and what."""


def enliven(office: Office, begins: datetime) -> None:
    """Have people say a few harmless things before an instant; everybody has read them."""
    workspace = office.workspace
    for before, place, handle, words in _SAID:
        channel = getattr(office.channels, place)
        workspace.say(channel=channel, user=getattr(office.people, handle), text=words, at=begins - before)
    for channel in office.channels:
        for member in channel.members:
            workspace.mark_read(member, channel.id)
