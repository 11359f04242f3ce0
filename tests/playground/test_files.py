"""What a file's name tells of it."""

import pytest

from bot.playground.files import SharedFile


@pytest.mark.parametrize(
    ("name", "mimetype", "type_name"),
    [
        ("Screen Shot.PNG", "image/png", "PNG"),
        ("bounces.csv", "text/csv", "CSV"),
        ("postfix.log", "text/plain", "Plain Text"),
        ("message.eml", "message/rfc822", "Email"),
        ("dump.xyzzy", "application/octet-stream", "XYZZY"),
        ("core", "application/octet-stream", "Binary"),
    ],
)
def test_the_ending_of_its_name_tells_its_type(name: str, mimetype: str, type_name: str) -> None:
    file = SharedFile(id="F1", name=name, user="U0ANA", channel="C0TRIAGE", created=0)
    assert (file.mimetype, file.type_name) == (mimetype, type_name)
