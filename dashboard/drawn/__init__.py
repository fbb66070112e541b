"""What the browser draws by our own hand: tables with tracks, the skill map, the frame's style.

Plain data in, elements out: scripts set texts and never HTML, links lead to pages of the dashboard.
"""

__all__ = ["frame", "map", "table"]
