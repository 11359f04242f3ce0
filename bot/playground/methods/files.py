"""`files.*`: what the app can learn of files that people share."""

from bot.playground.methods.call import Call
from bot.playground.refusals import Json, Refusal
from bot.playground.wire import file_json


def info(call: Call) -> Json:
    """`files.info`: whole also where the message of a shared channel has only named the file."""
    file = call.workspace.files.get(call.text("file") or "")
    if file is None:
        raise Refusal("file_not_found")
    if call.workspace.bot.id not in call.workspace.channels[file.channel].members:
        raise Refusal("not_visible")
    return {"file": file_json(file, call.workspace), "comments": [], "response_metadata": {"next_cursor": ""}}
