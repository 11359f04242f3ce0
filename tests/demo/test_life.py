"""The office before a scenario begins."""

from bot.demo.life import enliven
from bot.demo.office import office
from tests.demo.playing import at

NOW = at("2026-07-09 10:00-07:00")


def test_people_have_talked_before_and_everybody_has_read_it() -> None:
    stage = office()
    enliven(stage, NOW)
    for name in ("random", "acme", "birdsong"):
        channel = getattr(stage.channels, name)
        said = stage.workspace.messages.in_channel(channel.id)
        assert said
        assert {each.user for each in said} <= channel.members
        assert [each.ts for each in said] == sorted(each.ts for each in said)
        assert all(float(each.ts) < NOW.timestamp() for each in said)
        assert not any(stage.workspace.unread(member, channel.id) for member in channel.members)


def test_the_channels_in_which_the_bot_speaks_are_empty() -> None:
    stage = office()
    enliven(stage, NOW)
    for channel in (stage.channels.triage, stage.channels.breaches, stage.channels.escalations):
        assert stage.workspace.messages.in_channel(channel.id) == []
