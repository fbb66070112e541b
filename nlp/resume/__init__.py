"""The text of one resume in, a ResumeReading out: skills with their lines, career, degree.

Knows mentions; knows no posting and no file.
"""

__all__ = ["doubts", "everyday", "headings", "lines", "reader", "sayings", "shown"]
