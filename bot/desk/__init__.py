"""The room of decisions: one request, or one deadline that has come, is one transaction.

What comes in: `requests` are values; `refusals` say why one is not carried out. Whoever asks is checked against the one
table in `access`; `naming` finds what they meant, `sides` tells us from them, `roster` says who works here.

A ticket: `intake` opens it, where `admission` lets it in; `handling` does all that may happen next, and what that adds
to the ledger is made in `assignment`, `speaking`, `grading`, `waiting` and `ending`, which ask for their words in
`demands`. `hearing` takes in what people write in its `threads`, `alarms` looks at it again when a deadline has come.
Whatever comes after the opening is added in `appending`, and `telling` puts what follows into the outbox.

What goes out: `composing` and `customer_news` make `notices` of what happened, `escalation` says whom to call, and
`sending` decides of each notice, as an `outgoing` one, whether it is still to be told.

Questions change nothing: `queries` asks about one ticket, `previews` what would be, `lists` and `board` about many, in
the order of `urgency`; `chronicle` is all that happened to one, with its `sources` in Slack, `overview` and `tally` are
for whoever arrives, and `digest` (with `digest_facts`, by its `schedule`) is for everybody each day. They answer in
`facts`, which `records` reads from rows, and a customer's contact sees what `discretion` leaves.

The customers: `clientele` keeps them, `customer_import` many at once; `customer_entry` reads what is written of them
(`customer_details`, `slack_ids`), and by `customer_directory` no two share a name or a channel. Everything is given the
`desk`: the database, the contracts, the roster.
"""
