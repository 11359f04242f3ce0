"""Which SQLite library is used: below 3.51.3 a write-ahead log that is reset at the wrong instant corrupts the file.

Many systems ship an older library with Python. Where `pysqlite3` (a newer SQLite behind the same interface) is
installed it takes the place of the standard module, which must happen before `aiosqlite` is imported; where it is not,
the write-ahead log is left alone and the slower, sound rollback journal is used.
"""

import sqlite3
import sys

FIRST_SOUND_VERSION = (3, 51, 3)


def use_sound_library() -> None:
    """Put `pysqlite3` in the place of `sqlite3` when the latter is unsound and the former is newer."""
    if sqlite3.sqlite_version_info >= FIRST_SOUND_VERSION or "aiosqlite" in sys.modules:
        return
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        return
    if pysqlite3.sqlite_version_info > sqlite3.sqlite_version_info:
        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def version_in_use() -> tuple[int, int, int]:
    """The version of the library that connections are really made with."""
    import aiosqlite

    return aiosqlite.sqlite_version_info


def journal_mode(version: tuple[int, int, int]) -> str:
    """The journal that is safe with a library of that version: `WAL`, or `DELETE` (the rollback journal)."""
    return "WAL" if version >= FIRST_SOUND_VERSION else "DELETE"
