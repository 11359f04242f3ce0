"""What the app can learn of files, and each of Slack's refusals."""

import pytest

from bot.playground.refusals import Json
from tests.playground.methods.situations import ORGANISATION, Scene, Situation, Words, cases, refused_as
from tests.playground.shapes import differences, sample

CANVAS = "files, but no canvases, are shared here"


async def shared_among_themselves(scene: Scene) -> Json:
    said = await scene.slack.person("Olly Oncall").says("leads", "look", files=["plan.pdf"])
    return {"file": said.files[0].id}


WORDS = {
    "files.info": Words(
        happens={"file_not_found": {"file": "F9"}, "not_visible": shared_among_themselves},
        cannot={
            "access_denied": ORGANISATION,
            "canvas_disabled_file_team": CANVAS,
            "canvas_disabled_user_team": CANVAS,
            "canvas_globally_disabled": CANVAS,
            "file_deleted": "a file stays when its message goes",
            "slack_connect_canvas_sharing_blocked": CANVAS,
            "template_not_visible": CANVAS,
        },
    ),
}


@pytest.mark.parametrize(("method", "situation", "word"), cases(WORDS))
async def test_slack_says_its_word(scene: Scene, method: str, situation: Situation, word: str) -> None:
    assert await refused_as(scene, method, situation) == word


async def test_of_a_file_in_a_shared_channel_the_message_has_the_id_and_the_method_the_rest(scene: Scene) -> None:
    said = await scene.slack.person("Carl Customer").says("acme-support", "", files=["bounces.csv"])
    [message] = (await scene.client.conversations_history(channel="C0ACME"))["messages"]
    [named] = message["files"]
    whole = (await scene.client.files_info(file=said.files[0].id))["file"]
    captured = sample("payloads", "captured", "message_file_share.event_payload.json")["event"]["files"][0]
    shape = sample("payloads", "events", "MessageFileSharePayload.json")["event"]["files"][0]

    assert (message["subtype"], named["file_access"]) == ("file_share", "check_file_info")
    assert "name" not in named
    assert (whole["name"], whole["mimetype"], whole["pretty_type"]) == ("bounces.csv", "text/csv", "CSV")
    assert {
        path: what
        for path, what in differences(whole, captured, shape).items()
        if not path.startswith(("/thumb_", "/original_"))  # it is no picture
    } == {}
