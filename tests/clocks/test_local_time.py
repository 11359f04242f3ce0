from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clocks.local_time import in_zone, printed


@pytest.mark.parametrize(
    ("at", "zone", "shown"),
    [
        (datetime(2026, 7, 6, 13, 30, tzinfo=UTC), "America/Los_Angeles", "Mon 6 Jul 2026 06:30 PDT"),
        (datetime(2026, 7, 6, 13, 30, 5, tzinfo=UTC), "Europe/Amsterdam", "Mon 6 Jul 2026 15:30:05 CEST"),
        (datetime(2026, 1, 1, tzinfo=UTC), "UTC", "Thu 1 Jan 2026 00:00 UTC"),
        (datetime(2026, 7, 6, 9, 0, tzinfo=timezone(timedelta(hours=9))), "UTC", "Mon 6 Jul 2026 00:00 UTC"),
    ],
)
def test_an_instant_reads_as_the_walls_of_its_zone_show_it(at: datetime, zone: str, shown: str) -> None:
    assert printed(at, zone) == shown
    assert printed(at, zone, year=False) == shown.replace(" 2026", "")


def test_both_of_two_equal_readings_say_which_they_are() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    shown = [printed(first + hour, "Europe/Amsterdam") for hour in (timedelta(0), timedelta(hours=1))]
    assert shown == ["Sun 25 Oct 2026 02:30 CEST", "Sun 25 Oct 2026 02:30 CET"]


def test_what_is_shown_is_still_the_same_instant() -> None:
    at = datetime(2026, 3, 8, 10, 0, tzinfo=UTC)
    assert in_zone(at, "America/Los_Angeles").timestamp() == at.timestamp()
