"""Questions to a Prometheus, bounded in time; whatever goes wrong is one sentence."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import Any

ONE = 15.0  # seconds for one answer
ALL = 600.0  # seconds for all of a run
MOST = 50_000_000  # bytes of an answer; a panel holds less than a thousandth of it
PIECE = 1 << 16
SHOWN = 200  # characters of a message
HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class Refused(Exception):  # noqa: N818 - it is the answer that was refused, not a bug of ours
    """No answer, and why, in words for the person who waits."""


@dataclass(frozen=True)
class Prometheus:
    """Where it is, and until when we ask. ``url`` has no slash at its end."""

    url: str
    until: float = field(default_factory=lambda: time.monotonic() + ALL)
    patience: float = ONE

    def get(self, path: str, **words: str | float) -> Any:  # noqa: ANN401 - what JSON holds
        """The ``data`` of an answer of the HTTP API; raises ``Refused``."""
        left = min(self.patience, self.until - time.monotonic())
        if left <= 0:
            raise Refused("not asked, because the answers so far took too long")
        url = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(words)}"
        slow = f"no answer within {left:.3g} seconds"
        try:
            with _opener(url).open(url, timeout=left) as answer:
                return _data(_read(answer, time.monotonic() + left))
        except urllib.error.HTTPError as refused:
            raise Refused(_reason(refused)) from None
        except urllib.error.URLError as error:
            timed_out = isinstance(error.reason, TimeoutError)
            raise Refused(slow if timed_out else _words(error.reason)) from None
        except TimeoutError:
            raise Refused(slow) from None
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise Refused(_words(error)) from None


def address(url: str) -> str:
    """The URL without the slashes at its end; raises ``Refused`` for one that is none."""
    try:
        parts = urllib.parse.urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise Refused("this is no URL of a Prometheus; write http://host:9090")
    if "@" in parts.netloc:
        raise Refused("a URL with a password ends up in logs; ask through a proxy that knows it")
    return url.rstrip("/")


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Proxies are for other machines."""
    here = urllib.parse.urlsplit(url).hostname in HERE
    handlers = [urllib.request.ProxyHandler({})] if here else []
    return urllib.request.build_opener(*handlers)


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    """All of it: a timeout of the connection starts anew with every byte."""
    found = bytearray()
    while piece := answer.read1(PIECE):
        found += piece
        if len(found) > MOST:
            raise Refused(f"the answer has more than {MOST} bytes")
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(found)


def _words(error: object) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(text.split())[:SHOWN]


def _reason(refused: urllib.error.HTTPError) -> str:
    """What Prometheus says of a query that it refuses, else the status alone."""
    try:
        said = json.loads(refused.read(PIECE))["error"]
    except (ValueError, KeyError, TypeError, OSError, RecursionError):
        return f"status {refused.code}"
    return f"status {refused.code}: {' '.join(str(said).split())[:SHOWN]}"


def _data(text: bytes) -> Any:  # noqa: ANN401 - what JSON holds
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("the answer is no JSON, so this is no Prometheus") from None
    if not isinstance(found, dict) or found.get("status") != "success" or "data" not in found:
        raise Refused("the answer is not that of a Prometheus")
    return found["data"]
