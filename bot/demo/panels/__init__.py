"""What the demo adds to the page: the time, a guide, switches for what goes wrong, the deadline wall, a telephone."""
