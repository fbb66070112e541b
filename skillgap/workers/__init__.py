"""Who reads: this process, several of this machine, or a cluster's. Parts of postings in, readings out in their order.

Knows the reader and no database: what is read is written by whoever asked.
"""

__all__ = ["cluster", "extra", "mapping", "processes", "reads"]
