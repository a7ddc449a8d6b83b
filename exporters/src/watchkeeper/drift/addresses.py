"""Where data and results are: what an address must not say."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit


def secret(uri: str) -> bool:
    """Whether an address holds a password, which logs and lists of processes would show."""
    if "://" not in uri:
        return False
    parts = urlsplit(uri)
    login = parts.netloc.rpartition("@")[0]
    return ":" in login or any("secret" in name for name in parse_qs(parts.query))
