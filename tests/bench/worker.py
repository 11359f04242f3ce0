"""A worker of an installation, with the rest after each message as an argument: `python -m tests.bench.worker SECONDS`.

It says that it is up on standard output, and works until it is stopped.
"""

import asyncio
import logging
import signal
import sys
from datetime import timedelta

from bot.app import connected, making_rounds
from bot.settings import read_settings
from bot.terminal import log_to_stderr


async def work(rest: timedelta) -> None:
    """Connect, make the rounds and end at a signal."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with connected(read_settings(), rest=rest) as belltower, making_rounds(belltower):
        sys.stdout.write("up\n")
        sys.stdout.flush()
        await stopped.wait()


if __name__ == "__main__":
    log_to_stderr(logging.ERROR)
    asyncio.run(work(timedelta(seconds=float(sys.argv[1]))))
