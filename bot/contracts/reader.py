"""Reads contract files: a shipped one by its name, any other by its path.

Faults come all at once, each with its place, what was expected, what stood there, and the nearest valid name.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.clocks.contract import Contract
from bot.contracts.assembly import Assembly
from bot.contracts.document import Document
from bot.contracts.faults import Fault, Faults, nearest, one_of
from bot.contracts.form import ContractForm

_ROOM = Path(__file__).parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A contract together with the file it was read from, for whoever has more to say about that file."""

    contract: Contract
    form: ContractForm
    document: Document
    text: str


def read(text: str, file: str) -> Reading:
    """The text of a contract file; `file` is what messages call it. Raises `Faults`."""
    document = Document(text, file)
    form = document.read(ContractForm)
    contract = Assembly(document, form, digest(text)).contract()
    return Reading(contract=contract, form=form, document=document, text=text)


def read_contract(text: str, file: str) -> Contract:
    """The contract that a text says; `file` is what messages call it. Raises `Faults`."""
    return read(text, file).contract


def load(source: str | Path) -> Contract:
    """The contract at a path, or the shipped one of that name (`valimail`). Raises `Faults`."""
    return read_file(source).contract


def read_file(source: str | Path) -> Reading:
    """The contract file at a path, or the shipped one of that name (`valimail`). Raises `Faults`."""
    path = shipped().get(str(source), Path(source))
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise _unreadable(source, (error.strerror or str(error)).lower()) from None
    except UnicodeError:
        raise _unreadable(source, "something that is not UTF-8 text") from None
    return read(text, path.name if str(source) in shipped() else str(source))


def shipped() -> dict[str, Path]:
    """The contract files that come with Belltower, by name."""
    return {path.stem: path for path in sorted(_ROOM.glob("*.yaml"))}


def digest(text: str) -> str:
    """The SHA-256 of a contract's text, by which a ticket finds the very words it was opened under."""
    return sha256(text.encode()).hexdigest()


def _unreadable(source: str | Path, problem: str) -> Faults:
    fault = Fault(
        file=str(source),
        line=1,
        column=1,
        path="",
        expected=f"a contract file, or {one_of(shipped())}",
        got=problem,
        nearest=nearest(source, shipped()),
    )
    return Faults([fault])
