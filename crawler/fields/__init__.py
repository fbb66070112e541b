"""What several sources share in reading a payload: bytes and fields of strangers in, plain values out.

Knows no source, no network and no disk.
"""

__all__ = ["advert", "dates", "employment", "header", "json_ld", "markup", "pay", "payload", "places", "scrub", "text"]
