"""For all tests: hypothesis watches what is true, not how long it takes on a busy machine."""

import os

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize="SKILLGAP_TORTURE" not in os.environ)
settings.load_profile("house")
