"""Where the demo is found: a port of this machine, and a browser that opens it, where there is one to open."""

import errno
import os
import random
import sys
import threading
import webbrowser
from collections.abc import Mapping
from socket import socket

from bot.playground import loopback

PORT = 4100
"""The port that is tried first when none is asked for."""
TRIED = 10
"""How many ports are tried then, one after the other."""
SPARE = range(20_000, 30_000)
"""Ports that operating systems do not give to connections that go out, unless they are told to."""


def listener(port: int | None = None) -> socket:
    """A socket on the port that is asked for, 0 for any; without one on the first free port from `PORT` on.

    Raises OSError, with what to do, where nothing can listen there.
    """
    if port is not None:
        try:
            return loopback.listener(port)
        except OSError as error:
            reason = "it is in use" if error.errno == errno.EADDRINUSE else error.strerror
            raise OSError(f"--port {port}: {reason}. Choose another, or 0 for any that is free.") from error
    for each in range(PORT, PORT + TRIED):
        try:
            return loopback.listener(each)
        except OSError:
            continue
    last = PORT + TRIED - 1
    raise OSError(f"The ports {PORT} to {last} are all in use. Choose another with --port, or 0 for any that is free.")


def spare_port() -> int:
    """A port of this machine that is free, and that no connection is likely to take before somebody listens there."""
    for port in random.sample(SPARE, len(SPARE)):
        try:
            with loopback.listener(port):
                return port
        except OSError:
            continue
    raise OSError(f"The ports {SPARE.start} to {SPARE.stop - 1} are all in use.")


def url_of(listening: socket) -> str:
    """What to type into a browser."""
    return f"http://{loopback.HOST}:{listening.getsockname()[1]}/"


def open_browser(url: str) -> None:
    """Show an address in a browser with a window of its own; where there is none, or it fails, nothing happens."""
    if has_display(os.environ, sys.platform):
        # A thread of its own, which the end of the program does not wait for: some browsers take seconds to start.
        threading.Thread(target=show, args=(url,), name="browser", daemon=True).start()


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown: always on macOS and Windows, elsewhere where a display is named."""
    return platform in ("darwin", "win32") or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def show(url: str) -> None:
    """Show an address in the browser of this machine, unless it would run in the terminal; wait until it is open."""
    try:
        browser = webbrowser.get()
        # Of the standard library's kinds this one runs in the foreground, and takes the terminal from the demo.
        if type(browser) is not webbrowser.GenericBrowser:
            browser.open(url)
    except (webbrowser.Error, OSError):
        return
