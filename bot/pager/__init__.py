"""The room that reaches people outside Slack: PagerDuty and the like, text messages, calls, email, webhooks.

It sends by Apprise, and knows the addresses, which are secrets: no word of one leaves this room.
"""
