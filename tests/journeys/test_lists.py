"""At a glance: what is open, what is at risk and what is mine, the least staffed time first; to each what is theirs."""

from tests.journeys.stage import Begin
from tests.journeys.story import Story, reads, shown

THURSDAY = "2026-07-02 10:00-07:00"


async def test_the_least_staffed_time_left_stands_first_and_not_the_nearest_date(begin: Begin) -> None:
    # Basic's desk closes for the long weekend; Bird's hour for the next update runs through the night.
    story = await begin("2026-07-02 17:30-07:00")
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")
    await story.takes_the_critical_call()
    await story.types("piet", "/ticket called 2 They wait.")
    await story.presses("piet", story.card(2), "Update")
    agreed = shown("2026-07-03 09:00+02:00")
    await story.submits("piet", text="They sleep now.", next_update=int(agreed.removeprefix("<!date^")[:-1]))

    listed = await story.types("ana", "/ticket list")

    assert listed.message is not None
    first, second = (line for line in reads(story, listed.message).split("\n") if "T-" in line)
    assert "T-1" in first, "one office hour is left for it, though it is due on Monday"
    assert "T-2" in second, "seven hours are left for it, though it is due tomorrow morning"
    assert "1 h of office hours left" in reads(story, listed.message)


async def test_each_filter_shows_its_tickets_and_all_of_them_together_narrow(begin: Begin) -> None:
    expected: dict[str, set[int]] = {
        "": {1, 2, 3, 4, 5},
        "mine": {2},
        "breaching": {1, 5},
        "unassigned": {1, 3, 4, 5},
        "waiting": {3},
        "customer:acme": {1, 2, 3},
        "p1": {1, 2, 4},
        "low": set(),
        "p1 customer:acme unassigned": {1},
        "p1 customer:globex mine": set(),
        "resolved": {6},
        "closed": {7},
        "of:@omar": {2},
    }
    story = await begin(THURSDAY)
    for line in (
        "new urgent Acme: SSO login fails",
        "new urgent Acme: The export hangs",
        "new high Acme: Reports are empty",
        "new urgent Globex: Nothing loads",
        "new high Initech: Slow",
        "new low Globex: A question",
        "new low Globex: Another one",
        "take 2",
        "reply 2 We look into it.",
        "pause 3 customer Which reports?",
        "resolve 6 It is under Settings.",
        "close 7 resolved Answered.",
    ):
        await story.types("omar", f"/ticket {line}")
    await story.moves_to("2026-07-02 14:30-07:00")

    found = {}
    for words in expected:
        listed = await story.read("omar", f"/ticket list {words}".rstrip())
        found[words] = {number for number in range(1, 8) if f"T-{number} " in listed}

    assert found == expected


async def test_the_page_that_is_asked_for_may_be_the_last_one_or_beyond_it(begin: Begin) -> None:
    story = await begin(THURSDAY)
    for number in range(12):
        await story.types("ana", f"/ticket new low Globex: Question {number}")

    assert "Page 2 of 2" in await story.read("ana", "/ticket list page 2")
    assert "page 2 is the last" in await story.read("ana", "/ticket list page 9")


async def test_every_promise_on_a_card_opens_its_proof(begin: Begin) -> None:
    story = await begin("2026-07-02 17:30-07:00")
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")

    await story.presses("omar", story.card(), "Why this time: first response")

    proof = story.window_text("omar")
    assert "Independence Day" in proof, "the day that does not count is named"
    assert "V06" in proof
    assert shown("2026-07-06 06:30-07:00") in str(story.window("omar").blocks)


async def test_the_team_sees_in_its_home_what_needs_it_and_who_is_on_call(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")
    await story.types("ana", "/ticket new low Globex: A question")
    await story.types("ana", "/ticket take 2")
    await story.moves_to("2026-07-02 11:30-07:00")

    home = await _home(story, "ana")

    assert home.index("On call now") < home.index("Needs you now") < home.index("Your tickets") < home.index("The team")
    assert "Piet Oncall" in home
    assert home.index("T-1") < home.index("T-2"), "what is late comes first"
    assert "*2* open · *1* with a broken promise · *1* that nobody has" in home
    assert "Deadlines and notices are being looked after" in home


async def test_a_customer_sees_in_their_home_their_own_tickets_in_words_for_them(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")
    await story.types("ana", "/ticket new urgent Globex: Nothing loads")
    await story.types("omar", "/ticket pause 1 customer They are slow.")

    home = await _home(story, "carl")

    assert "SSO login fails for everyone" in home
    assert "we wait for you" in home
    for words in ("Nothing loads", "They are slow", "On call", "The team"):
        assert words not in home

    await story.types("omar", "/ticket resolve 1 The certificate is renewed.")
    assert "Resolved? Please tell us" in await _home(story, "carl")


async def test_somebody_else_is_told_in_their_home_what_this_is_and_whom_to_ask(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")

    home = await _home(story, "otto")

    assert "Lena Lead" in home
    assert "SSO login fails" not in home


async def _home(story: Story, who: str) -> str:
    """The tab as somebody sees it who opens it now."""
    await story.person(who).opens_home()
    await story.settle()
    tab = story.person(who).home()
    assert tab is not None
    return str(tab.blocks)
