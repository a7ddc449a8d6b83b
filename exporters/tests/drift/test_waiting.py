"""A place of results that does not answer: probes and scrapes do, and the process ends in time."""

from __future__ import annotations

import signal
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from support.scrape import samples
from support.servers import eventually, free_port, get, python, running

from watchkeeper.drift import shelf as reading
from watchkeeper.drift.server import Results
from watchkeeper.drift.shelf import Shelf
from watchkeeper.drift.stores import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READABLE = "model_monitoring_results_readable"


class Hanging:
    """A store that is asked and does not answer."""

    def __init__(self, folder: Path, *, remote: bool) -> None:
        self.inner, self.uri, self.remote = Folder(folder), "a place", remote
        self.over = threading.Event()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - passes all through
        return getattr(self.inner, name)

    def ensure(self) -> None:
        """Waits."""
        self.over.wait(60)


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of an object store that takes requests and never answers one."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        yield listening.getsockname()[1]


@pytest.mark.parametrize("remote", [True, False])
def test_a_scrape_does_not_wait_for_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, remote: bool
) -> None:
    """It says that nothing can be read, at once or after the time that a folder has."""
    monkeypatch.setattr(reading, "BY_HAND", 0.05)
    kept: Any = Hanging(tmp_path, remote=remote)
    shelf = Shelf(kept)
    site = Results(shelf)
    for _ in range(3):
        assert samples(site.page(packed=False).decode()) == {READABLE: 0}
        assert site.unready()
    assert shelf.busy()
    kept.over.set()
    assert eventually(site.unready, lambda found: not found) == ""


def test_a_place_that_never_answers_is_a_sickness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After minutes without any progress; then Kubernetes may start the process anew."""
    monkeypatch.setattr(reading, "BY_HAND", 0.05)
    kept: Any = Hanging(tmp_path, remote=False)
    site = Results(Shelf(kept))
    site.page(packed=False)
    assert not site.sick()
    monkeypatch.setattr(reading, "STUCK", 0.01)
    time.sleep(0.02)
    assert "not answered" in site.sick()
    kept.over.set()
    assert eventually(site.sick, lambda found: not found) == ""


def test_a_silent_object_store_keeps_nobody(tmp_path: Path, silent: int) -> None:
    """Probes and scrapes answer, none waits for another, and SIGTERM ends the process soon."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    results = f"s3://b/x?endpoint_override=127.0.0.1:{silent}&scheme=http&region=us-east-1"
    address = ("--address", "127.0.0.1", "--port", str(port))
    command = python("watchkeeper.drift", "serve", "--results", results, *address)
    keys = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "nobody")
    log = tmp_path / "log"
    with running(log, *command, ready=f"{url}/healthz", environment=keys) as process:
        for _ in range(3):
            assert samples(get(f"{url}/metrics")) == {READABLE: 0}
            assert get(f"{url}/readyz") == "no place of results\n"
        process.send_signal(signal.SIGTERM)
        # The client of the store would wait for a minute and a half.
        assert process.wait(20) == 0
    assert not [line for line in log.read_text("utf-8").splitlines() if "Traceback" in line]
