"""Belltower: a Slack bot for support teams that have promised their customers something in writing.

The rooms, in the order in which a request passes them:

`slack`          words: payloads in, messages out; the only room that knows Slack
`desk`           decisions: one request, or one deadline that has come, is one transaction
`clocks`         pure: what a contract and a ticket's ledger add up to at an instant
`storage`        what is kept (a package beside this one): tables and queries
`pager`          people outside Slack: pages that go out by PagerDuty, text message, call, email, webhook
`watch`          time passes: deadlines that have come, notices that are to go out
`contracts`      data: contract files, their reader, their lint
`wall`           the deadline wall: one picture of all running clocks, for a screen in the team's room
`playground`     a local Slack, for the demo and the tests; its `page` is what a person opens in a browser
`demo`           an invented office with the time in your hands: scenarios in the browser, a story in the terminal

`wiring` puts them together, and `app` starts and ends what they are, the only reader of the wall clock; `health`,
`metrics` and `heartbeat` say how it is to whoever watches; `settings` and `configuration` say what an installation is
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
cadence          how often the customer is to hear of a ticket, where that was agreed on for it
cycle            which run of a promise on a ticket a clock is: 1, and 2 after a reopening or the first update
leg, anchor      the part of a clock at one severity, and the instant its due time counts from
ledger           what happened to a ticket, in order, only ever added to: what clocks are computed from
source           the message in Slack that an entry of the ledger rests on
us, them         the team and the customer's account manager; the customer: only we stop a clock, only they end a wait
thread           the team's, under a ticket's card, stays internal; the customer's, where it came from, they read
wait, pause      a stretch in which somebody else has the next move; the clocks that the contract pauses stand still
duty             what the customer owes by the contract, and what a ticket may have to wait for
attempt          a try to reach a customer who does not answer; after enough of them a ticket may be closed
triage           the question of a contract whose answer decides the severity
proposal         a resolution or workaround that the customer is asked to agree to; they confirm it or object
lapse            what a rule makes happen by itself: an agreed wait is over, or silence counts as agreement
chain, round     the people who are paged one after another until somebody has the ticket; once through all of them
snooze           a page that is put off: nobody is called before a moment, and then all again unless somebody has it
relapse          that nobody has a ticket any more who had answered its page, so that people are paged anew
scope line       a clause that says what the contract does not cover, named when a ticket is closed for it
covered          taken with the contract's promises; without a subscription a ticket may be taken without them
milestone        an instant at which somebody must be told: a warning, a missed goal, a breach, an escalation, a page
deadline         the next milestone of a clock, kept so that it is found by its instant
notice           one message owed to one place, kept in the outbox until Slack has it
receipt          the notice that tells the customer of their ticket: its number, its severity, what happens by when
news             the notice that tells them what happened to it since
storm            more messages to one channel within a minute than can be read: one notice tells them, a line for each
digest           the notice that tells the team once a day how all tickets stand
escalation point whom an escalation calls: the customer's account manager in office hours, else who is on call
place, lane      a channel or person that a notice goes to; a ticket's notices to one place, in their order
claim, lease     that a worker is sending a notice; until when that holds, unless the worker says that it is alive
roster, shelf    the installation's channels, people and on-call schedules; its contracts in all their versions
on-call schedule who is on call at an instant, by rotations or an imported calendar; the name that a page chain calls
rotation, turn   people who take turns on call; of a schedule's rotations the first that has somebody counts
shift            from when until when somebody is on call; an override goes before every rotation
override         somebody stands in on call for whoever's turn it is, from a moment until another
swap             two people exchange shifts: one asks, the other accepts, and two overrides make it so
feed             a schedule that is kept elsewhere: an iCalendar address or file, read anew every few minutes
way              how a person is called beside Slack: an address that only the environment knows, by its name there
timetable        when a message comes that comes again and again
gap              a stretch in which nobody is on call by a schedule; it matters where it was promised to a customer
audit            a look, by other ways, whether what should have been told was; what was not is made good and said
macro            what is typed after `/ticket`, typed after a `?` in a ticket's thread
"""
