"""Belltower on trial: an office with invented people and customers, a clock that can be moved, and a story to watch.

The bot is the real one, wired as an installation is; only Slack is local and the time is ours.
"""
