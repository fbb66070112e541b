"""For all tests: hypothesis watches what is true, not how long it takes on a busy machine."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
