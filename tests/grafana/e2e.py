"""Gives a real Grafana the generated boards and reads every one back through its API.

Opt-in: it needs Docker and pulls an image, so it is no part of `make ci`, and it has not been run
where this was written. With PROMETHEUS_URL set, as the container reaches it, each query is asked
through Grafana as well.

Usage: python tests/grafana/e2e.py
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

IMAGE = "grafana/grafana:13.2.0"  # what the pinned chart runs
BOARDS = Path(__file__).resolve().parents[2] / "generated" / "base" / "dashboards"
PATIENCE = 120  # seconds until Grafana answers
CANNOT = 2
KINDS = ("prometheus", "loki", "tempo")
PROVIDER = """apiVersion: 1
providers:
- name: watchkeeper
  type: file
  options: {path: /boards, foldersFromFilesStructure: true}
"""
MACROS = {"$__rate_interval": "5m", "$__interval": "1m", "$__range": "6h"}
VARIABLE = re.compile(r"\$\{?[A-Za-z_]\w*\}?")


def main() -> int:
    """0 where Grafana holds every board as it was written, 1 where not, 2 without Docker."""
    if problem := unable():
        say(f"this needs Docker, to run Grafana: {problem}")
        return CANNOT
    boards = [json.loads(path.read_text("utf-8")) for path in sorted(BOARDS.glob("*.json"))]
    with (
        tempfile.TemporaryDirectory(prefix="watchkeeper-grafana-") as name,
        running(Path(name)) as url,
    ):
        faults = [fault for board in boards for fault in differs(url, board)]
        if os.environ.get("PROMETHEUS_URL"):
            faults += [fault for board in boards for fault in unanswered(url, board)]
    for fault in faults:
        say(fault)
    say(f"{len(boards)} boards, {len(faults)} faults")
    return 1 if faults else 0


def unable() -> str:
    """Why there is no Docker to use, or nothing."""
    if not shutil.which("docker"):
        return "it is not installed"
    asked = subprocess.run(["docker", "info"], check=False, capture_output=True, timeout=PATIENCE)
    return "its daemon does not answer" if asked.returncode else ""


def say(text: str) -> None:
    """For the person who waits."""
    sys.stderr.write(f"{text}\n")


def provisioned(folder: Path) -> None:
    """The files that Grafana reads at its start: boards in one folder, data sources, a provider."""
    shutil.copytree(BOARDS, folder / "boards" / "Watchkeeper")
    (folder / "provisioning" / "dashboards").mkdir(parents=True)
    (folder / "provisioning" / "dashboards" / "boards.yaml").write_text(PROVIDER, "utf-8")
    (folder / "provisioning" / "datasources").mkdir()
    address = os.environ.get("PROMETHEUS_URL", "http://127.0.0.1:9090")
    sources = [{"name": k, "uid": k, "type": k, "access": "proxy", "url": address} for k in KINDS]
    text = json.dumps({"apiVersion": 1, "datasources": sources})  # JSON is YAML too
    (folder / "provisioning" / "datasources" / "sources.yaml").write_text(text, "utf-8")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)  # Grafana is another user in there


@contextlib.contextmanager
def running(folder: Path) -> Iterator[str]:
    """The URL of a Grafana on loopback that has read the boards; it is gone afterwards."""
    provisioned(folder)
    command = ["docker", "run", "--rm", "--detach", "--publish", "127.0.0.1::3000"]
    for source, target in (("boards", "/boards"), ("provisioning", "/etc/grafana/provisioning")):
        command += ["--volume", f"{folder / source}:{target}:ro"]
    for setting in ("ENABLED=true", "ORG_ROLE=Admin"):
        command += ["--env", f"GF_AUTH_ANONYMOUS_{setting}"]
    started = subprocess.run([*command, IMAGE], check=True, capture_output=True, text=True)
    container = started.stdout.strip()
    try:
        port = subprocess.run(
            ["docker", "port", container, "3000/tcp"], check=True, capture_output=True, text=True
        )
        url = f"http://{port.stdout.split()[0]}"
        wait(url)
        yield url
    finally:
        subprocess.run(["docker", "stop", container], check=False, capture_output=True)


def wait(url: str) -> None:
    """Returns once Grafana is well and has had time to read the files."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        with contextlib.suppress(OSError, ValueError):
            if ask(f"{url}/api/health").get("database") == "ok" and ask(f"{url}/api/search"):
                return
        time.sleep(1)
    raise SystemExit(f"Grafana did not show any board within {PATIENCE} seconds")


def ask(url: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - what JSON holds
    """The answer of one call."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers)  # noqa: S310 - our own loopback
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own loopback
        return json.load(answer)


def differs(url: str, wanted: dict[str, Any]) -> Iterator[str]:
    """What Grafana holds otherwise than it was written."""
    uid = wanted["uid"]
    try:
        held = ask(f"{url}/api/dashboards/uid/{uid}")["dashboard"]
    except urllib.error.HTTPError as refused:
        yield f"{uid}: Grafana does not have it (status {refused.code}); its log says why"
        return
    for what in ("uid", "title"):
        if held[what] != wanted[what]:
            yield f"{uid}: {what} is {held[what]!r}, not {wanted[what]!r}"
    ids = [[panel["id"] for panel in board["panels"]] for board in (held, wanted)]
    if ids[0] != ids[1]:
        yield f"{uid}: it has {len(ids[0])} panels, {len(ids[1])} were written, or other ids"


def unanswered(url: str, board: dict[str, Any]) -> Iterator[str]:
    """Queries that Grafana's data source refuses."""
    for panel in board["panels"]:
        for target in panel.get("targets", ()):
            if target["datasource"]["type"] == "prometheus":
                for fault in answer(url, target):
                    yield f"{board['uid']}, {panel['title']}: {fault}"


def answer(url: str, target: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the answer to one query."""
    expr = target["expr"]
    for macro, value in MACROS.items():
        expr = expr.replace(macro, value)
    source = {"type": "prometheus", "uid": "prometheus"}
    query = {**target, "expr": VARIABLE.sub(".+", expr), "datasource": source}
    try:
        found = ask(f"{url}/api/ds/query", {"from": "now-1h", "to": "now", "queries": [query]})
    except urllib.error.HTTPError as refused:
        yield f"status {refused.code}"
        return
    yield from (each["error"] for each in found["results"].values() if each.get("error"))


if __name__ == "__main__":
    raise SystemExit(main())
