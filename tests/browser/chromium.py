"""Where this machine has Chromium, and what to do where it has none; the tests, the pictures and `.ci/run` ask here."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
ON_A_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NO_CHROMIUM = (
    "There is no Chromium here. Install your system's package (on Debian: chromium), or say in CHROMIUM where one is."
)
NO_PLAYWRIGHT = "Playwright is not installed here. `make browser` installs it and runs these tests."


def chromium() -> str | None:
    """The program to start: what CHROMIUM names, else the first that is found; None where there is none."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    found = (shutil.which(name) for name in (*NAMES, str(ON_A_MAC)))
    return next((path for path in found if path), None)


def missing() -> str | None:
    """What the browser tests lack on this machine and how to get it; None when they can run."""
    if chromium() is None:
        return NO_CHROMIUM
    return None if importlib.util.find_spec("playwright") else NO_PLAYWRIGHT


if __name__ == "__main__":
    sys.exit(0 if chromium() else NO_CHROMIUM)
