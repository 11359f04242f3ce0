"""The deadline wall: one picture of all running clocks, for a screen in the team's room. It changes nothing."""
