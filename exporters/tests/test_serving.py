"""What every exporter serves over HTTP, whatever its pages are about."""

from __future__ import annotations

import gzip
import socket
import threading
import urllib.request
from typing import TYPE_CHECKING

import pytest
from support.servers import get

from watchkeeper.serving import METRICS_TYPE, Server

if TYPE_CHECKING:
    from collections.abc import Iterator


class Pages:
    """A site whose state a test sets."""

    problem = ""

    def page(self, *, packed: bool) -> bytes:
        """A page with one series."""
        return gzip.compress(b"up 1\n") if packed else b"up 1\n"

    def sick(self) -> str:
        """The problem."""
        return self.problem

    def unready(self) -> str:
        """The same problem."""
        return self.problem


@pytest.fixture
def site() -> Pages:
    """What is served."""
    return Pages()


@pytest.fixture
def url(site: Pages) -> Iterator[str]:
    """A running server's address."""
    with Server(("127.0.0.1", 0), site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("gzip;q=0", False),
        ("identity", False),
        ("", False),
    ],
)
def test_a_page_is_packed_for_those_who_can_unpack_it(
    url: str, accepted: str, *, packed: bool
) -> None:
    """Others get it plain, and both are told what it is."""
    request = urllib.request.Request(f"{url}/metrics", headers={"Accept-Encoding": accepted})  # noqa: S310 - ours
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own loopback
        body = answer.read()
    assert answer.headers["Content-Type"] == METRICS_TYPE
    assert (answer.headers["Content-Encoding"] == "gzip") == packed
    assert (gzip.decompress(body) if packed else body) == b"up 1\n"


def test_probes_say_what_is_wrong(url: str, site: Pages) -> None:
    """And nothing but ok while all is well."""
    assert get(f"{url}/healthz") == get(f"{url}/readyz") == "ok\n"
    site.problem = "out of coffee"
    assert get(f"{url}/healthz") == get(f"{url}/readyz") == "out of coffee\n"


def test_a_client_that_goes_away_stops_nobody(url: str) -> None:
    """Not even in the middle of its request."""
    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as rude:
        rude.sendall(b"GET /metr")
        assert get(f"{url}/metrics") == "up 1\n"
    assert get(f"{url}/metrics") == "up 1\n"


def test_an_unknown_page_names_the_known_ones(url: str) -> None:
    """For whoever mistypes the path of a scrape."""
    assert get(f"{url}/metric") == "/metrics /healthz /readyz\n"


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
@pytest.mark.parametrize(("host", "asked"), [("", ("127.0.0.1", "[::1]")), ("::1", ("[::1]",))])
def test_clusters_of_either_family_are_served(
    site: Pages, host: str, asked: tuple[str, ...]
) -> None:
    """An empty host is all addresses of IPv4 and IPv6."""
    with Server((host, 0), site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        for each in asked:
            assert get(f"http://{each}:{server.server_port}/metrics") == "up 1\n"
        server.shutdown()
        thread.join()
