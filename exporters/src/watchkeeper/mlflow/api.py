"""Requests to MLflow's REST interface: bounded in time, and each failure has a reason."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import time
import urllib.request
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit

from watchkeeper.mlflow.picture import DEFAULT_WORKSPACE, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchkeeper.mlflow.picture import Reason

PREFIX = "/api/2.0/mlflow/"  # of paths that do not begin at the root
CHUNK = 1 << 16
MOST_BYTES = 1 << 29  # of an answer
SAID = 200  # characters of an error that are passed on

KINDS: dict[int, Reason] = {
    HTTPStatus.UNAUTHORIZED: "denied",
    HTTPStatus.FORBIDDEN: "denied",
    HTTPStatus.TOO_MANY_REQUESTS: "busy",
    HTTPStatus.SERVICE_UNAVAILABLE: "busy",
    HTTPStatus.GATEWAY_TIMEOUT: "timeout",
}


class MissingError(SourceError):
    """The server has no such thing: it is older, or something else."""


@dataclass(frozen=True, slots=True)
class Login:
    """How to sign in: with a token, or else with a name and a password, or else not at all."""

    token: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)

    def headers(self) -> dict[str, str]:
        """What a request says of it."""
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        if self.user:
            pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
            return {"Authorization": f"Basic {pair}"}
        return {}


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: it would take the password along."""

    def redirect_request(self, *_: object) -> None:
        """Nowhere."""


class Api:
    """A tracking server, or a workspace of it. Proxies are those of the environment."""

    def __init__(
        self,
        url: str,
        login: Login,
        *,
        timeout: float = 60,
        ca_file: str = "",
        workspace: str = "",
    ) -> None:
        self._url = _checked(url)
        self._headers = {"Accept": "application/json", **login.headers()}
        self.workspace = workspace or DEFAULT_WORKSPACE
        if workspace:
            self._headers["X-MLFLOW-WORKSPACE"] = workspace
        self._timeout = timeout
        https = urllib.request.HTTPSHandler(context=_trusting(ca_file))
        self._opener = urllib.request.build_opener(_Stay, https)

    def get(self, path: str, **query: object) -> dict[str, Any]:
        """The answer to a question in the address."""
        return self._call(f"{path}?{urlencode(query)}", None)

    def post(self, path: str, **body: object) -> dict[str, Any]:
        """The answer to a question in the body."""
        return self._call(path, json.dumps(body).encode())

    def pages(self, path: str, key: str, method: str = "post", **ask: object) -> Iterator[Any]:
        """The items of all pages."""
        token, seen = "", set[str]()
        while token not in seen:
            seen.add(token)
            more = {"page_token": token} if token else {}
            answer = (self.post if method == "post" else self.get)(path, **ask, **more)
            items = answer.get(key, [])
            if not isinstance(items, list):
                raise SourceError("answer", f"{path} answered without a list of {key}")
            yield from items
            token = str(answer.get("next_page_token") or "")
            if not token:
                return
        raise SourceError("answer", f"{path} gave the same page twice")

    def _call(self, path: str, body: bytes | None) -> dict[str, Any]:
        try:
            answer = json.loads(self._fetch(path, body))
        except HTTPError as error:
            raise _refused(path, error) from error
        except TimeoutError as error:
            raise SourceError("timeout", f"{path} took over {self._timeout:g} s") from error
        except URLError as error:
            slow = isinstance(error.reason, TimeoutError)
            kind: Reason = "timeout" if slow else "unreachable"
            raise SourceError(kind, f"{path}: {error.reason}") from error
        except (http.client.HTTPException, json.JSONDecodeError) as error:
            raise SourceError("answer", f"{path} answered nonsense: {error!r:.{SAID}}") from error
        except ValueError as error:  # its text may quote what was sent, the token among it
            name = type(error).__name__
            raise SourceError("answer", f"{path} cannot be asked or understood: {name}") from None
        except OSError as error:
            raise SourceError("unreachable", f"{path}: {error}") from error
        if not isinstance(answer, dict):
            raise SourceError("answer", f"{path} answered with something else than an object")
        return answer

    def _fetch(self, path: str, body: bytes | None) -> bytes:
        headers = {**self._headers, **({"Content-Type": "application/json"} if body else {})}
        url = f"{self._url}{path if path.startswith('/') else PREFIX + path}"
        request = urllib.request.Request(url, body, headers)  # noqa: S310 - checked when it was set
        end = time.monotonic() + self._timeout
        with self._opener.open(request, timeout=self._timeout) as answer:
            expected = int(answer.headers.get("Content-Length") or -1)
            found = bytearray()
            while chunk := answer.read1(CHUNK):
                found += chunk
                if time.monotonic() > end:  # the timeout of a socket is that of one packet
                    raise TimeoutError
                if len(found) > MOST_BYTES:
                    raise SourceError("answer", f"{path} answered over {MOST_BYTES} bytes")
        if 0 <= expected != len(found):
            raise http.client.IncompleteRead(bytes(found[:SAID]), expected - len(found))
        return bytes(found)


def _checked(url: str) -> str:
    """An address that can be asked; raises ``ValueError``, without what may be a password."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("a tracking server's address is http://host[:port] or https://host[:port]")
    if parts.username is not None:
        raise ValueError(
            "a tracking server's address holds no user or password here: set "
            "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD"
        )
    return url.rstrip("/")


def _trusting(ca_file: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:
        raise ValueError(f"no certificates can be read from {ca_file}: {error}") from error


def _refused(path: str, error: HTTPError) -> SourceError:
    with error:
        kind = KINDS.get(error.code, "answer")
        asked = error.headers.get("Retry-After", "")
        wait = float(asked) if asked.isdecimal() else 0.0
        missing = error.code == HTTPStatus.NOT_FOUND
        kept = MissingError if missing else SourceError
        return kept(kind, f"{path} answered {error.code} {error.reason}", wait)
