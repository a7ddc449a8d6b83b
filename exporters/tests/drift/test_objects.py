"""Data and results in an object store: a real S3 server on the loopback."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from drift.data import PATIENCE, columns, result, save
from moto.server import ThreadedMotoServer
from support.scrape import samples
from support.servers import eventually, free_port, get, python, running

from watchkeeper.drift import cli
from watchkeeper.drift.jobs import parse
from watchkeeper.drift.monitor import RunError, Setting, run
from watchkeeper.drift.records import Run
from watchkeeper.drift.results import Place
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


BUCKET = "drift"
SUCCESS = "model_monitoring_last_success_timestamp_seconds"
READABLE = "model_monitoring_results_readable"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of the server."""
    found = ThreadedMotoServer("127.0.0.1", free_port(), verbose=False)
    found.start()
    yield f"127.0.0.1:{found._port}"
    found.stop()


@pytest.fixture
def s3(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> S3:
    """A bucket with a reference and current data."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "nobody")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    client = boto3.client("s3", endpoint_url=f"http://{server}", region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    for found in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=found["Key"])
    bucket = S3(client, server)
    for name, rows in (("reference.parquet", 5000), ("current/1.parquet", 1000)):
        client.upload_file(str(save(tmp_path / "x", columns(rows, seed=rows))), BUCKET, name)
    return bucket


class S3:
    """A bucket as another client sees it."""

    def __init__(self, client: Any, server: str) -> None:  # noqa: ANN401 - boto3 has no types
        self.client, self.server = client, server

    def uri(self, path: str) -> str:
        """A path in the bucket, as a configuration names it."""
        where = f"endpoint_override={self.server}&scheme=http&region=us-east-1"
        return f"s3://{BUCKET}/{path}?{where}"

    def keys(self, prefix: str) -> list[str]:
        """The objects below a prefix."""
        found = self.client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
        return [each["Key"] for each in found]

    def json(self, key: str) -> Any:  # noqa: ANN401 - JSON
        """An object's content."""
        return json.loads(self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read())

    def job(self, **more: object) -> dict[str, object]:
        """A model whose data is here."""
        data = {"reference": self.uri("reference.parquet"), "current": self.uri("current")}
        return {"name": "churn", **data, **more}


def test_a_run_from_and_to_an_object_store(
    s3: S3, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Result, record and profile are objects; a second run reads the profile again."""
    config = tmp_path / "drift.yaml"
    content = {"version": 1, "results": s3.uri("results"), "models": [s3.job()]}
    config.write_text(json.dumps(content), "utf-8")
    window = ("--window-end", "2026-11-22T00:00:00Z")
    for _ in range(2):
        assert cli.main(["run", "--config", str(config), "--model", "churn", *window]) == 0
    result = json.loads(capsys.readouterr().out.split("\n}\n")[1] + "\n}")
    assert s3.keys("results") == [
        "results/_newest/churn.json",
        "results/_profiles/churn.json",
        "results/_runs/churn.json",
        "results/churn/20261122T000000Z.json",
    ]
    assert s3.json("results/churn/20261122T000000Z.json") == result
    assert s3.json("results/_newest/churn.json") == result
    assert s3.json("results/_runs/churn.json")["status"] == "ok"


def test_the_environment_may_say_where_the_store_is(
    s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a pod: then a configuration names buckets only."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{s3.server}")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    data = {"reference": f"s3://{BUCKET}/reference.parquet", "current": f"s3://{BUCKET}/current"}
    job = parse({"name": "churn", **data})
    assert run(job, Setting(store(f"s3://{BUCKET}/results")))["drift_detected"] is False
    assert "results/_newest/churn.json" in s3.keys("results")
    assert not list(tmp_path.glob("s3*"))


def test_both_kinds_of_store_find_the_same(s3: S3, tmp_path: Path) -> None:
    """The window ends when the newest object was written."""
    found = [
        run(parse(s3.job()), Setting(store(place)))
        for place in (s3.uri("results"), str(tmp_path / "results"))
    ]
    assert found[0]["columns"] == found[1]["columns"]
    assert found[0]["window_end"] == pytest.approx(time.time(), abs=PATIENCE)


def test_an_object_is_whole_or_not_there(s3: S3) -> None:
    """Whoever reads while others write gets the old one or the new one, never a mixture."""
    kept = store(s3.uri("results"))
    size = 6 << 20  # more than one part
    kept.write("a.json", b"0" * size)

    def write() -> None:
        for turn in range(1, 6):
            kept.write("a.json", str(turn).encode() * size)

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while writer.is_alive():
        content = kept.read("a.json")
        assert len(content) == size
        seen |= set(content)
        assert content == content[:1] * size
    assert len(seen) > 1
    assert kept.read("a.json") == b"5" * size


def test_what_is_removed_is_not_there(s3: S3, tmp_path: Path) -> None:
    """In either kind of store, also when it is removed twice."""
    for kept in (store(s3.uri("results")), store(tmp_path)):
        kept.write("a/b.json", b"x")
        kept.remove("a/b.json")
        kept.remove("a/b.json")
        with pytest.raises(FileNotFoundError):
            kept.read("a/b.json")


def test_a_rerun_of_an_older_window_does_not_hide_a_newer_one(s3: S3, tmp_path: Path) -> None:
    """In either kind of store."""
    for kept in (store(s3.uri("results")), store(tmp_path)):
        place = Place(kept, "churn")
        for end in (1e9, 2e9, 1.5e9):
            place.keep(result(end))
        newest = place.newest()
        assert newest
        assert newest["window_end"] == 2e9
        assert len(kept.listing("churn")) == 3


def test_windows_beyond_those_kept_go(
    s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest first, in either kind of store; of reports fewer are kept."""
    monkeypatch.setattr("watchkeeper.drift.results.KEPT", 3)
    monkeypatch.setattr("watchkeeper.drift.results.KEPT_REPORTS", 1)
    for kept in (store(s3.uri("results")), store(tmp_path)):
        place = Place(kept, "churn")
        for day in range(1, 6):
            end = datetime(2026, 1, day, tzinfo=UTC).timestamp()
            place.keep(result(end))
            kept.write(place.name(end, "html"), b"<p>")
        place.prune()
        assert sorted(kept.listing("churn")) == [
            "20260103T000000Z.json",
            "20260104T000000Z.json",
            "20260105T000000Z.html",
            "20260105T000000Z.json",
        ]


def test_the_exporter_reads_a_prefix(s3: S3, tmp_path: Path) -> None:
    """The real one, as it is started in a cluster; it finds new results by itself."""
    place = Place(store(s3.uri("results")), "churn")
    place.keep(result(time.time()))
    Run(place, time.time(), time.time()).end(time.time(), drift=False, published={})
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    options = ("--results", s3.uri("results"), "--refresh", "0.1", "--address", "127.0.0.1")
    command = python("watchkeeper.drift", "serve", *options, "--port", str(port))
    with running(tmp_path / "log", *command, ready=f"{url}/readyz"):
        found = samples(get(f"{url}/metrics"))
        assert found[READABLE] == 1
        assert found["model_monitoring_run_status"] == 1
        later = time.time() + 1000
        place.keep(result(later))
        assert eventually(
            lambda: samples(get(f"{url}/metrics")).get(SUCCESS), lambda value: value == later
        ) == pytest.approx(later)


@pytest.mark.parametrize("broken", ["reference", "current", "results"])
def test_what_is_not_there_is_no_verdict(s3: S3, broken: str) -> None:
    """A missing bucket is told by its name."""
    missing = s3.uri("x").replace("s3://drift", "s3://nowhere")
    job = parse(s3.job(**({} if broken == "results" else {broken: missing})))
    with pytest.raises(RunError) as caught:
        run(job, Setting(store(missing if broken == "results" else s3.uri("results"))))
    assert "nowhere" in str(caught.value)


def test_an_address_of_no_store_is_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With the address."""
    path = tmp_path / "drift.yaml"
    path.write_text(json.dumps({"version": 1, "models": []}), "utf-8")
    assert cli.main(["serve", "--results", "s4://x/y", "--port", "0"]) == 2
    assert "s4://x/y" in caplog.text
