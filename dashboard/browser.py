"""The key by which a browser is known again when it loads a page anew; it tells nobody anything, here or elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

NAME = "skillgap_browser"


def greeting(headers: Mapping[str, str]) -> str | None:
    """The Set-Cookie header for who asks for a page and has no key yet; else None. Gone when the browser is closed."""
    is_page = "text/html" in headers.get("accept", "")
    if not is_page or f"{NAME}=" in headers.get("cookie", ""):
        return None
    return f"{NAME}={secrets.token_urlsafe(24)}; Path=/; HttpOnly; SameSite=Strict"
