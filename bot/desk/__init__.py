"""The room of decisions: one request, or one deadline that has come, is one transaction.

`requests` come in, `facts` go out. `intake` opens a ticket, `handling` does all that may happen next, `alarms` looks at
a ticket again when a deadline has come, `hearing` takes in what people write in the channels, `queries` answers without
changing anything. What a request adds to the ledger is made in `assignment`, `speaking`, `grading`, `waiting` and
`ending`, and `appending` is the one way in. Whoever asks is checked against the one table in `access`, and a customer's
contact sees what `discretion` leaves. `telling` puts what is owed to the team and to the customer into the outbox,
`sending` takes it out.

`clientele` keeps the customers themselves, `customer_import` many at once; `customer_entry` reads what is written.
"""
