"""The environment: every variable, every fault at once, and no secret where somebody could read it."""

import re
from pathlib import Path

import pytest

from bot.settings import (
    VARIABLES,
    Listen,
    SettingsError,
    WallSettings,
    WallSignIn,
    database_and_configuration,
    database_url,
    read_settings,
)

ROOT = Path(__file__).parents[1]
SECRET = "s3cret-and-nobody-s-business"
SOUND = {
    "SLACK_BOT_TOKEN": f"xoxb-{SECRET}",
    "SLACK_APP_TOKEN": f"xapp-{SECRET}",
    "SLACK_SIGNING_SECRET": SECRET,
    "SLACK_API_URL": "http://127.0.0.1:4000/api/",
    "DATABASE_URL": f"postgresql://belltower:{SECRET}@db/belltower",
    "BELLTOWER_CONFIG": "here.yaml",
    "BELLTOWER_LISTEN": "0.0.0.0:3000",
    "BELLTOWER_WALL": "0.0.0.0:4200",
    "BELLTOWER_WALL_URL": "https://wall.example/team/",
    "BELLTOWER_WALL_SIGN_IN": "proxy",
    "BELLTOWER_HEALTH": "127.0.0.1:8080",
    "BELLTOWER_HEARTBEAT": f"https://heartbeat.example/{SECRET}",
    "BELLTOWER_CONNECTIONS": "3",
}
WAYS = "ways: {U0OLLY: [{via: OLLY_SMS}]}\notherwise: [PAGER_SERVICE]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty environment in a folder with a sound configuration file, under the name that is looked for."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    sample = (ROOT / "deploy" / "belltower.yaml.sample").read_text(encoding="utf-8")
    (tmp_path / "belltower.yaml").write_text(sample, encoding="utf-8")
    (tmp_path / "here.yaml").write_text(sample.replace("U0LENA", "U0OTHER"), encoding="utf-8")
    return tmp_path


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def told() -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        read_settings()
    return refused.value.faults


def test_every_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **SOUND)
    settings = read_settings()

    assert set(SOUND) == set(VARIABLES)
    assert settings.bot_token == SOUND["SLACK_BOT_TOKEN"]
    assert settings.app_token == SOUND["SLACK_APP_TOKEN"]
    assert settings.signing_secret == SOUND["SLACK_SIGNING_SECRET"]
    assert settings.api_url == SOUND["SLACK_API_URL"]
    assert settings.database_url == SOUND["DATABASE_URL"]
    assert settings.listen == Listen(host="0.0.0.0", port=3000)
    assert settings.wall == WallSettings(
        listen=Listen(host="0.0.0.0", port=4200), url="https://wall.example/team", sign_in=WallSignIn.PROXY
    )
    assert settings.health == Listen(host="127.0.0.1", port=8080)
    assert settings.heartbeat == SOUND["BELLTOWER_HEARTBEAT"]
    assert settings.connections == 3
    assert settings.configuration.roster.leads == {"U0OTHER"}


def test_two_tokens_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    settings = read_settings()

    assert settings.database_url == "sqlite:///belltower.db"
    assert settings.listen is None
    assert settings.wall is None
    assert (settings.api_url, settings.signing_secret) == ("", "")
    assert (settings.health, settings.heartbeat, settings.connections) == (None, "", 1)
    assert settings.ways == {}
    assert settings.configuration.roster.leads == {"U0LENA"}


def test_over_http_no_app_token_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s", BELLTOWER_LISTEN=":3000")

    assert read_settings().listen == Listen(host="127.0.0.1", port=3000)


def test_a_file_fills_in_what_the_environment_leaves_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN=xapp-file\nSOMETHING_ELSE=1\n")
    given(monkeypatch, SLACK_APP_TOKEN="xapp-environment")
    settings = read_settings()

    assert (settings.bot_token, settings.app_token) == ("xoxb-file", "xapp-environment")


def test_every_fault_of_settings_and_configuration_is_told_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bad.yaml").write_text("contracts: [valimial]\nchannels: {}\npeople: {leads: []}\n", encoding="utf-8")
    given(
        monkeypatch,
        SLACK_BOT_TOKEN=f"xoxp-{SECRET}",
        SLACK_API_URL=f"http://{SECRET}/api",
        DATABASE_URL=f"mysql://root:{SECRET}@db/belltower",
        BELLTOWER_CONFIG="bad.yaml",
        BELLTOWER_LISTEN=f"{SECRET}:http",
    )
    faults = told()

    assert [fault.split(":", maxsplit=1)[0] for fault in faults] == [
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_API_URL",
        "DATABASE_URL",
        "BELLTOWER_LISTEN",
        "bad.yaml",
        "bad.yaml",
    ]
    assert SECRET not in "\n".join(faults)


def test_an_empty_environment_is_told_what_it_lacks(folder: Path) -> None:
    (folder / "belltower.yaml").unlink()
    faults = told()

    assert [fault.split(":")[0] for fault in faults] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "BELLTOWER_CONFIG"]
    assert "BELLTOWER_LISTEN" in faults[1], "the other way to be called is named"


@pytest.mark.parametrize("listen", ["3000", "localhost", "localhost:", "localhost:0", "localhost:65536", "h:३"])
def test_an_address_to_listen_on_has_a_port(monkeypatch: pytest.MonkeyPatch, listen: str) -> None:
    given(monkeypatch, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s", BELLTOWER_LISTEN=listen)

    if listen == "3000":
        assert read_settings().listen == Listen(host="127.0.0.1", port=3000)
    else:
        assert told() == ("BELLTOWER_LISTEN: expected an address and a port, such as 0.0.0.0:3000",)


@pytest.mark.parametrize(
    ("listen", "url"),
    [
        ("127.0.0.1:4200", "http://127.0.0.1:4200"),
        ("::1:4200", "http://[::1]:4200"),
        ("[::1]:4200", "http://[::1]:4200"),
    ],
)
def test_a_wall_is_reached_where_it_listens_and_by_link_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, listen: str, url: str
) -> None:
    given(monkeypatch, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", BELLTOWER_WALL=listen)
    wall = read_settings().wall

    assert wall is not None
    assert (wall.url, wall.sign_in) == (url, WallSignIn.LINK)


@pytest.mark.parametrize(
    ("variable", "value", "fault"),
    [
        ("BELLTOWER_WALL", "4200x", "BELLTOWER_WALL: expected an address and a port, such as 127.0.0.1:4200"),
        (
            "BELLTOWER_WALL_URL",
            "wall.example",
            "BELLTOWER_WALL_URL: expected an address such as https://belltower.example",
        ),
        (
            "BELLTOWER_WALL_URL",
            "https://w/?x=1",
            "BELLTOWER_WALL_URL: expected an address such as https://belltower.example",
        ),
        (
            "BELLTOWER_WALL_URL",
            "http://[::1",
            "BELLTOWER_WALL_URL: expected an address such as https://belltower.example",
        ),
        (
            "BELLTOWER_WALL_URL",
            "https://b/c;d",
            "BELLTOWER_WALL_URL: expected an address such as https://belltower.example",
        ),
        (
            "BELLTOWER_WALL_URL",
            "https://a@b/",
            "BELLTOWER_WALL_URL: expected an address such as https://belltower.example",
        ),
        ("BELLTOWER_WALL_SIGN_IN", "nobody", "BELLTOWER_WALL_SIGN_IN: expected link or proxy"),
    ],
)
def test_a_fault_of_the_wall_is_told(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, fault: str) -> None:
    sound = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "BELLTOWER_WALL": "127.0.0.1:4200"}
    given(monkeypatch, **sound | {variable: value})

    assert told() == (fault,)


@pytest.mark.parametrize(
    ("variable", "value", "fault"),
    [
        ("BELLTOWER_HEALTH", SECRET, "BELLTOWER_HEALTH: expected an address and a port, such as 127.0.0.1:8080"),
        (
            "BELLTOWER_HEARTBEAT",
            f"{SECRET}.example",
            "BELLTOWER_HEARTBEAT: expected an address that begins with https:// or http://",
        ),
        *(
            ("BELLTOWER_CONNECTIONS", value, "BELLTOWER_CONNECTIONS: expected a number between 1 and 10")
            for value in ("0", "11", "-1", "two", "٣", "1.5", "")
        ),
    ],
)
def test_a_fault_of_how_it_is_watched_and_connected_is_told(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, fault: str
) -> None:
    given(monkeypatch, **{"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", variable: value})

    assert told() == (fault,)


def with_ways(folder: Path) -> None:
    file = folder / "belltower.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{WAYS}", encoding="utf-8")


def test_what_is_behind_the_names_of_ways_comes_from_the_environment_or_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_ways(folder)
    (folder / ".env").write_text("OLLY_SMS=json://file.example\nPAGER_SERVICE=json://file.example\n")
    given(monkeypatch, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", OLLY_SMS=f"json://{SECRET}.example")
    settings = read_settings()

    assert {name: url.get_secret_value() for name, url in settings.ways.items()} == {
        "OLLY_SMS": f"json://{SECRET}.example",
        "PAGER_SERVICE": "json://file.example",
    }
    assert SECRET not in repr(settings)


def test_a_way_behind_which_is_nothing_or_nonsense_is_a_fault_of_the_line_that_names_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_ways(folder)
    line = len((folder / "belltower.yaml").read_text(encoding="utf-8").splitlines())
    given(monkeypatch, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", PAGER_SERVICE=f"pagerduty://{SECRET}")

    assert told() == (
        f"belltower.yaml:{line - 1}:23: ways.U0OLLY[0].via: expected an address that Apprise understands in the "
        "environment variable OLLY_SMS, got no such variable",
        f"belltower.yaml:{line}:13: otherwise[0]: expected an address that Apprise understands in the environment "
        "variable PAGER_SERVICE, got something else in it",
    )


def test_commands_without_slack_do_without_ways(folder: Path) -> None:
    with_ways(folder)

    assert database_and_configuration()[1].roster.otherwise == ("PAGER_SERVICE",)


@pytest.mark.parametrize("listen", ["0.0.0.0:4200", "[::]:4200"])
def test_a_wall_at_every_address_is_told_how_people_reach_it(monkeypatch: pytest.MonkeyPatch, listen: str) -> None:
    given(monkeypatch, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", BELLTOWER_WALL=listen)

    assert told() == ("BELLTOWER_WALL_URL: expected how people reach the wall, which listens at every address",)


def test_a_wall_that_nobody_asked_for_is_not_half_there(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    given(monkeypatch, **sound, BELLTOWER_WALL_URL="https://wall.example", BELLTOWER_WALL_SIGN_IN="proxy")

    assert [fault.split(":")[0] for fault in told()] == ["BELLTOWER_WALL_URL", "BELLTOWER_WALL_SIGN_IN"]


@pytest.mark.parametrize("url", ["sqlite:///belltower.db", "postgresql://u@h/n", "postgres://u@h/n"])
def test_two_databases_are_known(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    given(monkeypatch, DATABASE_URL=url)

    assert database_url() == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "belltower.db",
        "mysql://u@h/n",
        "sqlite+pysqlite:///x.db",
        "postgresql+asyncpg://u@h/n",
        "postgresql://u@h:p/n",
    ],
)
def test_any_other_database_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    given(monkeypatch, DATABASE_URL=url)

    with pytest.raises(SettingsError, match=r"^DATABASE_URL: expected sqlite:///path or postgresql://user@host/name$"):
        database_url()


def test_commands_without_slack_need_the_database_and_the_configuration_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(monkeypatch, DATABASE_URL="sqlite:///other.db")
    url, configuration = database_and_configuration()

    assert url == "sqlite:///other.db"
    assert configuration.shelf.ids
    given(monkeypatch, DATABASE_URL="oracle://x", BELLTOWER_CONFIG="absent.yaml")
    with pytest.raises(SettingsError) as wrong:
        database_and_configuration()
    assert [fault.split(":")[0] for fault in wrong.value.faults] == ["DATABASE_URL", "BELLTOWER_CONFIG"]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_database_that_keeps_nothing_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    given(monkeypatch, DATABASE_URL=url)

    with pytest.raises(SettingsError, match="got SQLite without a file"):
        database_url()


def test_a_configuration_that_cannot_be_read_says_why(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    (folder / "latin.yaml").write_bytes(b"people: Ren\xe9\n")

    monkeypatch.setenv("BELLTOWER_CONFIG", "latin.yaml")
    assert told() == ("BELLTOWER_CONFIG: expected UTF-8 text in latin.yaml",)
    monkeypatch.setenv("BELLTOWER_CONFIG", ".")
    assert told() == ("BELLTOWER_CONFIG: expected a file that can be read, .: Is a directory",)


def test_an_env_file_that_cannot_be_read_is_a_fault(folder: Path) -> None:
    (folder / ".env").write_bytes(b"SLACK_BOT_TOKEN=\xff\n")

    assert told() == (".env: expected a file of UTF-8 text that can be read",)


def test_no_secret_shows_in_a_value_that_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, **SOUND)
    settings = read_settings()

    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
    assert SECRET not in f"{settings}"


def test_sample_and_page_name_every_variable_and_no_other() -> None:
    sample = (ROOT / ".env.sample").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", sample, re.M)) == set(VARIABLES)
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.M)) == set(VARIABLES)


def test_the_sample_s_tokens_do_not_pass_for_real_ones(folder: Path) -> None:
    (folder / ".env").write_text((ROOT / ".env.sample").read_text(encoding="utf-8"), encoding="utf-8")

    assert [fault.split(":")[0] for fault in told()] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
