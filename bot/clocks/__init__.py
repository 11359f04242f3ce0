"""The pure room: instants and contract terms in, promises and due times out.

Nothing here reads a clock, a file, a database or Slack. Every function may be called for any instant, past or
future, and gives the same answer each time.
"""
