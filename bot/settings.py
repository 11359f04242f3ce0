"""The environment as one frozen value; every fault of it, and of the files it names, is reported at once.

A fault names the variable and what was expected. It never repeats the value, which may be a secret.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from dotenv import dotenv_values
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.configuration import Configuration, read_configuration
from bot.contracts.faults import Faults
from storage.database import address_of

DEFAULT_DATABASE = "sqlite:///belltower.db"
DEFAULT_CONFIGURATION = "belltower.yaml"
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to
"""What one listens at and nobody can be sent to."""
MOST_CONNECTIONS = 10
"""As many Socket Mode connections as Slack lets one app have."""
_FILE = ".env"
_NO_SECRET = SecretStr("")
_EXAMPLES = {
    "BELLTOWER_LISTEN": "0.0.0.0:3000",
    "BELLTOWER_WALL": "127.0.0.1:4200",
    "BELLTOWER_HEALTH": "127.0.0.1:8080",
}
_REACHED = re.compile(r"https?://([\w.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?(/[\w.~%/-]*)?", re.ASCII | re.IGNORECASE)
"""How people reach the wall: a host, maybe a port and a path, which also goes into a cookie."""


class _Environment(BaseSettings):
    """The variables as they are written; `.env` in the working folder fills in what the environment leaves out."""

    model_config = SettingsConfigDict(env_file=_FILE, env_file_encoding="utf-8", extra="ignore")

    slack_bot_token: SecretStr = _NO_SECRET
    slack_app_token: SecretStr = _NO_SECRET
    slack_signing_secret: SecretStr = _NO_SECRET
    slack_api_url: str = ""
    database_url: SecretStr = SecretStr(DEFAULT_DATABASE)
    belltower_config: str = DEFAULT_CONFIGURATION
    belltower_listen: str = ""
    belltower_wall: str = ""
    belltower_wall_url: str = ""
    belltower_wall_sign_in: str = ""
    belltower_health: str = ""
    belltower_heartbeat: SecretStr = _NO_SECRET
    belltower_connections: str = "1"


VARIABLES = tuple(name.upper() for name in _Environment.model_fields)
"""Every environment variable that is read, beside those that the configuration file names as ways."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listen:
    """An address of this machine that HTTP requests come to."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class WallSignIn(StrEnum):
    """Who is let in to the deadline wall."""

    LINK = "link"
    """Whoever of the team has a link from App Home."""
    PROXY = "proxy"
    """Whoever reaches its address: a proxy of the installation asks them to sign in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WallSettings:
    """Where the deadline wall listens, how people reach it (without a slash at the end), and who is let in."""

    listen: Listen
    url: str
    sign_in: WallSignIn = WallSignIn.LINK


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What an installation is told by its environment. With `listen` Slack calls us; without, a socket calls Slack.

    Without `wall` there is no deadline wall in a browser. At `health` it is told how we are, beside `listen`; without
    `heartbeat` nobody is told that all is well. `ways` are the Apprise URLs behind the names that the roster has.
    """

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False, default="")
    signing_secret: str = field(repr=False, default="")
    api_url: str = ""
    database_url: str = field(repr=False, default=DEFAULT_DATABASE)
    listen: Listen | None = None
    wall: WallSettings | None = None
    health: Listen | None = None
    heartbeat: str = field(repr=False, default="")
    connections: int = 1
    ways: Mapping[str, SecretStr] = field(default_factory=dict)
    configuration: Configuration = field(repr=False)


class SettingsError(Exception):
    """Everything that is wrong with the environment and the files it names, a line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def read_settings() -> Settings:
    """The settings of this process. Raises SettingsError with every fault at once."""
    environment = _environment()
    faults = [*_token_faults(environment), *_database_faults(environment)]
    listen = _listen("BELLTOWER_LISTEN", environment.belltower_listen, faults)
    wall = _wall(environment, faults)
    health = _listen("BELLTOWER_HEALTH", environment.belltower_health, faults)
    faults += [*_heartbeat_faults(environment), *_connections_faults(environment)]
    configuration = _configuration(environment.belltower_config, faults)
    ways = {} if configuration is None else _ways(configuration, faults)
    if faults or configuration is None:
        raise SettingsError(faults)
    return Settings(
        bot_token=environment.slack_bot_token.get_secret_value(),
        app_token=environment.slack_app_token.get_secret_value(),
        signing_secret=environment.slack_signing_secret.get_secret_value(),
        api_url=environment.slack_api_url,
        database_url=environment.database_url.get_secret_value(),
        listen=listen,
        wall=wall,
        health=health,
        heartbeat=environment.belltower_heartbeat.get_secret_value(),
        connections=int(environment.belltower_connections),
        ways=ways,
        configuration=configuration,
    )


def database_url() -> str:
    """Where the database is; for commands that need nothing else. Raises SettingsError."""
    environment = _environment()
    if faults := _database_faults(environment):
        raise SettingsError(faults)
    return environment.database_url.get_secret_value()


def database_and_configuration() -> tuple[str, Configuration]:
    """Where the database is, and what the configuration file says; for commands without Slack. Raises SettingsError."""
    environment = _environment()
    faults = _database_faults(environment)
    configuration = _configuration(environment.belltower_config, faults)
    if faults or configuration is None:
        raise SettingsError(faults)
    return environment.database_url.get_secret_value(), configuration


def slack_access() -> tuple[str, str]:
    """The bot's token, empty where none is set, and where Slack is; for commands that can do without Slack."""
    environment = _environment()
    return environment.slack_bot_token.get_secret_value(), environment.slack_api_url


def unusable_ways(configuration: Configuration) -> list[str]:
    """The faults of the ways that the configuration names: without a variable, or with something else in it."""
    faults: list[str] = []
    _ways(configuration, faults)
    return faults


def _environment() -> _Environment:
    try:
        return _Environment()
    except (OSError, UnicodeError):
        raise SettingsError([f"{_FILE}: expected a file of UTF-8 text that can be read"]) from None


def _token_faults(environment: _Environment) -> list[str]:
    faults = []
    if not re.fullmatch(r"xoxb-\S+", environment.slack_bot_token.get_secret_value()):
        faults.append("SLACK_BOT_TOKEN: expected the bot token, which begins with xoxb- (OAuth & Permissions)")
    if environment.belltower_listen:
        if not environment.slack_signing_secret.get_secret_value():
            faults.append("SLACK_SIGNING_SECRET: expected the signing secret, because BELLTOWER_LISTEN is set")
    elif not re.fullmatch(r"xapp-\S+", environment.slack_app_token.get_secret_value()):
        faults.append(
            "SLACK_APP_TOKEN: expected the app-level token, which begins with xapp- and has connections:write "
            "(or set BELLTOWER_LISTEN and SLACK_SIGNING_SECRET to be called over HTTP)"
        )
    if environment.slack_api_url and not re.fullmatch(r"https?://[^/\s]+/(\S*/)?", environment.slack_api_url):
        faults.append("SLACK_API_URL: expected an address that ends with a slash, such as http://127.0.0.1:4000/api/")
    return faults


def _database_faults(environment: _Environment) -> list[str]:
    try:
        address_of(environment.database_url.get_secret_value())
    except ValueError as wrong:
        return [f"DATABASE_URL: {wrong}"]
    return []


def _listen(variable: str, text: str, faults: list[str]) -> Listen | None:
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65_536:
        faults.append(f"{variable}: expected an address and a port, such as {_EXAMPLES[variable]}")
        return None
    return Listen(host=host.removeprefix("[").removesuffix("]") or "127.0.0.1", port=int(port))


def _wall(environment: _Environment, faults: list[str]) -> WallSettings | None:
    listen = _listen("BELLTOWER_WALL", environment.belltower_wall, faults)
    url, sign_in = environment.belltower_wall_url, environment.belltower_wall_sign_in or WallSignIn.LINK
    if not environment.belltower_wall:
        faults += [
            f"{variable}: expected BELLTOWER_WALL beside it, without which there is no deadline wall"
            for variable, text in (
                ("BELLTOWER_WALL_URL", url),
                ("BELLTOWER_WALL_SIGN_IN", environment.belltower_wall_sign_in),
            )
            if text
        ]
    if url and not _REACHED.fullmatch(url):
        faults.append("BELLTOWER_WALL_URL: expected an address such as https://belltower.example")
    if sign_in not in set(WallSignIn):
        faults.append(f"BELLTOWER_WALL_SIGN_IN: expected {' or '.join(WallSignIn)}")
        return None
    if listen is None:
        return None
    if not url and listen.host in _EVERYWHERE:
        faults.append("BELLTOWER_WALL_URL: expected how people reach the wall, which listens at every address")
    return WallSettings(listen=listen, url=(url or f"http://{listen}").rstrip("/"), sign_in=WallSignIn(sign_in))


def _heartbeat_faults(environment: _Environment) -> list[str]:
    if re.fullmatch(r"(https?://[^/\s]+\S*)?", environment.belltower_heartbeat.get_secret_value()):
        return []
    return ["BELLTOWER_HEARTBEAT: expected an address that begins with https:// or http://"]


def _connections_faults(environment: _Environment) -> list[str]:
    text = environment.belltower_connections
    if re.fullmatch(r"[0-9]{1,2}", text) and 1 <= int(text) <= MOST_CONNECTIONS:
        return []
    return [f"BELLTOWER_CONNECTIONS: expected a number between 1 and {MOST_CONNECTIONS}"]


def _ways(configuration: Configuration, faults: list[str]) -> dict[str, SecretStr]:
    """What is behind the names of ways; a name behind which nothing is that can be sent to is a fault of the file."""
    if not configuration.ways:
        return {}
    # Loaded only where there are ways: Apprise knows very many services, and takes its time to get to know them.
    from bot.apprise_url import understood

    given = {**dotenv_values(_FILE, encoding="utf-8"), **os.environ}
    ways = {name: given.get(name) or "" for name in configuration.ways}
    faults += [
        str(replace(fault, got="something else in it" if ways[name] else "no such variable"))
        for name, fault in configuration.ways.items()
        if not understood(ways[name])
    ]
    return {name: SecretStr(url) for name, url in ways.items()}


def _configuration(name: str, faults: list[str]) -> Configuration | None:
    path = Path(name).expanduser()
    try:
        return read_configuration(path.read_text(encoding="utf-8"), str(path), path.parent)
    except OSError as error:
        faults.append(f"BELLTOWER_CONFIG: expected a file that can be read, {path}: {error.strerror}")
    except UnicodeError:
        faults.append(f"BELLTOWER_CONFIG: expected UTF-8 text in {path}")
    except Faults as found:
        faults += [str(fault) for fault in found.faults]
    return None
