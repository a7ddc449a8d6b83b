"""Log alerts and counts do what they say, in a real Loki."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import packs
from generator.emit import loki as emitter
from tests.logs import estate
from tests.logs.servers import wait

if TYPE_CHECKING:
    from generator.catalog import Lines, LogAlert, LogRecord
    from tests.logs.servers import Loki

PACKS = packs.discover()
ALERTS = tuple(alert for pack in PACKS for alert in pack.log_alerts)
RECORDS = tuple(record for pack in PACKS for record in pack.log_records)
COUNTED = tuple((r, i) for r in RECORDS for i in range(len(r.counts)))

each_alert = pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.record)


def result(loki: Loki, name: str, expr: str, found: Lines) -> list[tuple[dict[str, str], float]]:
    """What an expression says of lines that have just arrived, and of nothing else."""
    tenant = name.replace(":", "-")
    now = time.time()
    loki.push(tenant, found, now)
    return loki.value(tenant, expr, now + 1)


@each_alert
def test_an_alert_fires_on_its_lines(loki: Loki, alert: LogAlert) -> None:
    """The lines of the pack are enough, and the messages find every label that they name."""
    found = result(loki, f"{alert.name}-fires", alert.expr, alert.fires)
    assert len(found) == 1
    labels, _ = found[0]
    named = {
        part.split(" ")[0] for part in f"{alert.summary}{alert.description}".split("$labels.")[1:]
    }
    assert named <= {name for name, value in labels.items() if value}


@each_alert
def test_an_alert_stays_quiet(loki: Loki, alert: LogAlert) -> None:
    """Lines that only look alike, or that are too few, do not fire."""
    assert result(loki, f"{alert.name}-quiet", alert.expr, alert.quiet) == []


@pytest.mark.parametrize(("record", "number"), COUNTED, ids=[f"{r.record}-{i}" for r, i in COUNTED])
def test_each_line_is_counted(loki: Loki, record: LogRecord, number: int) -> None:
    """One line makes one series, with a value for each label that the pack declares."""
    line = record.counts[number : number + 1]
    found = result(loki, f"{record.record}-{number}", record.expr, line)
    metrics = {metric.name: metric for pack in PACKS for metric in pack.metrics}
    # Loki's ruler adds the last two to whatever it writes.
    declared = set(metrics[record.record].labels) - {"cluster", "environment"}
    assert [(set(labels), value) for labels, value in found] == [(declared, 1)]
    assert all(found[0][0].values())


@each_record
def test_other_lines_are_not_counted(loki: Loki, record: LogRecord) -> None:
    """Lines that only look alike make no series."""
    assert result(loki, f"{record.record}-quiet", record.expr, record.quiet) == []


def test_a_uid_is_written_as_kubernetes_writes_it(loki: Loki) -> None:
    """Underscores of systemd's control groups become the dashes that a join needs."""
    record = next(each for each in RECORDS if each.record.startswith("kubernetes:"))
    (labels, _), *_ = result(loki, "uid", record.expr, record.counts[:1])
    assert labels == {"uid": "eded8c65-6e8e-4c6e-a889-3e427565c740", "process": "pt_main_thread"}


def test_a_real_ruler_takes_every_file(loki: Loki) -> None:
    """Loki's own ruler loads the generated files and evaluates each rule without an error."""
    folder = loki.rules / "files"
    folder.mkdir()
    expected = set()
    for rules in estate.rule_sets().values():
        for name, text in yaml.safe_load(emitter.config_map(rules))["data"].items():
            # Each second, so that nobody has to wait for a minute to go by.
            (folder / name).write_text(text.replace("interval: 1m", "interval: 1s"), "utf-8")
            expected |= {
                rule.get("alert") or rule["record"]
                for group in yaml.safe_load(text)["groups"]
                for rule in group["rules"]
            }

    def health() -> dict[str, str]:
        answer = loki.call("files", "/prometheus/api/v1/rules")
        groups = answer["data"]["groups"]
        return {rule["name"]: rule["health"] for group in groups for rule in group["rules"]}

    log = folder.parent.parent / "loki.log"
    wait(lambda: set(health()) == expected and "unknown" not in health().values(), log)
    assert set(health().values()) == {"ok"}
