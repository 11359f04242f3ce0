"""The kinds of notices, and which of them the customer reads."""

from enum import StrEnum


class NoticeKind(StrEnum):
    """The kinds of messages that the desk owes to a place."""

    CARD = "card"
    """The ticket's one card, posted once."""
    CARD_EDIT = "card edit"
    """The card brought up to date in place."""
    EVENT = "event"
    """What happened, in the card's thread."""
    RECEIPT = "receipt"
    """What the customer is told when their ticket was taken, in the thread that it came from."""
    ANSWER = "answer"
    """What was said to the customer, in the thread that the ticket came from."""
    PROPOSAL = "proposal"
    """The resolution that the customer is asked to agree to, in the same thread."""
    PROPOSAL_EDIT = "proposal edit"
    """The same message once it waits for no answer any more, without its buttons."""
    NEWS = "news"
    """What the customer is told of what happened to their ticket, in the same thread."""
    REMINDER = "reminder"
    """Somebody has to ask again, because the customer has not answered."""
    DIGEST = "digest"
    """The day's digest, which is about no single ticket."""
    WARNING = "warning"
    """A promise is in danger."""
    GOAL = "goal"
    """The team's own goal has passed."""
    BREACH = "breach"
    """A promise is broken."""
    ESCALATION = "escalation"
    """A promise has stayed broken."""
    PAGE = "page"
    """People are called, where the team can see it."""
    PAGE_DIRECT = "page direct"
    """A person is called, by a direct message."""
    PAGE_OUTSIDE = "page outside"
    """A person or a level is called by a way that is not Slack."""
    PAGE_EDIT = "page edit"
    """A call in Slack once it is over, without its buttons."""
    PAGE_OVER = "page over"
    """A way that is not Slack is told that a call is over."""
    HELD = "page held"
    """Nobody is called yet, because the plan has nobody on duty at this hour."""
    ALARM_OUTSIDE = "alarm outside"
    """What Slack did not take in time, told by a way that is not Slack."""
    STORM = "storm"
    """Many notices at once, a line for each, where one message for each would flood a channel."""
    HAND_OVER = "hand-over"
    """A shift begins: who was on call, who is, and the open work."""
    GAPS = "gaps"
    """Hours that were promised and that nobody covers."""
    DRILL = "drill"
    """A test call, marked as one, where the team can see it."""
    DRILL_DIRECT = "drill direct"
    """A test call to a person."""
    DRILL_OUTSIDE = "drill outside"
    """A test call by a way that is not Slack."""
    DRILL_OVER = "drill over"
    """A way that is not Slack is told that a test call is over."""
    DRILL_EDIT = "drill edit"
    """A test call in Slack once it is over, without its button."""
    DRILL_RESULT = "drill result"
    """How long it took until somebody answered a test call, or that nobody did."""
    SWAP = "swap"
    """Somebody is asked to exchange shifts."""
    SWAP_EDIT = "swap edit"
    """The same message once it waits for no answer any more, without its buttons."""
    STAND_IN = "stand-in"
    """Somebody learns that they are on call at another time than before, because others arranged it."""
    AUDIT = "audit"
    """Something that should have been told was not."""
    UNDELIVERED = "undelivered"
    """Slack refuses another notice for good, so that somebody must tell it another way."""


TO_CUSTOMER = frozenset(
    {NoticeKind.RECEIPT, NoticeKind.ANSWER, NoticeKind.PROPOSAL, NoticeKind.PROPOSAL_EDIT, NoticeKind.NEWS}
)
"""What the customer reads, in the thread that the ticket came from."""
EDITS = frozenset(
    {
        NoticeKind.CARD_EDIT,
        NoticeKind.PROPOSAL_EDIT,
        NoticeKind.PAGE_EDIT,
        NoticeKind.DRILL_EDIT,
        NoticeKind.SWAP_EDIT,
    }
)
"""What changes a message that is in Slack already."""
