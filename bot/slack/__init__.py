"""The room of words: what people say in Slack becomes requests here, and what the desk has to tell becomes messages.

At the door: `server` lets requests in, after `signature` where they come over HTTP; `installation` asks before the
start whether all is as it must be, `user_groups` who is of the team, `in_flight` lets a stop wait. `listeners` and
`event_listeners` connect Slack to `reception` and `overhearing`, which have things carried out; `showing` brings the
answer to the person, `redrawing` draws an open window anew.

The way in: `payloads` (what was pressed), `occurrences` (what happened without asking), `grammar` with
`handling_words`, `list_words` and `customer_words` (what was typed) and `macros` (the same in a thread), `choices` and
`submissions` (what was `filled` in). Payloads are taken apart by `reading` and lines by `words`; `gestures` makes
requests of them.

Behind the reception: `windows` says which window a verb needs, `intake_window` draws the form, `lookups` answers
questions, `clientele` is about customers, `sightings` keeps who has seen what. `people`, `links`, `quoting` and
`absence` ask Slack for names, addresses, messages and who is gone; what a call raises that did not get through is in
`reaching`.

The windows: `intake_form`, `handling_windows`, `regrade_window`, `ending_windows`, `next_steps`, `history` and
`customer_window`, made of `modals`, `inputs`, `severity_choice` and `contact_inputs`; `forms` is what they remember.

The messages: `cards`, `notices`, `customer_notices`, `duty_posts` and `digest` are sent by `sender`; `answers`,
`whispers`, `listing`, `alerts`, `customer_pages`, `home` and `manual` are seen by who asked. Their lines come from
`events`, `details`, `promises`, `offers` and `other_clocks`, refusals from `wording` and `customer_faults`; all of it
is made of `blocks` and `mrkdwn`.

Every id that goes out and comes back is in `actions`. No other room imports Slack's libraries.
"""
