"""A place that several machines share (a bucket, a mounted folder): what one keeps there, others take from it.

Keys are written once; of a market only the pointer is ever replaced, last and conditionally.
"""

__all__ = ["layout", "market", "place", "pulling", "pushing", "tables"]
