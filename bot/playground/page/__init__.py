"""The local Slack in a browser: channels, messages, threads, windows and the home tab, as one person sees them."""
