"""Belltower: a Slack bot for support teams that have promised their customers something in writing.

The rooms, in the order in which a request passes them:

`slack`          words: payloads in, messages out; the only room that knows Slack
`desk`           decisions: one request, or one deadline that has come, is one transaction
`clocks`         pure: what a contract and a ticket's ledger add up to at an instant
`storage`        what is kept (a package beside this one): tables and queries
`watch`          time passes: deadlines that have come, notices that are to go out
`contracts`      data: contract files, their reader, their lint
`wall`           the deadline wall: one picture of all running clocks, for a screen in the team's room
`playground`     a local Slack, for the demo and the tests; its `page` is what a person opens in a browser
`demo`           an invented office with the time in your hands: scenarios in the browser, a story in the terminal

`app` wires them and is the only reader of the wall clock; `settings` and `configuration` say what an installation is
told; `listening` answers at an address of this machine; `cli` is where a person starts it. Imports run downhill only,
and a test keeps it so.

The words, used everywhere alike:

contract         what a vendor promises: plans, severities, targets, calendars, routing; one file, with versions
plan             the tier a customer has bought
customer         an organisation with a plan, a subscription term, channels, a technical account manager, contacts
severity         how bad it is now, in the contract's own words; each belongs to a priority
priority         the column of the table of targets: P1, P2, P3
calendar         when a desk is open: weekly hours in a zone, holidays, exceptions, versions from a date on
target           a length with its unit: `15 minutes`, `24 business hours`
goal             the team's own, stricter aim; to miss it breaks no promise
coverage         when somebody is on duty and may be paged; not the calendar in which a target counts
terms            a contract together with the plan a customer bought
clock            one promise running on one ticket: first response, call-back, next update, resolution
aim              what a clock runs towards: its due time, or the goal where the contract names no target
cycle            which run of a promise on a ticket a clock is: 1, and 2 after a reopening or the first update
leg, anchor      the part of a clock at one severity, and the instant its due time counts from
ledger           what happened to a ticket, in order, only ever added to: what clocks are computed from
milestone        an instant at which somebody must be told: a warning, a missed goal, a breach, an escalation, a page
deadline         the next milestone of a clock, kept so that it is found by its instant
notice           one message owed to one place, kept in the outbox until Slack has it
place, lane      a channel or person that a notice goes to; a ticket's notices to one place, in their order
roster, shelf    the installation's channels, people and rotations; its contracts in all their versions
rotation         people who take turns on call; an override goes before it
"""
