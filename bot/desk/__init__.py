"""The room of decisions: one request, or one deadline that has come, is one transaction.

`requests` come in, `facts` go out. `intake` opens a ticket, `handling` does all that may happen next, `alarms` looks at
a ticket again when a deadline has come, `queries` answers without changing anything. Whoever asks is checked against
the one table in `access`.
"""
