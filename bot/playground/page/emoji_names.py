"""The names between colons that Slack knows, and the picture of each."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from emoji import EMOJI_DATA

_SLACK_NAMES = {
    "simple_smile": "slightly_smiling_face",
    "large_green_circle": "green_circle",
    "large_orange_circle": "orange_circle",
    "large_yellow_circle": "yellow_circle",
    "large_purple_circle": "purple_circle",
    "large_brown_circle": "brown_circle",
    "large_red_square": "red_square",
    "large_orange_square": "orange_square",
    "large_yellow_square": "yellow_square",
    "large_green_square": "green_square",
    "large_blue_square": "blue_square",
    "large_purple_square": "purple_square",
    "large_brown_square": "brown_square",
    "face_palm": "facepalm",
    "the_horns": "metal",
    "sign_of_the_horns": "metal",
    "knife_fork_plate": "plate_with_cutlery",
    "spock-hand": "vulcan_salute",
    "hand_with_index_and_middle_fingers_crossed": "crossed_fingers",
    "shocked_face_with_exploding_head": "exploding_head",
    "grinning_face_with_star_eyes": "star_struck",
    "male-technologist": "man_technologist",
    "female-technologist": "woman_technologist",
    "male-doctor": "man_health_worker",
    "female-doctor": "woman_health_worker",
    "male-office-worker": "man_office_worker",
    "female-office-worker": "woman_office_worker",
    "male-mechanic": "man_mechanic",
    "female-mechanic": "woman_mechanic",
    "male-police-officer": "policeman",
    "female-police-officer": "policewoman",
    "man-running": "running_man",
    "woman-running": "running_woman",
}
"""Where Slack's name is none that the emoji library knows: the library's."""
_GENDERED = ("man-", "woman-", "person-")
_FIRST_SKIN_TONE, _LAST_SKIN_TONE = 2, 6
_LIGHTEST = 0x1F3FB
_LETTER_A = 0x1F1E6


@cache
def pictures() -> Mapping[str, str]:
    """Every plain emoji by its name without colons; countries and skin tones are known beyond these."""
    named: dict[str, str] = {}
    for picture, facts in EMOJI_DATA.items():
        for name in facts.get("alias", ()):
            named.setdefault(name.strip(":"), picture)
    for picture, facts in EMOJI_DATA.items():
        named.setdefault(facts["en"].strip(":").lower(), picture)
    return MappingProxyType(named | {name: named[theirs] for name, theirs in _SLACK_NAMES.items() if theirs in named})


def picture(name: str, skin_tone: int | None = None) -> str | None:
    """The emoji of this name, without colons; None where Slack has none. Skin tones count from 2 to 6, as in Slack."""
    base, _, tone = name.partition("::skin-tone-")
    if tone.isdecimal():
        skin_tone = int(tone)
    found = pictures().get(base) or _flag(base) or _gendered(base)
    if found is None or skin_tone is None or not _FIRST_SKIN_TONE <= skin_tone <= _LAST_SKIN_TONE:
        return found
    coloured = found[0] + chr(_LIGHTEST + skin_tone - _FIRST_SKIN_TONE) + found[1:].removeprefix("\ufe0f")
    return coloured if coloured in EMOJI_DATA else found


def _flag(name: str) -> str | None:
    country = name.removeprefix("flag-")
    if country == name or len(country) != len("nl") or not country.isascii() or not country.isalpha():
        return None
    flag = "".join(chr(_LETTER_A + ord(letter) - ord("a")) for letter in country.lower())
    return flag if flag in EMOJI_DATA else None


def _gendered(name: str) -> str | None:
    """`woman-shrugging` is `woman_shrugging` to the library."""
    return pictures().get(name.replace("-", "_")) if name.startswith(_GENDERED) else None
