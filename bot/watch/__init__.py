"""The room in which time passes: deadlines that have come, and notices that are to go out.

`sweep` and `delivery` each make one pass over what is due at an instant they are given; `loops` makes the rounds.
"""
