"""What every pack must have, whoever wrote it; a folder that is added is tested without a word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from generator import packs
from generator.catalog import Alert, AlertSeverity, LogAlert, Pack, PackKind, counter
from generator.compiler import lower_rules, proof
from generator.compiler.known import known
from generator.compiler.lower_runbooks import sections

if TYPE_CHECKING:
    from generator.catalog import Metric

PACKS = packs.discover()
ALERTS = tuple((pack, alert) for pack in PACKS for alert in pack.alerts)
LOG_ALERTS = tuple((pack, alert) for pack in PACKS for alert in pack.log_alerts)
CAMEL = re.compile(r"(?:[A-Z][a-z0-9]*)+")
PART = re.compile(r"^\*\*(\w+)\.?\*\*", re.MULTILINE)
PARTS = ("Meaning", "Impact", "Diagnosis", "Mitigation")
# It fires always and on purpose: there is no series that keeps it quiet.
ALWAYS_FIRES = ("Watchdog",)
# A pack without alerts lends its folder to packs that are made up here.
FOLDER = "runtime_batch"
SETTINGS = lower_rules.PackSettings(team="any", runbooks="https://runbooks.example.org")

each_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
each_alert = pytest.mark.parametrize(
    ("pack", "alert"), ALERTS, ids=[alert.name for _, alert in ALERTS]
)
each_of_both = pytest.mark.parametrize(
    ("pack", "alert"),
    [*ALERTS, *LOG_ALERTS],
    ids=[alert.name for _, alert in (*ALERTS, *LOG_ALERTS)],
)


def faults(*found: Pack) -> list[str]:
    """The names of all that the proof says of packs, each with what it is about."""
    sets = tuple((pack, lower_rules.rule_set(pack, SETTINGS)) for pack in found)
    return [f"{each.code.name} {each.value}" for each in proof.prove(sets, known(found))]


def with_pack(changed: Pack) -> tuple[Pack, ...]:
    """All packs, one of them changed."""
    return tuple(changed if each.name == changed.name else each for each in PACKS)


def pack_of(name: str) -> Pack:
    """A pack by its name."""
    return next(each for each in PACKS if each.name == name)


def altered(pack: Pack, number: int, **changes: object) -> tuple[Pack, ...]:
    """All packs, with one alert of one of them changed."""
    alerts = list(pack.alerts)
    alerts[number] = replace(alerts[number], **changes)
    return with_pack(replace(pack, alerts=tuple(alerts)))


@each_of_both
def test_the_runbook_has_every_part(pack: Pack, alert: Alert | LogAlert) -> None:
    """Who is woken finds out what it means, whom it hurts, where to look and what to do."""
    text = sections(packs.runbook(pack)).get(alert.name, "")
    found = tuple(PART.findall(text))
    assert found == PARTS
    assert all(part.strip() for part in PART.split(text)[2::2])


@each_pack
def test_the_runbook_has_no_section_too_many(pack: Pack) -> None:
    """A section without an alert is one that was renamed on one side only."""
    assert set(sections(packs.runbook(pack))) <= {
        alert.name for alert in (*pack.alerts, *pack.log_alerts)
    }


@each_alert
def test_the_alert_is_proven_both_ways(pack: Pack, alert: Alert) -> None:
    """One case makes it fire, another one keeps it quiet, and each says what it shows."""
    fires = [bool(case.labels) for case in alert.cases]
    assert True in fires
    assert False in fires or alert.name in ALWAYS_FIRES
    assert len({case.says for case in alert.cases}) == len(fires), pack.name


@each_of_both
def test_the_alert_can_be_read(pack: Pack, alert: Alert | LogAlert) -> None:
    """Name, summary and description are those of a message to a person."""
    assert CAMEL.fullmatch(alert.name), pack.name
    assert alert.summary.strip()
    assert alert.description.strip()
    assert alert.summary != alert.description
    assert re.fullmatch(r"(?:\d+[smhdw])+", alert.for_)


def test_no_two_alerts_share_a_name() -> None:
    """An alert's name is its runbook's file and what a spec refers to."""
    names = [alert.name for _, alert in (*ALERTS, *LOG_ALERTS)]
    assert sorted(set(names)) == sorted(names)


@each_pack
def test_metrics_and_signals_say_what_they_count(pack: Pack) -> None:
    """Help and unit are what boards and pages show."""
    for each in (*pack.metrics, *pack.signals, *pack.thresholds):
        assert each.help.strip().endswith((".", "...", ")")), each
        assert each.unit.strip(), each


def test_a_metric_is_declared_alike_wherever_it_is_declared() -> None:
    """Two packs may read one metric, and then agree on all that is known of it."""
    first: dict[str, Metric] = {}
    for pack in PACKS:
        for metric in pack.metrics:
            assert first.setdefault(metric.name, metric) == metric, pack.name


def test_the_proof_finds_nothing_in_the_packs() -> None:
    """Every rule of every pack reads series and labels that exist."""
    assert faults(*PACKS) == []


def test_a_misspelt_metric_is_found() -> None:
    """A rule that reads what nobody exposes is refused, with the nearest name."""
    pack = pack_of("model_quality")
    misspelt = replace(pack.signals[0], expr="min by (model_name) (model_acuracy_score)")
    changed = replace(pack, signals=(misspelt, *pack.signals[1:]))
    assert "unknown-metric model_acuracy_score" in faults(*with_pack(changed))


def test_a_label_lost_before_the_annotation_is_found() -> None:
    """A message that names a label the expression drops is refused."""
    found = altered(pack_of("models"), 0, summary="{{ $labels.pod }} is silent")
    assert "label-lost-before-the-annotation pod" in faults(*found)


def test_the_rate_of_a_gauge_is_found() -> None:
    """rate() over something that may fall is refused."""
    expr = "rate(model_accuracy_score[5m]) > 0"
    found = faults(*altered(pack_of("model_quality"), 0, expr=expr))
    assert any(each.startswith("rate-of-a-gauge") for each in found)


def test_recorded_labels_that_differ_are_found() -> None:
    """A recording that yields other labels than it is declared with is refused."""
    pack = pack_of("models")
    changed = replace(pack, signals=(replace(pack.signals[0], labels=("model_name",)),))
    assert "recorded-labels-differ model:identity" in faults(*with_pack(changed))


def test_a_metric_declared_differently_is_found() -> None:
    """A second pack that knows a gauge as a counter is refused."""
    other = counter("model_accuracy_score", "model_name", "model_version", unit="ratio", help="No.")
    added = Pack(FOLDER, PackKind.STACK, "Any", metrics=(other,))
    assert "metric-declared-differently model_accuracy_score" in faults(*PACKS, added)


def test_a_log_alert_of_a_new_pack_is_held_to_it_too() -> None:
    """An alert on log lines without a page or without lines to prove it is refused."""
    alert = LogAlert("Any", AlertSeverity.TICKET, '{job="x"}', "1m", "Any", "Any.", (), ())
    added = Pack("zzz", PackKind.STACK, "Any", log_alerts=(alert,))
    assert faults(*PACKS, added) == ["alert-without-runbook Any", "alert-without-case Any"]


def test_an_alert_of_a_new_pack_is_proven_too() -> None:
    """A folder that nobody ever heard of is held to the same proof."""
    alert = Alert(
        name="Any",
        expr="sum(nobody_exposes_this) > 1",
        for_="5m",
        severity=AlertSeverity.TICKET,
        summary="Any",
        description="Any.",
        cases=(),
    )
    added = Pack("zzz", PackKind.STACK, "Any", alerts=(alert,))
    assert faults(*PACKS, added) == [
        "alert-without-runbook Any",
        "alert-without-case Any",
        "unknown-metric nobody_exposes_this",
    ]
