"""Rules for Loki's ruler, as they are written, and what a service's spec changes in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import ir, packs
from generator.compiler import checks, lower_runbooks
from generator.compiler.stack import logs
from generator.emit import loki as emitter
from generator.emit import runbooks
from tests.logs import estate
from tests.support.command import ROOT, watchkeeper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.catalog import Lines

PACKS = packs.discover()
PROVEN = tuple(
    (each.expr, lines, expected)
    for pack in PACKS
    for each, lines, expected in (
        *((a, a.fires, True) for a in pack.log_alerts),
        *((a, a.quiet, False) for a in pack.log_alerts),
        *((r, r.counts, True) for r in pack.log_records),
        *((r, r.quiet, False) for r in pack.log_records),
    )
)
STEP = re.compile(r'(\|=|\|~|\| regexp) (?:"([^"]*)"|`([^`]*)`)')
OFF = "  alerts: {AirflowTaskFailed: {disabled: somebody else watches it}}\n"
CHANGED = "  alerts: {AirflowTaskFailed: {severity: page, for: 3m}}\n"


def rule(name: str, folder: Path, **services: str) -> ir.LogRule | None:
    """One alert on log lines, as an estate's specs want it."""
    sets = logs.rule_sets(estate.context(folder, **services))
    found = (rule for each in sets for rule in each.rules if isinstance(rule, ir.LogRule))
    return next((each for each in found if each.alert == name), None)


def passing(expr: str, lines: Lines) -> Iterator[str]:
    """The lines that selector and line filters of an expression let through."""
    selector = re.search(r"\{(.*?)\}", expr)
    assert selector
    wanted = set(re.findall(r'(\w+)="([^"]*)"', selector[1]))
    for labels, line in lines:
        steps = ((op, quoted or raw) for op, quoted, raw in STEP.findall(expr))
        kept = all(text in line if op == "|=" else re.search(text, line) for op, text in steps)
        if wanted <= set(labels) and kept:
            yield line


@pytest.mark.parametrize(("expr", "lines", "expected"), PROVEN)
def test_filters_pass_what_they_should(expr: str, lines: Lines, *, expected: bool) -> None:
    """Without a Loki: filters let the proving lines through, and fewer of the others than count."""
    limit = re.search(r"> (\d+)\s*$", expr)
    found = len(tuple(passing(expr, lines)))
    assert (found > int(limit[1]) if limit else found == len(lines)) or not expected
    assert (found <= int(limit[1]) if limit else found == 0) or expected


def test_an_object_is_what_the_sidecar_looks_for() -> None:
    """The label, and a file name of its own in the folder that all rules share."""
    found = [yaml.safe_load(emitter.config_map(each)) for each in estate.rule_sets().values()]
    assert all(each["metadata"]["labels"]["loki_rule"] == "1" for each in found)
    files = [name for each in found for name in each["data"]]
    assert len(files) == len(set(files)) == len(found)
    groups = [yaml.safe_load(text)["groups"] for each in found for text in each["data"].values()]
    names = [group["name"] for each in groups for group in each]
    assert len(names) == len(set(names))


def test_the_four_kinds_of_the_issue_are_there() -> None:
    """Failed tasks, memory, models that do not load, and errors of MLflow."""
    found = {
        rule.alert if isinstance(rule, ir.LogRule) else rule.record
        for each in estate.rule_sets().values()
        for rule in each.rules
    }
    assert {
        "AirflowTaskFailed",
        "MLflowEndpointFailing",
        "kubernetes:oom_kills:count5m",
        "model:load_errors:count5m",
    } <= found


def test_an_alert_carries_what_routing_needs(tmp_path: Path) -> None:
    """Severity, service and the service's owner, and a link to its own page."""
    found = rule("AirflowTaskFailed", tmp_path)
    assert found
    labels = {"severity": "ticket", "service": "airflow", "team": "ml-risk"}
    assert dict(found.labels) == labels
    url = "https://runbooks.example.org/AirflowTaskFailed.md"
    assert dict(found.annotations)["runbook_url"] == url


def test_a_service_may_change_and_switch_off(tmp_path: Path) -> None:
    """Severity and duration are the spec's; an alert that is off is not written."""
    found = rule("AirflowTaskFailed", tmp_path, airflow=CHANGED)
    assert found
    assert (dict(found.labels)["severity"], found.for_) == ("page", "3m")
    assert rule("AirflowTaskFailed", tmp_path, airflow=OFF) is None


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ("  environments: {ha: {alerts: {AirflowTaskFailed: {for: 3m}}}}\n", "unknown-alert"),
        ("  alerts: {AirflowTaskFailed: {threshold: 3}}\n", "override-without-effect"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(extra: str, code: str, tmp_path: Path) -> None:
    """One environment cannot change a part of a file of rules, and no number is a threshold."""
    found = [
        each for each in checks.check(estate.context(tmp_path, airflow=extra)) if each.is_error
    ]
    assert [(each.code.name, each.value) for each in found] == [(code, "AirflowTaskFailed")]


def test_each_alert_has_a_page_with_its_query(tmp_path: Path) -> None:
    """The page shows LogQL as it is; a page stays for an alert that is off, with the reason."""
    context = estate.context(tmp_path, airflow=OFF)
    sets = tuple(logs.rule_sets(context))
    pages = tuple(lower_runbooks.log_pages(context, sets))
    base = ir.Base((), (), (), pages, ())
    written = {each.path: each.body for each in runbooks.base(base)}
    assert "```logql\nsum by (namespace, endpoint)" in written["runbooks/MLflowEndpointFailing.md"]
    off = written["runbooks/AirflowTaskFailed.md"]
    assert "somebody else watches it" in off
    assert "## Rule" not in off


def test_a_rule_that_breaks_the_shape_is_refused() -> None:
    """Our own schema has the fields that we write and no other."""
    broken = ir.LogRuleSet("x", "x", (ir.LogRule("x y", "1", "1m", (), ()),))
    with pytest.raises(ValueError, match=r"generator\.emit\.loki"):
        emitter.config_map(broken)


def test_explain_shows_the_query() -> None:
    """Who asks why an alert on log lines exists sees its LogQL and how much proves it."""
    said = watchkeeper(ROOT, "explain", "AirflowTaskFailed").said
    assert '{app="airflow"}' in said
    assert "lines that fire (1) and that do not (3)" in said
