"""The exporter as it is run: a process that is scraped, and that ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest
from prometheus_client.parser import text_string_to_metric_families
from support.reading import ended, fresh
from support.scrape import samples
from support.servers import eventually, free_port, get, healthy, python, running
from support.tracer import client
from support.tracking import tracking

from generator.packs.mlflow.metrics import METRICS
from watchkeeper.mlflow import families

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.tracking import Tracking

CATALOGUE = {metric.name: metric for metric in METRICS}
OURS = {name for name in CATALOGUE if name != "up" and not name.startswith("mlflow_http_")}
DECLARED = {family.name: family for family in families.FAMILIES}


@contextmanager
def exporter(
    folder: Path, *arguments: str, ready: str = "readyz"
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A real exporter, and its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = python("watchkeeper.mlflow", "--listen", f"127.0.0.1:{port}", *arguments)
    with running(folder / "exporter.log", *command, ready=f"{url}/{ready}") as process:
        yield url, process


@pytest.fixture(scope="module")
def page(on_sqlite: Tracking, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A scrape of an exporter whose store has something of everything."""
    experiment = on_sqlite.experiment(fresh("everything"))
    run = on_sqlite.run(experiment)
    on_sqlite.call("runs/log-metric", run_id=run, key="f1", value=0.5, timestamp=1, step=1)
    name = fresh("model")
    on_sqlite.model(name, run)
    on_sqlite.alias(name, "champion", 1)
    options = ("--store", on_sqlite.store, "--metric", "f1")
    client().trace(on_sqlite.url, fresh("genai"), "OK")
    with exporter(tmp_path_factory.mktemp("exporter"), *options) as (url, _):
        return get(f"{url}/metrics")


def scraped(page: str) -> dict[str, tuple[str, set[frozenset[str]]]]:
    """Types and sets of labels by name."""
    return {
        f"{family.name}_total" if family.type == "counter" else family.name: (
            family.type,
            {frozenset(sample.labels) - {"le"} for sample in family.samples},
        )
        for family in text_string_to_metric_families(page)
    }


def test_nothing_is_missing_and_nothing_is_more(page: str) -> None:
    """A rule that reads a metric finds it, and no metric is unknown to the compiler."""
    assert set(scraped(page)) == set(DECLARED) == OURS


def test_types_and_labels_are_those_of_the_catalogue(page: str) -> None:
    """Of every series, as scraped."""
    found = scraped(page)
    for name in CATALOGUE.keys() & found.keys():
        expected = CATALOGUE[name]
        assert found[name] == (expected.type.value, {frozenset(expected.labels)}), name


def test_texts_and_units_are_those_of_the_catalogue() -> None:
    """As declared: Prometheus' text format has no units."""
    for name in CATALOGUE.keys() & DECLARED.keys():
        assert DECLARED[name].unit == CATALOGUE[name].unit, name
        assert DECLARED[name].help == CATALOGUE[name].help, name


def test_probes_and_unknown_pages(on_sqlite: Tracking, tmp_path: Path) -> None:
    """An exporter that has read its store is alive and ready."""
    with exporter(tmp_path, "--store", on_sqlite.store) as (url, _):
        assert get(f"{url}/healthz") == get(f"{url}/readyz") == "ok\n"
        with pytest.raises(HTTPError, match="404"):
            healthy(f"{url}/other")


def test_without_a_store_it_serves_and_is_not_ready(tmp_path: Path) -> None:
    """The failure is a metric, a line in the log, and no restart loop."""
    arguments = ("--store", f"sqlite:///{tmp_path}/none.db")
    with exporter(tmp_path, *arguments, ready="healthz") as (url, _):
        failed = "mlflow_exporter_refresh_failures_total{reason=unreachable}"
        page = eventually(
            lambda: samples(get(f"{url}/metrics")), lambda page: page.get(failed, 0) > 0
        )
        assert page["mlflow_exporter_up"] == 0
        assert page[failed] >= 1
        assert get(f"{url}/readyz") == "not read the store yet\n"
    assert "unable to open database file" in (tmp_path / "exporter.log").read_text("utf-8")


def test_it_ends_when_it_is_told_to(on_sqlite: Tracking, tmp_path: Path) -> None:
    """At once and well, though it waits for its next reading."""
    with exporter(tmp_path, "--store", on_sqlite.store, "--interval", "600") as (_, process):
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - started < 5


WORD = "secret"  # apart, so that no line of this file looks like a password in a link


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--store", "sqlite:///a", "--tracking-uri", "http://a"),
        ("--store", f"oracle://user:{WORD}@host/db"),
        ("--store", "no url, secret"),
        ("--tracking-uri", "ftp://host"),
        ("--store", "sqlite:///a", "--interval", "0"),
        ("--store", "sqlite:///a", "--interval", "nan"),
        ("--store", "sqlite:///a", "--timeout", "1e300"),
        ("--store", "sqlite:///a", "--max-models", "-5"),
        ("--store", "sqlite:///a", "--listen", "nowhere"),
        ("--store", "sqlite:///a", "--listen", "host:99999"),
        ("--tracking-uri", "http://"),
        ("--tracking-uri", f"http://ann:{WORD}@host"),
    ],
)
def test_settings_that_make_no_sense_end_it(arguments: tuple[str, ...]) -> None:
    """With status 2 and a line that shows no password."""
    command = python("watchkeeper.mlflow", *arguments)
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert WORD not in done.stderr


@pytest.mark.parametrize("token", [f"{WORD}\nX-Other: 1", f"{WORD}\u20ac"])
def test_a_token_that_no_header_carries_is_refused_unseen(token: str) -> None:
    """The message names the variable, never its value."""
    command = python("watchkeeper.mlflow", "--tracking-uri", "http://127.0.0.1:9")
    variables = {**os.environ, "MLFLOW_TRACKING_TOKEN": token}
    done = subprocess.run(
        command, env=variables, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2
    assert "MLFLOW_TRACKING_TOKEN" in done.stderr
    assert WORD not in done.stderr


def test_nothing_of_mlflow_is_imported() -> None:
    """Its client alone would be 170 MB."""
    code = (
        "import watchkeeper.mlflow.__main__, watchkeeper.mlflow.rest, watchkeeper.mlflow.sql, sys"
    )
    check = f"{code}; sys.exit(any(name in sys.modules for name in ('mlflow', 'pandas', 'numpy')))"
    assert subprocess.run((*python("x")[:1], "-c", check), timeout=30, check=False).returncode == 0


def test_a_server_that_was_killed_is_read_again(tmp_path: Path) -> None:
    """Without a restart of the exporter, within the time of its first tries."""
    port, store = free_port(), f"sqlite:///{tmp_path}/mlflow.db"
    name = fresh("restarted")
    arguments = ("--tracking-uri", f"http://127.0.0.1:{port}", "--interval", "1", "--timeout", "5")
    up = "mlflow_exporter_up"
    with exporter(tmp_path, *arguments, ready="healthz") as (url, _):

        def look() -> dict[str, float]:
            return samples(get(f"{url}/metrics"))

        with tracking(tmp_path, store, port) as server:
            server.run(server.experiment(name), "FAILED", end=2000)
            assert ended(eventually(look, lambda page: bool(ended(page, name))), name)
        page = eventually(look, lambda page: page[up] == 0)
        assert page[up] == 0
        assert ended(page, name) == {"FAILED": 1}
        with tracking(tmp_path, store, port):
            assert eventually(look, lambda page: page[up] == 1)[up] == 1
