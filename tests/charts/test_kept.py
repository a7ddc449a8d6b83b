"""How long each store keeps what it has, and on how large a volume, is what the spec says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator import ir
    from generator.spec.stores import Stack
    from tests.charts.charts import Tree
    from tests.charts.estate import Estate

SECONDS = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}
BYTES = {"Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40}
# The key that says how long, in the configuration of each store.
KEYS = {
    "loki": "retention_period",
    "tempo": "block_retention",
    "mimir": "compactor_blocks_retention_period",
}


def seconds(text: str) -> int:
    """A duration as Prometheus and Go write it."""
    assert re.fullmatch(r"(\d+[wdhms])+", text), text
    return sum(int(n) * SECONDS[unit] for n, unit in re.findall(r"(\d+)([wdhms])", text))


def size(text: str) -> int:
    """A quantity as Kubernetes writes it."""
    return int(text[:-2]) * BYTES[text[-2:]]


def values_of(key: str, tree: object) -> Iterator[str]:
    """Everything that stands at a key, at any depth."""
    if isinstance(tree, dict):
        for name, value in tree.items():
            if name == key:
                yield str(value)
            else:
                yield from values_of(key, value)


def kept(found: Estate, site: ir.Site) -> Iterator[tuple[str, int]]:
    """How long the stores of an environment keep what they have."""
    for release, each in found.every_object(site):
        if each["kind"] == "Prometheus":
            yield "prometheus", seconds(each["spec"]["retention"])
        if each["kind"] == "ConfigMap" and release.name in KEYS:
            files = (text for name, text in each["data"].items() if name.endswith(".yaml"))
            for text in files:
                told = values_of(KEYS[release.name], yaml.safe_load(text))
                yield from ((release.name, seconds(time)) for time in told)


def wanted(stack: Stack, names: set[str]) -> Mapping[str, int]:
    """How long the spec wants them to."""
    every = {
        "prometheus": stack.metrics.retention,
        "mimir": stack.metrics.retention,
        "loki": stack.logs.retention,
        "tempo": stack.traces.retention,
    }
    # Where Mimir is the store, Prometheus only keeps what it has not sent yet.
    less = {"prometheus"} if "mimir" in names else {"mimir"}
    return {name: found for name, found in every.items() if name not in less}


def claim(found: Tree) -> int:
    """The size of Prometheus's volume; zero where it has none."""
    storage = found["spec"].get("storage") or {}
    request = storage.get("volumeClaimTemplate", {}).get("spec", {}).get("resources", {})
    return size(request["requests"]["storage"]) if request else 0


def test_what_is_kept_is_kept_as_long_as_the_spec_says(found: Estate) -> None:
    """Each store reads our value, in the unit that it understands."""
    for site in found.complete:
        times = wanted(found.stacks[site.name], {release.name for release in site.releases})
        told = {name: time for name, time in kept(found, site) if name in times}
        assert told == times, site.name


def test_prometheus_says_where_it_is(found: Estate) -> None:
    """Its volume has the size of the spec, and alerts tell the environment they are from."""
    for site in found.complete:
        for _, each in found.every_object(site):
            if each["kind"] == "Prometheus":
                assert claim(each) == (found.stacks[site.name].metrics.storage or 0), site.name
                assert each["spec"]["externalLabels"]["environment"] == site.name
