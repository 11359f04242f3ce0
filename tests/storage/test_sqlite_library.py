import sqlite3

import pytest

from storage.sqlite_library import FIRST_SOUND_VERSION, journal_mode, version_in_use


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), ((3, 51, 3), "WAL"), ((3, 53, 4), "WAL")],
)
def test_the_write_ahead_log_is_used_from_the_first_sound_version_on(version: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(version) == mode


def test_a_sound_library_is_in_use_wherever_one_is_installed() -> None:
    pysqlite3 = pytest.importorskip("pysqlite3")
    newest = max(sqlite3.sqlite_version_info, pysqlite3.sqlite_version_info)
    assert version_in_use() >= min(newest, FIRST_SOUND_VERSION)
