"""Every query of every board, as it is written, against a real Prometheus with series to show."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.boards import shipped, synthetic
from tests.support.command import tool

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 30  # seconds until a Prometheus that does not answer counts as broken
CHOICES = {
    "model_name": "churn",
    "__rate_interval": "5m",
    "__interval": "1m",
    "__range": "1h",
}
VARIABLE = re.compile(r"\$\{?([A-Za-z_]\w*)\}?")
FAR_BACK = "offset 1w"  # further than the series reach


class Asked(NamedTuple):
    """A query of a panel."""

    panel: str
    expr: str
    instant: bool


def sent(expr: str) -> str:
    """What Grafana would send: with all of what can be chosen."""
    return VARIABLE.sub(lambda found: CHOICES.get(found[1], ".+"), expr)


def asked() -> Iterator[Asked]:
    """The queries of all files that a Prometheus has to answer."""
    for path, panel in shipped.panels():
        for query in panel["targets"]:
            if query["datasource"]["type"] == "prometheus":
                name = f"{path.rpartition('/')[2]} {panel['title']} {query['refId']}"
                yield Asked(name, sent(query["expr"]), query["instant"])


def marked() -> Iterator[Asked]:
    """The queries of all annotations."""
    for path, text in shipped.files().items():
        for each in json.loads(text)["annotations"]["list"]:
            yield Asked(f"{path} {each['name']}", sent(each["target"]["expr"]), instant=False)


class Server(NamedTuple):
    """A Prometheus, and the last moment it knows of."""

    url: str
    end: int

    def get(self, path: str, **words: str | int) -> list[Any]:
        """The data of one answer; one that is refused is a failure."""
        url = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(words)}"
        try:
            with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own loopback
                data = json.load(answer)["data"]
        except urllib.error.HTTPError as refused:
            pytest.fail(f"{words}: {refused.read().decode()}")
        return list(data["result"] if isinstance(data, dict) else data)

    def answer(self, query: Asked) -> list[Any]:
        """The series of one query."""
        if query.instant:
            return self.get("query", query=query.expr, time=self.end)
        start = self.end - 1800
        return self.get("query_range", query=query.expr, start=start, end=self.end, step=60)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Prometheus of our own that holds the series, stopped by its own process."""
    folder = tmp_path_factory.mktemp("prometheus")
    end = int(time.time()) // 60 * 60 - 60
    synthetic.write(folder, end)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    (folder / "prometheus.yml").write_text("{}", "utf-8")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                tool("prometheus"),
                f"--config.file={folder / 'prometheus.yml'}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            stdout=log,
            stderr=log,
        )
    try:
        wait(f"http://127.0.0.1:{port}", process)
        yield Server(f"http://127.0.0.1:{port}", end)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Returns once it answers."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/-/ready", timeout=5):  # noqa: S310 - our own loopback
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("Prometheus does not answer")


def test_every_query_of_a_panel_has_an_answer(server: Server) -> None:
    """No query is refused, and each of them has series to draw."""
    empty = [query for query in asked() if not server.answer(query)]
    assert [query for query in empty if FAR_BACK not in query.expr] == []


def test_no_query_draws_more_than_a_screen_holds(server: Server) -> None:
    """Two of everything are few lines: a sum that is missing would show as dozens."""
    most = max(asked(), key=lambda query: len(server.answer(query)))
    assert len(server.answer(most)) <= 12, most


def test_every_query_of_an_annotation_is_answered(server: Server) -> None:
    """No annotation is refused; whether something happened is another matter."""
    for query in marked():
        server.answer(query)


def test_every_choice_has_values(server: Server) -> None:
    """The label of each variable has values on the series that they are taken from."""
    for board in shipped.found():
        for variable in board.variables:
            words = {"match[]": variable.series, "start": server.end - 600, "end": server.end}
            found = server.get(f"label/{variable.label}/values", **words)
            assert found, (board.uid, variable.name)


def test_a_time_is_a_moment_ago(server: Server) -> None:
    """What is shown as a time is in milliseconds: ten minutes ago, and not in 1970."""
    times = [query for query in asked() if query.expr.endswith("* 1000")]
    assert times
    for query in times:
        for series in server.answer(query):
            shown = float(series["value"][1])
            assert abs(shown - (server.end - 600) * 1000) < 120_000, query
