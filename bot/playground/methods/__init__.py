"""The Web API: one function per method, and the door in front of them that checks token, scopes and arguments."""
