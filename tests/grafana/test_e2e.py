"""The opt-in check of boards in Grafana, against a stand-in: Docker is not to be had everywhere."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, ClassVar

import pytest

from tests.support.command import CANNOT, CLEAN, FINDINGS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPT = ROOT / "tests" / "grafana" / "e2e.py"
DOCKER = """#!/bin/sh
echo "$@" >> "$0.log"
case "$1" in
  info) exit {info} ;;
  run) echo container ;;
  port) echo {address} ;;
esac
"""


class Grafana(http.server.BaseHTTPRequestHandler):
    """Holds the boards of the repository, except the one that is ``lost``."""

    lost: ClassVar[str] = ""

    def do_GET(self) -> None:
        """As far as the check asks."""
        name = self.path.rpartition("/")[2]
        board = ROOT / "generated" / "base" / "dashboards" / f"{name}.json"
        if name in {"health", "search"}:
            body = {"database": "ok"}
        elif name == self.lost or not board.is_file():
            self.send_error(404)
            return
        else:
            body = {"dashboard": json.loads(board.read_text("utf-8"))}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library has it
        """Nothing: a test's output is its own."""


@pytest.fixture
def address() -> Iterator[str]:
    """Where the stand-in listens."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Grafana) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def run(folder: Path, address: str, info: int = 0) -> subprocess.CompletedProcess[str]:
    """A finished run with a Docker that starts the stand-in."""
    docker = folder / "docker"
    docker.write_text(DOCKER.format(info=info, address=address), "utf-8")
    docker.chmod(0o755)
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PROMETHEUS_URL": ""}
    command = [sys.executable, str(SCRIPT)]
    return subprocess.run(
        command, env=env, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def test_boards_that_come_back_as_written_are_well(tmp_path: Path, address: str) -> None:
    """Nothing is found, and the container is stopped."""
    done = run(tmp_path, address)
    assert done.returncode == CLEAN, done.stderr
    assert done.stderr.endswith(" boards, 0 faults\n")
    assert (tmp_path / "docker.log").read_text("utf-8").endswith("stop container\n")


def test_a_board_that_grafana_does_not_have_is_named(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that it refused fails the check."""
    monkeypatch.setattr(Grafana, "lost", "wk-model")
    done = run(tmp_path, address)
    assert done.returncode == FINDINGS
    assert "wk-model: Grafana does not have it (status 404)" in done.stderr


def test_without_docker_it_says_so_in_one_line(tmp_path: Path, address: str) -> None:
    """A Docker that does not answer is none."""
    done = run(tmp_path, address, info=1)
    assert done.returncode == CANNOT
    assert done.stderr == "this needs Docker, to run Grafana: its daemon does not answer\n"
