"""The room of words: what people say in Slack becomes requests here, and what the desk has to tell becomes messages.

The way in is `grammar` (what was typed), `payloads` (what was pressed) and `submissions` (what was filled in). The way
out is `cards`, `notices`, `answers`, `modals` and `intake_form`; they share `promises`, `wording`, `mrkdwn` and
`blocks`. Every id that goes out and comes back is in `actions`. No other room imports Slack's libraries.
"""
