"""Belltower on trial: an office with invented people and customers, and a clock that can be moved.

`site` serves it in the browser, with the panels `panels` and the scenarios `scenarios` (to add one is to add its file);
`story` tells of it in the terminal. The bot is the real one, wired as an installation is; only Slack is local and the
time is ours.
"""
