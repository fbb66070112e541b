"""What goes over the wire, and what may not: addresses, robots, pace, refusals. Knows no payload."""

__all__ = ["addresses", "middlewares", "refusal"]
