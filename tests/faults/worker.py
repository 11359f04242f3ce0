"""`belltower run` on a machine whose clock is wrong: `python -m tests.faults.worker SECONDS`.

Only `bot.app` reads the machine's clock, so a machine on which it goes wrong is one where that reading is.
"""

import sys
from datetime import datetime, timedelta

from bot import app, cli


def main(seconds: float) -> None:
    """Work until stopped, by a clock that is so many seconds ahead."""
    right = app.wall_clock

    async def wrong() -> datetime:
        return await right() + timedelta(seconds=seconds)

    app.wall_clock = wrong
    cli.app(["run"])


if __name__ == "__main__":
    main(float(sys.argv[1]))
