"""From a distance to advice: what to say, what to learn and how to prove it, which jobs, what a reader notices."""

__all__ = ["adviser", "conditions", "jobs", "kin", "learnable", "observations", "project", "say", "types"]
