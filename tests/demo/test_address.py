"""Where the demo is found: ports in use, and browsers that are there or not."""

import socket
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from bot.demo import address
from bot.playground import loopback


@contextmanager
def taken(*ports: int) -> Iterator[None]:
    """These ports are in use, by us or by somebody else."""
    with ExitStack() as stack:
        for port in ports:
            try:
                stack.enter_context(loopback.listener(port))
            except OSError:
                continue
        yield


def test_any_free_port_can_be_asked_for() -> None:
    with address.listener(0) as listening:
        port = listening.getsockname()[1]
        assert address.url_of(listening) == f"http://127.0.0.1:{port}/"


def test_the_usual_port_in_use_leads_to_the_next_free_one() -> None:
    with taken(address.PORT), address.listener() as listening:
        assert address.PORT < listening.getsockname()[1] < address.PORT + address.TRIED


def test_a_spare_port_is_one_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    with taken(24_000), monkeypatch.context() as few:
        few.setattr(address, "SPARE", range(24_000, 24_003))
        found = {address.spare_port() for _ in range(20)}
        assert found <= {24_001, 24_002}
        few.setattr(address, "SPARE", range(24_000, 24_001))
        with pytest.raises(OSError, match="24000 to 24000 are all in use"):
            address.spare_port()


def test_a_port_that_was_asked_for_and_is_in_use_says_what_to_do() -> None:
    with address.listener(0) as first:
        port = first.getsockname()[1]
        with pytest.raises(OSError, match=f"--port {port}: it is in use. Choose another, or 0 for any"):
            address.listener(port)


def test_where_all_ports_are_in_use_it_says_so() -> None:
    with (
        taken(*range(address.PORT, address.PORT + address.TRIED)),
        pytest.raises(OSError, match="4100 to 4109 are all in use"),
    ):
        address.listener()


@pytest.mark.parametrize(
    ("environment", "platform", "shown"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({"TERM": "xterm"}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_window_needs_a_display(environment: dict[str, str], platform: str, shown: bool) -> None:
    assert address.has_display(environment, platform) is shown


class Window(webbrowser.BaseBrowser):
    """A browser with a window of its own."""

    def __init__(self) -> None:
        super().__init__("window")
        self.opened: list[str] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened.append(url)
        return True


def test_a_browser_with_a_window_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    window = Window()
    monkeypatch.setattr(webbrowser, "get", lambda: window)
    address.show("http://127.0.0.1:1/")
    assert window.opened == ["http://127.0.0.1:1/"]


def test_a_browser_in_the_terminal_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object) -> bool:
        pytest.fail("it takes the terminal from the demo")

    monkeypatch.setattr(webbrowser.GenericBrowser, "open", opened)
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser(["false", "%s"]))
    address.show("http://127.0.0.1:1/")


@pytest.mark.parametrize("fault", [webbrowser.Error("none here"), OSError("broken")])
def test_a_browser_that_fails_is_no_matter(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def get() -> webbrowser.BaseBrowser:
        raise fault

    monkeypatch.setattr(webbrowser, "get", get)
    address.show("http://127.0.0.1:1/")


def test_a_listener_is_on_this_machine_alone() -> None:
    with address.listener(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        assert listening.family is socket.AF_INET
