"""Whether a volume has room for what is to be kept on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.catalog.volume import USABLE
from generator.compiler.context import Context
from generator.compiler.stack import forecast
from generator.compiler.unit import Deployment, Unit
from generator.spec.load import Sources, Specs
from tests.stack import kps

GIB = 2**30


def told(*lines: str, environments: str = "", models: int = 0) -> list[tuple[int, int, str, str]]:
    """Line, column, message and fix of each forecast that does not fit."""
    text = kps.platform(*lines, environments=environments or kps.one())
    _, found = kps.compiled(text, (), models)
    assert {each.code.id for each in found} <= {"K8S604"}
    return [(each.origin.line, each.origin.column, each.message, each.fix) for each in found]


def test_the_forecast_is_made_of_what_it_says() -> None:
    """Series by pace and bytes, and a tenth for blocks that are deleted as a whole."""
    found = forecast.Forecast(series=0, models=0, rate=1000.0, storage=100 * GIB)
    assert found.usable == 100 * GIB * USABLE
    assert found.needed(86400) == pytest.approx(86400 * 1000 * 1.1)
    assert found.needed(found.fitting) == pytest.approx(found.usable)


def test_the_cluster_alone_is_forecast() -> None:
    """100,000 series every 30 s for 45 days are 32.8 GB of blocks, which is 30.5 GiB."""
    ((_, _, message, _),) = told("metrics: {retention: 45d, storage: 10Gi}")
    assert "forecast for prod: 45d of samples need 30.5 GiB" in message
    assert "85% of 10Gi are 8.5 GiB" in message
    assert "100,000 series: 100,000 of the cluster" in message


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("metrics: {retention: 45d, storage: 36Gi}", True),
        ("metrics: {retention: 45d, storage: 35Gi}", False),
        ("metrics: {retention: 45d, storage: 34Gi, clusterSeries: 90000}", True),
        ("metrics: {retention: 45d, storage: 34Gi, scrapeInterval: 1m}", True),
        ("metrics: {retention: 45d, storage: 60Gi, scrapeInterval: 15s}", False),
        ("metrics: {retention: 45d}", True),
    ],
)
def test_the_edge(line: str, *, fits: bool) -> None:
    """Size, series and pace each move the edge; without a volume there is none."""
    assert (not told(line)) == fits


def test_what_the_fix_says_fits() -> None:
    """Both numbers of the fix are accepted when they are written."""
    line = "metrics: {retention: 45d, storage: 10Gi}"
    ((_, _, _, fix),) = told(line)
    retention, storage = re.findall(r"retention: (\w+) or storage: (\w+)", fix)[0]
    assert told(line.replace("45d", retention)) == []
    assert told(line.replace("10Gi", storage)) == []


def test_models_count() -> None:
    """Each model adds what it exposes and what is recorded of it."""
    line = "metrics: {retention: 180d, storage: 1Gi, clusterSeries: 1000}"
    ((_, _, none, _),) = told(line)
    ((_, _, three, _),) = told(line, models=3)
    each = forecast.SCRAPED + sum(series for series, _ in forecast.RECORDED)
    assert "1,000 series" in none
    assert f"{1000 + 3 * each:,} series" in three
    assert "the rest of 3 models" in three


def test_models_that_an_earlier_run_compiled_count_too() -> None:
    """A run that skips unchanged files forecasts what a run that reads them all does."""
    unit = Unit("m", "spec/m.yaml:1", "1", (Deployment(("prod", "dev"), "", (), ()),))
    context = Context(Specs((), (), (), ()), Sources(Path(), "spec"), (), (unit, unit))
    assert forecast.running("prod", context) == 2
    assert forecast.running("staging", context) == 0


def test_a_retention_of_the_platform_is_blamed_for_each_environment() -> None:
    """The position is that of the key, and the message says where it does not fit."""
    both = kps.one() + kps.one().replace("prod", "dev")
    found = told("metrics: {storage: 10Gi, retention: 45d}", environments=both)
    line = kps.platform(environments=both).count("\n") + 1
    column = len("  metrics: {storage: 10Gi, retention: ") + 1
    assert [each[:2] for each in found] == [(line, column)] * 2
    assert {re.findall(r"forecast for (\w+)", each[2])[0] for each in found} == {"prod", "dev"}


@pytest.mark.parametrize(
    ("own", "key"),
    [("retention: 90d", "90d"), ("storage: 5Gi", "5Gi"), ("clusterSeries: 9000000", "45d")],
)
def test_an_override_is_blamed_for_its_own_environment(own: str, key: str) -> None:
    """What an environment changes is to blame there, else what the platform says."""
    where = kps.one(more=f", overrides: {{metrics: {{{own}}}}}")
    lines = "metrics: {retention: 45d, storage: 50Gi}"
    ((line, column, _, _),) = told(lines, environments=where)
    text = kps.platform(lines, environments=where).splitlines()[line - 1]
    assert text[column - 1 :].startswith(key)


def test_samples_that_go_elsewhere_are_not_forecast() -> None:
    """Mimir keeps what a distributed environment measures, in a bucket."""
    where = kps.one("distributed")
    lines = ("metrics: {retention: 365d, storage: 10Gi}", *kps.FULL[2:])
    assert told(*lines, environments=where) == []
