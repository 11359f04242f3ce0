"""What is kept: the tables, the one way to reach the database, and the questions that may be asked of it.

`tables` says what a row is, `database` opens SQLite or PostgreSQL and hands out transactions, `schema` brings a
database up to date, and one module per noun (`tickets`, `deadlines`, `outbox`, ...) holds its queries: small functions
that take the session first. Nothing here knows what a contract, a clock or a Slack message means.
"""

from storage.sqlite_library import use_sound_library

use_sound_library()
