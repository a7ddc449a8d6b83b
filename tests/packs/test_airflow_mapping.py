"""Airflow's statsd lines through the real exporter are what the catalogue says, and no more."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.catalog.statsd import StatsdMapping, as_config
from generator.packs.airflow.mapping import MAPPINGS
from generator.packs.airflow.metrics import METRICS
from tests.packs.airflow.exporter import configured, running
from tests.support.command import tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Metric
    from tests.packs.airflow.exporter import Scrape

LINES = Path(__file__).parent / "airflow"
VERSIONS = ("2.10", "3.3")
CATALOGUE = {metric.name: metric for metric in METRICS if metric.name.startswith("airflow_")}
MAPPED = tuple(mapping for mapping in MAPPINGS if mapping.action == "map")
# What must not be kept when nobody sends it any more. Alerts need the rest: a heartbeat that stops
# and the tasks that starve in a full pool are not sent again either.
FORGOTTEN = {
    "airflow_executor_open_slots",
    "airflow_executor_queued_tasks",
    "airflow_executor_running_tasks",
    "airflow_pool_open_slots",
    "airflow_ti_deferred",
    "airflow_ti_running",
}


def sent_by(version: str) -> list[str]:
    """The lines that one version of Airflow sends."""
    return (LINES / f"sent-by-{version}.txt").read_text("utf-8").splitlines()


def exposed_by(version: str) -> dict[str, Metric]:
    """What the catalogue says of one version."""
    major = f"Airflow {version[0]}"
    return {
        name: metric
        for name, metric in CATALOGUE.items()
        if not metric.versions or metric.versions.startswith(major)
    }


def label_sets(metric: Metric) -> set[frozenset[str]]:
    """The label names a series may have; a single executor is not named."""
    bare = metric.help.endswith("labelled only with several executors.")
    return {frozenset(metric.labels), *([frozenset[str]()] if bare else [])}


def found_labels(scrape: Scrape, metric: Metric) -> set[frozenset[str]]:
    """The label names that the series of a metric have, whatever its type adds."""
    names = {metric.name, f"{metric.name}_sum", f"{metric.name}_count"}
    return {
        frozenset(sample.labels) - {"quantile"} for sample in scrape.samples if sample.name in names
    }


@pytest.mark.parametrize("mapping", MAPPED, ids=lambda mapping: mapping.match)
def test_a_mapping_says_what_the_catalogue_says(mapping: StatsdMapping) -> None:
    """A name and its labels are the same fact on both sides, in the same order."""
    metric = CATALOGUE[mapping.name]
    names = tuple(name for name, _ in mapping.labels)
    assert names == metric.labels or frozenset(names) in label_sets(metric)


def test_the_whole_catalogue_is_mapped() -> None:
    """There is a mapping for each metric that Airflow itself sends."""
    assert {mapping.name for mapping in MAPPED} == CATALOGUE.keys()


def test_what_no_mapping_names_is_dropped() -> None:
    """The last rule takes everything, and it alone drops."""
    (last,) = [mapping for mapping in MAPPINGS if mapping.action == "drop"]
    assert last is MAPPINGS[-1]
    assert (last.match_type, last.match) == ("regex", ".+")


def test_a_file_says_only_what_differs_from_the_defaults() -> None:
    """A plain mapping is two lines; each field that is set appears as the exporter calls it."""
    full = StatsdMapping(
        "^a_(.+)$",
        "a",
        (("who", "$1"),),
        match_type="regex",
        ttl="5m",
        action="drop",
    )
    assert as_config((StatsdMapping("a.b", "a_b"), full)) == [
        {"match": "a.b", "name": "a_b"},
        {
            "match": "^a_(.+)$",
            "name": "a",
            "labels": {"who": "$1"},
            "match_type": "regex",
            "ttl": "5m",
            "action": "drop",
        },
    ]


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """Each version of Airflow."""
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def scrape(version: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scrape]:
    """What is exposed after everything that version sends was sent once."""
    with running(tmp_path_factory.mktemp("statsd"), MAPPINGS) as exporter:
        yield exporter.feed(sent_by(version))


def test_the_names_and_types_are_those_of_the_catalogue(version: str, scrape: Scrape) -> None:
    """Every family of the version is there with its type, and there is no other."""
    found = {name: kind for name, kind in scrape.types.items() if "airflow" in name}
    assert found == {name: str(metric.type) for name, metric in exposed_by(version).items()}


def test_the_labels_are_those_of_the_catalogue(version: str, scrape: Scrape) -> None:
    """No series has a label more or less than the catalogue says."""
    wanted = {name: label_sets(metric) for name, metric in exposed_by(version).items()}
    assert {name: found_labels(scrape, metric) for name, metric in CATALOGUE.items()} == {
        name: wanted.get(name, set()) for name in CATALOGUE
    }


def test_nothing_else_is_exposed(scrape: Scrape) -> None:
    """What is not the exporter's own comes from Airflow's statistics."""
    own = ("airflow_", "go_", "process_", "promhttp_", "statsd_")
    assert [name for name in scrape.types if not name.startswith(own)] == []


def test_every_line_has_its_rule(scrape: Scrape) -> None:
    """No line is left to the exporter's defaults, clashes with another or is an error."""
    assert scrape.total("statsd_exporter_events_unmapped_total") == 0
    assert scrape.total("statsd_exporter_events_conflict_total") == 0
    assert scrape.total("statsd_exporter_events_error_total") == 0
    assert scrape.total("statsd_exporter_sample_errors_total") == 0
    assert scrape.total("statsd_exporter_udp_packets_total") > 0


def test_the_numbers_are_in_base_units(scrape: Scrape) -> None:
    """Milliseconds become seconds, beats add up, and a pool may have less than no slot."""
    assert scrape.values("airflow_dagrun_failed_sum")["etl",] == 90.5
    assert scrape.values("airflow_dagrun_failed_count")["etl",] == 1
    assert scrape.values("airflow_dagrun_duration_sum")[("etl",)] == 61.5
    assert scrape.values("airflow_task_queued_duration_sum") == {(): 4}
    assert scrape.values("airflow_scheduler_heartbeat") == {("counter",): 2}
    assert scrape.values("airflow_pool_open_slots")["default_pool",] == -3


def test_dots_do_not_hide_an_object(version: str, scrape: Scrape) -> None:
    """A DAG, a pool and a task group with dots are seen, whole where that can be told."""
    dot = "." if version == "2.10" else "__"
    assert (f"team{dot}etl",) in scrape.values("airflow_dagrun_failed_count")
    assert (f"gpu{dot}a100",) in scrape.values("airflow_pool_open_slots")
    assert ("etl", f"group{dot}load") in scrape.values("airflow_task_duration_count")


def test_five_hundred_dags_make_no_new_name(version: str, tmp_path: Path) -> None:
    """Each DAG adds series and none adds a metric, whatever is sent of it."""
    lines = sent_by(version)
    one = [line for line in lines if "etl" in line]
    with running(tmp_path, MAPPINGS) as exporter:
        before = exporter.feed(lines)
        many = [line.replace("etl", f"etl-{number}", 1) for number in range(500) for line in one]
        after = exporter.feed(many)
    assert len(after.values("airflow_dagrun_failed_count")) >= 500
    assert after.types.keys() == before.types.keys()
    assert after.total("statsd_exporter_events_conflict_total") == 0


def test_stale_gauges_go_where_they_would_lie(tmp_path: Path) -> None:
    """A task, a pool or an executor that is gone is forgotten; what alerts need silent stays."""
    quick = [replace(mapping, ttl=mapping.ttl and "1s") for mapping in MAPPINGS]
    with running(tmp_path, quick) as exporter:
        exporter.feed(sent_by("3.3"))
        left = exporter.until(lambda found: found.types.keys().isdisjoint(FORGOTTEN))
    assert exposed_by("3.3").keys() - left.types.keys() == FORGOTTEN
    assert {mapping.name for mapping in MAPPINGS if mapping.ttl} == FORGOTTEN


@pytest.mark.parametrize(
    "mappings",
    [
        MAPPINGS,
        (StatsdMapping("a.*", "a", (("who", "$1"),), ttl="5m"),),
    ],
    ids=["airflow", "every field"],
)
def test_the_exporter_accepts_the_file(mappings: tuple[StatsdMapping, ...], tmp_path: Path) -> None:
    """The exporter's own check finds nothing wrong."""
    done = subprocess.run(
        [tool("statsd_exporter"), "--check-config", configured(tmp_path, mappings)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
