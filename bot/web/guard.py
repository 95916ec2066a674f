"""Keeps other web sites from using the page of this machine.

The server listens on the loopback alone, but a page of another site in the same browser can send
requests to it. So each request must name this machine as its host, which rules out a foreign name that
resolves to 127.0.0.1; and each request that does something must come from this page, with its token.
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

TOKEN_HEADER = "X-Shahid-Token"  # noqa: S105 (the name of a header)
_READING = frozenset({"GET", "HEAD"})
_OUR_NAMES = frozenset({"127.0.0.1", "localhost"})

# `data:`: the pictures of replies come within them, and a picture that is loaded so runs nothing.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """Decides which requests are served. Each run has a new token."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)

    def lets_in(self, method: str, host: str, origin: str | None, token: str) -> bool:
        """Whether a request names this machine and, unless it only reads, comes from our page.

        Args:
            method: `GET` and the like.
            host: The header Host: name and port.
            origin: The header Origin: the site whose page sent the request; None without the header.
            token: The token of the request; empty where it has none.
        """
        if not _is_ours(host):
            return False
        if method in _READING:
            return True
        if origin is not None and origin != f"http://{host}":
            return False
        return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), self.token.encode())


def _is_ours(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in _OUR_NAMES
    except ValueError:  # such as a bracket left open
        return False
