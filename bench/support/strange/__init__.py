"""Layouts of resumes as people have them, written without a look at how the reader reads: prints, Word files, pastes.

Knows the invented careers of bench/support/careers.toml; knows nothing of nlp.
"""

__all__ = [
    "academic",
    "content",
    "exports",
    "marked",
    "pastes",
    "profiles",
    "templates",
    "typeset",
    "word",
    "wordtables",
]
