"""docs/complaints.md: what users of other tools complain about, and the test that holds it to be otherwise here."""

from tests.docs.marks import linked, marks

PAGE = "complaints.md"
COMPLAINTS = {
    1: "A target of two days shows as six, and the holiday that made it so cannot be seen.",
    2: "Alerts come at midnight and at weekends, although the hours are Monday to Friday.",
    3: "Only a calendar of 24/7 counts right; others escalate as soon as a ticket is made.",
    4: "A week without its Mondays and Thursdays is miscounted, and tickets are overdue at once.",
    5: "Days and hours are so mixed up that a target has to be set to 18 hours to mean two days.",
    6: "“1 day” changes its meaning between a business day and 24 business hours.",
    7: "A lunch break cannot be said, so the clock runs while the desk is closed.",
    8: "The clock runs outside the desk’s hours, and the reports show misses that were none.",
    9: "The server’s own zone counts, and a clock change needs a second calendar.",
    10: "Hours are spoiled when somebody in another zone edits them.",
    11: "The observed day of a holiday is missing, or moved wrongly.",
    12: "Holidays cannot be used at all, because nobody can say which set the contract means.",
    13: "It says “paused”, and the clock goes on.",
    14: "A wait is added as wall time, so that due times over a weekend are wrong.",
    15: "A promise is broken while the ticket waits on the customer.",
    16: "A wait pushes the due time outside the opening hours.",
    17: "A wait moves a due time that people had agreed on.",
    18: "The customer answers by another way, and the clock does not go on.",
    19: "Waits do not stop the clock at all, although the contract says so.",
    20: "Waiting is used to park tickets, and nobody can hold the waits against the real answers.",
    21: "An update clock cannot be paused, so people hide their tickets.",
    22: "A change of priority forgets the waits before it.",
    23: "Who gets a ticket late has no time left, because everything counts from its making.",
    24: "A ticket that was closed and opened several times counts wrongly.",
    25: "A reopened ticket keeps the due time that had passed.",
    26: "An old ticket that is opened again is overdue at once.",
    27: "A reopened ticket gets no promise at all.",
    28: "A goodbye keeps the clock running after the end, and the missed time grows for ever.",
    29: "A promise that was replaced shows as kept.",
    30: "A bot’s reply counts as the first response.",
    31: "The update clock escalates although the team answered, and it overrules the first response.",
    32: "A promise that is no longer made still notifies.",
    33: "A new policy waits for the ticket’s next event, and then fires a breach that was told before.",
    34: "To mend missed events the history is rebuilt, and mails are sent again.",
    35: "A new reminder is swallowed for an old one, hundreds come after a breach, and of many at once some are lost.",
    36: "A call that waits for its hours never comes, unnoticed; one that was answered comes again months later.",
    37: "One rate limit delays every channel, and nobody sees by how much.",
    38: "Shifts overlap or gape where the clock changes, and who is on call is told without swaps and overrides.",
    39: "Threads are flooded, every reply is read by the whole channel, and a reminder cannot be put off by itself.",
    40: "A word that was meant for the team reaches the customer.",
}
"""By the number they have in the collection they were read from; those from 35 to 39 are about paging."""
CANNOT_HAPPEN = {
    10: "Hours are written in a file with the name of their zone, and no editor converts them.",
    34: "There is nothing to rebuild: clocks are computed from the ledger each time, and a notice’s key is unique.",
}
"""Those that no test can show, and why they cannot happen."""


def held() -> dict[int, list[str]]:
    """The tests that are marked with a complaint."""
    found: dict[int, list[str]] = {}
    for number, test in marks("complaint"):
        found.setdefault(int(number), []).append(test)
    return found


def text() -> str:
    """The page."""
    tests = held()
    lines = [
        "# What users of other tools complain about\n\n"
        "Collected from the public trackers of other ticket systems, in our words. Beneath each stands the test that "
        "holds it to\nbe otherwise here, or why it cannot happen. This page is made by `make docs`.\n"
    ]
    for number, complaint in COMPLAINTS.items():
        answers = [linked(test) for test in tests.get(number, [])] or [
            CANNOT_HAPPEN.get(number, "**nothing holds it**")
        ]
        lines.append(f"\n{number}. {complaint}\n\n" + "".join(f"   - {answer}\n" for answer in answers))
    return "".join(lines)
