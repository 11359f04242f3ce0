"""What a person can complete while typing: commands, names, channels, emoji."""

from bot.playground.page.emoji_names import pictures
from bot.playground.page.visit import Visit
from bot.playground.refusals import Json
from bot.playground.server import LocalSlack

MOST_EMOJI = 40
_OFTEN_USED = """
+1 ticket eyes white_check_mark tada raised_hands pray heart fire thinking_face wave ok_hand clap joy
rotating_light warning hourglass_flowing_sand telephone_receiver memo
"""


def known_words(visit: Visit, slack: LocalSlack) -> Json:
    """The commands offered to a person, and the people, user groups and channels that they can name."""
    person = visit.person
    users = slack.workspace.users
    met = {users[member] for channel in person.places() for member in channel.members}
    here = visit.channel.members if visit.channel else frozenset()
    is_ours = person.user.team_id == slack.workspace.team.id
    commands = slack.installation.manifest.commands if is_ours else {}
    groups = slack.workspace.groups.values() if is_ours else ()
    return {
        "commands": [
            {"insert": f"{each.name} ", "name": each.name, "hint": each.usage_hint, "words": each.description}
            for each in commands.values()
        ],
        "people": [
            {"insert": f"@{each.handle} ", "name": each.name, "words": f"@{each.handle}"}
            for each in (*sorted(met, key=lambda each: (each.id not in here, each.name)), *groups)
        ],
        "channels": [
            {"insert": f"#{each.name} ", "name": f"#{each.name}", "words": each.topic} for each in person.places()
        ],
    }


def emoji_like(typed: str) -> list[Json]:
    """Emoji whose names have what was typed in them, best first; those often used where nothing was."""
    wanted = typed.lower()
    if not wanted:
        names = _OFTEN_USED.split()
    else:
        found = (name for name in pictures() if wanted in name)
        names = sorted(found, key=lambda name: (not name.startswith(wanted), len(name), name))
    return [{"name": name, "picture": pictures()[name]} for name in names[:MOST_EMOJI] if name in pictures()]
