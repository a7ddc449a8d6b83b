"""The page: readable for Prometheus whatever the names are, bounded, and honest about its age."""

from __future__ import annotations

import gzip
import math
import threading
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as some
from prometheus_client.parser import text_string_to_metric_families
from support.reading import Reading, ended, runs
from support.servers import eventually

from watchkeeper.mlflow import families
from watchkeeper.mlflow.exposition import LONGEST, Sample, label_value, render
from watchkeeper.mlflow.picture import (
    Alias,
    Experiment,
    Model,
    ModelMetric,
    Picture,
    Runs,
    SourceError,
)
from watchkeeper.mlflow.refresh import Pace, Refresher
from watchkeeper.mlflow.tally import Bounds, Tally

EMPTY = Picture((), (), (), (), (), 0)


class Fake:
    """A source that gives what a test put there."""

    def __init__(self, *pictures: Picture | Exception) -> None:
        self.pictures = list(pictures)

    def read(self) -> Picture:
        """The next picture; the last one stays."""
        found = self.pictures.pop(0) if len(self.pictures) > 1 else self.pictures[0]
        if isinstance(found, Exception):
            raise found
        return found


def alike(
    experiment: str, status: str, count: int, *, start: int = 1000, active: bool = True
) -> Runs:
    """Some runs."""
    return Runs(experiment, status, active, -1, count, 0, start, start)


def several(*starts: int) -> Picture:
    """Experiments called e0, e1 ..., each with one run that failed."""
    found = tuple(Experiment(str(n), f"e{n}", active=True) for n in range(len(starts)))
    return replace(
        EMPTY,
        experiments=found,
        runs=tuple(alike(str(n), "FAILED", 1, start=start) for n, start in enumerate(starts)),
    )


@example('lone \ud800, \0, "quoted\\"\n', 1.0)
@given(some.text(some.characters(codec=None), max_size=300), some.floats())
def test_any_name_and_any_value_can_be_read_again(name: str, value: float) -> None:
    """Quotes, new lines, lone surrogates, control characters and endless names break no page."""
    sample = Sample(families.ALIAS, (label_value(name), "a"), value)
    page = render([sample], families.FAMILIES).decode()
    (family,) = text_string_to_metric_families(page)
    (found,) = family.samples
    assert found.labels["model"] == label_value(name)
    assert len(found.labels["model"]) <= LONGEST
    assert found.value == value or (math.isnan(found.value) and math.isnan(value))


def test_experiments_whose_names_become_one_are_added_up() -> None:
    """Prometheus would keep one of two equal series, and drop the other without a word."""
    long = "x" * LONGEST
    found = (Experiment("1", f"{long}1", active=True), Experiment("2", f"{long}2", active=True))
    both = (alike("1", "FAILED", 2), alike("2", "FAILED", 3))
    page = Reading(Fake(replace(EMPTY, experiments=found, runs=both)))()
    assert runs(page, long) == {"FAILED": 5}


def test_a_counter_survives_runs_that_vanish_for_good() -> None:
    """After `mlflow gc` it stays, and the next failure raises it."""
    found = (Experiment("1", "churn", active=True),)
    counts = (7, 2, 3)
    pictures = [
        replace(EMPTY, experiments=found, runs=(alike("1", "FAILED", count),)) for count in counts
    ]
    read = Reading(Fake(*pictures))
    assert [ended(read(), "churn")["FAILED"] for _ in counts] == [7, 7, 8]
    assert runs(read.page(), "churn") == {"FAILED": 3}


def test_what_is_too_much_is_left_out_and_counted() -> None:
    """The experiments that were used last stay."""
    page = Reading(Fake(several(1000, 3000, 2000)), Bounds(experiments=2))()
    assert not runs(page, "e0")
    assert runs(page, "e1") == runs(page, "e2") == {"FAILED": 1}
    dropped = "mlflow_exporter_series_dropped{family=%s}"
    assert page[dropped % "mlflow_runs"] == 5
    assert page[dropped % "mlflow_runs_finished_total"] == 3
    assert page[dropped % "mlflow_run_duration_seconds"] == 12
    assert page[dropped % "mlflow_experiment_last_run_timestamp_seconds"] == 1
    assert page[dropped % "mlflow_model_versions"] == 0


def test_models_are_bounded_with_all_that_is_theirs() -> None:
    """The models that changed last stay."""
    picture = replace(
        EMPTY,
        models=(Model("last", 1, 1), Model("new", 1, 2)),
        aliases=(Alias("last", "champion", 1), Alias("new", "champion", 1)),
        metrics=(ModelMetric("last", "champion", "f1", 1), ModelMetric("new", "champion", "f1", 1)),
    )
    page = Reading(Fake(picture), Bounds(models=1))()
    assert not [key for key in page if "=last" in key]
    assert len([key for key in page if "=new" in key]) == 3
    for family in ("mlflow_model_versions", "mlflow_model_alias_version", "mlflow_model_metric"):
        assert page[f"mlflow_exporter_series_dropped{{family={family}}}"] == 1
    assert page["mlflow_registered_models"] == 2


def test_a_family_has_an_end() -> None:
    """However many aliases a model has."""
    aliases = tuple(Alias("churn", f"a{n}", n) for n in range(5))
    picture = replace(EMPTY, models=(Model("churn", 1, 1),), aliases=aliases)
    page = Reading(Fake(picture), Bounds(samples=3))()
    assert len([key for key in page if key.startswith("mlflow_model_alias_version")]) == 3
    assert page["mlflow_exporter_series_dropped{family=mlflow_model_alias_version}"] == 2


def test_what_nobody_asked_for_is_not_missing() -> None:
    """Patterns choose; only bounds leave out."""
    page = Reading(Fake(several(1000, 2000)), Bounds(experiment_names=("e1",)))()
    assert not runs(page, "e0")
    assert runs(page, "e1") == {"FAILED": 1}
    assert page["mlflow_exporter_series_dropped{family=mlflow_runs}"] == 0


def test_a_failure_is_seen_at_once_and_the_last_page_stays() -> None:
    """With the time of the last reading that worked."""
    read = Reading(Fake(several(1000), SourceError("busy", "no")))
    good, bad = read(), read()
    assert (good["mlflow_exporter_up"], bad["mlflow_exporter_up"]) == (1, 0)
    assert runs(bad, "e0") == {"FAILED": 1}
    assert bad["mlflow_exporter_refresh_failures_total{reason=busy}"] == 1
    last = "mlflow_exporter_last_success_timestamp_seconds"
    assert good[last] == bad[last] > 1e9


def test_an_old_page_is_not_shown() -> None:
    """Else what no longer holds would look like the present."""
    read = Reading(Fake(several(1000), SourceError("busy", "no")), pace=Pace(keep=1e-9))
    page = [read(), read()][1]
    assert not runs(page, "e0")
    assert page["mlflow_exporter_up"] == 0


def test_a_bug_is_a_failure_like_any_other() -> None:
    """The thread lives on, and the next reading is right."""
    read = Reading(Fake(ZeroDivisionError("oops"), several(1000)))
    page = read()
    assert page["mlflow_exporter_refresh_failures_total{reason=unexpected}"] == 1
    assert "mlflow_exporter_last_success_timestamp_seconds" not in page
    assert read()["mlflow_exporter_up"] == 1


def test_a_packed_page_is_the_same_page() -> None:
    """Though it is packed in two parts."""
    read = Reading(Fake(several(1000)))
    read()
    refresher = read.refresher
    assert gzip.decompress(refresher.page(packed=True)) == refresher.page(packed=False)


def test_tries_come_slower_and_out_of_step() -> None:
    """From a second to the interval; and not before the store's own wish."""
    pace = Pace(interval=30)
    waits = [pace.after_failure(n, 0) for n in range(1, 9)]
    assert all(0.5 * min(2**n, 30) <= wait <= min(2**n, 30) for n, wait in enumerate(waits))
    assert len(set(waits)) == len(waits)
    assert pace.after_failure(1, 60) == 60
    assert pace.after_failure(1, 1e9) == 300
    assert pace.after_failure(10**6, 0) <= 30


def test_reading_takes_a_tenth_of_the_time_at_most() -> None:
    """A store that takes 10 s to count is read each 100 s, whatever the interval."""
    assert Pace(interval=30).after_success(1) == 29
    assert Pace(interval=30).after_success(10) == 90


def test_a_slow_store_is_read_before_its_page_is_too_old() -> None:
    """Its share of the time grows, rather than that the data vanish between readings."""
    pace = Pace(interval=30, keep=900)
    for took in (91, 120, 267, 400):
        assert pace.after_success(took) + took <= 900
    assert pace.after_success(600) == 600


class Stuck:
    """A store that answers when it is let go."""

    def __init__(self) -> None:
        self.free = threading.Event()

    def read(self) -> Picture:
        """Late."""
        self.free.wait()
        return several(1000)


def test_a_thread_that_waits_as_it_should_is_not_sick() -> None:
    """However long the wait: only a reading that was due and does not end is a fault."""
    store = Stuck()
    refresher = Refresher(store, Tally(Bounds()), Pace(interval=1e5))
    refresher.start()
    assert refresher.sick(longest=0)
    store.free.set()
    assert not eventually(lambda: refresher.sick(longest=0), lambda said: not said)
    refresher.stop()
