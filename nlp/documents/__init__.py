"""A resume file of any kind in, its text out, parsed in a limited child process.

Knows no skill, no posting and no resume.
"""

__all__ = ["files"]
