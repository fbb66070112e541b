"""Resumes and postings that a person gives, held against the published market; read, judged and forgotten."""

__all__ = ["given_posting", "narrowing", "opened", "resumes", "told"]
