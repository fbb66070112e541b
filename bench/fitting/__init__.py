"""Labelled postings in, the numbers that ship with nlp/ out. Run by hand, committed with the command that made them."""
