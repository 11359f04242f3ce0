"""The SQLite file itself: its folder, who may read it, and that only one process has it open.

A second process would work on the same file with caches and timers of its own; teams that need two workers use
PostgreSQL. The operating system's lock goes away with its process, however that ends, so no stale lock is possible.
"""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path


class AlreadyOpen(Exception):  # noqa: N818  (a state of the file, nothing broke)
    """Another process (or this one) has the SQLite file open."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldFile:
    """A SQLite file that this process alone may open, until it is released."""

    path: Path
    lock: int

    def release(self) -> None:
        """Let another process have the file."""
        os.close(self.lock)


def hold(path: Path) -> HeldFile:
    """Create the file (and its folder) where missing, readable by its owner only, and lock it for this process.

    Raises `AlreadyOpen` when somebody else holds it, and `OSError` when the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.touch(mode=0o600)
        path.chmod(0o600)
    except BlockingIOError:
        os.close(lock)
        raise AlreadyOpen(
            f"{path} is open in another process. SQLite serves one process at a time: "
            "stop the other one, or use PostgreSQL by DATABASE_URL."
        ) from None
    except OSError:
        os.close(lock)
        raise
    return HeldFile(path=path, lock=lock)
