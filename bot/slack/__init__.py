"""The room of words: what people say in Slack becomes requests here, and what the desk has to tell becomes messages.

The way in is `payloads` (what was pressed), `occurrences` (what happened without asking), `grammar` and `macros` (what
was typed), `choices` and `submissions` (what was filled in); `gestures` makes requests of it. `reception` and
`overhearing` have them carried out, `listeners` and `event_listeners` connect those to Slack, and `showing` brings the
answer to the person. The way out is `cards`, `notices`, `answers`, `whispers`, `intake_form` and the other windows;
they share `promises`, `wording`, `mrkdwn` and `blocks`. Every id that goes out and comes back is in `actions`. No other
room imports Slack's libraries.
"""
