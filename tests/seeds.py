"""The seed of simulations: the same in every run of the suite, another one in each torture or as SKILLGAP_SEED says."""

import os
import secrets

USUAL = 20261120


def run_seed() -> int:
    """The seed of this run, printed so that a failure can be repeated."""
    fresh = secrets.randbelow(2**31) if os.environ.get("SKILLGAP_TORTURE") else USUAL
    chosen = int(os.environ.get("SKILLGAP_SEED", fresh))
    print(f"seed {chosen} (SKILLGAP_SEED={chosen} repeats it)")
    return chosen
