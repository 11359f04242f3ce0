"""Property tests on a busy machine may be slow without being wrong, so that no example has a time limit here."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
