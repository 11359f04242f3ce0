"""What an operator types: `belltower run`, `demo`, `contract`, `due`, `migrate`, `customers`, `oncall`.

Exit codes: 0 done, 1 something that was checked is wrong, 2 the command, its settings or its files are not usable.
"""

import asyncio
import logging
import signal
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated

import typer

from bot.customer_commands import customers
from bot.oncall_commands import oncall
from bot.terminal import errors, log_to_stderr, out, told_what_is_unusable, unusable

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
contract = typer.Typer(no_args_is_help=True, help="Look at contract files.")
app.add_typer(contract, name="contract")
app.add_typer(customers, name="customers")
app.add_typer(oncall, name="oncall")


def main() -> None:
    """Run the command line."""
    app()


def _print_version(asked: bool) -> None:
    if asked:
        out.print(f"belltower {version('belltower')}")
        raise typer.Exit


@app.callback()
def belltower(
    _: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Belltower keeps the response promises of your support contracts, in Slack."""


@app.command()
def run() -> None:
    """Connect to Slack and work until stopped. Settings come from the environment or from .env."""
    from bot.app import serve
    from bot.settings import read_settings

    log_to_stderr()
    with told_what_is_unusable():
        asyncio.run(serve(read_settings(), stop_on=(signal.SIGTERM, signal.SIGINT)))


@app.command()
def demo(
    scenario: Annotated[
        str | None, typer.Option(metavar="NAME", help="The scenario to begin with; a wrong name lists them.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Where the page is served; 0 for any free port.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only say the address.")] = False,
    story: Annotated[bool, typer.Option("--story", help="Tell a story in the terminal instead.")] = False,
) -> None:
    """Try Belltower on a local Slack in your browser, with invented people and the time in your hands."""
    # Where things go wrong on purpose, the page tells of it.
    log_to_stderr(logging.ERROR, faults_only=True)
    with told_what_is_unusable():
        if not story:
            _serve_demo(scenario, port, open_browser=not no_browser)
            return
        if no_browser or port is not None or scenario is not None:
            raise ValueError("--story: expected by itself, because it is told in the terminal, without a page")
        from bot.demo.story import tell

        asyncio.run(tell(out))


def _serve_demo(scenario: str | None, port: int | None, *, open_browser: bool) -> None:
    from bot.contracts.faults import nearest, one_of
    from bot.demo import address
    from bot.demo.scenarios import scenarios
    from bot.demo.site import serve

    names = tuple(scenarios())
    if scenario is not None and scenario not in names:
        meant = nearest(scenario, names)
        raise ValueError(
            f"--scenario: expected {one_of(names)}, got “{scenario}”{f'; did you mean “{meant}”?' if meant else ''}"
        )
    with address.listener(port) as listening:
        url = address.url_of(listening)

        def ready() -> None:
            out.print(f"Belltower's demo is at {url}", markup=False, soft_wrap=True)
            if port is None and listening.getsockname()[1] != address.PORT:
                out.print(f"Port {address.PORT} is in use, so it is on the next free one.", markup=False)
            out.print("Ctrl-C ends it. Everything in it is invented, and nothing is kept.", markup=False)
            if open_browser:
                address.open_browser(url)

        # The terminal may be closed instead: then too the temporary folder is to go.
        stop_on = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        asyncio.run(serve(scenario or names[0], listening, ready=ready, stop_on=stop_on))


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date; `run` does so by itself."""
    from bot.app import migrate as bring_up_to_date
    from bot.settings import database_url

    with told_what_is_unusable():
        out.print(asyncio.run(bring_up_to_date(database_url())), markup=False, soft_wrap=True)


@app.command()
def due(
    contract_name: Annotated[
        str, typer.Option("--contract", metavar="NAME|FILE", help="A shipped contract, or the path of a file.")
    ],
    plan: Annotated[str, typer.Option(help="The plan, as the contract file calls it.")],
    severity: Annotated[str, typer.Option(help="The severity, by id or name.")],
    at: Annotated[str, typer.Option(help="When the ticket is opened: 2026-07-02T17:30-07:00.")],
    why: Annotated[bool, typer.Option("--why", help="Prove each due time, line by line.")] = False,
) -> None:
    """Say when each promise on a ticket would fall due."""
    from bot.contracts.due import due_lines
    from bot.contracts.faults import Faults
    from bot.contracts.reader import load

    opened = _instant(at)
    try:
        for line in due_lines(load(contract_name), plan, severity, opened, why=why):
            out.print(line, markup=False, soft_wrap=True)
    except Faults as faults:
        raise unusable(*map(str, faults.faults)) from None
    except LookupError as unknown:
        raise unusable(str(unknown.args[0])) from None


@contract.command()
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Paths, or names of shipped ones.")],
) -> None:
    """Report every fault of contract files with its place, run their examples, and point out what looks unintended."""
    from bot.app import today
    from bot.contracts.examples import failing
    from bot.contracts.faults import Faults
    from bot.contracts.lint import lint
    from bot.contracts.reader import read_file

    sound = True
    for file in files:
        try:
            reading = read_file(file)
        except Faults as faults:
            for fault in faults.faults:
                errors.print(str(fault), markup=False)
            sound = False
            continue
        findings = list(lint(reading, today()))
        accepted = [found for found in findings if found.accepted is not None]
        wrong = [*failing(reading), *(found for found in findings if found.accepted is None)]
        for each in wrong:
            errors.print(str(each), markup=False)
        sound = sound and not wrong
        if not wrong:
            examples = len(reading.form.examples)
            holds = "1 example holds" if examples == 1 else f"{examples} examples hold"
            noted = f", {len(accepted)} noted and accepted" if accepted else ""
            out.print(f"{reading.document.file}: sound; {holds}{noted}", markup=False)
    if not sound:
        raise typer.Exit(1)


@contract.command()
def show(name: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A shipped contract, or a path.")]) -> None:
    """Print a contract as a page: plans and targets, paging, calendars, severities, rules; each with its clause."""
    from bot.contracts.faults import Faults
    from bot.contracts.reader import load
    from bot.contracts.summary import page

    try:
        out.print(page(load(name)))
    except Faults as faults:
        raise unusable(*map(str, faults.faults)) from None


def _instant(text: str) -> datetime:
    """An instant with its offset, in UTC."""
    try:
        written = datetime.fromisoformat(text)
        if written.tzinfo is not None:
            return written.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise unusable(f"--at: expected an instant with its offset, such as 2026-07-02T17:30-07:00, got {text}")
