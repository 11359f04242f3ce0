"""What the demo adds to the page: the time in your hands, a guide beside the messages, the deadline wall."""
