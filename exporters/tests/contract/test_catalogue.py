"""What a real process exposes is what the generator's catalogue says, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from support.servers import free_port, get, python, running

from generator.packs.model_quality.metrics import METRICS as QUALITY
from generator.packs.runtime_watchkeeper.metrics import LATENCY_BUCKETS
from generator.packs.runtime_watchkeeper.metrics import METRICS as RUNTIME
from watchkeeper.inference import families

if TYPE_CHECKING:
    from prometheus_client import Metric

CATALOGUE = {metric.name: metric for metric in (*RUNTIME, *QUALITY)}
DECLARED = {family.name: family for family in families.FAMILIES}
# Of other packs' metrics the library reports this one; the drift monitor reports the rest.
OURS = {metric.name for metric in RUNTIME} | {"model_accuracy_score"}


@pytest.fixture(scope="module")
def scrape(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Metric]:
    """The families of one scrape, by the name that their series have."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/metrics"
    log = tmp_path_factory.mktemp("model") / "log"
    with running(log, *python("contract.model", str(port)), ready=url):
        text = get(url, Accept="application/openmetrics-text; version=1.0.0")
    return {
        f"{family.name}_total" if family.type == "counter" else family.name: family
        for family in text_string_to_metric_families(text)
        if family.name.startswith("model_")
    }


def labels(family: Metric) -> set[frozenset[str]]:
    """The sets of label names that the samples of a family have."""
    return {frozenset(sample.labels) - {"le"} for sample in family.samples}


def test_nothing_is_missing_and_nothing_is_more(scrape: dict[str, Metric]) -> None:
    """A rule that reads a metric finds it, and no metric is unknown to the compiler."""
    assert set(scrape) == OURS
    assert set(DECLARED) == set(scrape)


def test_types_and_labels_are_those_of_the_catalogue(scrape: dict[str, Metric]) -> None:
    """Of every series, as scraped."""
    for name in CATALOGUE.keys() & scrape.keys():
        expected = CATALOGUE[name]
        assert scrape[name].type == expected.type.value, name
        assert labels(scrape[name]) == {frozenset(expected.labels)}, name


def test_units_are_those_of_the_catalogue(scrape: dict[str, Metric]) -> None:
    """As declared; and as scraped, where OpenMetrics lets a name have one."""
    for name in CATALOGUE.keys() & scrape.keys():
        assert DECLARED[name].unit == CATALOGUE[name].unit, name
        assert scrape[name].unit in {"", CATALOGUE[name].unit}, name
    assert scrape["model_prediction_latency_seconds"].unit == "seconds"


def test_default_buckets_are_those_the_compiler_assumes(scrape: dict[str, Metric]) -> None:
    """A latency objective that compiles is a bucket that exists."""
    bounds = {
        float(sample.labels["le"])
        for sample in scrape["model_prediction_latency_seconds"].samples
        if "le" in sample.labels
    }
    assert bounds == {*LATENCY_BUCKETS, float("inf")}


def test_every_status_is_scraped_at_once(scrape: dict[str, Metric]) -> None:
    """Those that the catalogue's text names, and no other."""
    said = CATALOGUE["model_prediction_requests_total"].help
    found = {
        sample.labels["status"] for sample in scrape["model_prediction_requests_total"].samples
    }
    assert found == set(families.STATUSES)
    assert all(status in said for status in found)
