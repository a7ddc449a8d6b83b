"""Mistakes are raised where the tracker is made, and say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.scrape import scraped

from watchkeeper.inference import track_prediction

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

WRONG = [
    ({"latency_buckets": []}, ValueError, "bucket bounds"),
    ({"latency_buckets": [1, 0.5]}, ValueError, "bucket bounds"),
    ({"latency_buckets": [1, float("nan")]}, ValueError, "bucket bounds"),
    ({"confidence_buckets": [-1, 1]}, ValueError, "bucket bounds"),
    ({"max_classes": -1}, ValueError, "max_classes"),
    ({"classes": "churn"}, TypeError, "list of names"),
    ({"bucket": [1]}, TypeError, "unknown setting 'bucket'; there are batch, classes"),
]


@pytest.mark.parametrize(("settings", "kind", "said"), WRONG, ids=repr)
def test_wrong_settings_are_refused(
    registry: CollectorRegistry,
    settings: dict[str, object],
    kind: type[Exception],
    said: str,
) -> None:
    """At import of the server, not at its thousandth prediction."""
    with pytest.raises(kind, match=said):
        track_prediction("m", "1", registry=registry, **settings)


def test_buckets_are_those_of_the_spec(registry: CollectorRegistry) -> None:
    """An objective's bound is a bucket; infinity may be written, and is there anyway."""
    bounds = [0.25, 1, float("inf")]
    track_prediction("m", "1", registry=registry, latency_buckets=bounds)
    found = {key for key in scraped(registry) if key.startswith("latency_seconds_bucket")}
    assert found == {f"latency_seconds_bucket{{le={bound}}}" for bound in ("0.25", "1.0", "+Inf")}


def test_trackers_of_one_version_agree(registry: CollectorRegistry) -> None:
    """Two sets of buckets in one series would be nonsense; another version may have others."""
    track_prediction("m", "1", registry=registry)
    with pytest.raises(ValueError, match="m 1 is tracked already"):
        track_prediction("m", "1", registry=registry, latency_buckets=[1])
    track_prediction("m", "2", registry=registry, latency_buckets=[1])


def test_a_model_has_a_name(registry: CollectorRegistry) -> None:
    """An empty label is no label: no alert would find the model."""
    with pytest.raises(ValueError, match="without a name"):
        track_prediction("", "1", registry=registry)


def test_registries_are_apart(registry: CollectorRegistry) -> None:
    """A model in a registry of its own is in no other."""
    other = type(registry)()
    track_prediction("m", "1", registry=registry)(str)(1)
    track_prediction("m", "1", registry=other)
    assert scraped(registry)["requests_total{status=success}"] == 1
    assert scraped(other)["requests_total{status=success}"] == 0


def test_a_registry_can_be_asked_for_one_family(registry: CollectorRegistry) -> None:
    """`?name[]=` works, since the families are described."""
    track_prediction("m", "1", registry=registry)
    found = scraped(registry.restricted_registry(["model_prediction_in_flight"]))
    assert list(found) == ["in_flight"]
