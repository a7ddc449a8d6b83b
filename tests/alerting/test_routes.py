"""Whom alerts reach: the real amtool and a real Alertmanager on what is generated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from generator import ir, yamlio
from generator.compiler import lower
from generator.compiler.stack import logs, routing
from generator.pipeline import amtool
from generator.pipeline.amtool_classes import classes
from tests.alerting import estate
from tests.alerting.alertmanager import alertmanager, heard, names, sink, until
from tests.support.command import tool

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.catalog import Alert, LogAlert, Pack
    from generator.compiler.context import Context
    from generator.pipeline.promtool import Verdict

MODEL = {"team": "shop", "model_name": "any"}


@pytest.fixture
def compiled(tmp_path: Path) -> Context:
    """The estate of this folder's tests."""
    return estate.context(tmp_path)


def verdicts(generated: Path) -> dict[str, Verdict]:
    """What amtool says, by subject."""
    return {each.subject: each for each in amtool.verdicts(generated, tool("amtool"))}


def told(name: str, alert: str, compiled: Context, **labels: str) -> tuple[str, ...]:
    """The receivers that a test wants for an alert, whose other labels are given."""
    found = [
        test.receivers
        for test in estate.tests(name, compiled)
        if alert in test.alerts and labels.items() <= dict(test.labels).items()
    ]
    assert found, f"there is no test for {alert} with {labels}"
    assert len(set(found)) == 1, found
    return found[0]


def test_amtool_agrees_with_the_spec(compiled: Context, tmp_path: Path) -> None:
    """The configuration is sound, and every alert reaches those whom the spec names."""
    said = verdicts(estate.generated(tmp_path, compiled))
    assert list(said) == [
        "alertmanager/dev",
        "tests/routes/dev.yaml",
        "alertmanager/prod",
        "tests/routes/prod.yaml",
    ]
    assert [each.output for each in said.values() if not each.ok] == []
    assert "1 templates" in said["alertmanager/prod"].output


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_alertmanager_itself_agrees(name: str, compiled: Context, tmp_path: Path) -> None:
    """Every single alert of the tests, posted to a real Alertmanager, goes to its receivers."""
    wanted = {
        frozenset(estate.labelled(alert, dict(test.labels)).items()): test.receivers
        for test in estate.tests(name, compiled)
        for alert in test.alerts
    }
    assert len(wanted) > 200
    with (
        sink() as sent,
        alertmanager(heard(estate.configured(name, compiled), sent), tmp_path / "run") as running,
    ):
        running.post(*map(dict, wanted))
        until(lambda: len(running.alerts()) == len(wanted))
        there = {
            frozenset(each["labels"].items()): {one["name"] for one in each["receivers"]}
            for each in running.alerts()
        }
    assert there == {labels: set(receivers) for labels, receivers in wanted.items()}


def test_every_alert_has_a_test(compiled: Context) -> None:
    """No alert of a pack that takes part is left out, for no team and no tier."""
    for name in ("dev", "prod"):
        there = {alert for test in estate.tests(name, compiled) for alert in test.alerts}
        every = {alert.name for pack in compiled.active() for alert in _all(pack)}
        assert there == (every | {routing.FOREIGN}) - {"FeastReplicaDown"}
    for tier in ("1", "2", "3"):
        for team in ("ml-risk", "shop"):
            assert told(
                "prod", "ModelAccuracyDegraded", compiled, team=team, tier=tier, severity="page"
            )


def _all(pack: Pack) -> tuple[Alert | LogAlert, ...]:
    return (*pack.alerts, *pack.log_alerts)


def test_the_labels_are_those_of_the_rules(compiled: Context) -> None:
    """What a generated rule states of its alert, a test says too, and of services nothing else."""
    tested: dict[str, set[ir.Labels]] = {}
    for test in estate.tests("prod", compiled):
        for alert in test.alerts:
            tested.setdefault(alert, set()).add(tuple(sorted(test.labels)))
    rules = [
        rule
        for _, found in lower.rule_sets(compiled)
        for group in found.groups
        for rule in group.rules
        if isinstance(rule, ir.AlertRule)
    ]
    rules += [
        rule
        for found in logs.rule_sets(compiled)
        for rule in found.rules
        if isinstance(rule, ir.LogRule)
    ]
    assert len(rules) > 80
    for rule in rules:
        of_service = "service" in dict(rule.labels)
        own = {tuple(sorted(rule.labels))}
        if of_service:
            assert tested[rule.alert] == own, rule.alert
        else:
            assert any(set(rule.labels) <= set(each) for each in tested[rule.alert]), rule.alert


def test_the_tests_do_not_grow_with_models(tmp_path: Path) -> None:
    """A hundred models more bring no test more."""
    one = estate.tests("prod", estate.context(tmp_path / "one"))
    churn = estate.FILES["models/churn.yaml"]
    many = "---\n".join(churn.replace("churn", f"churn-{i}") for i in range(100))
    assert estate.tests("prod", estate.context(tmp_path / "many", churn=many)) == one


def test_what_the_spec_wants(compiled: Context) -> None:
    """The receivers of the tests are those that a person reads off the spec."""
    page, ticket = {**MODEL, "severity": "page"}, {**MODEL, "severity": "ticket"}
    cases = {
        ("prod", "Watchdog"): ({}, ("outside",)),
        ("prod", "HighPredictionLatency"): (page, ("archive", "shop-pager")),
        ("dev", "HighPredictionLatency"): (page, ("shop-chat",)),
        ("prod", "ModelTrainingStale"): (ticket, ("archive", "shop-chat")),
        ("prod", "ModelTrafficLow"): ({**page, "tier": "1"}, ("archive", "pager")),
        ("dev", "ModelTrafficLow"): ({**page, "tier": "1"}, ("shop-chat",)),
        ("prod", "DataDriftDetected"): (ticket, ("archive", "shop-mail")),
        ("dev", "DataDriftDetected"): (page, ("shop-mail",)),
        ("prod", "KubernetesPodPending"): ({}, ("archive", "chat")),
        ("prod", "KubernetesVolumeFull"): ({}, ("archive", "pager")),
        ("prod", "FeastServerDown"): ({"severity": "page"}, ("archive", "pager")),
        ("prod", "FeastLatencyHigh"): ({"severity": "page"}, ("archive", "pager")),
        ("dev", "FeastServerDown"): ({"severity": "ticket"}, ("shop-chat",)),
        ("prod", routing.FOREIGN): ({"severity": "ticket"}, ("archive", "chat")),
        ("dev", routing.FOREIGN): ({"severity": "page"}, ("chat",)),
    }
    wanted = {key: receivers for key, (_, receivers) in cases.items()}
    there = {key: told(*key, compiled, **labels) for key, (labels, _) in cases.items()}
    assert there == wanted


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("receiver: shop-pager", "receiver: shop-chat", "archive,shop-pager"),
        ("continue: true", "continue: false", "amtool says archive"),
        ('- team="shop"', '- team="shopp"', "shop-chat"),
    ],
)
def test_a_tree_that_was_changed_by_hand(
    old: str, new: str, says: str, compiled: Context, tmp_path: Path
) -> None:
    """Routes that no longer do what the spec wants are found, and told in words."""
    generated = estate.generated(tmp_path, compiled)
    values = generated / "helm" / amtool.RELEASE / "values-prod.yaml"
    text = values.read_text("utf-8")
    assert old in text
    values.write_text(text.replace(old, new), "utf-8")
    said = verdicts(generated)
    assert said["alertmanager/prod"].ok
    assert not said["tests/routes/prod.yaml"].ok
    assert says in said["tests/routes/prod.yaml"].output
    assert said["tests/routes/dev.yaml"].ok


def test_a_configuration_that_does_not_load(compiled: Context, tmp_path: Path) -> None:
    """A receiver that is gone, or a template that is no template, fails the check."""
    for old, new in (("name: shop-mail", "name: other"), ("{{ end }}", "{{ ende }}")):
        generated = estate.generated(tmp_path, compiled, ["prod"])
        values = generated / "helm" / amtool.RELEASE / "values-prod.yaml"
        values.write_text(values.read_text("utf-8").replace(old, new), "utf-8")
        said = verdicts(generated)
        assert [each.ok for each in said.values()] == [False], said


def test_values_of_an_environment_win(compiled: Context, tmp_path: Path) -> None:
    """As in Helm, lists of the second file replace those of the first, and maps merge."""
    generated = estate.generated(tmp_path, compiled, ["prod"])
    folder = generated / "helm" / amtool.RELEASE
    wrong = {"config": {"global": {"resolve_timeout": "5m"}, "receivers": [{"name": "gone"}]}}
    (folder / "values.yaml").write_text(yamlio.dump({"alertmanager": wrong}), "utf-8")
    merged = amtool.unpack(generated, "prod", tmp_path / "plain")
    assert merged["global"]["resolve_timeout"] == "5m"
    assert merged["receivers"] == estate.configured("prod", compiled)["receivers"]


def test_few_calls_stand_for_all_tests(compiled: Context, tmp_path: Path) -> None:
    """Tests that are put together are told apart by no matcher of the tree, and none is lost."""
    generated = estate.generated(tmp_path, compiled)
    config = amtool.unpack(generated, "prod", tmp_path / "plain")
    groups = [
        {"alerts": test.alerts, "reach": [{"labels": dict(test.labels), "receivers": [i]}]}
        for i, test in enumerate(estate.tests("prod", compiled))
    ]
    whole = classes([{**each, "reach": _to(each, ["x"])} for each in groups], config["route"])
    assert sum(map(len, whole)) == sum(len(test["alerts"]) for test in groups)
    assert len(whole) < 40
    route = estate.routed("prod", compiled).route
    for alike in whole:
        ways = {tuple(id(node) for node in routing.reached(route, each.labels)) for each in alike}
        assert len(ways) == 1


def _to(group: dict[str, Any], receivers: list[str]) -> list[dict[str, Any]]:
    return [{**each, "receivers": receivers} for each in group["reach"]]


def test_a_matcher_that_is_not_ours_puts_nothing_together() -> None:
    """Where routes are written in another way, amtool is asked for every alert."""
    group = {"alerts": ["A", "B"], "reach": [{"labels": {"team": "a"}, "receivers": ["x"]}]}
    ours = {"routes": [{"matchers": ['team="a"']}]}
    theirs: Iterable[dict[str, Any]] = (
        {"routes": [{"matchers": ['team = "a", alertname = "A"']}]},
        {"routes": [{"match": {"alertname": "A"}}]},
        {"routes": [{"matchers": ['alertname=~"A"']}]},
    )
    assert len(classes([group], ours)) == 1
    assert [len(classes([group], each)) for each in theirs] == [2, 2, 2]


def test_a_mistake_of_ours_is_no_silence(compiled: Context) -> None:
    """The compiler stops when the tree it made would tell others than the spec wants."""
    found = estate.site("prod", compiled)
    cut = replace(found.routing.route, routes=found.routing.route.routes[:-3])
    broken = replace(found, routing=replace(found.routing, route=cut))
    with pytest.raises(ValueError, match="but the spec wants"):
        tuple(routing.tests(broken, compiled))


def test_no_page_waits_for_working_hours(compiled: Context) -> None:
    """Nodes that pages end at know no hours; the compiler stops if one did."""
    found = estate.site("prod", compiled)
    ends = [
        node
        for test in estate.tests("prod", compiled)
        if ("severity", "page") in test.labels
        for alert in test.alerts
        for node in routing.reached(found.routing.route, estate.labelled(alert, dict(test.labels)))
    ]
    assert {node.receiver for node in ends} > {"pager", "shop-pager", "shop-mail"}
    assert [node.active for node in ends if node.active] == []
    late = tuple(replace(node, active=("sundays",)) for node in found.routing.route.routes)
    route = replace(found.routing.route, routes=late)
    broken = replace(found, routing=replace(found.routing, route=route))
    with pytest.raises(ValueError, match="would wait"):
        tuple(routing.tests(broken, compiled))


def test_the_heartbeat_beats(tmp_path: Path) -> None:
    """It is sent again and again, its end is not, and nobody else hears of it."""
    # Slower in any spec that passes the checks; a test does not wait for minutes.
    platform = estate.PLATFORM.replace("interval: 2m", "interval: 4s")
    compiled = estate.context(tmp_path, platform=platform)
    real = estate.configured("prod", compiled)
    node = next(each for each in real["route"]["routes"] if each["receiver"] == "outside")
    # Of the looks every two seconds, each second one finds the last message older than three.
    assert (node["group_interval"], node["repeat_interval"]) == ("2s", "3s")
    receiver = next(each for each in real["receivers"] if each["name"] == "outside")
    assert receiver["webhook_configs"][0]["send_resolved"] is False
    beat = {
        "alertname": "Watchdog",
        "severity": "ticket",
        "service": "prometheus",
        "team": "ml-risk",
        "purpose": "watchdog",
    }
    other = {"alertname": "KubernetesVolumeFull", "severity": "page", "service": "kubernetes"}
    with sink() as sent, alertmanager(heard(real, sent), tmp_path / "run") as running:
        running.post(beat, other)
        until(lambda: len(sent.at("outside")) >= 2 and sent.at("pager"))
    assert set(names(sent.at("outside"))) == {"Watchdog"}
    assert names(sent.at("pager")) == ["KubernetesVolumeFull"]
