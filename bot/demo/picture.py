"""The picture in the README: the story's first scene as a terminal shows it. `python -m bot.demo.picture FILE`."""

import asyncio
import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from bot.demo.story import friday_evening, tell

WIDTH = 96


def picture() -> str:
    """The scene as an SVG that needs nothing from anywhere else."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    asyncio.run(tell(console, scenes=[friday_evening]))
    drawn = console.export_svg(title="make demo", theme=DIMMED_MONOKAI, unique_id="demo")
    # Rich names a font on somebody's server; every viewer has a fixed-width font of its own.
    return re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(picture(), encoding="utf-8")
